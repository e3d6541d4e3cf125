import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml';
import type * as z from 'zod';
import { messageOf } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';

export type YamlPath = readonly PropertyKey[];

/** A YAML file that a person wrote: whatever is wrong in it can be told by line and column. */
export class YamlFile {
  readonly file: string;
  readonly value: unknown;
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #document: Document;

  /** Throws UserError where the text is no YAML: file, line, column, what is wrong. */
  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text;
    this.#document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: true, prettyErrors: false });
    const [broken] = this.#document.errors;
    if (broken !== undefined)
      throw new UserError(`${this.#place(broken.pos[0])}: ${broken.message.replace(/\s+/g, ' ').replace(/\.$/, '')}.`);
    this.value = this.#plainValue();
  }

  /** The value by a schema. Throws UserError that names every problem by its place; `hint` says what to do. */
  parse<T extends z.ZodType>(schema: T, hint: string): z.infer<T> {
    const parsed = schema.safeParse(this.value);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map((issue) => {
      const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
      const where = this.at(unknownKey === undefined ? issue.path : [...issue.path, unknownKey]);
      if (unknownKey !== undefined) return `${where}: unknown key "${unknownKey}"`;
      const name = issue.path.length === 0 ? 'the file' : issue.path.join('.');
      return `${where}: ${name}: ${inWords(issue.message)}`;
    });
    throw new UserError(`${problems.join('; ')}.`, hint);
  }

  /** `FILE:LINE:COLUMN` of the key or entry at a path; of the nearest one above it where the path ends earlier. */
  at(path: YamlPath): string {
    return this.#place(this.#walk(path).offset);
  }

  /** The text of a value as it stands in the file, quotes, block header and indentation included; null: it is no scalar. */
  source(path: YamlPath): { readonly text: string; readonly offset: number } | null {
    const range = (this.#walk(path).node as Scalar | null)?.range;
    if (!range) return null;
    return { text: this.#text.slice(range[0], range[1]), offset: range[0] };
  }

  /** `FILE:LINE:COLUMN` of an offset in the file. */
  placeOf(offset: number): string {
    return this.#place(offset);
  }

  #plainValue(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: 100 });
    } catch (error) {
      throw new UserError(
        `${this.file}: ${messageOf(error)}.`,
        'Write the values out instead of using aliases.',
        error,
      );
    }
  }

  #walk(path: YamlPath): { readonly offset: number; readonly node: Node | null } {
    let node = this.#document.contents as Node | null;
    let offset = node?.range?.[0] ?? 0;
    for (const part of path) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === part);
        if (pair === undefined) return { offset, node: null };
        offset = (pair.key as Node).range?.[0] ?? offset;
        node = pair.value as Node | null;
      } else if (isSeq(node)) {
        node = (node.items[Number(part)] as Node | undefined) ?? null;
        offset = node?.range?.[0] ?? offset;
      } else {
        return { offset, node: null };
      }
    }
    return { offset, node };
  }

  #place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.file}:${line}:${col}`;
  }
}

/** zod's words for a missing or mistyped value, in ours. */
function inWords(message: string): string {
  if (/received undefined$/.test(message)) return 'is missing';
  const types = /expected (\w+), received (\w+)$/.exec(message);
  return types === null
    ? message
    : `must be ${types[1] === 'string' ? 'text in quotes' : `a ${types[1]}`}, not a ${types[2]}`;
}
