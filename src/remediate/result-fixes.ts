import type { Judged } from '../evaluate/tally.ts';
import type { Control, ControlContext } from '../model/control.ts';
import type { Result } from '../model/result.ts';
import type { Reason } from '../model/verdict.ts';
import { cliLines } from './cli/lines.ts';
import { planFor } from './plan.ts';
import { wordsOfChange } from './words.ts';
import { worldOf } from './world.ts';

/** The fix of one result, part by part: the commands go to one account and Region. */
export interface FixPart {
  readonly format: 'cli';
  readonly account: string;
  readonly region: string;
  /** Runnable lines of the AWS CLI, each step under a comment. */
  readonly body: string;
}

export interface ResultFix {
  readonly parts: readonly FixPart[];
  readonly byHand: readonly Reason[];
}

/** The fix of each failing result by itself, as accounts are judged (`scan -R`); `fix plan` sees them together. */
export class ResultFixes {
  readonly #controls: readonly Control[];
  /** Accounts that own trails: buckets are judged when all of them are. */
  readonly #owners: ControlContext[] = [];
  #current: ControlContext | null = null;

  constructor(controls: readonly Control[]) {
    this.#controls = controls;
  }

  /** To be called for each account before its results are asked about. */
  add({ context, account }: Judged): void {
    this.#current = context;
    if (context !== null && account?.trails.some(({ owner }) => owner === account.id)) this.#owners.push(context);
  }

  of(result: Result): ResultFix {
    const contexts = this.#current === null ? this.#owners : [this.#current];
    const world = result.verdict === 'FAIL' ? worldOf(contexts) : null;
    if (world === null) return { parts: [], byHand: [] };
    // Alone, a result does not know how many others lack a trail: one for the organization is the fix to begin with.
    const { steps, byHand } = planFor(world, this.#controls, [result], world.organization !== null);
    const parts: FixPart[] = [];
    for (const { change } of steps) {
      const { account, region } = change;
      const body = [`# ${wordsOfChange(change).title.replace(/\s+/g, ' ')}`, ...cliLines(change)].join('\n');
      const last = parts.at(-1);
      if (last?.account === account && last.region === region) {
        parts[parts.length - 1] = { ...last, body: `${last.body}\n${body}` };
      } else parts.push({ format: 'cli', account, region, body });
    }
    return { parts, byHand: byHand.map(({ reason }) => reason) };
  }
}
