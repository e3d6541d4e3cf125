import type { FrameworkId } from '../model/framework.ts';
import type { Result } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';

export interface ClauseCount {
  readonly framework: FrameworkId;
  readonly clause: string;
  readonly control: string;
  readonly verdict: Verdict;
  readonly results: number;
}

/** Counts the verdicts of clauses: of ten thousand accounts there are millions. */
export class ClauseCounts {
  readonly #counts = new Map<string, { -readonly [Name in keyof ClauseCount]: ClauseCount[Name] }>();

  add(results: readonly Result[]): void {
    for (const { control, clauses } of results) {
      for (const { framework, id, verdict } of clauses) {
        const key = `${framework} ${id} ${control} ${verdict}`;
        const count = this.#counts.get(key);
        if (count === undefined) this.#counts.set(key, { framework, clause: id, control, verdict, results: 1 });
        else count.results += 1;
      }
    }
  }

  all(): readonly ClauseCount[] {
    return [...this.#counts.values()];
  }
}
