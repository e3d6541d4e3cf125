import type { Result } from '../model/result.ts';
import { type Reason, VERDICTS, type Verdict } from '../model/verdict.ts';
import { reasonKey } from './judge-subject.ts';
import type { Counted } from './roll-up.ts';

/** One cause and everything that it makes fail or leaves open. */
export interface RootCause {
  readonly verdict: Verdict;
  /** With `region` as the list of all Regions that show the cause. */
  readonly reason: Reason;
  readonly controls: readonly string[];
  readonly accounts: readonly string[];
  readonly results: readonly Result[];
}

/**
 * Groups failing and unknown results by their reasons: one broken trail is one cause, however many Regions and accounts
 * it affects. FAIL first, then by severity and by how much hangs on it.
 */
export function rootCauses(all: readonly Counted[]): readonly RootCause[] {
  const open = all.filter(({ verdict }) => verdict === 'FAIL' || verdict === 'UNKNOWN');
  const pairs = open.flatMap(({ result, verdict }) => causesOf(result).map((reason) => ({ result, verdict, reason })));
  return [...Map.groupBy(pairs, ({ verdict, reason }) => `${verdict} ${causeKey(reason)}`).values()]
    .flatMap((group): RootCause[] => {
      const [first] = group;
      if (first === undefined) return [];
      const results = [...new Set(group.map(({ result }) => result))];
      return [
        {
          verdict: first.verdict,
          reason: withRegions(group.map(({ reason }) => reason)),
          controls: [...new Set(results.map((result) => result.control))],
          accounts: [...new Set(results.map((result) => result.account))].sort(),
          results,
        },
      ];
    })
    .sort(byWeight);
}

/** The same cause in several Regions has one key. */
export function causeKey({ id, params }: Reason): string {
  const { region: _region, ...rest } = params;
  return reasonKey({ id, params: rest });
}

function withRegions(reasons: readonly Reason[]): Reason {
  const [first] = reasons;
  if (first === undefined) throw new Error('a cause has a reason');
  const regions = [
    ...new Set(reasons.flatMap(({ params }) => (typeof params['region'] === 'string' ? [params['region']] : []))),
  ];
  return regions.length < 2 ? first : { ...first, params: { ...first.params, region: regions.sort() } };
}

const NO_REASON: Reason = { id: 'not-explained', params: {} };

function causesOf(result: Result): readonly Reason[] {
  return result.reasons.length === 0 ? [NO_REASON] : result.reasons;
}

const RANK = { critical: 3, high: 2, medium: 1, low: 0 } as const;

function byWeight(a: RootCause, b: RootCause): number {
  const severity = (cause: RootCause): number => Math.max(...cause.results.map((result) => RANK[result.severity]));
  return (
    VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    severity(b) - severity(a) ||
    b.results.length - a.results.length ||
    (reasonKey(a.reason) < reasonKey(b.reason) ? -1 : 1)
  );
}
