import type { Place } from './json-text.ts';
import { compareTyped, type Operator, type Typed, typedOf } from './operators.ts';
import { type Compare, type Lookup, matchTemplate, plainCompare, type Template } from './template.ts';
import { every, type Fault, isDoubt, negate, notUnderstood, some, type Test, unknownKey, yesIf } from './truth.ts';
import { matchTokens, ONE } from './wildcard.ts';

/** One key under one operator of a Condition element. All of a statement's have to hold. */
export interface ConditionTest extends Place {
  readonly operatorName: string;
  /** As the policy spells it; keys are compared without regard to letter case. */
  readonly keyName: string;
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly ConditionValue[];
  /** Not empty: the test is not understood. */
  readonly faults: readonly Fault[];
}

export interface ConditionValue {
  readonly text: string;
  readonly is: { readonly template: Template } | { readonly typed: Typed };
}

/**
 * Whether a condition holds for a request (IAM user guide, "Condition operators" and "Multivalued context keys"). An
 * absent key does not match, so a negated operator holds; IfExists and ForAllValues hold; ForAnyValue does not.
 */
export function testCondition(condition: ConditionTest, lookup: Lookup): Test {
  const { operator, key, faults } = condition;
  if (faults.length > 0) return notUnderstood(faults);
  const given = lookup(key);
  if (given === undefined) return unknownKey(key);
  if (operator.comparison.kind === 'null') return testNull(condition, given);
  if (given === null || given.length === 0 || (operator.set !== 'one' && given.every((value) => value === ''))) {
    return absent(operator);
  }
  const test = (value: string): Test => {
    const matches = some(condition.values, (wanted) => compareValue(condition, wanted, value, lookup));
    return operator.negated ? negate(matches) : matches;
  };
  if (operator.set === 'any') return some(given, test);
  if (operator.set === 'all' || given.length === 1) return every(given, test);
  // AWS does not say what an operator without a set prefix does with many values.
  const all = every(given, test);
  return all === some(given, test) && !isDoubt(all) ? all : unknownKey(key);
}

function absent({ set, ifExists, negated }: Operator): Test {
  if (ifExists) return 'yes';
  if (set === 'any') return 'no';
  return yesIf(set === 'all' || negated);
}

function testNull({ key, values }: ConditionTest, given: readonly string[] | null): Test {
  // Whether an empty text is a value, AWS leaves open ("the key exists and its value is not null").
  if (given?.length === 1 && given[0] === '') return unknownKey(key);
  const isNull = given === null || given.length === 0 ? 'true' : 'false';
  return yesIf(values.some(({ is }) => 'typed' in is && is.typed === isNull));
}

const asWritten = (text: string): string => text;
const lowerCase = (text: string): string => text.toLowerCase();

function compareValue({ operator, key }: ConditionTest, { is }: ConditionValue, value: string, lookup: Lookup): Test {
  const { comparison, negated } = operator;
  if ('template' in is) {
    const ignoreCase = comparison.kind === 'text' && comparison.ignoreCase;
    const compare: Compare = comparison.kind === 'arn' ? (tokens, text) => compareArn(tokens, text, key) : plainCompare;
    return matchTemplate(is.template, value, { lookup, compare, negated, fold: ignoreCase ? lowerCase : asWritten });
  }
  const typed = typedOf(comparison, value);
  return typed === null ? unknownKey(key) : yesIf(compareTyped(comparison, is.typed, typed));
}

const COLON = 0x3a;

/** Each of the six parts on its own: a wildcard does not reach over a colon, but for those in the last part. */
function compareArn(tokens: readonly number[], text: string, key: string): Test {
  const parts = text.split(':');
  const patterns = splitArn(tokens);
  if (parts.length < 6 || parts[0] !== 'arn' || patterns === null) return unknownKey(key);
  const six = [...parts.slice(0, 5), parts.slice(5).join(':')];
  return yesIf(six.every((part, index) => matchTokens(patterns[index] ?? [ONE], part)));
}

/** The six parts of an ARN pattern; null where there are fewer. */
export function splitArn(tokens: readonly number[]): (readonly number[])[] | null {
  const parts: (readonly number[])[] = [];
  let start = 0;
  for (let at = 0; at < tokens.length && parts.length < 5; at += 1) {
    if (tokens[at] !== COLON) continue;
    parts.push(tokens.slice(start, at));
    start = at + 1;
  }
  return parts.length === 5 ? [...parts, tokens.slice(start)] : null;
}
