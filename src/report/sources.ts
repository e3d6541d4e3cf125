import type { Source } from '../model/read.ts';

/** The top-level table of sources: each once, numbered in the order of first use. */
export class SourceTable {
  readonly #numbers = new Map<string, number>();
  readonly #sources: Source[] = [];

  /** The number of a source. */
  number(source: Source): number {
    const { capture, call, account, region, field, at } = source;
    const key = JSON.stringify([capture, call, account, region, field, at]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#sources.length;
    this.#numbers.set(key, number);
    this.#sources.push({ capture, call, account, region, field, at });
    return number;
  }

  all(): readonly Source[] {
    return this.#sources;
  }
}
