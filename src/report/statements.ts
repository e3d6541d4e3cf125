import type { PolicyDocument } from '../evaluate/policy-documents.ts';
import type { Json } from '../model/json.ts';

/** The texts of the policies that conditions point into, by the names that they use. */
export class Statements {
  readonly #texts = new Map<string, string>();

  add(documents: readonly PolicyDocument[]): void {
    for (const { name, text } of documents) this.#texts.set(name, text);
  }

  /** What stands where an observed value points: `POLICY:LINE:COLUMN SID` → the statement, white space folded; else null. */
  at(label: Json): string | null {
    const [, name = '', line = '', column = ''] = /^(.+):(\d+):(\d+)(?: .*)?$/.exec(String(label)) ?? [];
    const text = this.#texts.get(name);
    if (typeof label !== 'string' || text === undefined) return null;
    const lines = text.split('\n');
    const before = lines.slice(0, Number(line) - 1).reduce((sum, one) => sum + one.length + 1, 0);
    return objectAt(text, before + Number(column) - 1);
  }
}

/** The JSON object that begins at an offset, with one space after each comma and colon; null where none does. */
function objectAt(text: string, start: number): string | null {
  if (text[start] !== '{') return null;
  const parts = text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]|[,:]|[^\s"{},:]+/g);
  let depth = 0;
  let folded = '';
  for (const [part] of parts) {
    if (part === '{') depth += 1;
    if (part === '}') depth -= 1;
    folded += part === ',' || part === ':' ? `${part} ` : part;
    if (depth === 0) return folded;
  }
  return null;
}
