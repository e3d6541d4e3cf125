import type { JsonObject } from '../../src/model/json.ts';
import type { Operation } from '../../src/model/operations.ts';

interface RoleAnswer {
  readonly call: Operation;
  readonly parameters: JsonObject;
  readonly body: string;
}

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** The trust policy of an ordinary role, as GetRole answers it. */
export const TRUST_DOCUMENT = encodeURIComponent(JSON.stringify(TRUST));

/** What IAM answers about the policies of an ordinary role: one inline policy, which lets it write to any group of its account. */
export function rolePolicyAnswers(name: string, account: string, partition: string): readonly RoleAnswer[] {
  const document = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:${partition}:logs:*:${account}:log-group:*`,
      },
    ],
  };
  const text = encodeURIComponent(JSON.stringify(document));
  const inline = { RoleName: name, PolicyName: 'write' };
  return [
    answer('ListRolePolicies', { RoleName: name }, '<PolicyNames><member>write</member></PolicyNames>'),
    answer('ListAttachedRolePolicies', { RoleName: name }, '<AttachedPolicies/>'),
    answer('GetRolePolicy', inline, `<PolicyDocument>${text}</PolicyDocument>`),
  ];
}

function answer(
  operation: 'ListRolePolicies' | 'ListAttachedRolePolicies' | 'GetRolePolicy',
  parameters: JsonObject,
  result: string,
): RoleAnswer {
  const pages = operation === 'GetRolePolicy' ? '' : '<IsTruncated>false</IsTruncated>';
  const body = `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${operation}Result>${result}${pages}</${operation}Result></${operation}Response>`;
  return { call: `iam:${operation}`, parameters, body };
}
