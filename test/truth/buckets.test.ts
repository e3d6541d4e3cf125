import { s3Error, s3Xml } from '../support/bucket-settings.ts';
import { runCases } from '../support/cases.ts';
import { type Fault, LOG_BUCKET, trail, type World } from '../support/world.ts';
import type { WorldBucket } from '../support/world-destinations.ts';
import { storageCase as row } from './storage-case.ts';

const CODES = 'S3 API, error responses: not configured is knowledge (design: truth rule 1)';
const RULE1 = 'design: truth rule 1, UNKNOWN for exactly what depends on it';

type Settings = NonNullable<WorldBucket['settings']>;
type Setting = keyof Settings;

const withSettings = (settings: Settings): World => ({ buckets: [{ name: LOG_BUCKET, settings }] });
const NO_BLOCK: Settings = {
  's3:GetPublicAccessBlock': s3Error('NoSuchPublicAccessBlockConfiguration'),
  's3:GetAccountPublicAccessBlock': s3Error('NoSuchPublicAccessBlockConfiguration'),
};
const noKey: World = { trails: [trail({ fields: { KmsKeyId: undefined } })] };

runCases('settings that were never made', [
  row(
    'no bucket policy: not public, and closed to CloudTrail',
    CODES,
    withSettings({
      's3:GetBucketPolicy': s3Error('NoSuchBucketPolicy'),
      's3:GetBucketPolicyStatus': s3Error('NoSuchBucketPolicy'),
    }),
    { writable: 'FAIL' },
    { writable: ['permission.not-allowed'] },
  ),
  row('no block, and nothing public', CODES, withSettings(NO_BLOCK)),
  row(
    'no Object Lock',
    CODES,
    withSettings({ 's3:GetObjectLockConfiguration': s3Error('ObjectLockConfigurationNotFoundError') }),
    { protected: 'FAIL' },
    { protected: ['bucket.no-retention-control'] },
  ),
  row(
    'no Object Lock, but MFA delete',
    'S3 user guide, MFA delete',
    withSettings({
      's3:GetObjectLockConfiguration': s3Error('ObjectLockConfigurationNotFoundError'),
      's3:GetBucketVersioning': s3Xml(
        'VersioningConfiguration',
        '<Status>Enabled</Status><MfaDelete>Enabled</MfaDelete>',
      ),
    }),
    {},
    { protected: ['bucket.mfa-delete'] },
  ),
  row(
    'Object Lock without a default retention',
    'S3 user guide, Object Lock',
    withSettings({
      's3:GetObjectLockConfiguration': s3Xml(
        'ObjectLockConfiguration',
        '<ObjectLockEnabled>Enabled</ObjectLockEnabled>',
      ),
    }),
    { protected: 'FAIL' },
    { protected: ['lock.no-default'] },
  ),
  row(
    'no lifecycle rules',
    CODES,
    withSettings({ 's3:GetBucketLifecycleConfiguration': s3Error('NoSuchLifecycleConfiguration') }),
  ),
  row(
    'no ownership controls: the list counts, and grants nothing to others',
    CODES,
    withSettings({ 's3:GetBucketOwnershipControls': s3Error('OwnershipControlsNotFoundError') }),
  ),
  row(
    'no default encryption, no key on the trail',
    CODES,
    {
      ...noKey,
      ...withSettings({ 's3:GetBucketEncryption': s3Error('ServerSideEncryptionConfigurationNotFoundError') }),
    },
    { key: 'NOT_APPLICABLE' },
    { key: ['trail.no-customer-key'] },
  ),
  row(
    'no access logging',
    'S3 API, GetBucketLogging: an empty BucketLoggingStatus',
    withSettings({ 's3:GetBucketLogging': s3Xml('BucketLoggingStatus', '') }),
    { requests: 'FAIL' },
    { requests: ['bucket.no-access-log'] },
  ),
  row(
    'never versioned',
    'S3 API, GetBucketVersioning: an empty VersioningConfiguration',
    withSettings({ 's3:GetBucketVersioning': s3Xml('VersioningConfiguration', '') }),
    { protected: 'FAIL' },
    { protected: ['bucket.not-versioned'] },
  ),
  row(
    'Requester Pays',
    'aws.md 5.2: breakers',
    withSettings({ 's3:GetBucketRequestPayment': s3Xml('RequestPaymentConfiguration', '<Payer>Requester</Payer>') }),
    { writable: 'FAIL' },
    { writable: ['bucket.requester-pays'] },
  ),
]);

/** Unread in this way, of each setting: what depends on it, with the ordinary trail. */
const DEPENDS: Readonly<Record<string, Parameters<typeof row>[3]>> = {
  's3:GetBucketPolicy': { delete: 'UNKNOWN', writable: 'UNKNOWN' },
  's3:GetBucketPolicyStatus': {},
  's3:GetBucketAcl': {},
  's3:GetPublicAccessBlock': {},
  's3:GetAccountPublicAccessBlock': {},
  's3:GetBucketVersioning': { protected: 'UNKNOWN' },
  's3:GetObjectLockConfiguration': { protected: 'UNKNOWN' },
  's3:GetBucketLifecycleConfiguration': { protected: 'UNKNOWN' },
  's3:GetBucketLogging': { requests: 'UNKNOWN' },
  's3:GetBucketEncryption': {},
  's3:GetBucketOwnershipControls': {},
  's3:GetBucketRequestPayment': { writable: 'UNKNOWN' },
};

const WAYS: readonly (readonly [string, Fault])[] = [
  ['refused', 'denied'],
  ['another element', { text: '<Nothing/>' }],
  ['a code that we do not know', s3Error('NoSuchThing')],
];

runCases(
  'settings that were not read',
  WAYS.flatMap(([way, fault]) =>
    Object.entries(DEPENDS).map(([setting, verdicts]) =>
      row(`${setting}: ${way}`, RULE1, withSettings({ [setting as Setting]: fault }), verdicts),
    ),
  ),
);
