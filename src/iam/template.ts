import { type Test, unknownKey, yesIf } from './truth.ts';
import { hasWildcard, matchTokens, tokensOf } from './wildcard.ts';

/** A value of the request by its key in lower case: undefined is unknown, null known to be absent. */
export type Lookup = (key: string) => readonly string[] | null | undefined;

type Part = readonly number[] | { readonly key: string; readonly otherwise: string | null };

/** A text of a policy that something is compared with; it may have wildcards, policy variables, or neither. */
export type Template =
  | { readonly is: 'exact'; readonly text: string }
  | { readonly is: 'tokens'; readonly tokens: readonly number[] }
  | { readonly is: 'variables'; readonly parts: readonly Part[]; readonly wild: boolean };

/** What is wrong with a text. */
export interface Wrong {
  readonly wrong: string;
}

export interface TemplateOptions {
  readonly wild: boolean;
  /** Policy variables exist since version 2012-10-17; before, `${aws:username}` is a literal text. */
  readonly variables: boolean;
}

/** Reads a text of a policy (IAM user guide, "Variables and tags"). */
export function templateOf(text: string, { wild, variables }: TemplateOptions): Template | Wrong {
  if (!variables || !text.includes('${')) {
    return wild && hasWildcard(text) ? { is: 'tokens', tokens: tokensOf(text, true) } : { is: 'exact', text };
  }
  const parts: Part[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('${', at);
    if (open > at || open === -1) parts.push(tokensOf(text.slice(at, open === -1 ? text.length : open), wild));
    if (open === -1) return { is: 'variables', parts, wild };
    const close = text.indexOf('}', open);
    if (close === -1) return { wrong: 'a policy variable without its closing brace' };
    const part = partOf(text.slice(open + 2, close));
    if (part === null) return { wrong: `not a policy variable: ${text.slice(open, Math.min(close + 1, open + 60))}` };
    parts.push(part);
    at = close + 1;
  }
}

/** `*`, `?` and `$` stand for themselves; else a key, perhaps with a default in single quotes. */
function partOf(inside: string): Part | null {
  const name = inside.trim();
  if (name === '*' || name === '?' || name === '$') return tokensOf(name, false);
  const comma = name.indexOf(',');
  const key = (comma === -1 ? name : name.slice(0, comma)).trim();
  if (!key.includes(':') || key.includes('${') || key.includes("'")) return null;
  if (comma === -1) return { key: key.toLowerCase(), otherwise: null };
  const quoted = name.slice(comma + 1).trim();
  if (quoted.length < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) return null;
  return { key: key.toLowerCase(), otherwise: quoted.slice(1, -1) };
}

/** How filled-in tokens are compared with the text. */
export type Compare = (tokens: readonly number[], text: string) => Test;

export interface MatchOptions {
  readonly lookup: Lookup;
  readonly compare: Compare;
  /** AWS calls a statement with an unresolvable variable invalid; where that is no plain "no match", it is a doubt. */
  readonly negated: boolean;
  readonly fold: (text: string) => string;
}

export const plainCompare: Compare = (tokens, text) => yesIf(matchTokens(tokens, text));

/** Whether the text matches the template, its variables filled in from the request. */
export function matchTemplate(template: Template, text: string, options: MatchOptions): Test {
  const { compare, fold } = options;
  if (template.is === 'exact') {
    if (compare === plainCompare) return yesIf(fold(template.text) === fold(text));
    return compare(tokensOf(fold(template.text), false), fold(text));
  }
  if (template.is === 'tokens') return compare(template.tokens, fold(text));
  const filled = fill(template.parts, options);
  if (!Array.isArray(filled)) return filled;
  const literal = compare(
    filled.flatMap((part) => part.literal),
    fold(text),
  );
  const suspicious = filled.find((part) => part.wild !== null);
  if (!template.wild || suspicious === undefined) return literal;
  // AWS does not say whether a star inside a value is a wildcard: where it matters, the answer depends on the value.
  const wild = compare(
    filled.flatMap((part) => part.wild ?? part.literal),
    fold(text),
  );
  return literal === wild ? literal : unknownKey(suspicious.key ?? '');
}

interface Filled {
  readonly literal: readonly number[];
  /** The tokens when wildcards in the value count; null where it has none. */
  readonly wild: readonly number[] | null;
  readonly key: string | null;
}

function fill(parts: readonly Part[], { lookup, negated, fold }: MatchOptions): Filled[] | Test {
  const filled: Filled[] = [];
  const open = new Set<string>();
  for (const part of parts) {
    if (!('key' in part)) {
      filled.push({ literal: part, wild: null, key: null });
      continue;
    }
    const values = lookup(part.key);
    // Only a key with one value can be a variable (IAM user guide, "Variables and tags").
    if (values === undefined || (values !== null && values.length !== 1)) {
      open.add(part.key);
      continue;
    }
    const value = values === null ? part.otherwise : (values[0] ?? '');
    if (value === null) {
      if (!negated) return 'no';
      open.add(part.key);
      continue;
    }
    const text = fold(value);
    const wild = hasWildcard(text) ? tokensOf(text, true) : null;
    filled.push({ literal: tokensOf(text, false), wild, key: part.key });
  }
  return open.size === 0 ? filled : { keys: [...open], faults: [] };
}
