import type { AwsCall } from '../wire.ts';
import { dateOf, type When, type WorldLogGroup } from '../world.ts';
import type { WorldLogStream } from '../world-delivery.ts';
import { streamOf } from './defaults.ts';
import { type Handler, type KnownAccount, pageOf, refuse, type WorldContext } from './handler.ts';

type Answer = Record<string, unknown>;
type Event = { timestamp: number; message: string; ingestionTime: number };

/** CloudWatch Logs: the streams, events and subscriptions of one log group. */
export function logStreamHandlers(world: WorldContext): Record<string, Handler> {
  const ms = (when: When) => dateOf(when, world.now).getTime();
  const arnOf = (group: WorldLogGroup, account: KnownAccount) =>
    `arn:${world.partition}:logs:${group.region}:${account.id}:log-group:${group.logGroupName}`;

  function groupOf(call: AwsCall, account: KnownAccount): WorldLogGroup {
    const { logGroupName: name, logGroupIdentifier: identifier } = call.params;
    if (typeof name !== 'string' && typeof identifier !== 'string') {
      refuse('InvalidParameterException', 'Log group name or identifier must be given.');
    }
    const wanted = String(name ?? identifier).replace(/^arn:[^:]+:logs:[^:]+:\d+:log-group:/, '');
    const found = account.logGroups?.find((group) => group.region === call.region && group.logGroupName === wanted);
    return found ?? refuse('ResourceNotFoundException', 'The specified log group does not exist.');
  }

  /** The streams that are described, or one for each trail that names the group and still delivers to it. */
  function streamsOf(group: WorldLogGroup, account: KnownAccount): WorldLogStream[] {
    if (group.streams !== undefined) return group.streams;
    const writers = world.named.byLogGroup.get(arnOf(group, account)) ?? [];
    return writers.flatMap((placed) => {
      const { LatestCloudWatchLogsDeliveryTime: delivered = '-2m' } = placed.trail.status ?? {};
      if (delivered === null) return [];
      return { logStreamName: streamOf(placed), lastIngestionTime: delivered, lastEventTimestamp: delivered };
    });
  }

  function describeStreams(call: AwsCall, account: KnownAccount): Answer {
    const group = groupOf(call, account);
    const { orderBy, descending = false, limit = 50, logStreamNamePrefix: prefix, nextToken } = call.params;
    checkLimit(limit, 50);
    const byTime = orderBy === 'LastEventTime';
    if (byTime && prefix !== undefined) {
      refuse('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const rank = (stream: WorldLogStream) =>
      byTime ? ms(stream.lastEventTimestamp ?? new Date(0)) : stream.logStreamName;
    const streams = streamsOf(group, account)
      .filter(({ logStreamName }) => typeof prefix !== 'string' || logStreamName.startsWith(prefix))
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
    if (descending === true) streams.reverse();
    const { page, next } = pageOf(streams, nextToken, Math.min(world.pageSize, Number(limit)));
    return { logStreams: page.map((stream) => describe(stream, group, account)), nextToken: next };
  }

  function describe(stream: WorldLogStream, group: WorldLogGroup, account: KnownAccount): Answer {
    const {
      logStreamName,
      creationTime = '-90d',
      lastEventTimestamp: last,
      lastIngestionTime: ingested = last,
    } = stream;
    return {
      logStreamName,
      creationTime: ms(creationTime),
      ...(last ? { firstEventTimestamp: ms(creationTime), lastEventTimestamp: ms(last) } : {}),
      ...(ingested ? { lastIngestionTime: ms(ingested) } : {}),
      uploadSequenceToken: '49000000000000000000000000000000000000000000000000000001',
      arn: `${arnOf(group, account)}:log-stream:${logStreamName}`,
      storedBytes: 0,
    };
  }

  function eventsOf(stream: WorldLogStream, call: AwsCall): Event[] {
    const { lastEventTimestamp: last, lastIngestionTime: ingested = last } = stream;
    const events = stream.events ?? (last ? [{ timestamp: last, message: cloudTrailEvent(last) }] : []);
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = call.params;
    return events
      .map(({ timestamp, message }) => ({
        timestamp: ms(timestamp),
        message,
        ingestionTime: ms(ingested ?? timestamp),
      }))
      .filter(({ timestamp }) => timestamp >= Number(startTime) && timestamp < Number(endTime))
      .sort((a, b) => a.timestamp - b.timestamp);
  }

  function cloudTrailEvent(at: When): string {
    const eventTime = dateOf(at, world.now)
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
    return JSON.stringify({
      eventVersion: '1.11',
      eventTime,
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
    });
  }

  function getEvents(call: AwsCall, account: KnownAccount): Answer {
    const { logStreamName: name, limit = 10_000, startFromHead = false, nextToken } = call.params;
    checkLimit(limit, 10_000);
    const stream = streamsOf(groupOf(call, account), account).find(({ logStreamName }) => logStreamName === name);
    if (stream === undefined) refuse('ResourceNotFoundException', 'The specified log stream does not exist.');
    const all = eventsOf(stream, call);
    const size = Math.min(world.pageSize, Number(limit));
    // Tokens name the place in the list: `f` goes on to newer events, `b` to older ones.
    const [direction, place] = typeof nextToken === 'string' ? [nextToken[0], Number(nextToken.slice(2))] : [];
    const isForward = direction === undefined ? startFromHead === true : direction === 'f';
    const from = isForward ? (place ?? 0) : Math.max(0, (place ?? all.length) - size);
    const to = isForward ? Math.min(all.length, from + size) : (place ?? all.length);
    return { events: all.slice(from, to), nextForwardToken: `f/${to}`, nextBackwardToken: `b/${from}` };
  }

  function filterEvents(call: AwsCall, account: KnownAccount): Answer {
    const { filterPattern = '', logStreamNames: names, limit = 10_000, nextToken } = call.params;
    checkLimit(limit, 10_000);
    if (filterPattern !== '') refuse('InvalidParameterException', 'the double knows no filter patterns');
    const events = streamsOf(groupOf(call, account), account)
      .filter(({ logStreamName }) => !Array.isArray(names) || names.includes(logStreamName))
      .flatMap((stream) => eventsOf(stream, call).map((event) => ({ logStreamName: stream.logStreamName, ...event })))
      .sort((a, b) => a.timestamp - b.timestamp)
      .map((event, index) => ({ ...event, eventId: String(index).padStart(56, '3') }));
    const { page, next } = pageOf(events, nextToken, Math.min(world.pageSize, Number(limit)));
    return { events: page, searchedLogStreams: [], nextToken: next };
  }

  function describeSubscriptions(call: AwsCall, account: KnownAccount): Answer {
    const { logGroupName, subscriptions = [] } = groupOf(call, account);
    const { filterNamePrefix: prefix = '', limit = 50, nextToken } = call.params;
    checkLimit(limit, 50);
    const filters = subscriptions
      .filter(({ filterName }) => filterName.startsWith(String(prefix)))
      .map((filter) => ({
        logGroupName,
        filterPattern: '',
        distribution: 'ByLogStream',
        creationTime: ms('-30d'),
        ...filter,
      }));
    const { page, next } = pageOf(filters, nextToken, Math.min(world.pageSize, Number(limit)));
    return { subscriptionFilters: page, nextToken: next };
  }

  return {
    'logs:DescribeLogStreams': describeStreams,
    'logs:GetLogEvents': getEvents,
    'logs:FilterLogEvents': filterEvents,
    'logs:DescribeSubscriptionFilters': describeSubscriptions,
  };
}

function checkLimit(limit: unknown, most: number): void {
  if (typeof limit === 'number' && limit >= 1 && limit <= most) return;
  refuse(
    'InvalidParameterException',
    `Value at limit failed to satisfy constraint: Member must be between 1 and ${most}`,
  );
}
