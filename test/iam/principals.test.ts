import { BOUNDARIES, KEYS, NOT_PRINCIPAL, PRINCIPAL } from './pages.ts';
import {
  ACCOUNT,
  allow,
  type Context,
  EVERYBODY,
  forAws,
  forService,
  OTHER,
  type Policies,
  type PolicyCase,
  runPolicyCases,
  type Statement,
} from './policy-case.ts';

const BOB = `arn:aws:iam::${OTHER}:user/Bob`;
const APP = `arn:aws:sts::${OTHER}:assumed-role/cross-account-read-only-role/cross-account-audit-app`;
const READER = `arn:aws:iam::${OTHER}:role/cross-account-read-only-role`;
const THEIR_ROOT = `arn:aws:iam::${OTHER}:root`;
const TRAIL = 'cloudtrail.amazonaws.com';

const grant = allow('s3:*', '*', EVERYBODY);
const identity = [[allow('s3:*')]];

function row(
  name: string,
  source: string,
  principal: string,
  statements: readonly Statement[],
  want: PolicyCase['want'],
  more: Policies & { context?: Context } = {},
): PolicyCase {
  const { context = {}, ...policies } = more;
  return {
    name,
    source,
    principal,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::logs/a',
    context,
    policies: { identity, resource: statements, ...policies },
    want,
  };
}

const exceptFor = (...aws: readonly string[]): Statement => ({
  Effect: 'Deny',
  NotPrincipal: { AWS: aws },
  Action: 's3:*',
  Resource: '*',
});

runPolicyCases('NotPrincipal', [
  row('user and account are listed', NOT_PRINCIPAL, BOB, [grant, exceptFor(BOB, THEIR_ROOT)], 'allowed'),
  row('another user of the listed account', NOT_PRINCIPAL, `${BOB}2`, [grant, exceptFor(BOB, THEIR_ROOT)], 'depends'),
  row('the account is not listed', NOT_PRINCIPAL, BOB, [grant, exceptFor(BOB)], 'depends'),
  row(
    'nobody of the account is listed',
    NOT_PRINCIPAL,
    `arn:aws:iam::${ACCOUNT}:user/ana`,
    [grant, exceptFor(BOB, THEIR_ROOT)],
    { outcome: 'denied', because: 'explicit-deny' },
  ),
  row(
    'session, role and account are listed',
    NOT_PRINCIPAL,
    APP,
    [grant, exceptFor(APP, READER, THEIR_ROOT)],
    'allowed',
  ),
  row('role and account are listed', NOT_PRINCIPAL, APP, [grant, exceptFor(READER, THEIR_ROOT)], 'allowed'),
  row('session and account, but not the role', NOT_PRINCIPAL, APP, [grant, exceptFor(APP, THEIR_ROOT)], 'depends'),
  row(
    'whoever has a boundary is denied all the same',
    BOUNDARIES,
    BOB,
    [grant, exceptFor(BOB, THEIR_ROOT)],
    { outcome: 'denied', because: 'explicit-deny' },
    { boundary: [allow('*')] },
  ),
  row(
    'a service that is listed',
    NOT_PRINCIPAL,
    TRAIL,
    [grant, { Effect: 'Deny', NotPrincipal: { Service: TRAIL }, Action: 's3:*', Resource: '*' }],
    'allowed',
  ),
  row('a service that is not listed', NOT_PRINCIPAL, TRAIL, [grant, exceptFor(BOB, THEIR_ROOT)], 'denied'),
  row(
    'with Allow: not understood as an Allow',
    NOT_PRINCIPAL,
    BOB,
    [{ Effect: 'Allow', NotPrincipal: { AWS: ACCOUNT }, Action: 's3:*', Resource: '*' }],
    'depends',
  ),
]);

