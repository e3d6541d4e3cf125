import type { Ask } from '../../iam/cloudtrail/ask.ts';
import {
  bucketAclAsks,
  foreignTrailAsks,
  foreignWriteAsks,
  memberWriteAsks,
  writeAsks,
} from '../../iam/cloudtrail/bucket.ts';
import type { Delivery } from '../../iam/cloudtrail/circumstances.ts';
import { legacyAccounts } from '../../iam/cloudtrail/legacy-accounts.ts';
import { isAllowed, permission } from '../../iam/cloudtrail/permission.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import type { Bucket } from '../../model/storage.ts';
import type { Condition, Reason } from '../../model/verdict.ts';

export function mayCheckAcl(delivery: Delivery): Condition {
  return ofBucket('may-check-acl', delivery, (bucket) => bucketAclAsks(delivery, bucket));
}

/** For a trail of an organization, its members count as the owner does. */
export function mayWrite(delivery: Delivery): Condition {
  const id = 'may-write';
  const { arn, config } = delivery.trail;
  if (!config.prefix.known) return unknownBecause(id, arn, config.prefix.failure, config.prefix.source);
  const prefix = config.prefix.value?.replace(/\/$/, '') ?? null;
  const judged = ofBucket(id, delivery, (bucket) => [
    ...writeAsks(delivery, bucket, prefix),
    ...memberWriteAsks(delivery, bucket, prefix),
  ]);
  const { bucket } = delivery.trail;
  if (judged.holds !== 'yes' || !bucket.known || bucket.value === null) return judged;
  return { ...judged, reasons: [...judged.reasons, ...breadth(delivery, bucket.value, prefix)] };
}

/** What the policy lets CloudTrail do beyond what this trail needs: worth a note, never a failure. */
function breadth(delivery: Delivery, bucket: Bucket, prefix: string | null): readonly Reason[] {
  const params = { trail: delivery.trail.arn, bucket: bucket.name };
  return [
    ...(isAllowed(foreignWriteAsks(delivery, bucket, prefix)) ? [reason('bucket.any-folder', params)] : []),
    ...(isAllowed(foreignTrailAsks(delivery, bucket, prefix)) ? [reason('bucket.any-trail', params)] : []),
  ];
}

function ofBucket(id: string, { trail }: Delivery, asksOf: (bucket: Bucket) => readonly Ask[]): Condition {
  const { arn, bucket } = trail;
  if (!bucket.known) return unknownBecause(id, arn, bucket.failure, bucket.source);
  // A bucket that is not there: the reason stands at bucket-exists.
  if (bucket.value === null) return decided(id, arn, 'no', null, [bucket.source]);
  const judged = permission(id, arn, asksOf(bucket.value));
  const accounts = judged.holds === 'no' ? legacyAccounts(bucket.value) : [];
  if (accounts.length === 0) return judged;
  const why = reason('bucket.legacy-policy', { trail: arn, bucket: bucket.value.name, accounts });
  return { ...judged, reasons: [why, ...judged.reasons] };
}
