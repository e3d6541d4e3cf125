import type { Verdict } from '../../src/model/verdict.ts';
import { aclXml, encryptionXml, publicAccessBlock, s3Error, s3Xml } from '../support/bucket-settings.ts';
import { runCases, type TruthCase } from '../support/cases.ts';
import { ACCOUNT, ARCHIVE, KEY, LOG_BUCKET, trail, type World } from '../support/world.ts';
import type { WorldBucket } from '../support/world-destinations.ts';
import { storageCase as row } from './storage-case.ts';

const CODES = 'S3 API, error responses: not configured is knowledge (design: truth rule 1)';
const RULE1 = 'design: truth rule 1, UNKNOWN for exactly what depends on it';
const BLOCKED = 'issue 5, 4: all four blocks on make an unread one hold';

type Settings = NonNullable<WorldBucket['settings']>;

const withSettings = (settings: Settings): World => ({ buckets: [{ name: LOG_BUCKET, settings }] });
const NO_BLOCK: Settings = {
  's3:GetPublicAccessBlock': s3Error('NoSuchPublicAccessBlockConfiguration'),
  's3:GetAccountPublicAccessBlock': s3Error('NoSuchPublicAccessBlockConfiguration'),
};
const noKey: World = { trails: [trail({ fields: { KmsKeyId: undefined } })] };

const open = '<Grant><Grantee><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>';
const OPEN_LIST = aclXml(`${open}<Permission>READ</Permission></Grant>`);
const PUBLIC = s3Xml('PolicyStatus', '<IsPublic>true</IsPublic>');
const isPublic = (
  name: string,
  source: string,
  settings: Settings,
  verdict: Verdict,
  ...reasons: string[]
): TruthCase => row(name, source, withSettings(settings), { public: verdict }, { public: reasons });
const onlyAcls = publicAccessBlock('BlockPublicAcls', 'IgnorePublicAcls');
const onlyPolicies = publicAccessBlock('BlockPublicPolicy', 'RestrictPublicBuckets');
const CT6 = 'aws.md 1.1, CloudTrail.6';

runCases('public buckets', [
  isPublic('status true', CT6, { 's3:GetBucketPolicyStatus': PUBLIC }, 'FAIL', 'bucket.policy-public'),
  isPublic('a list for everybody', CT6, { 's3:GetBucketAcl': OPEN_LIST }, 'FAIL', 'bucket.acl-public'),
  isPublic(
    'status unread, four blocks',
    BLOCKED,
    { 's3:GetBucketPolicyStatus': 'denied' },
    'PASS',
    'bucket.public-blocked',
  ),
  isPublic('list unread, four blocks', BLOCKED, { 's3:GetBucketAcl': 'timeout' }, 'PASS', 'bucket.public-blocked'),
  isPublic(
    'status unread, two blocks on the bucket and two on the account',
    BLOCKED,
    {
      's3:GetBucketPolicyStatus': 'denied',
      's3:GetPublicAccessBlock': onlyAcls,
      's3:GetAccountPublicAccessBlock': onlyPolicies,
    },
    'PASS',
    'bucket.public-blocked',
  ),
  isPublic(
    'status unread, two blocks in all',
    BLOCKED,
    {
      's3:GetBucketPolicyStatus': 'denied',
      's3:GetPublicAccessBlock': onlyPolicies,
      's3:GetAccountPublicAccessBlock': onlyPolicies,
    },
    'UNKNOWN',
    'read.denied',
  ),
  isPublic(
    'status unread, no block',
    RULE1,
    { 's3:GetBucketPolicyStatus': 'html', ...NO_BLOCK },
    'UNKNOWN',
    'read.malformed',
  ),
  isPublic(
    'list cut in half, no block',
    RULE1,
    { 's3:GetBucketAcl': 'truncated', ...NO_BLOCK },
    'UNKNOWN',
    'read.malformed',
  ),
  isPublic(
    'status unread, blocks unread',
    RULE1,
    {
      's3:GetBucketPolicyStatus': 'denied',
      's3:GetPublicAccessBlock': 'denied',
      's3:GetAccountPublicAccessBlock': 'denied',
    },
    'UNKNOWN',
    'read.denied',
  ),
  row(
    'status unread, but there is no policy',
    CODES,
    withSettings({
      's3:GetBucketPolicyStatus': s3Xml('PolicyStatus', ''),
      's3:GetBucketPolicy': s3Error('NoSuchBucketPolicy'),
      ...NO_BLOCK,
    }),
    { writable: 'FAIL' },
  ),
]);

