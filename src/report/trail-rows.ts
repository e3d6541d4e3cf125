import type { InventoryEntry } from '../evaluate/inventory.ts';
import { isoTime } from '../model/conditions/condition.ts';
import { type Read, valueOr } from '../model/read.ts';

/** One trail of the inventory, as JSON and tables show it. null stands for "not configured" or "could not be read". */
export type TrailRow = ReturnType<typeof trailRow>;

export function trailRow({ trail, covers, seenIn }: InventoryEntry) {
  const { config } = trail;
  const home = trail.status[trail.homeRegion];
  const status = home?.known ? home.value : null;
  const selectors = trail.selectors.known ? trail.selectors.value : null;
  return {
    arn: trail.arn,
    name: trail.name,
    account: trail.owner,
    homeRegion: trail.homeRegion,
    multiRegion: valueOr(config.multiRegion, null),
    organization: valueOr(config.organization, null),
    logging: status === null ? null : valueOr(status.logging, null),
    stoppedAt: status === null ? null : time(status.stoppedAt),
    reads: selectors?.reads ?? 'unknown',
    writes: selectors?.writes ?? 'unknown',
    excludedSources: selectors?.excluded ?? [],
    otherSelectors: selectors?.otherSelectors ?? null,
    globalServiceEvents: valueOr(config.globalServiceEvents, null),
    bucket: valueOr(config.bucket, null),
    prefix: valueOr(config.prefix, null),
    bucketAccount: trail.bucket.known ? (trail.bucket.value?.owner ?? null) : null,
    snsTopic: valueOr(config.snsTopic, null),
    logGroup: valueOr(config.logGroup, null),
    role: valueOr(config.role, null),
    kmsKey: valueOr(config.kmsKey, null),
    validation: valueOr(config.validation, null),
    covers,
    seenIn,
  };
}

function time(read: Read<number | null>): string | null {
  const at = valueOr(read, null);
  return at === null ? null : isoTime(at);
}
