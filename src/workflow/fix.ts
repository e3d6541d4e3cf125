import type { Run } from '../evaluate/run.ts';
import type { Judged } from '../evaluate/tally.ts';
import type { ControlContext } from '../model/control.ts';
import type { Result } from '../model/result.ts';
import { type Plan, planFor } from '../remediate/plan.ts';
import { type WhatIf, whatIf } from '../remediate/what-if.ts';
import { type World, worldOf } from '../remediate/world.ts';
import { UserError } from '../util/errors.ts';
import { list } from '../util/text.ts';

/** A plan, tried on the facts. */
export interface TriedPlan {
  readonly plan: Plan;
  readonly whatIf: WhatIf;
  readonly world: World;
  /** The failing results that were asked for. */
  readonly results: readonly Result[];
}

/** Keeps what a plan is made from while accounts are judged. */
export class FixBook {
  readonly #contexts: ControlContext[] = [];
  readonly #results: Result[] = [];

  add({ context, results }: Judged): void {
    if (context !== null) this.#contexts.push(context);
    this.#results.push(...results);
  }

  /**
   * The plan for results by id, or for those of an account, a trail, a bucket or a control; null: for every result that
   * fails. Throws UserError where a word names nothing, or a result that does not fail, and where the plan would cost
   * coverage.
   */
  plan(run: Run, words: readonly string[] | null): TriedPlan {
    const world = worldOf(this.#contexts);
    if (world === null) throw new UserError('nothing was judged, so there is nothing to repair.');
    const results = words === null ? this.#results.filter(fails) : words.flatMap((word) => this.#named(word));
    const plan = planFor(world, run.controls, results);
    const tried = whatIf(world, plan, run.controls);
    refuseLosses(tried);
    return { plan, whatIf: tried, world, results };
  }

  #named(word: string): readonly Result[] {
    const exact = this.#results.filter(({ id }) => id === word);
    const about = this.#results.filter(({ account, resource, control }) => [account, resource, control].includes(word));
    const found = exact.length > 0 ? exact : about;
    if (found.length === 0) {
      throw new UserError(
        `nothing in this run is called "${word}".`,
        'Name a result, an account, a trail, a bucket or a control.',
      );
    }
    const failing = found.filter(fails);
    if (failing.length === 0) {
      const verdicts = list([...new Set(found.map(({ verdict }) => verdict))]);
      throw new UserError(`${word} does not fail (${verdicts}): there is nothing to repair.`);
    }
    return failing;
  }
}

function fails({ verdict }: Result): boolean {
  return verdict === 'FAIL';
}

function refuseLosses({ losses }: WhatIf): void {
  const [first] = losses;
  if (first === undefined) return;
  const what =
    first.kind === 'result' ? `${first.turn.id} would no longer pass` : `${first.trail} would lose ${first.what}`;
  const more = losses.length > 1 ? ` (and ${losses.length - 1} more)` : '';
  throw new UserError(`the plan is refused: coverage would drop, ${what}${more}.`, 'Plan fewer results at a time.');
}
