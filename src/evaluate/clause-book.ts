import type { FrameworkId } from '../model/framework.ts';
import type { Result } from '../model/result.ts';
import { Counter, type Counts } from './counts.ts';

/** Counts the verdicts of each clause, control by control, as results come. */
export class ClauseBook {
  readonly #counters = new Map<string, Counter>();

  add(results: readonly Result[]): void {
    for (const { control, clauses } of results) {
      for (const { framework, id, verdict } of clauses) {
        const key = keyOf(framework, id, control);
        const counter = this.#counters.get(key) ?? new Counter();
        counter.add(verdict);
        this.#counters.set(key, counter);
      }
    }
  }

  /** All zero where the control has given no verdict on the clause. */
  counts(framework: FrameworkId, clause: string, control: string): Counts {
    return (this.#counters.get(keyOf(framework, clause, control)) ?? new Counter()).summary;
  }
}

function keyOf(framework: FrameworkId, clause: string, control: string): string {
  return `${framework} ${clause} ${control}`;
}
