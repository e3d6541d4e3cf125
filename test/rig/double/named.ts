/** Which trails, buckets, groups and topics name what: from this follows what exists and works unless the world says more. */

import type { WorldBucket, WorldTopic } from '../world-delivery.ts';
import type { KnownAccount } from './handler.ts';
import { bucketOf, type PlacedTrail } from './placed-trails.ts';

/** Who names a key: trails for their files, log groups, buckets and topics for what they hold. */
export type KeyUsers = { trails: PlacedTrail[]; logGroupArns: string[]; storage: PlacedTrail[] };

export type Named = {
  /** By the bucket's name. */
  byBucket: Map<string, PlacedTrail[]>;
  /** By the ARN of the role, the topic, and the log group without its `:*`. */
  byRole: Map<string, PlacedTrail[]>;
  byTopic: Map<string, PlacedTrail[]>;
  byLogGroup: Map<string, PlacedTrail[]>;
  /** By key ARN or alias ARN. */
  byKey: Map<string, KeyUsers>;
};

/** Goes once over the world, which may have ten thousand accounts. */
export function namedThings(trails: PlacedTrail[], accounts: Iterable<KnownAccount>, partition: string): Named {
  const named: Named = {
    byBucket: new Map(),
    byRole: new Map(),
    byTopic: new Map(),
    byLogGroup: new Map(),
    byKey: new Map(),
  };
  for (const placed of trails) {
    const { trail, owner } = placed;
    add(named.byBucket, bucketOf(trail), placed);
    add(named.byRole, trail.CloudWatchLogsRoleArn, placed);
    add(named.byTopic, trail.SnsTopicARN, placed);
    add(named.byLogGroup, trail.CloudWatchLogsLogGroupArn?.replace(/:\*$/, ''), placed);
    usersOf(keyArn(trail.KmsKeyId, trail.HomeRegion, owner.id))?.trails.push(placed);
  }
  for (const account of accounts) {
    for (const bucket of account.buckets ?? []) noteBucketKey(bucket, account);
    for (const topic of account.topics ?? []) noteTopicKey(topic, account);
    // It is there; CloudTrail uses it by a grant.
    for (const { KmsKeyId, home } of account.eventDataStores ?? []) usersOf(keyArn(KmsKeyId, home, account.id));
    for (const { region, logGroupName, kmsKeyId } of account.logGroups ?? []) {
      const arn = `arn:${partition}:logs:${region}:${account.id}:log-group:${logGroupName}`;
      usersOf(keyArn(kmsKeyId, region, account.id))?.logGroupArns.push(arn);
    }
  }
  return named;

  function noteBucketKey({ name, region, Encryption }: WorldBucket, account: KnownAccount): void {
    const writers = named.byBucket.get(name) ?? [];
    const home = region ?? writers[0]?.trail.HomeRegion ?? 'us-east-1';
    usersOf(keyArn(Encryption?.KMSMasterKeyID, home, account.id))?.storage.push(...writers);
  }

  function noteTopicKey({ name, region, KmsMasterKeyId }: WorldTopic, account: KnownAccount): void {
    const writers = named.byTopic.get(`arn:${partition}:sns:${region}:${account.id}:${name}`) ?? [];
    usersOf(keyArn(KmsMasterKeyId, region, account.id))?.storage.push(...writers);
  }

  function usersOf(arn: string | null): KeyUsers | null {
    if (arn === null) return null;
    const users = named.byKey.get(arn) ?? { trails: [], logGroupArns: [], storage: [] };
    named.byKey.set(arn, users);
    return users;
  }

  /** A key id or alias, as it is named in this Region and account, as an ARN. */
  function keyArn(given: unknown, region: string, account: string): string | null {
    if (typeof given !== 'string' || given === '') return null;
    if (given.startsWith('arn:')) return given;
    return `arn:${partition}:kms:${region}:${account}:${given.startsWith('alias/') ? '' : 'key/'}${given}`;
  }
}

function add(map: Map<string, PlacedTrail[]>, name: unknown, placed: PlacedTrail): void {
  if (typeof name !== 'string' || name === '') return;
  const list = map.get(name);
  if (list === undefined) map.set(name, [placed]);
  else list.push(placed);
}
