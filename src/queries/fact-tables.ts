import { isAssessed } from '../evaluate/evaluate.ts';
import { Inventory } from '../evaluate/inventory.ts';
import type { Run } from '../evaluate/run.ts';
import type { Judged } from '../evaluate/tally.ts';
import type { FactKey } from '../model/fact-keys.ts';
import type { OrganizationFacts } from '../model/facts.ts';
import type { Policy } from '../model/policy.ts';
import { ClauseCounts } from './clause-counts.ts';
import type { Row, View } from './view.ts';

/** Rows of one view, to be written. */
export interface ViewRows {
  readonly view: View;
  readonly rows: readonly Row[];
}

/** Turns what was judged into the rows of some views, account by account. */
export class FactTables {
  readonly #views: readonly View[];
  readonly #inventory = new Inventory();
  readonly #clauses = new ClauseCounts();
  readonly #assessed = new Set<string>();
  #organization: OrganizationFacts | null = null;
  readonly #regions = new Map<string, readonly string[]>();

  constructor(views: readonly View[]) {
    this.#views = views;
  }

  /** Rows that can be written as soon as an account is judged. */
  add({ account, context, results }: Judged): readonly ViewRows[] {
    const assessed = context !== null && isAssessed(context);
    if (context !== null) this.#organization = context.organization;
    if (account !== null) {
      this.#inventory.add(account);
      if (assessed) {
        this.#assessed.add(account.id);
        this.#regions.set(account.id, account.regions);
      }
    }
    if (needsResults(this.#views)) this.#clauses.add(results);
    return this.#rows((view) => view.ofAccount({ account, context, results, assessed }));
  }

  /** Rows that need all accounts; to be called last. */
  finish(run: Run, policy: Policy): readonly ViewRows[] {
    const rows = {
      ...{ run, policy, organization: this.#organization },
      ...{ inventory: this.#inventory, assessed: this.#assessed, regions: this.#regions },
      clauses: this.#clauses.all(),
    };
    return this.#rows((view) => view.atEnd(rows));
  }

  #rows(of: (view: View) => readonly Row[]): readonly ViewRows[] {
    return this.#views.map((view) => ({ view, rows: of(view) })).filter(({ rows }) => rows.length > 0);
  }
}

/** Facts that have to be read for the views. */
export function factsFor(views: readonly View[]): readonly FactKey[] {
  return [...new Set(views.flatMap(({ needs }) => needs))].filter((need) => need !== 'results');
}

/** Whether controls have to be judged for the views. */
export function needsResults(views: readonly View[]): boolean {
  return views.some(({ needs }) => needs.includes('results'));
}
