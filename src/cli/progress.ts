import type { Progress as State } from '../workflow/scan.ts';

/** One status line on stderr, on a terminal only. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #live: boolean;
  #shown = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#live = stream.isTTY === true && process.env['TERM'] !== 'dumb';
  }

  show({ phase, account, answers }: State): void {
    if (!this.#live) return;
    const now = Date.now();
    if (phase === 'reading' && now - this.#shown < 100) return;
    this.#shown = now;
    const where = account === null ? '' : ` account ${account}`;
    const text = { identity: 'asking who we are', reading: `reading${where}: ${answers} answers`, judging: 'judging' }[
      phase
    ];
    this.#stream.write(`\r\u001b[2K${text}`);
  }

  clear(): void {
    if (this.#live) this.#stream.write('\r\u001b[2K');
  }
}
