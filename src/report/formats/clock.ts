import type { Judged } from '../../evaluate/tally.ts';

/**
 * The moment of the run, which findings carry, is in the run's end only; but every judged account was judged against it.
 * What comes before any account is judged has to wait.
 */
export class ClockOfRun {
  #clock: number | null = null;

  /** Milliseconds since 1970, UTC; null while nothing has told. */
  see({ context }: Judged): number | null {
    this.#clock ??= context?.clock ?? null;
    return this.#clock;
  }
}
