import { decided, readReason, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { logRoots, meetsLogs } from '../../model/conditions/log-keys.ts';
import type { Trail } from '../../model/facts.ts';
import type { Read } from '../../model/read.ts';
import type { Bucket, LifecycleRule } from '../../model/storage.ts';
import type { Condition, Holds, Reason } from '../../model/verdict.ts';

interface Judged {
  readonly holds: Holds;
  readonly reasons: readonly Reason[];
}

/** No enabled rule that can meet a trail's files lets current versions expire too early; what it does to old ones is noted. */
export function keptLongEnough(bucket: Bucket, trails: readonly Trail[], retentionDays: number): Condition {
  const roots = logRoots(trails);
  const { arn, name, lifecycle } = bucket;
  const id = 'kept-long-enough';
  if (!lifecycle.known) return unknownBecause(id, arn, lifecycle.failure, lifecycle.source);
  const rules = lifecycle.value.filter(({ enabled, prefix }) => enabled && meeting(prefix, roots) !== 'no');
  const judged = rules.map((rule) => judgeRule(rule, name, roots, retentionDays));
  const holds = (['no', 'unknown'] as const).find((one) => judged.some((rule) => rule.holds === one)) ?? 'yes';
  const observed = rules.map(({ id: rule, prefix, expirationDays, expirationDate, noncurrentDays }) => ({
    ...{ rule, prefix, expirationDays, expirationDate, noncurrentDays },
  }));
  const ordered = [...judged.filter((rule) => rule.holds === holds), ...judged.filter((rule) => rule.holds !== holds)];
  const why = ordered.flatMap((rule) => rule.reasons);
  return decided(id, arn, holds, observed, [lifecycle.source], why);
}

/** Whether a rule for this prefix meets a trail's files; `unknown` where that hangs on a prefix that was not read. */
function meeting(prefix: string, roots: readonly Read<string>[]): Holds {
  if (prefix === '' || roots.some((root) => root.known && meetsLogs(prefix, root.value))) return 'yes';
  return roots.some((root) => !root.known) ? 'unknown' : 'no';
}

function judgeRule(rule: LifecycleRule, bucket: string, roots: readonly Read<string>[], retentionDays: number): Judged {
  const params = { bucket, rule: rule.id, prefix: rule.prefix === '' ? 'every prefix' : rule.prefix, retentionDays };
  const { expirationDays, expirationDate, noncurrentDays } = rule;
  const notes =
    noncurrentDays !== null && noncurrentDays < retentionDays
      ? [reason('lifecycle.noncurrent-early', { ...params, days: noncurrentDays })]
      : [];
  const early =
    expirationDate !== null
      ? reason('lifecycle.fixed-date', { ...params, date: expirationDate })
      : expirationDays !== null && expirationDays < retentionDays
        ? reason('lifecycle.expires-early', { ...params, days: expirationDays })
        : null;
  if (early === null) return { holds: 'yes', reasons: notes };
  if (meeting(rule.prefix, roots) === 'unknown') {
    const because = 'the prefix of a trail was not read';
    const unread = roots.flatMap((root) => (root.known ? [] : [readReason(root.failure)]));
    return { holds: 'unknown', reasons: [reason('lifecycle.may-expire', { ...params, because }), ...unread, ...notes] };
  }
  if (rule.narrowed) {
    const because = 'it is narrowed by tags or by size';
    return { holds: 'unknown', reasons: [reason('lifecycle.may-expire', { ...params, because }), ...notes] };
  }
  return { holds: 'no', reasons: [early, ...notes] };
}
