import { createHash } from 'node:crypto';
import type { WorldBucket } from '../world-delivery.ts';
import { archiveSettings, bucketPolicy } from './defaults.ts';
import type { KnownAccount, WorldContext } from './handler.ts';

/** A bucket in which every default has been filled in; null: not configured. */
export type KnownBucket = Required<Omit<WorldBucket, 'region' | 'isPublic'>> & {
  owner: string;
  region: string;
  /** Null: as its policy says. */
  isPublic: boolean | null;
};

/** Finds the one bucket of a name in the whole world, described or not; null if there is none. */
export function bucketBook(world: WorldContext, organizationId: string): (name: string) => KnownBucket | null {
  const described = new Map<string, { owner: string; bucket: WorldBucket }>();
  for (const { id, buckets = [] } of world.accounts.values()) {
    for (const bucket of buckets) described.set(bucket.name, { owner: id, bucket });
  }
  const known = new Map<string, KnownBucket | null>();
  const place = { partition: world.partition, organizationId };

  function make(name: string): KnownBucket | null {
    const found = described.get(name);
    const writers = world.named.byBucket.get(name) ?? [];
    const owner = found?.owner ?? world.logArchive ?? writers[0]?.owner.id;
    if (world.missing.has(name) || owner === undefined) return null;
    if (found === undefined && writers.length === 0) return null;
    return {
      ...archiveSettings(name),
      Policy: writers.length === 0 ? null : bucketPolicy(name, writers, place),
      isPublic: null,
      region: writers[0]?.trail.HomeRegion ?? 'us-east-1',
      ...found?.bucket,
      name,
      owner,
    };
  }

  return (name) => {
    const seen = known.get(name);
    if (seen !== undefined) return seen;
    const made = make(name);
    known.set(name, made);
    return made;
  };
}

/** The canonical user id of an account. */
export function canonicalId({ id }: Pick<KnownAccount, 'id'>): string {
  return createHash('sha256').update(`canonical ${id}`).digest('hex');
}
