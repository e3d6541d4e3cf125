import { argument, block, quoted as hclQuoted } from '../remediate/terraform/hcl.ts';
import { quoted } from '../util/shell.ts';
import type { ReadRoleOptions } from './read-role.ts';

const POLICY_NAME = 'TrailproofRead';

function readPolicy(actions: readonly string[]) {
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: POLICY_NAME, Effect: 'Allow', Action: [...actions], Resource: '*' }],
  };
}

/**
 * The reading role as a bash script of the AWS CLI, for one account; the external id is asked for in the environment, so
 * that it stands in no file.
 */
export function readRoleScript(actions: readonly string[], options: ReadRoleOptions): string {
  const { roleName, externalId, version } = options;
  const principal = { Effect: 'Allow', Principal: { AWS: options.trust }, Action: 'sts:AssumeRole' };
  const statement = externalId
    ? { ...principal, Condition: { StringEquals: { 'sts:ExternalId': 'EXTERNAL_ID' } } }
    : principal;
  const trust = quoted(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  const role = quoted(roleName);
  return `${[
    '#!/usr/bin/env bash',
    `# Role that trailproof ${version} assumes to read CloudTrail's configuration. It can change nothing.`,
    '# Run it with credentials of the account that is to be read; a second run changes nothing.',
    'set -euo pipefail',
    ...(externalId
      ? [
          `: "\${EXTERNAL_ID:?set EXTERNAL_ID to the external id that whoever assumes the role has to name}"`,
          '[[ $EXTERNAL_ID =~ ^[A-Za-z0-9+=,.@:/_-]{2,1224}$ ]] || { echo "EXTERNAL_ID has characters that IAM refuses" >&2; exit 2; }',
        ]
      : []),
    `trust=${trust}`,
    ...(externalId ? [`trust=\${trust//EXTERNAL_ID/$EXTERNAL_ID}`] : []),
    `if aws iam get-role --role-name ${role} >/dev/null 2>&1; then`,
    `  aws iam update-assume-role-policy --role-name ${role} --policy-document "$trust"`,
    'else',
    `  aws iam create-role --role-name ${role} --max-session-duration 3600 --assume-role-policy-document "$trust"`,
    'fi',
    `aws iam put-role-policy --role-name ${role} --policy-name ${POLICY_NAME} --policy-document ${quoted(JSON.stringify(readPolicy(actions)))}`,
  ].join('\n')}\n`;
}

/** The reading role as Terraform, for one account. */
export function readRoleTerraform(actions: readonly string[], options: ReadRoleOptions): string {
  const { roleName, externalId, version } = options;
  const raw = (expression: string) => ({ expression });
  const condition = externalId ? ', Condition = { StringEquals = { "sts:ExternalId" = var.external_id } }' : '';
  const trust = `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = ${hclQuoted(options.trust)} }, Action = "sts:AssumeRole"${condition} }] })`;
  const policy = `jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "${POLICY_NAME}", Effect = "Allow", Action = ${JSON.stringify(actions)}, Resource = "*" }] })`;
  return `${[
    `# Role that trailproof ${version} assumes to read CloudTrail's configuration. It can change nothing.`,
    ...(externalId
      ? [
          block(
            'variable',
            ['external_id'],
            [
              argument('type', raw('string')),
              argument('sensitive', true),
              argument('description', 'External id that whoever assumes the role has to name (scan --external-id).'),
            ],
          ),
        ]
      : []),
    block(
      'resource',
      ['aws_iam_role', 'trailproof_read'],
      [
        argument('name', roleName),
        argument('description', 'Read-only access to the configuration of CloudTrail for trailproof.'),
        argument('max_session_duration', 3600),
        argument('assume_role_policy', raw(trust)),
      ],
    ),
    block(
      'resource',
      ['aws_iam_role_policy', 'trailproof_read'],
      [
        argument('name', POLICY_NAME),
        argument('role', raw('aws_iam_role.trailproof_read.id')),
        argument('policy', raw(policy)),
      ],
    ),
    block('output', ['role_arn'], [argument('value', raw('aws_iam_role.trailproof_read.arn'))]),
  ].join('\n\n')}\n`;
}
