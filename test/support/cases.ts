import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Holds, Verdict } from '../../src/model/verdict.ts';
import { type Judgement, judge } from './judge.ts';
import type { World } from './world.ts';

/**
 * What is asked of a judgement: `CONTROL`, `CONTROL @ SUBJECT`, then `> CLAUSE` for a clause (each framework that has the
 * number must agree) or `: CONDITION` for a condition of the shown candidate. `#` before a control counts its results.
 */
export type Ask = string;

export interface TruthCase {
  readonly name: string;
  /** AWS page and section, benchmark clause, or `design: RULE`. */
  readonly source: string;
  readonly world: World;
  readonly expect: Readonly<Record<Ask, Verdict | Holds | number>>;
  /** Reason ids that have to be there, or with `!` in front must not be. */
  readonly reasons?: Readonly<Record<Ask, readonly string[]>>;
}

export function runCases(subject: string, cases: readonly TruthCase[]): void {
  describe(subject, () => {
    for (const one of cases) test(`${one.name} [${one.source}]`, () => check(one));
  });
}

function check({ world, expect, reasons = {} }: TruthCase): void {
  const judgement = judge(world);
  const got = Object.fromEntries(Object.keys(expect).map((ask) => [ask, answer(judgement, ask)]));
  deepEqual(got, expect);
  const ids = Object.fromEntries(
    Object.entries(reasons).map(([ask, wanted]) => [ask, wanted.map((id) => found(judgement, ask, id))]),
  );
  deepEqual(ids, reasons);
}

function parts(ask: Ask): {
  control: string;
  subject: string | undefined;
  clause: string | undefined;
  condition: string | undefined;
} {
  const match = /^#?([\w-]+)(?: @ (\S+))?(?: > (.+))?(?: : (.+))?$/.exec(ask);
  if (match === null) throw new Error(`not understood: ${ask}`);
  const [, control = '', subject, clause, condition] = match;
  return { control, subject, clause, condition };
}

function answer(judgement: Judgement, ask: Ask): unknown {
  const { control, subject, clause, condition } = parts(ask);
  if (ask.startsWith('#')) return judgement.of(control).length;
  if (clause !== undefined) {
    const verdicts = [...new Set(judgement.clauses(control, clause, subject).map(({ verdict }) => verdict))];
    return verdicts.length === 1 ? verdicts[0] : verdicts;
  }
  return condition === undefined
    ? judgement.verdict(control, subject)
    : judgement.condition(control, condition, subject);
}

/** The id as it was asked for where the judgement agrees, else its opposite. */
function found(judgement: Judgement, ask: Ask, wanted: string): string {
  const { control, subject, clause } = parts(ask);
  const id = wanted.replace(/^!/, '');
  const there =
    clause === undefined
      ? judgement.reasons(control, subject)
      : judgement.clauses(control, clause, subject).flatMap((one) => one.reasons.map((reason) => reason.id));
  return there.includes(id) ? id : `!${id}`;
}
