import type { InventoryEntry } from '../evaluate/inventory.ts';
import { isoTime } from '../model/conditions/condition.ts';
import { orNull, type Read } from '../model/read.ts';

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
    multiRegion: orNull(config.multiRegion),
    organization: orNull(config.organization),
    logging: status === null ? null : orNull(status.logging),
    stoppedAt: status === null ? null : time(status.stoppedAt),
    reads: selectors?.reads ?? 'unknown',
    writes: selectors?.writes ?? 'unknown',
    excludedSources: selectors?.excluded ?? [],
    otherSelectors: selectors?.otherSelectors ?? null,
    globalServiceEvents: orNull(config.globalServiceEvents),
    bucket: orNull(config.bucket),
    prefix: orNull(config.prefix),
    bucketAccount: trail.bucket.known ? (trail.bucket.value?.owner ?? null) : null,
    snsTopic: orNull(config.snsTopic),
    logGroup: orNull(config.logGroup),
    role: orNull(config.role),
    kmsKey: orNull(config.kmsKey),
    validation: orNull(config.validation),
    covers,
    seenIn,
  };
}

function time(read: Read<number | null>): string | null {
  const at = orNull(read);
  return at === null ? null : isoTime(at);
}
