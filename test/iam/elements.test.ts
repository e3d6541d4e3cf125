import type { Outcome } from '../../src/iam/index.ts';
import { ACTION, GRAMMAR, NOT_ACTION, NOT_RESOURCE, RESOURCE } from './pages.ts';
import { allow, type Context, type PolicyCase, runPolicyCases, type Statement } from './policy-case.ts';

const ANA = 'arn:aws:iam::111122223333:user/staff/ana';

interface Asked {
  readonly action?: string;
  readonly resource?: string;
  readonly principal?: string;
  readonly context?: Context;
}

/** One identity policy, asked about one action and resource. */
function row(
  name: string,
  source: string,
  policy: readonly Statement[] | string,
  asked: Asked,
  want: Outcome,
): PolicyCase {
  const { action = 's3:GetObject', resource = 'arn:aws:s3:::logs/2026/a.json', principal = ANA, context = {} } = asked;
  return { name, source, principal, action, resource, context, policies: { identity: [policy] }, want };
}

const logs = (rest: string): string => `arn:aws:s3:::logs/${rest}`;

runPolicyCases('actions', [
  row('the very action', ACTION, [allow('s3:GetObject')], {}, 'allowed'),
  row('another letter case in the policy', ACTION, [allow('S3:getobject')], {}, 'allowed'),
  row('another letter case in the request', ACTION, [allow('s3:GetObject')], { action: 'S3:GETOBJECT' }, 'allowed'),
  row('a star at the end', ACTION, [allow('s3:Get*')], {}, 'allowed'),
  row('a star in the middle', ACTION, [allow('iam:*AccessKey*')], { action: 'iam:CreateAccessKey' }, 'allowed'),
  row('all actions of a service', ACTION, [allow('s3:*')], {}, 'allowed'),
  row('all actions of another service', ACTION, [allow('sqs:*')], {}, 'denied'),
  row('a star for everything', ACTION, [allow('*')], {}, 'allowed'),
  row('a question mark is one character', GRAMMAR, [allow('s3:GetObjec?')], {}, 'allowed'),
  row('a longer name is another action', ACTION, [allow('s3:GetObject')], { action: 's3:GetObjectAcl' }, 'denied'),
  row('one of a list', ACTION, [allow(['s3:PutObject', 's3:GetObject'])], {}, 'allowed'),
  row(
    'NotAction allows the rest',
    NOT_ACTION,
    [{ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: '*' }],
    {},
    'allowed',
  ),
  row(
    'NotAction with the action itself',
    NOT_ACTION,
    [{ Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' }],
    {},
    'denied',
  ),
  row(
    'NotAction and Deny denies the rest',
    NOT_ACTION,
    [allow('*'), { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }],
    {},
    'denied',
  ),
  row(
    'NotAction and Deny spares the action',
    NOT_ACTION,
    [allow('*'), { Effect: 'Deny', NotAction: ['IAM:*', 's3:*'], Resource: '*' }],
    {},
    'allowed',
  ),
]);

runPolicyCases('resources', [
  row('the very resource', RESOURCE, [allow('s3:*', logs('2026/a.json'))], {}, 'allowed'),
  row('letter case counts', RESOURCE, [allow('s3:*', 'arn:aws:s3:::Logs/*')], {}, 'denied'),
  row('a star reaches over slashes', RESOURCE, [allow('s3:*', logs('*'))], {}, 'allowed'),
  row('the bucket is not its objects', RESOURCE, [allow('s3:*', 'arn:aws:s3:::logs')], {}, 'denied'),
  row('a question mark', RESOURCE, [allow('s3:*', logs('202?/a.json'))], {}, 'allowed'),
  row(
    'a star at the end of a part reaches over colons',
    RESOURCE,
    [allow('logs:*', 'arn:aws:logs:*')],
    { action: 'logs:PutLogEvents', resource: 'arn:aws:logs:us-east-1:111122223333:log-group:g:log-stream:s' },
    'allowed',
  ),
  row('one of a list', RESOURCE, [allow('s3:*', ['arn:aws:s3:::other/*', logs('*')])], {}, 'allowed'),
  row(
    'NotResource covers the rest',
    NOT_RESOURCE,
    [allow('*'), { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::hr/*' }],
    {},
    'denied',
  ),
  row(
    'NotResource spares what it lists',
    NOT_RESOURCE,
    [allow('*'), { Effect: 'Deny', Action: 's3:*', NotResource: logs('*') }],
    {},
    'allowed',
  ),
  row(
    'NotResource and Allow',
    NOT_RESOURCE,
    [{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::hr/*' }],
    {},
    'allowed',
  ),
  row(
    'no resource at all in the list',
    'IAM user guide, access-analyzer-reference-policy-checks (empty array resource)',
    [allow('s3:*', [])],
    {},
    'denied',
  ),
]);
