/** What is wrong in a control's file: line, column, what, and what to do; before anything is read from AWS. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UserError } from '../../src/util/errors.ts';
import { parseOwnControl } from '../../src/workflow/own-controls/parse.ts';
import { REFUSED } from '../queries/hostile-statements.ts';
import { controlText, type Parts } from './text.ts';

const GOOD = controlText();
const edited = (from: string, to: string): string => {
  assert.ok(GOOD.includes(from), from);
  return GOOD.replace(from, to);
};
const fixture = (given: string, expect = '{ "111122223333": PASS }'): Parts => ({
  more: `fixtures:\n  - name: one\n    given: ${given}\n    expect: ${expect}\n`,
});

/** What it is, the file, where, and what is said. */
const BAD: readonly [string, string, string, RegExp][] = [
  ['broken YAML', edited('id: validated', 'id: "validated'), '16:1', /quote/i],
  ['a tab', edited('title: Every', 'title:\n\tx: Every'), '4:1', /tab/i],
  ['a key twice', edited('severity: high', 'severity: high\nseverity: low'), '6:1', /unique/],
  ['nothing', '', '1:1', /the file: must be keys with values, not nothing/],
  ['a list', '- a\n', '1:1', /the file: must be keys with values, not a list/],
  ['two documents', `${GOOD}---\na: 1\n`, '16:1', /a second document begins here/],
  ['an unknown key', edited('severity:', 'seveirty: x\nseverity:'), '5:1', /unknown key "seveirty"/],
  ['a misspelt key', edited('violations:', 'violation:'), '12:1', /unknown key "violation"/],
  ['a missing part', edited('severity: high\n', ''), '1:1', /severity: is missing/],
  ['no expectation', edited('expect: { eq: [] }\n', ''), '1:1', /expect: is missing/],
  ['another schema', edited('control/1', 'control/2'), '1:1', /schema: must be trailproof\/control\/1/],
  ['an id in capitals', edited('id: validated', 'id: Validated'), '2:1', /id: must be words in small letters/],
  ['an id that is a path', edited('id: validated', 'id: a/b'), '2:1', /id: must be words in small letters/],
  ['an id that is too long', edited('id: validated', `id: ${'a'.repeat(65)}`), '2:1', /at most 64/],
  ['a reserved id', edited('id: validated', 'id: default'), '2:1', /no control can be called "default"/],
  ['another severity', edited('severity: high', 'severity: urgent'), '5:1', /must be one of low, medium/],
  ['another category', edited('category: integrity', 'category: misc'), '4:1', /must be one of logging/],
  ['another subject', edited('per: trail', 'per: planet'), '6:1', /must be one of account, cell/],
  ['a title with a full stop', edited('Every trail validates', 'Every trail validates.'), '3:1', /full stop/],
  [
    'another expectation',
    edited('eq: []', 'eq: [1]'),
    '14:11',
    /\[\], the only expectation|must be a never|expected never/,
  ],
  ['an expectation that is not equal', edited('eq: []', 'ne: []'), '14:11', /unknown key "ne"/],
  [
    'empty SQL',
    edited('population: |\n  select trail_arn as subject from v_trail where in_scope', 'population: ""'),
    '8:1',
    /population: is empty/,
  ],
  [
    'a parameter that is a map',
    controlText({ more: 'parameters: { a: { b: 1 } }\n' }),
    '16:15',
    /must be text in quotes, a number or a list/,
  ],
  [
    'a parameter nobody uses',
    controlText({ more: 'parameters:\n  a: 1\n' }),
    '17:3',
    /no statement uses the parameter "a"/,
  ],
  [
    'an unknown framework',
    controlText({ more: 'clauses:\n  - { framework: cis, id: "1" }\n' }),
    '17:7',
    /must be one of aws-security-hub/,
  ],
  [
    'an unknown clause',
    controlText({ more: 'clauses:\n  - { framework: cis-aws-3.0, id: "9.9" }\n' }),
    '17:31',
    /cis-aws-3.0 has no clause "9.9"/,
  ],
  ['a fixture with an unknown view', controlText(fixture('{ v_trials: [] }')), '18:14', /there is no view "v_trials"/],
  [
    'a fixture with an unknown column',
    controlText(fixture('{ v_trail: [{ arn: x }] }')),
    '18:26',
    /v_trail has no column "arn"/,
  ],
  [
    'a boolean in words',
    controlText(fixture('{ v_trail: [{ validation: "on" }] }')),
    '18:26',
    /validation: must be true or false/,
  ],
  [
    'an account as a number',
    controlText(fixture('{ v_trail: [{ account_id: 111122223333 }] }')),
    '18:26',
    /account_id: must be text/,
  ],
  [
    'a time without a zone',
    controlText(fixture('{ v_trail: [{ stopped_at: "2026-01-01 08:00" }] }')),
    '18:26',
    /must be a time in UTC/,
  ],
  ['two policies', controlText(fixture('{ v_policy: [{}, {}] }')), '18:29', /v_policy has one row, not 2/],
  ['a fixture that expects nothing', controlText(fixture('{}', '{}')), '19:5', /it expects nothing/],
  ['a fixture with another verdict', controlText(fixture('{}', '{ a: OK }')), '19:15', /must be one of PASS/],
];