const archiveKey = `arn:aws:kms:us-east-1:${ARCHIVE}:key/${KEY}`;

runCases('the default encryption of a bucket, where the trail names no key', [
  row('SSE-S3', 'aws.md 5.3', noKey, { key: 'NOT_APPLICABLE' }, { key: ['trail.no-customer-key'] }),
  row(
    'unread',
    RULE1,
    { ...noKey, ...withSettings({ 's3:GetBucketEncryption': 'denied' }) },
    { key: 'UNKNOWN', delete: 'UNKNOWN' },
    { key: ['read.denied'] },
  ),
  row(
    'a key by its bare id lies in the owner’s account',
    'KMS developer guide, key identifiers',
    {
      ...noKey,
      ...withSettings({ 's3:GetBucketEncryption': encryptionXml(KEY) }),
      keys: [{ id: KEY, metadata: { KeyState: 'Disabled' } }],
    },
    { key: 'FAIL' },
    { key: ['key.disabled'] },
  ),
  row(
    'a key that is gone',
    'KMS API, DescribeKey: NotFoundException',
    { ...noKey, ...withSettings({ 's3:GetBucketEncryption': encryptionXml(archiveKey) }), keys: [] },
    { key: 'FAIL' },
    { key: ['key.missing'] },
  ),
  row(
    'aws:kms without a key: the AWS managed one',
    'S3 user guide, default encryption',
    {
      ...noKey,
      ...withSettings({
        's3:GetBucketEncryption': s3Xml(
          'ServerSideEncryptionConfiguration',
          '<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>',
        ),
      }),
    },
    { key: 'NOT_APPLICABLE' },
  ),
  row(
    'a key of an account that this run does not read',
    'design: unknown is never good',
    {
      ...noKey,
      ...withSettings({ 's3:GetBucketEncryption': encryptionXml(archiveKey.replace(ARCHIVE, '444455556666')) }),
    },
    { key: 'UNKNOWN', delete: 'UNKNOWN' },
    { key: ['read.out-of-scope'] },
  ),
]);

const ofDeveloper = { AWS: `arn:aws:iam::${ACCOUNT}:role/Developer` };

runCases('bucket policies as S3 answers them', [
  row(
    'a developer may delete log files',
    'issue 5, 5: log-delete-restricted',
    {
      buckets: [
        {
          name: LOG_BUCKET,
          statements: [
            {
              Effect: 'Allow',
              Principal: ofDeveloper,
              Action: 's3:DeleteObject',
              Resource: `arn:aws:s3:::${LOG_BUCKET}/*`,
            },
          ],
        },
      ],
    },
    { delete: 'FAIL' },
    { delete: ['grant.broad'] },
  ),
  row(
    'a Deny on everything',
    'aws.md 5.2: breakers',
    {
      buckets: [
        {
          name: LOG_BUCKET,
          statements: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${LOG_BUCKET}/*` }],
        },
      ],
    },
    { writable: 'FAIL' },
    { writable: ['permission.denied'] },
  ),
  row(
    'not JSON',
    'design: truth rule 1; issue 5, bad input',
    withSettings({ 's3:GetBucketPolicy': { text: '{"Version": ' } }),
    { writable: 'UNKNOWN', delete: 'UNKNOWN' },
    { writable: ['permission.not-understood'], delete: ['grant.not-understood'] },
  ),
  row(
    'XML where a policy is due',
    RULE1,
    withSettings({ 's3:GetBucketPolicy': s3Xml('Policy', '') }),
    { writable: 'UNKNOWN', delete: 'UNKNOWN' },
    { writable: ['read.malformed'] },
  ),
  row(
    'an empty body',
    RULE1,
    withSettings({ 's3:GetBucketPolicy': 'empty-body' }),
    { writable: 'UNKNOWN', delete: 'UNKNOWN' },
    { writable: ['read.malformed'] },
  ),
]);
