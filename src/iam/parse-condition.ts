import { type ConditionTest, type ConditionValue, splitArn } from './condition.ts';
import type { JsonEntry, JsonNode } from './json-text.ts';
import type { Notes } from './notes.ts';
import { type Operator, operatorOf, typedOf } from './operators.ts';
import { templateOf } from './template.ts';
import type { Fault } from './truth.ts';
import { tokensOf } from './wildcard.ts';

const NONE: Operator = { comparison: { kind: 'null' }, negated: false, ifExists: false, set: 'one' };

/** Reads a Condition element; what is not understood in it leaves its own test open, and nothing else. */
export function conditionsOf(node: JsonNode, notes: Notes, variables: boolean): readonly ConditionTest[] {
  if (node.kind !== 'object')
    return [broken('Condition', [notes.fault('Condition has to be an object', node.at)], node, notes)];
  const tests: ConditionTest[] = [];
  const repeated = notes.repeated(node);
  for (const entry of node.entries) {
    const operator = operatorOf(entry.key);
    const faults = listOf(repeated.get(entry.key));
    if (operator === null) faults.push(notes.fault(`unknown condition operator "${shown(entry.key)}"`, entry.at));
    tests.push(...testsOf(entry, operator ?? NONE, faults, notes, variables));
  }
  return tests;
}

function testsOf(
  entry: JsonEntry,
  operator: Operator,
  faults: readonly Fault[],
  notes: Notes,
  variables: boolean,
): ConditionTest[] {
  const { value: node, key: operatorName } = entry;
  if (node.kind !== 'object') {
    const fault = notes.fault(`the keys of ${shown(operatorName)} have to be an object`, node.at);
    return [broken(operatorName, [...faults, fault], node, notes)];
  }
  // An unknown operator around no key at all still is one.
  if (node.entries.length === 0 && faults.length > 0) return [broken(operatorName, faults, node, notes)];
  const repeated = notes.repeated(node, (key) => key.toLowerCase());
  return node.entries.map(({ key, at, value }) => {
    const own = [...faults, ...listOf(repeated.get(key.toLowerCase()))];
    const values: ConditionValue[] = [];
    for (const item of value.kind === 'list' ? value.items : [value]) {
      // With an unknown operator there is nothing that the value could be checked against.
      const read = faults.length > 0 ? null : readValue(item, operator, variables);
      if (typeof read === 'string') own.push(notes.fault(read, item.at));
      else if (read !== null) values.push(read);
    }
    if (value.kind === 'list' && value.items.length === 0)
      own.push(notes.fault('a condition without any value', value.at));
    return { operatorName, keyName: key, key: key.toLowerCase(), operator, values, faults: own, ...notes.place(at) };
  });
}

function broken(operatorName: string, faults: readonly Fault[], node: JsonNode, notes: Notes): ConditionTest {
  return { operatorName, keyName: '', key: '', operator: NONE, values: [], faults, ...notes.place(node.at) };
}

/** A value as the operator compares it, or what is wrong with it. */
function readValue(node: JsonNode, { comparison }: Operator, variables: boolean): ConditionValue | string {
  if (node.kind !== 'text' && node.kind !== 'number' && node.kind !== 'boolean') {
    return 'a condition value has to be a string, a number or a Boolean';
  }
  const text = node.value;
  if (comparison.kind === 'text' || comparison.kind === 'arn') {
    const ignoreCase = comparison.kind === 'text' && comparison.ignoreCase;
    const wild = comparison.kind === 'arn' || comparison.wild;
    const template = templateOf(ignoreCase ? text.toLowerCase() : text, { wild, variables });
    if ('wrong' in template) return template.wrong;
    const isArn = comparison.kind !== 'arn' || template.is === 'variables' || splitArn(tokensOf(text, true)) !== null;
    return isArn ? { text, is: { template } } : `"${shown(text)}" has not the six parts of an ARN`;
  }
  const typed = typedOf(comparison, text);
  return typed === null ? `"${shown(text)}" is no value that this operator compares` : { text, is: { typed } };
}

function listOf(fault: Fault | undefined): Fault[] {
  return fault === undefined ? [] : [fault];
}

export function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
