import { SEVERITIES, type Severity } from '../model/control.ts';
import type { Result } from '../model/result.ts';
import { type Reason, VERDICTS, type Verdict } from '../model/verdict.ts';
import { reasonKey } from './judge-subject.ts';

/** One cause and everything that it makes fail or leaves open. */
export interface RootCause {
  readonly verdict: Verdict;
  /** With `region` as the list of all Regions that show the cause. */
  readonly reason: Reason;
  readonly severity: Severity;
  /** Control → Regions of its affected results; empty where the control is not judged per Region. */
  readonly controls: ReadonlyMap<string, ReadonlySet<string>>;
  readonly accounts: ReadonlySet<string>;
  readonly results: number;
  readonly first: Result;
}

interface Growing {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly regions: Set<string>;
  readonly controls: Map<string, Set<string>>;
  readonly accounts: Set<string>;
  severity: Severity;
  results: number;
  readonly first: Result;
}

/**
 * Groups failing and unknown results by their reasons, as they come: one broken trail is one cause, however many Regions
 * and accounts it affects.
 */
export class CauseBook {
  readonly #causes = new Map<string, Growing>();

  add(result: Result, verdict: Verdict): void {
    if (verdict !== 'FAIL' && verdict !== 'UNKNOWN') return;
    const keys = new Set<string>();
    for (const reason of result.reasons.length === 0 ? [NO_REASON] : result.reasons) {
      const key = `${verdict} ${result.account} ${causeKey(reason)}`;
      const cause = this.#causes.get(key) ?? begin(result, verdict, reason);
      this.#causes.set(key, cause);
      if (typeof reason.params['region'] === 'string') cause.regions.add(reason.params['region']);
      if (!keys.has(key)) grow(cause, result);
      keys.add(key);
    }
  }

  /** Causes that show in the same Regions of several accounts are one. FAIL first, then by severity and by effect. */
  all(): readonly RootCause[] {
    const merged = new Map<string, Growing>();
    for (const cause of this.#causes.values()) {
      const key = `${cause.verdict} ${sharedKey(cause.reason)} ${[...cause.regions].sort().join()}`;
      const earlier = merged.get(key);
      merged.set(key, earlier === undefined ? { ...cause, accounts: new Set(cause.accounts) } : join(earlier, cause));
    }
    return [...merged.values()].map((cause) => ({ ...cause, reason: withLists(cause) })).sort(byWeight);
  }
}

function begin(result: Result, verdict: Verdict, reason: Reason): Growing {
  return {
    verdict,
    reason,
    regions: new Set(),
    controls: new Map(),
    accounts: new Set(),
    severity: result.severity,
    results: 0,
    first: result,
  };
}

function grow(cause: Growing, result: Result): void {
  cause.results += 1;
  if (result.account !== null) cause.accounts.add(result.account);
  if (rank(result.severity) > rank(cause.severity)) cause.severity = result.severity;
  const regions = cause.controls.get(result.control) ?? new Set<string>();
  if (result.region !== null) regions.add(result.region);
  cause.controls.set(result.control, regions);
}

function join(earlier: Growing, cause: Growing): Growing {
  for (const account of cause.accounts) earlier.accounts.add(account);
  const controls = new Map(earlier.controls);
  for (const [control, regions] of cause.controls) {
    controls.set(control, new Set([...(controls.get(control) ?? []), ...regions]));
  }
  const severity = rank(cause.severity) > rank(earlier.severity) ? cause.severity : earlier.severity;
  return { ...earlier, controls, severity, results: earlier.results + cause.results };
}

/** The same cause in several Regions has one key. */
export function causeKey({ id, params }: Reason): string {
  const { region: _region, ...rest } = params;
  return reasonKey({ id, params: rest });
}

/** Reasons that differ in their Region alone, as one with the list of Regions. */
export function mergeRegions(reasons: readonly Reason[]): readonly Reason[] {
  return [...Map.groupBy(reasons, causeKey).values()].flatMap((same): readonly Reason[] => {
    const [first] = same;
    const regions = new Set(same.flatMap(({ params: { region } }) => (typeof region === 'string' ? region : [])));
    if (first === undefined) return [];
    return [regions.size < 2 ? first : { ...first, params: { ...first.params, region: [...regions].sort() } }];
  });
}

/** The same cause in several accounts has one key; AWS's message names the caller's session, which differs. */
function sharedKey({ id, params }: Reason): string {
  const { region: _region, account: _account, message: _message, ...rest } = params;
  return reasonKey({ id, params: rest });
}

function withLists({ reason, regions, accounts }: Growing): Reason {
  const region = regions.size < 2 ? {} : { region: [...regions].sort() };
  const account = accounts.size < 2 || reason.params['account'] === undefined ? {} : { account: [...accounts].sort() };
  return { ...reason, params: { ...reason.params, ...region, ...account } };
}

const NO_REASON: Reason = { id: 'not-explained', params: {} };

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function byWeight(a: RootCause, b: RootCause): number {
  return (
    VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    rank(b.severity) - rank(a.severity) ||
    b.results - a.results ||
    (reasonKey(a.reason) < reasonKey(b.reason) ? -1 : 1)
  );
}