/** SQL of `violations`, whose first line is line 13 and begins in column 3; where; what is said. */
const BAD_SQL: readonly [string, string, RegExp][] = [
  ["select trail_arn as subject, 'x' as reason form v_trail", '13:46', /near "form": syntax error/],
  [
    "select trail_arn as subject,\n  'x' as reason\nfrom v_trail wher in_scope",
    '15:21',
    /near "in_scope": syntax error/,
  ],
  ["select trail_arn as subject, 'from' as reason from from v_trail", '13:54', /near "from": syntax error/],
  ["select subjet as subject, 'subjet' as reason from v_trail", '13:10', /no such column: subjet/],
  [
    "select trail_arn as subject, 'x' as reason\nfrom v_trail t\nwhere t.nonsense",
    '15:9',
    /no such column: t.nonsense/,
  ],
  ["select a as subject, 'x' as reason from v_trials", '13:43', /no such table: v_trials/],
  ["select nix(1) as subject, 'x' as reason from v_trail", '13:10', /no such function: nix/],
  ["select random() as subject, 'x' as reason from v_trail", '13:10', /the function random is not allowed/],
  ["select name as subject, 'x' as reason from sqlite_schema", '12:1', /sqlite_master cannot be read/],
  ["select 'a' as subject, 'b' as reason; select 1", '13:39', /more than one statement/],
  ['delete from v_trail', '12:1', /only reading is allowed/],
  ["attach 'x' as y", '12:1', /only reading is allowed/],
  ["select trail_arn, 'x' as reason from v_trail", '12:1', /it has no column "subject"/],
  ['select trail_arn as subject from v_trail', '12:1', /it has no column "reason"/],
  ["select 'a' as subject, 'b' as reason, 1 as x, 2 as x", '12:1', /two columns are called "x"/],
  ["select 'a' as subject, 'b' as reason where 1 = :nobody", '13:50', /there is no parameter "nobody"/],
  ["select 'a' as subject, 'b' as reason where 1 = ?", '13:50', /"\?" is no parameter/],
  ["select 'a' as subject, 'b' as reason where 1 = @x", '13:50', /"@x" is no parameter/],
];

function refusal(text: string): string {
  try {
    parseOwnControl('own.yaml', text);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.ok(!error.message.includes('\n'), error.message);
    return error.message;
  }
  return 'it was taken';
}

describe('files of own controls', () => {
  test('a good one is taken, with the facts that its views need', () => {
    const { control } = parseOwnControl('own.yaml', GOOD);
    assert.deepEqual([control.id, control.population, control.severity], ['validated', 'trail', 'high']);
    assert.deepEqual(control.needs, ['trails', 'status', 'selectors']);
    assert.deepEqual(control.own.places, {
      population: 'own.yaml:8:1',
      unknown: 'own.yaml:10:1',
      violations: 'own.yaml:12:1',
    });
    assert.deepEqual(control.own.listings, ['trails']);
  });

  for (const [what, text, place, said] of BAD) {
    test(`${what}: ${place}`, () => {
      const message = refusal(text);
      assert.match(message, said);
      assert.ok(message.startsWith(`own.yaml:${place}: `), message);
    });
  }

  for (const [sql, place, said] of BAD_SQL) {
    test(`violations: ${JSON.stringify(sql)}: ${place}`, () => {
      const message = refusal(controlText({ violations: sql }));
      assert.match(message, said);
      assert.ok(message.startsWith(`own.yaml:${place}: `), message);
    });
  }

  test('places are found in folded and quoted text too', () => {
    const sql = "select nix(1) as subject, 'x' as reason from v_trail";
    const folded = GOOD.replace(
      /violations: \|\n.*\n/,
      `violations: >\n\n  select 'nix' as a,\n  nix(1) as subject, 'x' as reason\n`,
    );
    assert.match(refusal(folded), /^own\.yaml:15:3: violations: no such function: nix/);
    const quoted = GOOD.replace(/violations: \|\n.*\n/, `violations: "${sql}"\n`);
    assert.match(refusal(quoted), /^own\.yaml:12:21: violations: no such function: nix/);
  });

  test('each statement has its columns', () => {
    const foreign = 'select trail_arn as subject, name as region, name from v_trail';
    assert.match(refusal(controlText({ population: foreign })), /^own\.yaml:8:1: population: it has a column "name"/);
    const long = "select trail_arn as subject, 'x' as reason, name from v_trail";
    assert.match(refusal(controlText({ unknown: long })), /^own\.yaml:10:1: unknown: it has a column "name"/);
    assert.equal(refusal(controlText({ violations: long })), 'it was taken');
    assert.equal(refusal(controlText({ unknown: null })), 'it was taken');
  });

  test('every hostile statement that can be told without running it is refused, wherever it stands', () => {
    assert.ok(REFUSED.length > 60);
    for (const [sql] of REFUSED) {
      // YAML itself takes no text with such characters.
      if (/[\0\u2028\u2029]|^\s*$/.test(sql)) continue;
      for (const name of ['population', 'unknown', 'violations'] as const) {
        const text = GOOD.replace(new RegExp(`^${name}: \\|\\n.*\\n`, 'm'), () => `${name}: ${JSON.stringify(sql)}\n`);
        assert.match(refusal(text), new RegExp(`^own\\.yaml:\\d+:\\d+: ${name}: `), sql);
      }
    }
  });
});
