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
    if (broken !== undefined) throw new UserError(`${this.#place(broken.pos[0])}: ${yamlProblem(broken.message)}.`);
    this.value = this.#plainValue();
  }

  /** The value by a schema. Throws UserError that names every problem by its place; `hint` says what to do. */
  parse<T extends z.ZodType>(schema: T, hint: string): z.infer<T> {
    const parsed = schema.safeParse(this.value);
    if (parsed.success) return parsed.data;
    // A misspelt key explains why another one is missing.
    const isUnknownKey = ({ code }: { readonly code: string }): boolean => code === 'unrecognized_keys';
    const issues = parsed.error.issues.toSorted((a, b) => Number(isUnknownKey(b)) - Number(isUnknownKey(a)));
    const problems = issues.map((issue) => {
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

/** The words of the YAML parser, without its advice to programmers. */
function yamlProblem(message: string): string {
  if (message.startsWith('Source contains multiple documents'))
    return 'a second document begins here; there has to be one';
  return message.replace(/\s+/g, ' ').replace(/\.$/, '');
}

/** zod's words for a missing or mistyped value, in ours. */
function inWords(message: string): string {
  if (/received undefined$/.test(message)) return 'is missing';
  const [, wanted, given] = /expected (\w+), received (\w+)$/.exec(message) ?? [];
  return wanted === undefined || given === undefined ? message : `must be ${typeName(wanted)}, not ${typeName(given)}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  null: 'nothing',
};

function typeName(type: string): string {
  return TYPE_NAMES[type] ?? `a ${type}`;
}
