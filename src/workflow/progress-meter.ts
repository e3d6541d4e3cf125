import type { Reader } from '../collect/reader.ts';

/** What the status line shows. */
export interface Progress {
  readonly phase: 'identity' | 'organization' | 'accounts';
  readonly accounts: { readonly done: number; readonly total: number };
  readonly answers: number;
  /** Requests that were sent again after a refusal for their rate or a failure of the network. */
  readonly repeated: number;
}

/** Counts for the status line. */
export class ProgressMeter {
  readonly #show: (progress: Progress) => void;
  #phase: Progress['phase'] = 'identity';
  #total = 0;
  #done = 0;
  #answers = 0;

  constructor(show: (progress: Progress) => void) {
    this.#show = show;
  }

  phase(phase: Progress['phase'], total = 0): void {
    this.#phase = phase;
    this.#total = total;
    this.#tell(0);
  }

  answered(reader: Reader): void {
    this.#answers += 1;
    this.#tell(repeatedBy(reader, this.#answers));
  }

  accountDone(reader: Reader): void {
    this.#done += 1;
    this.#tell(repeatedBy(reader, this.#answers));
  }

  #tell(repeated: number): void {
    const accounts = { done: this.#done, total: this.#total };
    this.#show({ phase: this.#phase, accounts, answers: this.#answers, repeated });
  }
}

function repeatedBy(reader: Reader, answers: number): number {
  const requests = Object.values(reader.apiCalls).reduce((sum, number) => sum + number, 0);
  return Math.max(0, requests - answers);
}
