import { AdaptiveRetryStrategy } from '@smithy/core/retry';
import type { Operation } from '../model/operations.ts';
import { Pace } from './limiter.ts';

/** Calls per second after a burst, below the services' quotas per account and Region (aws.md 3.12, emulators.md 6). */
const PACE: Readonly<Record<string, { readonly perSecond: number; readonly burst: number }>> = {
  account: { perSecond: 4, burst: 5 },
  organizations: { perSecond: 15, burst: 40 },
};
const USUAL = { perSecond: 9, burst: 10 };
const MAX_ATTEMPTS = 8;

interface Cell {
  readonly pace: Pace;
  readonly retries: AdaptiveRetryStrategy;
}

interface Place {
  readonly account: string;
  readonly region: string;
}

/** Pace and retry budget for each account × Region × service: one throttled account never slows another. */
export class Cells {
  readonly #byAccount = new Map<string, Map<string, Cell>>();

  /** Books one call; returns the milliseconds to wait before it may go. */
  wait(operation: Operation, place: Place): number {
    return this.#cell(operation, place).pace.book(performance.now());
  }

  retries(operation: Operation, place: Place): AdaptiveRetryStrategy {
    return this.#cell(operation, place).retries;
  }

  forget(account: string): void {
    this.#byAccount.delete(account);
  }

  #cell(operation: Operation, { account, region }: Place): Cell {
    const service = operation.slice(0, operation.indexOf(':'));
    const cells = this.#byAccount.get(account) ?? new Map<string, Cell>();
    this.#byAccount.set(account, cells);
    const key = `${region} ${service}`;
    const existing = cells.get(key);
    if (existing !== undefined) return existing;
    const { perSecond, burst } = PACE[service] ?? USUAL;
    const cell = { pace: new Pace(perSecond, burst), retries: new AdaptiveRetryStrategy(async () => MAX_ATTEMPTS) };
    cells.set(key, cell);
    return cell;
  }
}
