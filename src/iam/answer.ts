import type { Holds } from '../model/verdict.ts';
import type { PolicyProblem, StatementRef } from './model.ts';
import { type ParsedPolicy, problemOf, refOf } from './parse-policy.ts';
import type { Statement } from './statement.ts';
import { both, type Doubt, isDoubt, notUnderstood, type Test } from './truth.ts';

/** What one part of the policies says, with the statements that say so and what keeps them from saying it. */
export interface Answer {
  readonly holds: Holds;
  readonly statements: readonly StatementRef[];
  readonly keys: readonly string[];
  readonly unread: readonly string[];
  readonly problems: readonly PolicyProblem[];
}

const bare = (holds: Holds): Answer => ({ holds, statements: [], keys: [], unread: [], problems: [] });

export const YES = bare('yes');
export const NO = bare('no');

export function unknownBecauseOf(because: Partial<Omit<Answer, 'holds'>>): Answer {
  return { ...bare('unknown'), ...because };
}

/** All have to hold: the first no decides, else every unknown counts. */
export function allOf(answers: readonly Answer[]): Answer {
  const no = answers.find(({ holds }) => holds === 'no');
  if (no !== undefined) return no;
  const unknown = answers.filter(({ holds }) => holds === 'unknown');
  return unknown.length > 0 ? merged('unknown', unknown) : merged('yes', answers);
}

/** One has to hold: one yes decides, else every unknown counts. */
export function anyOf(answers: readonly Answer[]): Answer {
  const yes = answers.filter(({ holds }) => holds === 'yes');
  if (yes.length > 0) return merged('yes', yes);
  const unknown = answers.filter(({ holds }) => holds === 'unknown');
  return unknown.length > 0 ? merged('unknown', unknown) : NO;
}

export function not(answer: Answer): Answer {
  if (answer.holds === 'unknown') return answer;
  return { ...answer, holds: answer.holds === 'yes' ? 'no' : 'yes' };
}

function merged(holds: Holds, answers: readonly Answer[]): Answer {
  if (answers.length === 1) return { ...(answers[0] ?? YES), holds };
  return {
    holds,
    statements: answers.flatMap(({ statements }) => statements),
    keys: answers.flatMap(({ keys }) => keys),
    unread: answers.flatMap(({ unread }) => unread),
    problems: answers.flatMap(({ problems }) => problems),
  };
}

/** Whether a statement of this effect in these policies is about the request. */
export function asked(
  policies: readonly ParsedPolicy[],
  effect: 'Allow' | 'Deny',
  match: (statement: Statement) => Test,
): Answer {
  const answers: Answer[] = [];
  for (const policy of policies) {
    for (const statement of policy.statements) {
      if (statement.effect !== effect && statement.effect !== null) continue;
      const matches = match(statement);
      const test = statement.effect === null ? both(matches, notUnderstood(statement.faults)) : matches;
      if (isDoubt(test)) answers.push(doubtful(policy, statement, test));
      // An opaque policy says nothing for sure, whatever its statements seem to say.
      else if (test === 'yes' && policy.opaque.length === 0)
        answers.push({ ...YES, statements: [refOf(policy, statement)] });
    }
    answers.push(...unknownAsAWhole(policy));
  }
  return answers.length === 0 ? NO : anyOf(answers);
}

function unknownAsAWhole({ name, unread, opaque }: ParsedPolicy): readonly Answer[] {
  if (unread) return [unknownBecauseOf({ unread: [name] })];
  return opaque.length === 0 ? [] : [unknownBecauseOf({ problems: opaque.map((fault) => problemOf(name, fault)) })];
}

function doubtful(policy: ParsedPolicy, statement: Statement, { keys, faults }: Doubt): Answer {
  return {
    holds: 'unknown',
    statements: [refOf(policy, statement)],
    keys,
    unread: [],
    problems: faults.map((fault) => problemOf(policy.name, fault)),
  };
}
