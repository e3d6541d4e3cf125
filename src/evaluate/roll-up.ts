import type { Control } from '../model/control.ts';
import type { Facts, Trail } from '../model/facts.ts';
import type { FrameworkId } from '../model/framework.ts';
import type { Result } from '../model/result.ts';
import { rollUp, type Verdict } from '../model/verdict.ts';

export type Counts = Readonly<Record<Verdict | 'EXCEPTED', number>>;

export function countsOf(verdicts: Iterable<Verdict>): Counts {
  const counts = { PASS: 0, FAIL: 0, UNKNOWN: 0, NOT_APPLICABLE: 0, EXCEPTED: 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

/** A result with the verdict that codes and summaries count. */
export interface Counted {
  readonly result: Result;
  readonly verdict: Verdict;
}

/**
 * What a run counts: each result by its own verdict; with a framework, each result that has a clause of it, by its worst
 * clause verdict, and nothing else (design, exit codes).
 */
export function counted(results: readonly Result[], framework: FrameworkId | null): readonly Counted[] {
  if (framework === null) return results.map((result) => ({ result, verdict: result.verdict }));
  return results.flatMap((result) => {
    const verdict = rollUp(
      result.clauses.filter((clause) => clause.framework === framework).map((clause) => clause.verdict),
    );
    return verdict === null ? [] : [{ result, verdict }];
  });
}

export interface Cell {
  readonly verdict: Verdict;
  readonly by: readonly string[];
}

/** Account → Region → covered by what; from the results of `region-coverage`. */
export function cellsOf(results: readonly Result[]): Readonly<Record<string, Readonly<Record<string, Cell>>>> {
  const cells: Record<string, Record<string, Cell>> = {};
  for (const result of results) {
    if (result.control !== 'region-coverage' || result.region === null) continue;
    const all = result.shown === null ? [] : [result.shown, ...result.others];
    const by = all
      .flatMap(({ outcome, resource }) => (outcome === 'PASS' && resource !== null ? [resource] : []))
      .sort();
    const row = cells[result.account] ?? {};
    row[result.region] = { verdict: result.verdict, by };
    cells[result.account] = row;
  }
  return cells;
}

export interface AccountVerdict {
  readonly verdict: Verdict;
  readonly via: 'own' | 'organization' | null;
}

/** Account → control → rolled-up verdict. */
export function byAccountOf(
  results: readonly Result[],
): Readonly<Record<string, Readonly<Record<string, AccountVerdict>>>> {
  const table: Record<string, Record<string, AccountVerdict>> = {};
  for (const [account, own] of Map.groupBy(results, (result) => result.account)) {
    const row: Record<string, AccountVerdict> = {};
    for (const [control, list] of Map.groupBy(own, (result) => result.control)) {
      const verdict = rollUp(list.map((result) => result.verdict)) ?? 'NOT_APPLICABLE';
      const vias = new Set(list.flatMap((result) => (result.via === null ? [] : [result.via])));
      row[control] = { verdict, via: vias.size === 1 ? ([...vias][0] ?? null) : null };
    }
    table[account] = row;
  }
  return table;
}

export interface ControlSummary {
  readonly control: Control;
  readonly population: number;
  readonly summary: Counts;
}

export function controlSummaries(controls: readonly Control[], all: readonly Counted[]): readonly ControlSummary[] {
  return controls.map((control) => {
    const own = all.filter(({ result }) => result.control === control.id);
    return { control, population: own.length, summary: countsOf(own.map(({ verdict }) => verdict)) };
  });
}

/** Every trail that any account of the run sees, once. The owner's view comes first where the owner is in the run. */
export function inventoryOf(facts: Facts): readonly {
  readonly trail: Trail;
  readonly covers: readonly string[];
  readonly seenIn: Readonly<Record<string, readonly string[]>>;
}[] {
  const views = facts.accounts.flatMap((account) => account.trails.map((trail) => ({ account: account.id, trail })));
  return [...Map.groupBy(views, (view) => view.trail.arn).values()]
    .map((list) => {
      const best = list.find(({ account, trail }) => account === trail.owner) ?? list[0];
      if (best === undefined) throw new Error('a group has a member');
      const covers = list
        .filter(({ trail }) => trail.reach === 'own' || trail.reach === 'reached')
        .map(({ account }) => account);
      const seenIn = Object.fromEntries(list.map(({ account, trail }) => [account, trail.listedIn]));
      return { trail: best.trail, covers, seenIn };
    })
    .sort((a, b) => (a.trail.arn < b.trail.arn ? -1 : 1));
}
