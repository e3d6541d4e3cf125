import type { Progress as State } from '../workflow/progress-meter.ts';

/** One status line on stderr, on a terminal only. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #live: boolean;
  #shown = 0;
  #began: number | null = null;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#live = stream.isTTY === true && process.env['TERM'] !== 'dumb';
  }

  show({ phase, accounts, answers, repeated }: State): void {
    if (!this.#live) return;
    const now = Date.now();
    if (phase === 'accounts' && now - this.#shown < 100) return;
    this.#shown = now;
    this.#began ??= now;
    const rate = Math.round(answers / Math.max(1, (now - this.#began) / 1000));
    const left = accounts.done === 0 ? null : ((now - this.#began) * (accounts.total - accounts.done)) / accounts.done;
    const text = {
      identity: 'asking who we are',
      organization: `reading the organization: ${answers} answers`,
      accounts: [
        `${accounts.done} of ${accounts.total} accounts`,
        `${rate} calls/s`,
        ...(repeated > 0 ? [`${repeated} repeated`] : []),
        ...(left === null || accounts.total < 2 ? [] : [`about ${Math.ceil(left / 1000)} s left`]),
      ].join(', '),
    }[phase];
    this.#stream.write(`\r\u001b[2K${text}`);
  }

  clear(): void {
    if (this.#live) this.#stream.write('\r\u001b[2K');
  }
}
