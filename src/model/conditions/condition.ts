import type { Json } from '../json.ts';
import type { Failure, Read, Source } from '../read.ts';
import type { Condition, Holds, Reason } from '../verdict.ts';

/** Code of the failure of a bucket that no account of the run answers for; its message is the bucket's name. */
export const OWNER_NOT_IN_SCOPE = 'owner-not-in-scope';

/**
 * The reason that an unread fact gives: `read.denied`, `read.throttled` … with the call and the missing permission. A
 * denial that names a policy with an explicit deny is `read.forbidden`: allowing the action would change nothing. A role
 * that could not be assumed is `read.role-refused`: it is missing, or its trust says no.
 */
export function readReason(failure: Failure): Reason {
  const { kind, call, account, region, code, message, permission } = failure;
  const params = { call, account, region, code, message, permission };
  const policy = /with an explicit deny in an? ([a-z -]+?policy|permissions boundary)/.exec(message ?? '')?.[1];
  if (kind === 'denied' && policy !== undefined) return { id: 'read.forbidden', params: { ...params, policy } };
  if (code === OWNER_NOT_IN_SCOPE) return { id: OWNER_NOT_IN_SCOPE, params: { ...params, bucket: message } };
  if (kind === 'denied' && call === 'sts:AssumeRole') return { id: 'read.role-refused', params };
  return { id: `read.${kind}`, params };
}

export function reason(id: string, params: Reason['params'] = {}): Reason {
  return { id, params };
}

interface Judged {
  readonly holds: Holds;
  readonly observed?: Json;
  readonly reasons?: readonly Reason[];
}

/** A condition over one fact: unknown with the failure's reason where the fact is unknown, else as the function says. */
export function judge<T extends Json>(
  id: string,
  resource: string | null,
  fact: Read<T>,
  decide: (value: T) => Judged,
): Condition {
  if (!fact.known) return unknownBecause(id, resource, fact.failure, fact.source);
  const { holds, observed, reasons } = decide(fact.value);
  return {
    id,
    holds,
    observed: observed === undefined ? fact.value : observed,
    resource,
    sources: sourcesOf(fact.source),
    reasons: reasons ?? [],
  };
}

export function unknownBecause(id: string, resource: string | null, failure: Failure, source: Source): Condition {
  return { id, holds: 'unknown', observed: null, resource, sources: sourcesOf(source), reasons: [readReason(failure)] };
}

/** A condition whose value was worked out elsewhere. */
export function decided(
  id: string,
  resource: string | null,
  holds: Holds,
  observed: Json,
  sources: readonly Source[],
  reasons: readonly Reason[] = [],
): Condition {
  return { id, holds, observed, resource, sources: sources.filter((source) => source.capture !== null), reasons };
}

function sourcesOf(source: Source): readonly Source[] {
  return source.capture === null ? [] : [source];
}

/** Milliseconds since 1970 → ISO 8601 in UTC, to the second. */
export function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `5 hours`, `3 days` */
export function ageOf(ms: number, clock: number): string {
  const hours = hoursSince(ms, clock);
  return hours < 72 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}

/** Age in whole hours, never negative: clocks differ by seconds. */
export function hoursSince(ms: number, clock: number): number {
  return Math.max(0, Math.floor((clock - ms) / 3_600_000));
}

export function isOlderThan(ms: number, hours: number, clock: number): boolean {
  return clock - ms > hours * 3_600_000;
}
