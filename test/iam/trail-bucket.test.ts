import { DEPUTY, TRAIL_BUCKET, TRAIL_LEGACY } from './pages.ts';
import {
  ACCOUNT,
  allow,
  type Context,
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

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;
const BUCKET = 'arn:aws:s3:::logs';
const own = `${BUCKET}/AWSLogs/${ACCOUNT}/*`;
const FULL_CONTROL = { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } };

const aclCheck = allow('s3:GetBucketAcl', BUCKET, { Sid: 'AclCheck', ...forService(CLOUDTRAIL) });
const write = (resource: string | readonly string[] = own, condition: Statement = FULL_CONTROL): Statement =>
  allow('s3:PutObject', resource, { Sid: 'Write', ...forService(CLOUDTRAIL), Condition: condition });

const context: Context = {
  's3:x-amz-acl': 'bucket-owner-full-control',
  'aws:SourceArn': TRAIL,
  'aws:SourceAccount': ACCOUNT,
  'aws:SecureTransport': 'true',
};
const missing: Wanted = { outcome: 'denied', because: 'no-allow', part: 'resource' };
const broken: Wanted = { outcome: 'denied', because: 'explicit-deny', statements: ['Breaks'] };

interface More {
  readonly action?: string;
  readonly key?: string;
  readonly given?: Context;
}

function row(
  name: string,
  policy: Policy,
  want: PolicyCase['want'],
  more: More = {},
  source = TRAIL_BUCKET,
): PolicyCase {
  const {
    action = 's3:PutObject',
    key = `/AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/2026/11/24/x.json.gz`,
    given = {},
  } = more;
  return {
    name,
    source,
    principal: CLOUDTRAIL,
    action,
    resource: `${BUCKET}${key}`,
    context: { ...context, ...given },
    policies: { resource: policy },
    want,
  };
}

const acl: More = { action: 's3:GetBucketAcl', key: '' };
const source = (condition: Statement): Statement => write(own, { ...FULL_CONTROL, ...condition });
const breaks = (more: Statement, action = 's3:*'): Policy => [
  write(),
  deny(action, [BUCKET, `${BUCKET}/*`], { Sid: 'Breaks', ...EVERYBODY, ...more }),
];
const unless = (operator: string, key: string, value: unknown): Statement => ({
  Condition: { [operator]: { [key]: value } },
});
const orgPath = (org: string): More => ({ key: `/AWSLogs/${org}/${OTHER}/CloudTrail/us-east-1/2026/11/24/x.json.gz` });

runPolicyCases('the bucket of a trail: grants', [
  row('the ACL check', [aclCheck, write()], { outcome: 'allowed', statements: ['AclCheck'] }, acl),
  row('no ACL check', [write()], missing, acl),
  row('the write', [aclCheck, write()], { outcome: 'allowed', statements: ['Write'] }),
  row('another action name’s letter case', [allow('S3:putOBJECT', own, forService(CLOUDTRAIL))], 'allowed'),
  row('written without full control for the owner', [write()], missing, { given: { 's3:x-amz-acl': 'private' } }),
  row('written without any ACL', [write()], missing, { given: { 's3:x-amz-acl': null } }),
  row('a prefix in the policy that the trail does not have', [write(`${BUCKET}/prefix/AWSLogs/${ACCOUNT}/*`)], missing),
  row('a prefix of the trail that the policy does not have', [write()], missing, {
    key: `/prefix/AWSLogs/${ACCOUNT}/x`,
  }),
  row('the same prefix in both', [write(`${BUCKET}/prefix/AWSLogs/${ACCOUNT}/*`)], 'allowed', {
    key: `/prefix/AWSLogs/${ACCOUNT}/x`,
  }),
  row('another account’s folder', [write()], missing, { key: `/AWSLogs/${OTHER}/x` }),
  row('a list of folders', [write([own, `${BUCKET}/AWSLogs/${OTHER}/*`])], 'allowed', { key: `/AWSLogs/${OTHER}/x` }),
  row('a broader folder', [write(`${BUCKET}/AWSLogs/*`)], 'allowed', { key: `/AWSLogs/${OTHER}/x` }),
  row(
    'the folder of the organization',
    [write([own, `${BUCKET}/AWSLogs/o-example/*`])],
    'allowed',
    orgPath('o-example'),
  ),
  row('only the management account’s folder', [write()], missing, orgPath('o-example')),
  row(
    'the folder of another organization',
    [write([own, `${BUCKET}/AWSLogs/o-other/*`])],
    missing,
    orgPath('o-example'),
  ),
  row(
    'account ids of CloudTrail, as in 2013',
    [allow('s3:PutObject', own, forAws('arn:aws:iam::903692715234:root', 'arn:aws:iam::035351147821:root'))],
    missing,
    {},
    TRAIL_LEGACY,
  ),
]);

