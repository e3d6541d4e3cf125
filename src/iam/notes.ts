import { type JsonNode, type Place, Places } from './json-text.ts';
import type { Fault } from './truth.ts';

/** Collects what is not understood while one text is taken apart. */
export class Notes {
  readonly #places: Places;
  readonly #faults: Fault[] = [];

  constructor(text: string) {
    this.#places = new Places(text);
  }

  /** All faults so far, in the order of the text. */
  get faults(): readonly Fault[] {
    return this.#faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  get count(): number {
    return this.#faults.length;
  }

  since(count: number): readonly Fault[] {
    return this.#faults.slice(count);
  }

  place(at: number): Place {
    return this.#places.of(at);
  }

  fault(message: string, at: number): Fault {
    const fault = { message, ...this.#places.of(at) };
    this.#faults.push(fault);
    return fault;
  }

  /** Keys that an object has more than once, each with its first repetition: which counts, AWS does not say. */
  repeated(
    node: JsonNode & { readonly kind: 'object' },
    fold: (key: string) => string = (key) => key,
  ): ReadonlyMap<string, Fault> {
    const seen = new Set<string>();
    const twice = new Map<string, Fault>();
    for (const { key, at } of node.entries) {
      const folded = fold(key);
      if (seen.has(folded)) {
        const fault = this.fault(`"${key.slice(0, 60)}" is there more than once`, at);
        if (!twice.has(folded)) twice.set(folded, fault);
      }
      seen.add(folded);
    }
    return twice;
  }
}
