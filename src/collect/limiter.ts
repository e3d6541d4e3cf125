/**
 * A pace for one account × Region × service: a burst, then a steady rate (leaky bucket kept as one time stamp).
 * The SDK's own retries are the second line; without a pace they fail under CloudTrail's ten calls per second.
 */
export class Pace {
  readonly #interval: number;
  readonly #tolerance: number;
  #next = 0;

  /** `perSecond` calls per second after a burst of `burst`. */
  constructor(perSecond: number, burst: number) {
    this.#interval = 1000 / perSecond;
    this.#tolerance = (burst - 1) * this.#interval;
  }

  /** Books one call; returns the milliseconds to wait before it may go. `now` in milliseconds, monotonic. */
  book(now: number): number {
    const due = Math.max(this.#next, now);
    this.#next = due + this.#interval;
    return Math.max(0, due - this.#tolerance - now);
  }
}

/** Lets at most `limit` callers through at a time, first come first served. */
export class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#free = limit;
  }

  async enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
