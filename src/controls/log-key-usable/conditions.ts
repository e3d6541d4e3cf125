import type { Delivery } from '../../iam/cloudtrail/circumstances.ts';
import { keyEnabled } from '../../iam/cloudtrail/key-state.ts';
import { bucketKeyAsks, trailKeyAsks } from '../../iam/cloudtrail/keys.ts';
import { permission } from '../../iam/cloudtrail/permission.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import type { Trail } from '../../model/facts.ts';
import type { Read, Source } from '../../model/read.ts';
import type { Key } from '../../model/storage.ts';
import type { Condition } from '../../model/verdict.ts';

/** A trail to which a customer key applies; whether it could be read is another question. */
export type Keyed = Trail & { readonly key: Read<Key | null> };

export function keyExists({ arn, key, config }: Keyed): Condition {
  const id = 'key-exists';
  if (!key.known) return unknownBecause(id, arn, key.failure, key.source);
  if (key.value !== null) return decided(id, arn, 'yes', key.value.arn, [key.source]);
  const named = config.kmsKey.known ? config.kmsKey.value : null;
  const why = reason('key.missing', { key: named ?? 'that the bucket names for its default encryption' });
  return decided(id, arn, 'no', named, [key.source], [why]);
}

export function keyIsEnabled(trail: Keyed): Condition {
  const id = 'key-enabled';
  return ofKey(id, trail, (key, source) => keyEnabled(id, trail.arn, key, source));
}

/** S3 and the key have to be in one Region (CloudTrail user guide, key policy for CloudTrail). */
export function keyInBucketRegion(trail: Keyed): Condition {
  const id = 'key-in-bucket-region';
  return ofKey(id, trail, (key, source) => {
    const { arn, bucket, config } = trail;
    if (!bucket.known) return unknownBecause(id, arn, bucket.failure, bucket.source);
    const named = config.bucket.known ? config.bucket.value : null;
    if (bucket.value === null) {
      const why = reason('trail.bucket-missing', { trail: arn, bucket: named });
      return decided(id, arn, 'no', null, [bucket.source], [why]);
    }
    const { region } = bucket.value;
    if (key.region === region) return decided(id, arn, 'yes', region, [source, bucket.source]);
    const params = { key: key.arn, keyRegion: key.region, bucket: named, bucketRegion: region };
    return decided(id, arn, 'no', key.region, [source, bucket.source], [reason('key.other-region', params)]);
  });
}

/** For a trail's own key AWS documents what is asked; for the bucket's default key it does not. */
export function keyPolicyAllows(trail: Keyed, delivery: Delivery): Condition {
  const { kmsKey } = trail.config;
  const id = 'key-policy-allows';
  return ofKey(id, trail, (key) => {
    const isOwn = kmsKey.known && kmsKey.value !== null;
    return permission(id, trail.arn, isOwn ? trailKeyAsks(delivery, key) : bucketKeyAsks(delivery, key));
  });
}

/** A condition on a key that is there; of one that is missing, the reason stands at key-exists. */
function ofKey(id: string, { arn, key }: Keyed, judgeKey: (key: Key, source: Source) => Condition): Condition {
  if (!key.known) return unknownBecause(id, arn, key.failure, key.source);
  return key.value === null ? decided(id, arn, 'no', null, [key.source]) : judgeKey(key.value, key.source);
}
