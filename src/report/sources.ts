import type { Source } from '../model/read.ts';
import { jsonText } from '../util/json-text.ts';

/**
 * The top-level table of sources: each once, numbered in the order of first use. Kept as the text that will be written,
 * since a large run has hundreds of thousands of them.
 */
export class SourceTable {
  readonly #numbers = new Map<string, Map<string, number>>();
  readonly #settled: string[] = [];
  #lines: string[] = [];
  #count = 0;

  /** The number of a source. */
  number(source: Source): number {
    const { capture, call, account, region, field, at } = source;
    const key = `${capture} ${call} ${region} ${field}`;
    const own = this.#numbers.get(account) ?? new Map<string, number>();
    this.#numbers.set(account, own);
    const known = own.get(key);
    if (known !== undefined) return known;
    const number = this.#count;
    this.#count += 1;
    own.set(key, number);
    this.#lines.push(jsonText({ capture, call, account, region, field, at }));
    return number;
  }

  /** No later result will point at answers of this account. */
  settle(account: string): void {
    this.#numbers.delete(account);
    if (this.#lines.length === 0) return;
    this.#settled.push(this.#lines.join(',\n  '));
    this.#lines = [];
  }

  /** All sources as JSON, in order; a piece may hold several, separated by commas. */
  json(): readonly string[] {
    return this.#lines.length === 0 ? this.#settled : [...this.#settled, this.#lines.join(',\n  ')];
  }
}
