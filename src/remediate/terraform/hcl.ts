import type { Json } from '../../model/json.ts';

/** An expression that is written as it stands: a reference to another resource, never a text from outside. */
export interface Expression {
  readonly expression: string;
}

/** A call of jsonencode: a policy document that stays readable in the plan. */
export interface Document {
  readonly document: Json;
}

/** A map of names from outside, such as tags. */
export interface Mapping {
  readonly map: Readonly<Record<string, string>>;
}

export type Value = string | number | boolean | readonly Value[] | Expression | Document | Mapping;

export interface Argument {
  readonly name: string;
  readonly value: Value;
}

export type Item = Argument | { readonly block: string; readonly items: readonly Item[] };

/** A block with its labels, as `terraform fmt` would lay it out. */
export function block(type: string, labels: readonly string[], items: readonly Item[]): string {
  return [`${[type, ...labels.map(quoted)].join(' ')} {`, ...body(items, '  '), '}'].join('\n');
}

export function argument(name: string, value: Value): Argument {
  return { name, value };
}

/** A comment of one line, whatever the text is. */
export function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`;
}

/**
 * A quoted template without interpolation: quotes, backslashes and control characters escaped, and `${` and `%{` doubled, so
 * that nothing in a name is ever evaluated (Terraform language, strings and templates).
 */
export function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, (one) => `\\${one}`)
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\uFEFF]/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[$%](?=\{)/g, (sign) => sign + sign);
  return `"${escaped}"`;
}

function body(items: readonly Item[], indent: string): readonly string[] {
  const lines: string[] = [];
  for (const [index, item] of items.entries()) {
    const apart = index > 0 && (isTall(item) || isTall(items[index - 1]));
    if (apart) lines.push('');
    if ('block' in item) lines.push(`${indent}${item.block} {`, ...body(item.items, `${indent}  `), `${indent}}`);
    else lines.push(indent + line(item, widthAt(items, index), indent));
  }
  return lines;
}

function line({ name, value }: Argument, width: number, indent: string): string {
  return `${name.padEnd(width)} = ${written(value, indent)}`;
}

/** Equals signs of neighbouring lines stand under one another; a block or a value of many lines stands apart. */
function widthAt(items: readonly Item[], index: number): number {
  const here = items[index];
  if (isTall(here)) return 0;
  let [first, last] = [index, index];
  while (first > 0 && !isTall(items[first - 1])) first -= 1;
  while (last + 1 < items.length && !isTall(items[last + 1])) last += 1;
  return Math.max(...items.slice(first, last + 1).map((item) => ('name' in item ? item.name.length : 0)));
}

function isTall(item: Item | undefined): boolean {
  return item !== undefined && ('block' in item || written(item.value, '').includes('\n'));
}

function written(value: Value, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return list(value, indent);
  if ('expression' in value) return value.expression;
  return 'map' in value ? json(value.map, indent) : `jsonencode(${json(value.document, indent)})`;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function list(values: readonly Value[], indent: string): string {
  const flat = `[${values.map((one) => written(one, indent)).join(', ')}]`;
  if (flat.length <= 90) return flat;
  return `[\n${values.map((one) => `${indent}  ${written(one, `${indent}  `)},\n`).join('')}${indent}]`;
}

function json(value: Json, indent: string): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((one) => `${inner}${json(one, inner)},\n`).join('')}${indent}]`;
  }
  const entries = Object.entries(value as { readonly [name: string]: Json }).map(
    ([name, one]) => [key(name), json(one, inner)] as const,
  );
  if (entries.length === 0) return '{}';
  const items = entries.map(([name, text]) => argument(name, { expression: text }));
  return `{\n${items.map((item, index) => `${inner}${line(item, widthAt(items, index), inner)}\n`).join('')}${indent}}`;
}

/** Words of policies stand as they are; anything else is quoted: a condition key is no identifier, and `for` is a keyword. */
function key(name: string): string {
  return /^[A-Z][A-Za-z]*$/.test(name) ? name : quoted(name);
}
