/** A place in a text; line and column count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface JsonEntry {
  readonly key: string;
  /** Offset of the key's opening quote. */
  readonly at: number;
  readonly value: JsonNode;
}

/** A JSON value that knows where it stands. Objects keep every entry, also those whose key is repeated. */
export type JsonNode =
  | { readonly kind: 'object'; readonly at: number; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'text'; readonly at: number; readonly value: string }
  /** Numbers keep their spelling: IAM compares condition values as they are written. */
  | { readonly kind: 'number'; readonly at: number; readonly value: string }
  | { readonly kind: 'boolean'; readonly at: number; readonly value: string }
  | { readonly kind: 'null'; readonly at: number };

export type ParsedJson =
  | { readonly ok: true; readonly node: JsonNode }
  | { readonly ok: false; readonly message: string; readonly at: number };

/** A policy nests six levels deep; what goes further is hostile, and would end in a stack overflow. */
const DEEPEST = 32;

class Broken extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * Parses JSON (RFC 8259) in one pass and keeps positions and repeated keys, both of which JSON.parse loses: of two
 * `Effect` elements it would silently take the last.
 */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, node: new Reader(text).whole() };
  } catch (error) {
    if (error instanceof Broken) return { ok: false, message: error.message, at: error.at };
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): JsonNode {
    this.#space();
    const node = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw new Broken('there is more text after the end of the document', this.#at);
    return node;
  }

  #value(depth: number): JsonNode {
    const at = this.#at;
    if (depth > DEEPEST) throw new Broken(`nested deeper than ${DEEPEST} levels`, at);
    const next = this.#text[at];
    if (next === '{') return { kind: 'object', at, entries: this.#entries(depth) };
    if (next === '[') return { kind: 'list', at, items: this.#items(depth) };
    if (next === '"') return { kind: 'text', at, value: this.#string() };
    if (next === undefined) throw new Broken('the text ends where a value is due', at);
    if (this.#word('true')) return { kind: 'boolean', at, value: 'true' };
    if (this.#word('false')) return { kind: 'boolean', at, value: 'false' };
    if (this.#word('null')) return { kind: 'null', at };
    const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    number.lastIndex = at;
    const value = number.exec(this.#text)?.[0];
    if (value === undefined) throw new Broken('no JSON value begins here', at);
    this.#at += value.length;
    return { kind: 'number', at, value };
  }

  #entries(depth: number): JsonEntry[] {
    const entries: JsonEntry[] = [];
    this.#series('}', () => {
      const at = this.#at;
      if (this.#text[at] !== '"') throw new Broken('a key in double quotes is due here', at);
      const key = this.#string();
      this.#space();
      if (this.#text[this.#at] !== ':') throw new Broken('a colon is due here', this.#at);
      this.#at += 1;
      this.#space();
      entries.push({ key, at, value: this.#value(depth + 1) });
    });
    return entries;
  }

  #items(depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    this.#series(']', () => items.push(this.#value(depth + 1)));
    return items;
  }

  #series(end: '}' | ']', one: () => void): void {
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] === end) {
      this.#at += 1;
      return;
    }
    for (;;) {
      one();
      this.#space();
      const next = this.#text[this.#at];
      if (next !== ',' && next !== end) throw new Broken(`a comma or ${end} is due here`, this.#at);
      this.#at += 1;
      if (next === end) return;
      this.#space();
    }
  }

  #string(): string {
    const start = this.#at;
    let plain = true;
    for (let at = start + 1; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x22) {
        this.#at = at + 1;
        return plain ? this.#text.slice(start + 1, at) : unescaped(this.#text.slice(start, at + 1), start);
      }
      if (code < 0x20) throw new Broken('a control character or line break inside a string', at);
      if (code === 0x5c) {
        plain = false;
        at += 1;
      }
    }
    throw new Broken('a string that does not end', start);
  }

  #word(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }
}

function unescaped(literal: string, at: number): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw new Broken('an escape that JSON does not know', at);
  }
}

/** Turns offsets into lines and columns; the table of lines is made once, when first needed. */
export class Places {
  readonly #text: string;
  #starts: number[] | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  of(offset: number): Place {
    this.#starts ??= lineStarts(this.#text);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
