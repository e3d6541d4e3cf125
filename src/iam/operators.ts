import { type IpRange, ipRangeOf, rangeHolds } from './ip-address.ts';
import { timeOf } from './time.ts';

/** What a condition operator compares, without its negation, its set prefix and IfExists. */
export type Comparison =
  | { readonly kind: 'text'; readonly wild: boolean; readonly ignoreCase: boolean }
  | { readonly kind: 'arn' }
  | { readonly kind: 'order'; readonly of: 'number' | 'date'; readonly relation: Relation }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'binary' }
  | { readonly kind: 'ip' }
  | { readonly kind: 'null' };

type Relation = '=' | '<' | '<=' | '>' | '>=';

export interface Operator {
  readonly comparison: Comparison;
  readonly negated: boolean;
  readonly ifExists: boolean;
  /** Without a prefix the key has one value (IAM user guide, "Single-valued vs. multivalued context keys"). */
  readonly set: 'one' | 'any' | 'all';
}

const text = (wild: boolean, ignoreCase = false): Comparison => ({ kind: 'text', wild, ignoreCase });
const order = (of: 'number' | 'date', relation: Relation): Comparison => ({ kind: 'order', of, relation });
const plain = (comparison: Comparison) => ({ comparison, negated: false });
const not = (comparison: Comparison) => ({ comparison, negated: true });

function ordered(prefix: string, of: 'number' | 'date'): [string, { comparison: Comparison; negated: boolean }][] {
  return [
    [`${prefix}Equals`, plain(order(of, '='))],
    [`${prefix}NotEquals`, not(order(of, '='))],
    [`${prefix}LessThan`, plain(order(of, '<'))],
    [`${prefix}LessThanEquals`, plain(order(of, '<='))],
    [`${prefix}GreaterThan`, plain(order(of, '>'))],
    [`${prefix}GreaterThanEquals`, plain(order(of, '>='))],
  ];
}

/** IAM user guide, "Condition operators". */
const OPERATORS: ReadonlyMap<string, { readonly comparison: Comparison; readonly negated: boolean }> = new Map([
  ['StringEquals', plain(text(false))],
  ['StringNotEquals', not(text(false))],
  ['StringEqualsIgnoreCase', plain(text(false, true))],
  ['StringNotEqualsIgnoreCase', not(text(false, true))],
  ['StringLike', plain(text(true))],
  ['StringNotLike', not(text(true))],
  ['ArnEquals', plain({ kind: 'arn' })],
  ['ArnLike', plain({ kind: 'arn' })],
  ['ArnNotEquals', not({ kind: 'arn' })],
  ['ArnNotLike', not({ kind: 'arn' })],
  ...ordered('Numeric', 'number'),
  ...ordered('Date', 'date'),
  ['Bool', plain({ kind: 'boolean' })],
  ['BinaryEquals', plain({ kind: 'binary' })],
  ['IpAddress', plain({ kind: 'ip' })],
  ['NotIpAddress', not({ kind: 'ip' })],
  ['Null', plain({ kind: 'null' })],
]);

/** Reads an operator's name; null where AWS documents none of this spelling. */
export function operatorOf(name: string): Operator | null {
  const colon = name.indexOf(':');
  const prefix = colon === -1 ? null : name.slice(0, colon);
  if (prefix !== null && prefix !== 'ForAnyValue' && prefix !== 'ForAllValues') return null;
  const rest = name.slice(colon + 1);
  const ifExists = rest.endsWith('IfExists');
  const known = OPERATORS.get(ifExists ? rest.slice(0, -'IfExists'.length) : rest);
  if (known === undefined || (known.comparison.kind === 'null' && (ifExists || prefix !== null))) return null;
  return { ...known, ifExists, set: prefix === null ? 'one' : prefix === 'ForAnyValue' ? 'any' : 'all' };
}

/** A value of a policy or of a request in the form in which it is compared; null where it is none of this kind. */
export type Typed = number | string | IpRange;

export function typedOf(comparison: Comparison, value: string): Typed | null {
  if (comparison.kind === 'order') return comparison.of === 'date' ? timeOf(value) : numberOf(value);
  if (comparison.kind === 'boolean' || comparison.kind === 'null') {
    const word = value.toLowerCase();
    return word === 'true' || word === 'false' ? word : null;
  }
  if (comparison.kind === 'ip') return ipRangeOf(value);
  return /^[A-Za-z0-9+/]*={0,2}$/.test(value) ? value : null;
}

/** Whether a request's value stands to the policy's value as the comparison wants it. */
export function compareTyped(comparison: Comparison, wanted: Typed, given: Typed): boolean {
  if (comparison.kind === 'ip') return rangeHolds(wanted as IpRange, given as IpRange);
  if (comparison.kind !== 'order') return wanted === given;
  const [left, right] = [given as number, wanted as number];
  switch (comparison.relation) {
    case '=':
      return left === right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/** Integers and decimals; more digits than a double holds would compare wrongly, and are not compared. */
function numberOf(value: string): number | null {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value) || value.replace(/^[+-]?0*|\./g, '').length > 15) return null;
  return Number(value);
}
