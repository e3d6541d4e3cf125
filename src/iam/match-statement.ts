import { testCondition } from './condition.ts';
import { type Asker, matchPrincipals, type Naming } from './match-principal.ts';
import type { Element, Spelt, Statement } from './statement.ts';
import { type Lookup, matchTemplate, plainCompare } from './template.ts';
import { both, every, type Fault, negate, notUnderstood, some, type Test } from './truth.ts';

/** A request, made ready once for all the statements that it is compared with. */
export interface Situation extends Asker {
  /** Lower case. */
  readonly action: string;
  readonly resource: string;
}

const asWritten = (text: string): string => text;

/** Whether a statement is about this request, whatever its effect is. */
export function matchStatement(statement: Statement, situation: Situation, namings: readonly Naming[]): Test {
  const { action, resource, lookup } = situation;
  let test = matchAction(statement.actions, action);
  if (test === 'no') return test;
  if (statement.resources !== null) test = both(test, matchElement(statement.resources, resource, lookup));
  if (test === 'no') return test;
  if (statement.principals !== null) {
    const place: Fault = { message: '', line: statement.line, column: statement.column };
    test = both(test, matchPrincipals(statement.principals, situation, namings, place));
  }
  if (test === 'no') return test;
  test = both(
    test,
    every(statement.conditions, (condition) => testCondition(condition, lookup)),
  );
  return statement.doubts.length === 0 ? test : both(test, notUnderstood(statement.doubts));
}

/** Whether `Action` or `NotAction` covers an action, which is given in lower case. */
export function matchAction(element: Element<Spelt>, action: string): Test {
  return matchElement(element, action, () => undefined);
}

/** Plain text with wildcards, which reach over colons (IAM user guide, "Resource"). */
export function matchElement({ negated, entries, faults }: Element<Spelt>, text: string, lookup: Lookup): Test {
  if (faults.length > 0) return notUnderstood(faults);
  const options = { lookup, compare: plainCompare, negated, fold: asWritten };
  const listed = some(entries, ({ template }) => matchTemplate(template, text, options));
  return negated ? negate(listed) : listed;
}
