import { checksum } from '../../util/checksum.ts';
import type { Trail } from '../facts.ts';
import { isPolicyDocument } from '../policy-addition.ts';
import { orNull } from '../read.ts';
import type { Bucket } from '../storage.ts';
import { byHand, changes, hasUnreadMembers, ofTrail, organizationUnread, place, type TrailFix } from './fix.ts';
import { deliveryStatements, keyStatements, publishStatements } from './statements.ts';

/** The bucket, its policy, and who pays: as far as they keep the trail from delivering. */
export const allowDelivery: TrailFix = (trail) => {
  const { bucket: read, config } = trail;
  if (!read.known || !config.bucket.known) return byHand('fix.bucket-unread', { trail: trail.arn });
  if (hasUnreadMembers(trail)) return organizationUnread(trail);
  const bucket = read.value;
  const name = config.bucket.value;
  const prefix = orNull(config.prefix);
  const at = { ...placeOf(bucket, trail), bucket: name };
  const bucketArn = `arn:${at.partition}:s3:::${name}`;
  const statements = deliveryStatements(trail, bucketArn, prefix, orNull(trail.organizationId));
  if (bucket === null) {
    return changes(
      { kind: 'create-bucket', ...at },
      { kind: 'block-public-access', ...at },
      { kind: 'version-bucket', ...at },
      { kind: 'allow-delivery', ...at, before: null, statements },
    );
  }
  if (!bucket.policy.known) return byHand('fix.policy-unread', { resource: name });
  const before = bucket.policy.value?.text ?? null;
  if (!isPolicyDocument(before)) return byHand('fix.policy-unreadable', { bucket: name });
  const pays = bucket.payer.known && bucket.payer.value === 'Requester';
  return changes(...(pays ? [{ kind: 'owner-pays', ...at } as const] : []), {
    kind: 'allow-delivery',
    ...at,
    before,
    statements,
  });
};

/** A bucket that is gone is made again by the trail's owner: whose it was, nobody can tell. */
function placeOf(bucket: Bucket | null, trail: Trail) {
  return place(bucket?.owner ?? trail.owner, bucket?.region ?? trail.homeRegion, trail.arn);
}

/** Switches a disabled key on; one that is waiting for its deletion is for a person to save. */
export const enableKey: TrailFix = (trail) => {
  const key = orNull(trail.key);
  if (key === null) return byHand('fix.key-missing', { trail: trail.arn });
  if (key.state === 'Disabled') {
    return changes({ kind: 'enable-key', ...place(key.account, key.region, trail.arn), key: key.arn });
  }
  const isGoing = key.state === 'PendingDeletion' || key.state === 'PendingReplicaDeletion';
  if (isGoing) return byHand('fix.key-pending-deletion', { key: key.arn });
  return byHand('fix.key-state', { key: key.arn, state: key.state });
};

export const allowKeyUse: TrailFix = (trail) => {
  const key = orNull(trail.key);
  if (key === null) return byHand('fix.key-missing', { trail: trail.arn });
  if (key.manager === 'AWS') return byHand('fix.key-of-aws', { key: key.arn });
  const before = orNull(key.policy)?.text ?? null;
  if (before === null || !isPolicyDocument(before)) return byHand('fix.key-policy-unread', { key: key.arn });
  const at = place(key.account, key.region, trail.arn);
  return changes({ kind: 'allow-key-use', ...at, key: key.arn, before, statements: keyStatements(trail) });
};

/** A key of its own for the trail, in the Region of the bucket; one of the same account that is there already is used. */
export const encryptTrail: TrailFix = (trail, { account }) => {
  const bucket = orNull(trail.bucket);
  if (bucket === null) return byHand('fix.bucket-unread', { trail: trail.arn });
  const used = account.trails.find(
    (other) => other.owner === trail.owner && orNull(other.key)?.region === bucket.region && isUsable(other),
  );
  const key = used === undefined ? null : orNull(used.key);
  const text = key === null ? null : (orNull(key.policy)?.text ?? null);
  if (key !== null && text !== null && isPolicyDocument(text)) {
    return changes(
      {
        ...{ kind: 'allow-key-use', ...place(key.account, key.region, trail.arn) },
        ...{ key: key.arn, before: text, statements: keyStatements(trail) },
      } as const,
      { kind: 'encrypt', ...ofTrail(trail), key: key.arn },
    );
  }
  // In another Region than the trail's, an alias would not be found.
  if (bucket.region !== trail.homeRegion)
    return byHand('fix.key-elsewhere', { trail: trail.arn, region: bucket.region });
  const alias = 'alias/cloudtrail-logs';
  return changes(
    { kind: 'create-key', ...place(trail.owner, bucket.region, trail.arn), alias, statements: keyStatements(trail) },
    { kind: 'encrypt', ...ofTrail(trail), key: alias },
  );
};

function isUsable(trail: Trail): boolean {
  const key = orNull(trail.key);
  return key !== null && key.manager === 'CUSTOMER' && key.state === 'Enabled' && orNull(trail.config.kmsKey) !== null;
}

export const allowPublish: TrailFix = (trail) => {
  const topic = orNull(trail.topic);
  if (topic === null) return byHand('fix.topic-missing', { trail: trail.arn });
  const before = orNull(topic.policy)?.text ?? null;
  if (!topic.policy.known || !isPolicyDocument(before)) return byHand('fix.policy-unread', { resource: topic.arn });
  const at = place(topic.account, topic.region, trail.arn);
  return changes({
    kind: 'allow-publish',
    ...at,
    topic: topic.arn,
    before,
    statements: publishStatements(trail, topic.arn),
  });
};

/** What a bucket is told, one by one. */
export function bucketChange(kind: 'block-public-access' | 'version-bucket') {
  return (bucket: Bucket) => changes({ kind, ...place(bucket.owner, bucket.region, bucket.arn), bucket: bucket.name });
}

/** The access log goes to a bucket of its own beside it: same account, same Region (S3 user guide, server access logging). */
export function logBucketAccess(bucket: Bucket) {
  const at = place(bucket.owner, bucket.region, bucket.arn);
  const sum = checksum(bucket.name);
  // At most 63 characters (S3 user guide, bucket naming rules); long names that begin alike are told apart by the checksum.
  const target = `${bucket.name.slice(0, 42).replace(/[.-]+$/, '')}-${sum}-access-logs`;
  const statements = [
    {
      Sid: `S3AccessLogs${sum}`,
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:${at.partition}:s3:::${target}/*`,
      Condition: {
        ArnLike: { 'aws:SourceArn': bucket.arn },
        StringEquals: { 'aws:SourceAccount': bucket.owner },
      },
    },
  ];
  return changes(
    { kind: 'create-bucket', ...at, bucket: target },
    { kind: 'block-public-access', ...at, bucket: target },
    { kind: 'allow-delivery', ...at, bucket: target, before: null, statements },
    { kind: 'log-bucket-access', ...at, bucket: bucket.name, target, prefix: `${bucket.name}/` },
  );
}
