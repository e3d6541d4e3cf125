import { orNull } from '../../model/read.ts';
import type { Bucket } from '../../model/storage.ts';
import { namedBy } from '../in-scope.ts';
import { isSet, isThere } from '../values.ts';
import { boolean, defineView, integer, json, text } from '../view.ts';

export const vBucket = defineView({
  name: 'v_bucket',
  about:
    'One row per bucket that trails in scope name. What was not read is NULL; of a bucket that does not exist, everything but its name is.',
  columns: {
    bucket_arn: text('The bucket'),
    name: text('Its name'),
    is_there: boolean('It exists; NULL where nobody could tell'),
    account_id: text('The account that owns it'),
    region: text('Its Region'),
    has_policy: boolean('It has a bucket policy'),
    policy: text('The bucket policy as S3 answered it'),
    policy_public: boolean('S3 says that the policy makes it public'),
    acl: json('Grants of the access control list: {group, canonicalId, permission, toOwner}'),
    block_public_access: json('The four settings of the bucket; null: not configured'),
    account_block_public_access: json('The four settings of the account'),
    versioning: text('Enabled, Suspended; NULL: never switched on, or not read'),
    versioning_read: boolean('Versioning was read'),
    mfa_delete: boolean('MFA delete is on'),
    has_object_lock: boolean('Object Lock is on'),
    lock_mode: text('COMPLIANCE, GOVERNANCE; NULL without a default retention'),
    lock_days: integer('Days of the default retention'),
    lifecycle: json('Lifecycle rules: {id, enabled, prefix, narrowed, expirationDays, expirationDate, noncurrentDays}'),
    has_access_log: boolean('Server access logging is on'),
    access_log_bucket: text('The bucket that takes its access log'),
    kms_key: text('The customer key of its default encryption'),
    trails: json('Trails in scope that deliver to it'),
  },
  needs: ['trails', 'bucket'],
  index: ['bucket_arn'],
  atEnd: (rows) =>
    namedBy(rows, ({ config }) => config.bucket).map(({ named, trails }) => {
      const [{ arn, bucket }] = trails;
      return {
        bucket_arn: `arn:${arn.split(':')[1]}:s3:::${named}`,
        name: named,
        is_there: isThere(bucket),
        ...settings(orNull(bucket)),
        trails: trails.map((trail) => trail.arn),
      };
    }),
});

function settings(bucket: Bucket | null) {
  const versioning = orNull(bucket?.versioning);
  const lock = orNull(bucket?.objectLock);
  const acl = orNull(bucket?.acl);
  const lifecycle = orNull(bucket?.lifecycle);
  const block = orNull(bucket?.block);
  const accountBlock = orNull(bucket?.accountBlock);
  return {
    account_id: bucket?.owner ?? null,
    region: bucket?.region ?? null,
    has_policy: bucket === null ? null : isSet(bucket.policy),
    policy: orNull(bucket?.policy)?.text ?? null,
    policy_public: orNull(bucket?.policyPublic),
    acl: acl === null ? null : acl.map((grant) => ({ ...grant })),
    block_public_access: block === null ? null : { ...block },
    account_block_public_access: accountBlock === null ? null : { ...accountBlock },
    versioning: versioning?.status ?? null,
    versioning_read: bucket?.versioning.known ?? false,
    mfa_delete: versioning?.mfaDelete ?? null,
    has_object_lock: bucket === null ? null : isSet(bucket.objectLock),
    lock_mode: lock?.mode ?? null,
    lock_days: lock?.days ?? null,
    lifecycle: lifecycle === null ? null : lifecycle.map((rule) => ({ ...rule })),
    has_access_log: bucket === null ? null : isSet(bucket.logging),
    access_log_bucket: orNull(bucket?.logging)?.bucket ?? null,
    kms_key: orNull(bucket?.encryption)?.kmsKey ?? null,
  };
}
