import { judgeOwnControl, type OwnAccount, ownAccount } from '../../evaluate/own-control.ts';
import type { Run } from '../../evaluate/run.ts';
import type { Judged } from '../../evaluate/tally.ts';
import type { Control, Listing, OwnQuestion } from '../../model/control.ts';
import type { Policy } from '../../model/policy.ts';
import type { Result } from '../../model/result.ts';
import { VIEWS } from '../../queries/views.ts';
import { QuerySandbox } from '../../store/query-sandbox.ts';
import { FactDatabase, SHAPES } from '../fact-database.ts';
import { viewsBehind } from './default-unknown.ts';
import { resultsBehind } from './results-behind.ts';
import { runStatements } from './run-statements.ts';

type Own = Control & { readonly own: OwnQuestion };

function ownControls(controls: readonly Control[]): readonly Own[] {
  return controls.filter((control): control is Own => control.own !== undefined);
}

/** Collects what the controls that users wrote ask about while accounts are judged, and judges them when all are. */
export class OwnJudging {
  readonly #selected: readonly Control[];
  readonly #own: readonly Own[];
  readonly #hidden: ReadonlySet<string>;
  readonly #facts: FactDatabase;
  readonly #accounts: OwnAccount[] = [];
  readonly #listings: ReadonlySet<Listing>;
  /** What has to be judged: the selected controls, and those whose results a user's control reads. */
  readonly controls: readonly Control[];

  constructor(selected: readonly Control[], library: readonly Control[]) {
    this.#selected = selected;
    this.#own = ownControls(selected);
    const hidden = hiddenControls(this.#own, selected, library);
    this.#hidden = new Set(hidden.map(({ id }) => id));
    this.controls = [...selected, ...hidden];
    this.#listings = new Set(this.#own.flatMap(({ own }) => own.listings));
    const views = new Set(this.#own.flatMap(({ own }) => viewsBehind(own)));
    this.#facts = new FactDatabase(VIEWS.filter((view) => views.has(view)));
  }

  /** Takes an account in; returns it with the results that were asked for. */
  add(judged: Judged): Judged {
    this.#facts.add(judged);
    if (judged.context !== null) this.#accounts.push(ownAccount(judged.context, this.#listings));
    if (this.#hidden.size === 0) return judged;
    return { ...judged, results: judged.results.filter(({ control }) => !this.#hidden.has(control)) };
  }

  /** To be called when all accounts are judged. Throws UserError where a statement fails on the data. */
  async finish(run: Run, policy: Policy): Promise<{ readonly run: Run; readonly judged: Judged }> {
    const database = this.#facts.finish(run, policy);
    const sandbox = new QuerySandbox({ shapes: SHAPES, bytes: database.bytes() });
    database.close();
    const results: Result[] = [];
    try {
      for (const control of this.#own) {
        const sets = await runStatements(control, sandbox);
        results.push(...judgeOwnControl(control, control.own, sets, this.#accounts, policy));
      }
    } finally {
      sandbox.close();
    }
    return { run: { ...run, controls: this.#selected }, judged: { account: null, context: null, results } };
  }
}

function hiddenControls(
  own: readonly Own[],
  selected: readonly Control[],
  library: readonly Control[],
): readonly Control[] {
  const wanted = new Set(own.flatMap((control) => resultsBehind(control.own, library)));
  const ids = new Set(selected.map(({ id }) => id));
  return library.filter((control) => wanted.has(control) && !ids.has(control.id));
}