runPolicyCases('the bucket of a trail: source', [
  row('the trail’s ARN', [source({ ArnEquals: { 'aws:SourceArn': TRAIL } })], 'allowed', {}, DEPUTY),
  row(
    'compared as a text, key in capitals',
    [write(own, { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'AWS:SourceArn': TRAIL } })],
    'allowed',
  ),
  row('a list of trails', [source({ ArnEquals: { 'aws:SourceArn': [`${TRAIL}2`, TRAIL] } })], 'allowed'),
  row(
    'any trail of the account',
    [source({ ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:${ACCOUNT}:trail/*` } })],
    'allowed',
  ),
  row('the account instead', [source({ StringLike: { 'aws:SourceAccount': ACCOUNT } })], 'allowed'),
  row('another trail', [source({ ArnEquals: { 'aws:SourceArn': `${TRAIL}2` } })], missing),
  row(
    'an organization trail under the delegated administrator’s id',
    [source({ ArnEquals: { 'aws:SourceArn': TRAIL.replace(ACCOUNT, OTHER) } })],
    missing,
  ),
  row(
    'the source is not known',
    [source({ ArnEquals: { 'aws:SourceArn': TRAIL } })],
    { outcome: 'denied', part: 'resource' },
    { given: { 'aws:SourceArn': null } },
  ),
]);

const noService = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
const S3_TLS = 'S3 user guide, security-best-practices';
const S3_SSE = 'S3 user guide, UsingKMSEncryption';

runPolicyCases('the bucket of a trail: what breaks it', [
  row('a Deny without TLS does not', breaks(unless('Bool', 'aws:SecureTransport', 'false')), 'allowed', {}, S3_TLS),
  row(
    'a Deny of old TLS, version unknown',
    breaks(unless('NumericLessThan', 's3:TlsVersion', 1.2)),
    { outcome: 'depends', keys: ['s3:tlsversion'] },
    {},
    S3_TLS,
  ),
  row(
    'a Deny of unencrypted uploads, no header sent',
    breaks(unless('StringNotEquals', 's3:x-amz-server-side-encryption', 'aws:kms'), 's3:PutObject'),
    broken,
    { given: { 's3:x-amz-server-side-encryption': null } },
    S3_SSE,
  ),
  row(
    'a Deny of unencrypted uploads, header sent',
    breaks(unless('StringNotEquals', 's3:x-amz-server-side-encryption', 'aws:kms'), 's3:PutObject'),
    'allowed',
    { given: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
    S3_SSE,
  ),
  row(
    'a Deny where the header is missing',
    breaks(unless('Null', 's3:x-amz-server-side-encryption', 'true')),
    broken,
    { given: { 's3:x-amz-server-side-encryption': null } },
    S3_SSE,
  ),
  row(
    'a Deny of other organizations, services not exempt',
    breaks(unless('StringNotEquals', 'aws:PrincipalOrgID', 'o-example')),
    broken,
    {},
    'IAM user guide, reference_policies_condition-keys (aws:PrincipalOrgID)',
  ),
  row(
    'a Deny of other organizations, services exempt',
    breaks({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-example' }, ...noService } }),
    'allowed',
    {},
    'IAM user guide, access_policies_data-perimeters',
  ),
  row(
    'a Deny outside of a VPC endpoint',
    breaks(unless('StringNotEquals', 'aws:SourceVpce', 'vpce-1')),
    broken,
    { given: { 'aws:SourceVpce': null } },
    'S3 user guide, example-bucket-policies-vpc-endpoint',
  ),
  row(
    'the same with services exempt',
    breaks({ Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' }, ...noService } }),
    'allowed',
    { given: { 'aws:SourceVpce': null } },
    'IAM user guide, access_policies_data-perimeters',
  ),
  row(
    'a Deny of everybody but some roles',
    breaks(unless('ArnNotLike', 'aws:PrincipalArn', `arn:aws:iam::${ACCOUNT}:role/ops`)),
    broken,
    {},
    'doubt: whether services have aws:PrincipalArn',
  ),
  row('a Deny of deletions does not', breaks({}, 's3:Delete*'), 'allowed'),
  row('a Deny of another service', [write(), deny('s3:*', '*', forService('config.amazonaws.com'))], 'allowed'),
]);
