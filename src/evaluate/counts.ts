import type { FrameworkId } from '../model/framework.ts';
import type { Result } from '../model/result.ts';
import { rollUp, type Verdict } from '../model/verdict.ts';

export type Counts = Readonly<Record<Verdict | 'EXCEPTED', number>>;

/** Counts that grow; `summary` is the picture of them. */
export class Counter {
  readonly #counts: Record<Verdict | 'EXCEPTED', number> = {
    PASS: 0,
    FAIL: 0,
    UNKNOWN: 0,
    NOT_APPLICABLE: 0,
    EXCEPTED: 0,
  };

  add(verdict: Verdict): void {
    this.#counts[verdict] += 1;
  }

  get summary(): Counts {
    return { ...this.#counts };
  }

  get total(): number {
    return Object.values(this.#counts).reduce((sum, number) => sum + number, 0);
  }
}

/**
 * The verdict by which a result counts: its own; with a framework, the worst of its clauses there, or null where it has
 * none and is left out (design, exit codes).
 */
export function countedVerdict(result: Result, framework: FrameworkId | null): Verdict | null {
  if (framework === null) return result.verdict;
  return rollUp(result.clauses.filter((clause) => clause.framework === framework).map((clause) => clause.verdict));
}