runPolicyCases('principals', [
  row('a user by ARN', PRINCIPAL, BOB, [allow('s3:*', '*', forAws(BOB))], 'allowed'),
  row(
    'the name of a user is case-sensitive',
    PRINCIPAL,
    BOB,
    [allow('s3:*', '*', forAws(BOB.replace('Bob', 'bob')))],
    'denied',
  ),
  row('a session by its role', PRINCIPAL, APP, [allow('s3:*', '*', forAws(READER))], 'allowed'),
  row(
    'a role with a path',
    PRINCIPAL,
    `arn:aws:iam::${OTHER}:role/ops/reader`,
    [allow('s3:*', '*', forAws(`arn:aws:iam::${OTHER}:role/ops/reader`))],
    'allowed',
  ),
  row(
    'the same name at another path',
    PRINCIPAL,
    `arn:aws:iam::${OTHER}:role/reader`,
    [allow('s3:*', '*', forAws(`arn:aws:iam::${OTHER}:role/ops/reader`))],
    'denied',
  ),
  row('a list is a choice', PRINCIPAL, BOB, [allow('s3:*', '*', forAws(ACCOUNT, BOB))], 'allowed'),
  row(
    'kinds of principals are a choice',
    PRINCIPAL,
    TRAIL,
    [allow('s3:*', '*', { Principal: { AWS: ACCOUNT, Service: TRAIL } })],
    'allowed',
  ),
  row('a service is no account', PRINCIPAL, TRAIL, [allow('s3:*', '*', forAws(ACCOUNT))], 'denied'),
  row('everybody, and a service', PRINCIPAL, TRAIL, [grant], 'allowed'),
  row(
    '{"AWS": "*"}, and a service',
    'doubt: AWS speaks of users only',
    TRAIL,
    [allow('s3:*', '*', forAws('*'))],
    'depends',
  ),
  row('a wildcard in an ARN', PRINCIPAL, BOB, [allow('s3:*', '*', forAws(`arn:aws:iam::${OTHER}:user/*`))], 'depends'),
  row('a wildcard for services', PRINCIPAL, TRAIL, [allow('s3:*', '*', forService('*.amazonaws.com'))], 'depends'),
  row(
    'a canonical user id',
    'doubt: whose id it is, is not known',
    BOB,
    [allow('s3:*', '*', { Principal: { CanonicalUser: '79a59df900b949e5' } })],
    'depends',
  ),
  row('the id of a deleted role', PRINCIPAL, READER, [allow('s3:*', '*', forAws('AROADBQP57FF2AEXAMPLE'))], 'denied'),
  row(
    'an ARN of another partition',
    PRINCIPAL,
    BOB,
    [allow('s3:*', '*', forAws(`arn:aws-cn:iam::${OTHER}:root`))],
    'denied',
  ),
  row(
    'no principal at all in the list',
    'IAM user guide, access-analyzer-reference-policy-checks (empty object principal)',
    BOB,
    [allow('s3:*', '*', { Principal: {} })],
    'denied',
  ),
]);

const exempt = (condition: Statement): Statement => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: '*',
  Condition: condition,
});

runPolicyCases('keys of services', [
  row('a service is one', KEYS, TRAIL, [grant, exempt({ Bool: { 'aws:PrincipalIsAWSService': 'false' } })], 'allowed'),
  row('a user is none', KEYS, BOB, [grant, exempt({ Bool: { 'aws:PrincipalIsAWSService': 'false' } })], 'denied'),
  row(
    'the name of the service',
    KEYS,
    TRAIL,
    [allow('s3:*', '*', { ...EVERYBODY, Condition: { StringEquals: { 'aws:PrincipalServiceName': TRAIL } } })],
    'allowed',
  ),
  row(
    'a service has no account',
    KEYS,
    TRAIL,
    [grant, exempt({ StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } })],
    'denied',
  ),
  row(
    'who did not sign in has no ARN',
    KEYS,
    '*',
    [grant, exempt({ ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ops' } })],
    'denied',
  ),
  row(
    'who did not sign in is of that type',
    KEYS,
    '*',
    [allow('s3:*', '*', { ...EVERYBODY, Condition: { StringEquals: { 'aws:PrincipalType': 'Anonymous' } } })],
    'allowed',
  ),
]);
