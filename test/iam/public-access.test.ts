import { PUBLIC, PUT_BUCKET_POLICY } from './pages.ts';
import {
  ACCOUNT,
  allow,
  deny,
  EVERYBODY,
  forAws,
  forService,
  OTHER,
  type Policy,
  type PolicyCase,
  runPolicyCases,
  type Statement,
  type Wanted,
} from './policy-case.ts';

const THERE = `arn:aws:iam::${OTHER}:role/reader`;
const HERE = `arn:aws:iam::${ACCOUNT}:role/reader`;
const identity: readonly Policy[] = [[allow('s3:*')]];
const named = allow('s3:GetObject', '*', { Sid: 'Named', ...forAws(OTHER) });
const blocked: Wanted = { outcome: 'denied', because: 'public-access-block' };

/** A role of another account that the bucket policy names; whether it gets in tells whether the policy is public. */
function row(name: string, statement: Statement, isPublic: boolean, source = PUBLIC): PolicyCase {
  return {
    name: `${name}: ${isPublic ? '' : 'not '}public`,
    source,
    principal: THERE,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::logs/a',
    policies: {
      identity,
      resource: [named, { ...statement, Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }],
      block: true,
    },
    want: isPublic ? blocked : 'allowed',
  };
}

const everybody = (operator: string, key: string, value: unknown): Statement => ({
  ...EVERYBODY,
  Condition: { [operator]: { [key]: value } },
});

runPolicyCases('what S3 calls public', [
  row('everybody', EVERYBODY, true),
  row('{"AWS": "*"}', forAws('*'), true),
  row('a federated provider', { Principal: { Federated: 'graph.facebook.com' } }, true),
  row('an account', forAws('777788889999'), false),
  row('a service', forService('cloudtrail.amazonaws.com'), false),
  row('any VPC', everybody('StringLike', 'aws:SourceVpc', 'vpc-*'), true),
  row('one VPC', everybody('StringEquals', 'aws:SourceVpc', 'vpc-91237329'), false),
  row('one VPC, if there is one', everybody('StringEqualsIfExists', 'aws:SourceVpc', 'vpc-91237329'), true),
  row('all but one VPC', everybody('StringNotEquals', 'aws:SourceVpc', 'vpc-91237329'), true),
  row('one VPC endpoint', everybody('StringEquals', 'aws:SourceVpce', 'vpce-1a2b3c4d'), false),
  row('one source ARN', everybody('ArnEquals', 'aws:SourceArn', 'arn:aws:sns:us-east-1:111122223333:t'), false),
  row(
    'a source ARN with a wildcard',
    everybody('ArnLike', 'aws:SourceArn', 'arn:aws:sns:us-east-1:111122223333:*'),
    true,
  ),
  row('one source account', everybody('StringEquals', 'aws:SourceAccount', OTHER), false),
  row('one organization', everybody('StringEquals', 'aws:PrincipalOrgID', 'o-example'), false),
  row('a policy variable', everybody('StringEquals', 'aws:SourceAccount', `$${'{aws:PrincipalAccount}'}`), true),
  row('a range of addresses', everybody('IpAddress', 'aws:SourceIp', '203.0.113.0/24'), false),
  row('half of all addresses', everybody('IpAddress', 'aws:SourceIp', '0.0.0.0/1'), true),
  row('a /8 of IPv4', everybody('IpAddress', 'aws:SourceIp', '54.0.0.0/8'), false),
  row('a /7 of IPv4', everybody('IpAddress', 'aws:SourceIp', '54.0.0.0/7'), true),
  row('a /31 of IPv6', everybody('IpAddress', 'aws:SourceIp', '2001:db8::/31'), true),
  row('a /32 of IPv6', everybody('IpAddress', 'aws:SourceIp', '2001:db8::/32'), false),
  row('private addresses', everybody('IpAddress', 'aws:SourceIp', '10.0.0.0/8'), false),
  row(
    'access points of one account',
    everybody('ArnLike', 's3:DataAccessPointArn', 'arn:aws:s3:us-west-2:123456789012:accesspoint/*'),
    false,
  ),
  row(
    'access points of any account',
    everybody('ArnLike', 's3:DataAccessPointArn', 'arn:aws:s3:us-west-2:*:accesspoint/*'),
    true,
  ),
  row('a key that fixes nobody', everybody('Bool', 'aws:SecureTransport', 'true'), true),
]);

const mixed = [
  allow('s3:PutObject', '*', forService('cloudtrail.amazonaws.com')),
  named,
  allow('s3:GetObject', '*', { Sid: 'Open', ...EVERYBODY }),
];
const write = { action: 's3:PutObject', resource: 'arn:aws:s3:::logs/a' };
const read = { action: 's3:GetObject', resource: 'arn:aws:s3:::logs/a' };

runPolicyCases('RestrictPublicBuckets', [
  {
    name: 'CloudTrail still writes',
    source: PUBLIC,
    principal: 'cloudtrail.amazonaws.com',
    ...write,
    policies: { resource: mixed, block: true },
    want: 'allowed',
  },
  {
    name: 'a named account is shut out',
    source: PUBLIC,
    principal: THERE,
    ...read,
    policies: { identity, resource: mixed, block: true },
    want: { ...blocked, statements: ['Open'] },
  },
  {
    name: 'users of the owner stay',
    source: PUBLIC,
    principal: HERE,
    ...read,
    policies: { resource: mixed, block: true },
    want: 'allowed',
  },
  {
    name: 'who did not sign in is shut out',
    source: PUBLIC,
    principal: '*',
    ...read,
    policies: { resource: mixed, block: true },
    want: blocked,
  },
  {
    name: 'without the setting',
    source: PUBLIC,
    principal: '*',
    ...read,
    policies: { resource: mixed, block: false },
    want: 'allowed',
  },
  {
    name: 'the setting was not read',
    source: 'doubt: an unread setting',
    principal: '*',
    ...read,
    policies: { resource: mixed, block: null },
    want: { outcome: 'depends', unread: ['S3 Block Public Access'] },
  },
  {
    name: 'the setting was not read, but the policy is not public',
    source: PUBLIC,
    principal: THERE,
    ...read,
    policies: { identity, resource: [named], block: null },
    want: 'allowed',
  },
  {
    name: 'owner unknown',
    source: 'doubt: an unknown owner',
    principal: HERE,
    ...read,
    owner: null,
    policies: { identity, resource: mixed, block: true },
    want: { outcome: 'depends', keys: ['aws:resourceaccount'] },
  },
  {
    name: 'the owner’s root user mends a policy that denies it',
    source: PUT_BUCKET_POLICY,
    principal: ACCOUNT,
    action: 's3:PutBucketPolicy',
    resource: 'arn:aws:s3:::logs',
    policies: { resource: [deny('s3:*', '*', EVERYBODY)] },
    want: 'allowed',
  },
  {
    name: 'an administrator does not',
    source: PUT_BUCKET_POLICY,
    principal: HERE,
    action: 's3:PutBucketPolicy',
    resource: 'arn:aws:s3:::logs',
    policies: { identity, resource: [deny('s3:*', '*', EVERYBODY)] },
    want: 'denied',
  },
]);
