import { type Control, type ControlContext, SEVERITIES, type Severity } from '../model/control.ts';
import type { Account } from '../model/facts.ts';
import type { FrameworkId } from '../model/framework.ts';
import type { Policy } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import { type AccountRow, accountRow, type Cell, cellsOf, VerdictTable } from './account-book.ts';
import { CauseBook } from './causes.ts';
import { Counter, type Counts, countedVerdict } from './counts.ts';
import { Inventory } from './inventory.ts';

/** One account with all its results; at the end, without an account, the results of the buckets of all. */
export interface Judged {
  readonly account: Account | null;
  /** What the account was judged in; null with it. */
  readonly context: ControlContext | null;
  readonly results: readonly Result[];
}

export interface ControlSummary {
  readonly control: Control;
  readonly population: number;
  readonly summary: Counts;
}

export type Incomplete = 'results.unknown' | 'accounts.not-listed' | 'run.interrupted';

/** What a run comes to: whether the picture is complete, and the exit code (design, exit codes). */
export interface Outcome {
  readonly complete: boolean;
  readonly incompleteBecause: readonly Incomplete[];
  readonly exitCode: 0 | 1 | 4 | 5;
}

/**
 * Everything that a report says besides the results themselves. Fed account by account, in the order of their ids; keeps
 * what grows with the number of accounts small.
 */
export class Tally {
  readonly rows: AccountRow[] = [];
  readonly inventory = new Inventory();
  readonly causes = new CauseBook();
  readonly verdicts: VerdictTable;
  /** Account → Region → covered by what. */
  readonly cells = new Map<string, Readonly<Record<string, Cell>>>();
  /** Security Hub clause → resources that will show PASSED there although the own verdict is not PASS. */
  readonly surprises = new Map<string, string[]>();
  readonly #controls: readonly Control[];
  readonly #policy: Policy;
  readonly #framework: FrameworkId | null;
  readonly #counters: ReadonlyMap<string, Counter>;
  readonly #all = new Counter();
  readonly #failed = new Set<Severity>();

  constructor(controls: readonly Control[], policy: Policy, framework: FrameworkId | null) {
    this.#controls = controls;
    this.#policy = policy;
    this.#framework = framework;
    const perTrail = controls.filter((control) => control.population === 'trail').map((control) => control.id);
    this.verdicts = new VerdictTable(new Set(perTrail));
    this.#counters = new Map(controls.map((control) => [control.id, new Counter()]));
  }

  add({ account, results }: Judged): void {
    for (const result of results) this.#count(result);
    if (account === null) {
      this.verdicts.file(results);
      return;
    }
    this.rows.push(accountRow(account, results, this.#policy));
    this.inventory.add(account);
    this.verdicts.add(account, results);
    this.cells.set(account.id, cellsOf(results));
  }

  #count(result: Result): void {
    const verdict = countedVerdict(result, this.#framework);
    if (verdict === null) return;
    this.#all.add(verdict);
    this.#counters.get(result.control)?.add(verdict);
    this.causes.add(result, verdict);
    if (verdict === 'FAIL') this.#failed.add(result.severity);
    const hub = result.clauses.find((clause) => clause.framework === 'aws-security-hub');
    if (hub?.verdict !== 'PASS' || result.verdict === 'PASS') return;
    const resources = this.surprises.get(hub.id) ?? [];
    resources.push(result.resource);
    this.surprises.set(hub.id, resources);
  }

  get summary(): Counts {
    return this.#all.summary;
  }

  controls(): readonly ControlSummary[] {
    return this.#controls.map((control) => {
      const counter = this.#counters.get(control.id) ?? new Counter();
      return { control, population: counter.total, summary: counter.summary };
    });
  }

  outcome(run: { readonly interrupted: boolean; readonly accountsListed: boolean }, failOn: Severity = 'low'): Outcome {
    const incompleteBecause: Incomplete[] = [
      ...(this.summary.UNKNOWN > 0 ? (['results.unknown'] as const) : []),
      ...(run.accountsListed ? [] : (['accounts.not-listed'] as const)),
      ...(run.interrupted ? (['run.interrupted'] as const) : []),
    ];
    const complete = incompleteBecause.length === 0;
    const bound = SEVERITIES.indexOf(failOn);
    const failed = [...this.#failed].some((severity) => SEVERITIES.indexOf(severity) >= bound);
    return { complete, incompleteBecause, exitCode: failed ? (complete ? 1 : 5) : complete ? 0 : 4 };
  }
}
