import type { JsonObject } from '../model/json.ts';

export interface ReadRoleOptions {
  readonly roleName: string;
  /** Account or ARN that may assume the role. */
  readonly trust: string;
  /** Whether the role asks for an external id; the value stays a parameter of the stack. */
  readonly externalId: boolean;
  readonly version: string;
}

/**
 * CloudFormation for the role that `scan --org` assumes: one account, or a StackSet over the organization. JSON, which
 * CloudFormation reads as it reads YAML. The actions are those of `trailproof permissions`.
 */
export function readRoleTemplate(actions: readonly string[], options: ReadRoleOptions): JsonObject {
  const { roleName, trust, externalId, version } = options;
  const condition: JsonObject = externalId
    ? { Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } } }
    : {};
  const external: JsonObject = externalId
    ? {
        ExternalId: {
          Type: 'String',
          NoEcho: true,
          MinLength: 2,
          Description: 'External id that whoever assumes the role has to name (scan --external-id).',
        },
      }
    : {};
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Role that trailproof ${version} assumes to read CloudTrail's configuration. It can change nothing.`,
    Parameters: {
      TrustedPrincipal: {
        Type: 'String',
        Default: trust,
        AllowedPattern: '^([0-9]{12}|arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+|arn:aws[a-z-]*:iam::[0-9]{12}:root)$',
        Description: 'Account id, or ARN of the role or user, that may assume the role.',
      },
      RoleName: { Type: 'String', Default: roleName, AllowedPattern: '^[A-Za-z0-9+=,.@_-]{1,64}$' },
      ...external,
    },
    Resources: {
      ReadRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { Ref: 'RoleName' },
          Description: 'Read-only access to the configuration of CloudTrail for trailproof.',
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: { Ref: 'TrustedPrincipal' } },
                Action: 'sts:AssumeRole',
                ...condition,
              },
            ],
          },
          Policies: [
            {
              PolicyName: 'TrailproofRead',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Sid: 'TrailproofRead', Effect: 'Allow', Action: [...actions], Resource: '*' }],
              },
            },
          ],
        },
      },
    },
    Outputs: { RoleArn: { Description: 'ARN of the role.', Value: { 'Fn::GetAtt': ['ReadRole', 'Arn'] } } },
  };
}
