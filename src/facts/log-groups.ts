import type { Capture } from '../model/capture.ts';
import type { LogGroup } from '../model/facts.ts';
import { malformed } from '../model/failure.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { known, type Read, type Source, unasked, unread } from '../model/read.ts';
import type { LogGroupActivity, Subscription } from '../model/storage.ts';
import { brokenPages, isText, jsonAnswer, sourceOf } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import { keyOf } from './keys.ts';
import { keyPlace, type LogGroupPlace } from './places.ts';

/** The group that a trail names: known with its settings, known as missing (null), or unknown. Pages are searched to the end. */
export function logGroupOf(index: CaptureIndex, place: LogGroupPlace, partition: string): Read<LogGroup | null> {
  const pages = index.pages('logs:DescribeLogGroups', place.account, place.region, logGroupQuestion(place));
  let failed: Read<LogGroup | null> | null = null;
  let source: Source | null = null;
  for (const capture of pages) {
    const answer = jsonAnswer(capture);
    if (!answer.known) return answer;
    source = sourceOf(capture, 'logGroups');
    const groups = answer.value['logGroups'];
    if (!Array.isArray(groups)) return unread(malformed(capture, 'logGroups is missing'), source);
    const named = (groups as unknown[]).filter(
      (group): group is JsonObject => isObject(group) && isText(group['logGroupName']),
    );
    const found = named.find((group) => group['logGroupName'] === place.name);
    if (found !== undefined) return known(logGroup(index, found, place, partition), source);
    if (named.length < groups.length) {
      failed ??= unread(malformed(capture, 'logGroups holds an entry without a name'), source);
    }
  }
  if (source === null) return unasked('logs:DescribeLogGroups', place.account, place.region);
  const broken = brokenPages(pages);
  return failed ?? (broken === null ? known(null, source) : unread(broken, source));
}

export function logGroupQuestion({ name }: LogGroupPlace): JsonObject {
  return { logGroupNamePrefix: name };
}

/** The newest streams: one page, as large as the API allows (CloudWatch Logs, DescribeLogStreams: at most 50). */
export function streamsQuestion({ name }: LogGroupPlace): JsonObject {
  return { logGroupName: name, orderBy: 'LastEventTime', descending: true, limit: 50 };
}

/** What snapshots of 0.1 hold: the newest stream alone. */
function earlierStreamsQuestion(place: LogGroupPlace): JsonObject {
  return { ...streamsQuestion(place), limit: 1 };
}

export function subscriptionsQuestion({ name }: LogGroupPlace): JsonObject {
  return { logGroupName: name };
}

function logGroup(index: CaptureIndex, group: JsonObject, place: LogGroupPlace, partition: string): LogGroup {
  const { arn, retentionInDays, kmsKeyId, logGroupClass } = group;
  const kmsKey = typeof kmsKeyId === 'string' && kmsKeyId !== '' ? kmsKeyId : null;
  const key = kmsKey === null ? null : keyPlace(kmsKey, { ...place, partition });
  return {
    arn: typeof arn === 'string' ? arn : place.name,
    retentionDays: typeof retentionInDays === 'number' ? retentionInDays : null,
    kmsKey,
    logGroupClass: typeof logGroupClass === 'string' ? logGroupClass : null,
    key: key === null ? null : keyOf(index, key),
    activity: activityOf(index, place),
    subscriptions: subscriptionsOf(index, place),
  };
}

function activityOf(index: CaptureIndex, place: LogGroupPlace): Read<LogGroupActivity> {
  const call = 'logs:DescribeLogStreams';
  const ask = (question: JsonObject): Capture | undefined => index.one(call, place.account, place.region, question);
  const capture = ask(streamsQuestion(place)) ?? ask(earlierStreamsQuestion(place));
  if (capture === undefined) return unasked(call, place.account, place.region);
  const answer = jsonAnswer(capture);
  if (!answer.known) return answer;
  const source = sourceOf(capture, 'logStreams');
  const streams = answer.value['logStreams'];
  if (!Array.isArray(streams)) return unread(malformed(capture, 'logStreams is missing'), source);
  const found = (streams as unknown[]).filter(isObject);
  const names = found.flatMap(({ logStreamName }) => (isText(logStreamName) ? [logStreamName] : []));
  const [newest] = found;
  const time = (name: string): number | null => (typeof newest?.[name] === 'number' ? newest[name] : null);
  const name = newest?.['logStreamName'];
  return known(
    {
      newestStream: isText(name) ? name : null,
      streams: names,
      streamsWhole: names.length === streams.length && !isText(answer.value['nextToken']),
      ingestedAt: time('lastIngestionTime'),
      lastEventAt: time('lastEventTimestamp'),
      newestEvent: newestEvent(index, place, isText(name) ? name : null),
    },
    source,
  );
}

/** The newest event of a stream, and nothing else. */
export function eventQuestion({ name }: LogGroupPlace, logStreamName: string): JsonObject {
  return { logGroupName: name, logStreamName, limit: 1, startFromHead: false };
}

function newestEvent(
  index: CaptureIndex,
  place: LogGroupPlace,
  stream: string | null,
): LogGroupActivity['newestEvent'] {
  const question = stream === null ? null : eventQuestion(place, stream);
  const capture = question === null ? undefined : index.one('logs:GetLogEvents', place.account, place.region, question);
  if (capture === undefined) return null;
  const answer = jsonAnswer(capture);
  if (!answer.known) return answer;
  const events = answer.value['events'];
  const source = sourceOf(capture, 'events');
  if (!Array.isArray(events)) return unread(malformed(capture, 'events is missing'), source);
  const newest = (events as unknown[]).filter(isObject).at(-1);
  if (newest === undefined) return known(null, source);
  const { eventId: id, timestamp, ingestionTime } = newest;
  const time = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return known({ id: isText(id) ? id : null, at: time(timestamp), ingestedAt: time(ingestionTime) }, source);
}

function subscriptionsOf(index: CaptureIndex, place: LogGroupPlace): Read<readonly Subscription[]> {
  const call = 'logs:DescribeSubscriptionFilters';
  const pages = index.pages(call, place.account, place.region, subscriptionsQuestion(place));
  const [first] = pages;
  if (first === undefined) return unasked(call, place.account, place.region);
  const found: Subscription[] = [];
  for (const capture of pages) {
    const answer = jsonAnswer(capture);
    if (!answer.known) return answer;
    const list = answer.value['subscriptionFilters'];
    if (!Array.isArray(list)) return unread(malformed(capture, 'subscriptionFilters is missing'), sourceOf(capture));
    for (const filter of (list as unknown[]).filter(isObject)) {
      const text = (name: string): string => (isText(filter[name]) ? filter[name] : '');
      found.push({ name: text('filterName'), destination: text('destinationArn'), pattern: text('filterPattern') });
    }
  }
  const broken = brokenPages(pages);
  const source = sourceOf(first, 'subscriptionFilters');
  return broken === null ? known(found, source) : unread(broken, source);
}
