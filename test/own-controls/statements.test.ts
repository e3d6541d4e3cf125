/** What the statements of a control may return, and what stops them; told by their line. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { QuerySandbox } from '../../src/store/query-sandbox.ts';
import { UserError } from '../../src/util/errors.ts';
import { SHAPES } from '../../src/workflow/fact-database.ts';
import { fixtureWorld } from '../../src/workflow/own-controls/fixture-world.ts';
import { runStatements } from '../../src/workflow/own-controls/run-statements.ts';
import { STOPPED } from '../queries/hostile-statements.ts';
import { controlOf, type Parts, trailNamed } from './text.ts';

const row = { account_id: '111122223333', validation: false };
const { database } = fixtureWorld({
  given: {
    v_trail: [
      { ...row, trail_arn: trailNamed('a'), name: 'a' },
      { ...row, trail_arn: trailNamed('b'), name: 'b' },
    ],
  },
});
const sandbox = new QuerySandbox({ shapes: SHAPES, bytes: database.bytes() });
database.close();
after(() => sandbox.close());

const LIMITS = { time: 700, rows: 1000, size: 1_000_000 };

async function refusal(parts: Parts, limits = LIMITS): Promise<string> {
  try {
    await runStatements(controlOf(parts), sandbox, limits);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  }
  return 'it ran';
}

/** What it is, the statements, what is said. */
const WRONG: readonly [string, Parts, RegExp][] = [
  [
    'a violation outside the population',
    { population: "select trail_arn as subject from v_trail where name = 'a'" },
    /^own\.yaml:12:1: violations: it returns \S+trail\/b, which is not in the population\. It returns \S+trail\/a;/,
  ],
  [
    'an unknown subject outside the population',
    { unknown: "select 'x' as subject, 'y' as reason" },
    /^own\.yaml:10:1: unknown: it returns x, which is not in the population/,
  ],
  [
    'an empty population with a violation',
    { population: 'select trail_arn as subject from v_trail where 0' },
    /^own\.yaml:12:1: .*It returns nothing/,
  ],
  [
    'a subject twice',
    { population: "select trail_arn as subject from v_trail, json_each('[1, 2]')" },
    /^own\.yaml:8:1: population: it returns \S+trail\/a twice/,
  ],
  ['no subject', { population: 'select null as subject from v_trail' }, /^own\.yaml:8:1: .*a row without a subject/],
  ['an empty subject', { violations: "select '' as subject, 'x' as reason" }, /^own\.yaml:12:1: .*without a subject/],
  ['another kind of subject', { per: 'cell' }, /^own\.yaml:8:1: .*is not ACCOUNT\/REGION/],
  ['a name as an account', { per: 'account' }, /is not a 12-digit account id/],
  ['an account as a trail', { population: 'select account_id as subject from v_account' }, /is not an ARN or a name/],
  [
    'a pattern that is none',
    { violations: "select name as subject, 'x' as reason from v_trail where name regexp '('" },
    /^own\.yaml:12:1: violations: regexp: /,
  ],
];

describe('statements of own controls', { concurrency: 1 }, () => {
  test('return sets; columns besides subject and reason are what was observed', async () => {
    const violations = "select trail_arn as subject, null as reason, name, '[1]' as list from v_trail where name = 'a'";
    const sets = await runStatements(controlOf({ violations }), sandbox, LIMITS);
    assert.deepEqual(
      sets.population.map(({ account, region }) => [account, region]),
      [
        ['111122223333', 'eu-west-1'],
        ['111122223333', 'eu-west-1'],
      ],
    );
    assert.deepEqual(
      [...sets.violations],
      [[trailNamed('a'), [{ text: 'The statement gives no reason', observed: { name: 'a', list: [1] } }]]],
    );
  });

  test('are given the values of parameters: text, numbers, lists', async () => {
    const violations =
      'select trail_arn as subject, :word || :number as reason from v_trail where name in (select value from json_each(:names))';
    const more = 'parameters: { word: is, number: 7, names: [b, c] }\n';
    const sets = await runStatements(controlOf({ violations, more }), sandbox, LIMITS);
    assert.deepEqual(
      [...sets.violations.values()].map(([one]) => one?.text),
      ['is7'],
    );
  });

  for (const [what, parts, said] of WRONG) {
    test(`${what}: refused`, async () => {
      assert.match(await refusal(parts), said);
    });
  }

  for (const [sql, says] of STOPPED) {
    test(`is stopped: ${JSON.stringify(sql.slice(0, 80))}`, async () => {
      // SQLite leaves out what nobody looks at.
      const rows = await refusal({ violations: `select 'x' as subject, 'y' as reason from (${sql})` });
      const value = await refusal({ violations: `with t(v) as (${sql}) select 'x' as subject, v as reason from t` });
      const told = [rows, value].filter((message) => !message.includes('which is not in the population'));
      assert.ok(told.length > 0);
      for (const message of told) assert.match(message, /^own\.yaml:(12:1|13:\d+): violations: /);
      assert.ok(
        told.some((message) => says.test(message)),
        told.join(' '),
      );
      assert.match(await refusal({}, { ...LIMITS, time: 20_000 }), /^it ran$/, 'the next one runs');
    });
  }
});
