import { decided, isoTime, readReason, reason, unknownBecause } from '../../model/conditions/condition.ts';
import type { LogGroup, Trail } from '../../model/facts.ts';
import type { Json } from '../../model/json.ts';
import type { LogGroupActivity } from '../../model/storage.ts';
import type { Condition, Reason } from '../../model/verdict.ts';

export function logGroupExists(trail: Trail): Condition {
  const id = 'log-group-exists';
  const { logGroup } = trail;
  // Nothing named, nothing there; the reason stands at log-group-set.
  if (logGroup === null) return decided(id, trail.arn, 'no', null, [trail.config.logGroup.source]);
  if (!logGroup.known) return unknownBecause(id, trail.arn, logGroup.failure, logGroup.source);
  const named = trail.config.logGroup.known ? trail.config.logGroup.value : null;
  if (logGroup.value === null) {
    const missing = logGroup.source.call === 'logs:DescribeLogGroups' ? 'log-group.missing' : 'log-group.not-an-arn';
    const why = reason(missing, { trail: trail.arn, logGroup: named });
    return decided(id, trail.arn, 'no', null, [logGroup.source], [why]);
  }
  const { activity, subscriptions } = logGroup.value;
  const probe = activity.known ? activity.value.newestEvent : null;
  const event = probe === null ? [] : [probe.source];
  const sources = [logGroup.source, activity.source, ...event, subscriptions.source];
  return decided(id, trail.arn, 'yes', evidenceOf(logGroup.value), sources, notesOf(logGroup.value));
}

/** What is recorded about the group and decides nothing here: retention, key, class, newest stream, subscriptions (R50, R55, R60). */
function evidenceOf({ arn, retentionDays, kmsKey, logGroupClass, activity, subscriptions }: LogGroup): Json {
  return {
    ...{ arn, retentionDays, kmsKey, logGroupClass },
    ...(activity.known
      ? {
          newestStream: activity.value.newestStream,
          ingestedAt: time(activity.value.ingestedAt),
          lastEventAt: time(activity.value.lastEventAt),
          ...probed(activity.value),
        }
      : {}),
    ...(subscriptions.known
      ? { subscriptions: subscriptions.value.map(({ name, destination, pattern }) => ({ name, destination, pattern })) }
      : {}),
  };
}

function time(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}

/** With --probe-events: which event came in last. */
function probed({ newestEvent }: LogGroupActivity): { readonly [name: string]: Json } {
  if (newestEvent === null || !newestEvent.known || newestEvent.value === null) return {};
  const { id, at, ingestedAt } = newestEvent.value;
  return { newestEvent: { id, at: time(at), ingestedAt: time(ingestedAt) } };
}

/** Classes without metric filters and subscription filters (CloudWatch Logs user guide, "Log classes"). */
const WITHOUT_FILTERS: readonly (string | null)[] = ['INFREQUENT_ACCESS', 'DELIVERY'];

function notesOf({ arn, logGroupClass, activity, subscriptions }: LogGroup): readonly Reason[] {
  const probe = activity.known ? activity.value.newestEvent : null;
  return [
    ...(WITHOUT_FILTERS.includes(logGroupClass)
      ? [reason('log-group.no-metric-filters', { logGroup: arn, class: logGroupClass })]
      : []),
    ...[activity, subscriptions, probe].flatMap((read) =>
      read === null || read.known || read.failure.kind === 'not-asked' ? [] : [readReason(read.failure)],
    ),
  ];
}
