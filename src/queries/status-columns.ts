import type { TrailStatus } from '../model/facts.ts';
import { orNull } from '../model/read.ts';

/** What one status says of the trail, but for its errors; NULL where it was not read. */
export function statusColumns(status: TrailStatus | null) {
  return {
    logging: orNull(status?.logging),
    started_at: orNull(status?.startedAt),
    stopped_at: orNull(status?.stoppedAt),
    delivered_at: orNull(status?.deliveredAt),
    digest_at: orNull(status?.digestAt),
    logs_delivered_at: orNull(status?.logsDeliveredAt),
  };
}
