import { isoTime } from '../model/conditions/condition.ts';
import type { Trail } from '../model/facts.ts';
import type { NewestEvent } from '../model/storage.ts';

/** A trail that does not record has nothing to deliver. */
export function trailFacts({ status, homeRegion }: Trail): readonly string[] {
  const home = status[homeRegion];
  if (!home?.known) return ['whether it records is not known'];
  const { logging, stoppedAt, deliveredAt } = home.value;
  const since = stoppedAt.known && stoppedAt.value !== null ? ` since ${isoTime(stoppedAt.value)}` : '';
  const records = !logging.known
    ? 'whether it records is not known'
    : logging.value
      ? 'records'
      : `NOT RECORDING${since}`;
  const last = deliveredAt.known ? [`last delivery to the bucket: ${at(deliveredAt.value)}`] : [];
  return [records, ...last];
}

/** Where the bucket lies and whose it is. */
export function bucketFacts({ bucket, config }: Trail): readonly string[] {
  if (!bucket.known || bucket.value === null) return [];
  const { owner, region } = bucket.value;
  const prefix = config.prefix.known && config.prefix.value !== null ? [`prefix ${config.prefix.value}`] : [];
  return [`owner ${owner}`, region, ...prefix];
}

export function keyFacts({ key, config }: Trail): readonly string[] {
  if (key === null || !key.known || key.value === null) return [];
  const { state, manager, deletionAt } = key.value;
  const named = config.kmsKey.known && config.kmsKey.value !== null;
  return [
    state,
    ...(deletionAt === null ? [] : [`deletion at ${deletionAt}`]),
    manager === 'AWS' ? 'managed by AWS' : 'customer managed',
    named ? 'named by the trail' : 'default of the bucket',
  ];
}

/** Retention, class, newest stream and event, subscriptions: evidence that decides nothing (R50, R55, R60). */
export function logGroupFacts({ logGroup }: Trail): readonly string[] {
  if (logGroup === null || !logGroup.known || logGroup.value === null) return [];
  const { retentionDays, logGroupClass, activity, subscriptions } = logGroup.value;
  return [
    retentionDays === null ? 'kept for ever' : `kept ${retentionDays} days`,
    ...(logGroupClass === null || logGroupClass === 'STANDARD' ? [] : [`class ${logGroupClass}`]),
    ...(activity.known && activity.value.newestStream !== null
      ? [`newest stream ${activity.value.newestStream}, last ingestion ${at(activity.value.ingestedAt)}`]
      : []),
    ...(activity.known && activity.value.newestEvent?.known ? [eventFact(activity.value.newestEvent.value)] : []),
    ...(subscriptions.known ? subscriptions.value.map(({ destination }) => `sends on to ${destination}`) : []),
  ];
}

export function topicFacts({ topic }: Trail): readonly string[] {
  if (topic === null || !topic.known || topic.value === null) return [];
  const { subscriptionsConfirmed: confirmed, kmsKey } = topic.value;
  return [
    ...(confirmed === null ? [] : [`confirmed subscriptions: ${confirmed}`]),
    ...(kmsKey === null ? [] : [`encrypted with ${kmsKey}`]),
  ];
}

function eventFact(event: NewestEvent | null): string {
  return event === null ? 'no event in it' : `newest event ${event.id ?? 'without id'} of ${at(event.at)}`;
}

function at(ms: number | null): string {
  return ms === null ? 'never' : isoTime(ms);
}
