/** Other people's SQL: what is refused, what is stopped, and that the program lives on. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { QueryDatabase, QueryError } from '../../src/store/query-database.ts';
import { QuerySandbox } from '../../src/store/query-sandbox.ts';
import { SHAPES } from '../../src/workflow/fact-database.ts';
import { planQuery } from '../../src/workflow/query.ts';
import { controlOf } from '../own-controls/text.ts';
import { entangled, REFUSED, STOPPED } from './hostile-statements.ts';

const LIMITS = { time: 700, rows: 1000, size: 1_000_000 };
const trail = SHAPES.find(({ name }) => name === 'v_trail');
const filled = new QueryDatabase(SHAPES);
filled.insert('v_trail', [trail?.columns.map(({ type }, index) => (type === 'TEXT' ? `text ${index}` : index)) ?? []]);
filled.finish();
const sandbox = new QuerySandbox({ shapes: SHAPES, bytes: filled.bytes() });
after(() => sandbox.close());

const names = async (): Promise<unknown> => (await sandbox.run('select count(*) from v_trail', {}, LIMITS)).rows;

describe('hostile SQL', { concurrency: 1 }, () => {
  test('is a corpus worth the name', () => {
    assert.ok(REFUSED.length + STOPPED.length >= 100);
    assert.equal(new Set(REFUSED.map(([sql]) => sql)).size, REFUSED.length);
  });

  for (const [sql, says] of [...REFUSED, ...STOPPED]) {
    test(`is refused or stopped: ${JSON.stringify(sql.slice(0, 90))}`, async () => {
      await assert.rejects(sandbox.run(sql, {}, LIMITS), (error: Error) => {
        assert.ok(error instanceof QueryError);
        assert.match(error.message, says);
        assert.ok(!error.message.includes('\n'));
        return true;
      });
      assert.deepEqual(await names(), [[1]], 'the sandbox lives on, and nothing was changed');
    });
  }

  for (const [sql, says] of REFUSED) {
    test(`is refused before anything is read: ${JSON.stringify(sql.slice(0, 90))}`, () => {
      const empty = new QueryDatabase(SHAPES);
      empty.finish();
      empty.seal();
      // A parameter without a value shows when the statement runs.
      if (says.source.includes('no value')) return assert.throws(() => [...empty.rows(sql)], says);
      assert.throws(() => empty.shape(sql), says);
      empty.close();
    });
  }
});

describe('SQL that takes for ever to prepare', { concurrency: 1 }, () => {
  test('is stopped before anything is read', () => {
    assert.throws(() => planQuery(entangled(40), []), /refused: it was stopped after 5 seconds, before it began/);
  });

  test('is stopped in a control of the user, with its place', () => {
    assert.throws(
      () => controlOf({ violations: entangled(40) }),
      /^UserError: own\.yaml:\d+:\d+: \w+: it was stopped after 5 seconds/,
    );
  });

  test('is known from what only has several SELECTs', () => {
    assert.deepEqual(planQuery(entangled(3), []).columns, ['subject', 'reason']);
    assert.deepEqual(
      planQuery('select name from v_trail where account_id in (select account_id from v_account)', []).views.map(
        ({ name }) => name,
      ),
      ['v_account', 'v_trail'],
    );
  });
});

describe('the process of a sandbox', { concurrency: 1 }, () => {
  test('that cannot be started is an error of the query', async () => {
    const other = new QuerySandbox({ shapes: SHAPES, bytes: filled.bytes() });
    const { execPath } = process;
    try {
      process.execPath = '/nowhere/node';
      await assert.rejects(other.run('select 1', {}, LIMITS), /its process could not be used \(ENOENT\)/);
    } finally {
      process.execPath = execPath;
    }
    assert.deepEqual((await other.run('select 1', {}, LIMITS)).rows, [[1]]);
    other.close();
  });

  test('that ends without a word is not called out of memory', async () => {
    const other = new QuerySandbox({ shapes: null, bytes: undefined } as never);
    await assert.rejects(other.run('select 1', {}, LIMITS), /its process ended \(1\)/);
    other.close();
  });
});

describe('ordinary SQL', { concurrency: 1 }, () => {
  const fine: readonly (readonly [string, unknown])[] = [
    ['select count(*) from v_trail', [[1]]],
    ['select 1;', [[1]]],
    ['values (1, null)', [[1, null]]],
    ["select ';--' as x -- a comment; with a semicolon", [[';--']]],
    ['with recursive n(i) as (select 1 union all select i + 1 from n where i < 3) select i from n', [[1], [2], [3]]],
    ['with n as (select 1 as i) select count(*) from n', [[1]]],
    ['select value from json_each(\'[1,"a"]\')', [[1], ['a']]],
    ["select date('2026-11-24', '-90 days')", [['2026-08-26']]],
    ["select datetime('2026-11-24T10:00:00.5', 'subsec')", [['2026-11-24 10:00:00.500']]],
    ["select strftime('%Y', '2026-11-24T00:00:00Z')", [['2026']]],
    ["select 'Trail' regexp '^T[a-z]+$', 'x' regexp '^T', null regexp 'x'", [[1, 0, null]]],
    ['select 9007199254740993, 2.5', [['9007199254740993', 2.5]]],
    ["select x'00ff'", [['00ff']]],
    ['select row_number() over (order by name) from v_trail', [[1]]],
    ["select :a, json_extract(:b, '$[0]')", [['it', 'x']]],
  ];
  for (const [sql, rows] of fine) {
    test(sql, async () => {
      assert.deepEqual((await sandbox.run(sql, { a: 'it', b: '["x"]' }, LIMITS)).rows, rows);
    });
  }

  test('ends with the program: nothing is left running', async () => {
    const other = new QuerySandbox({ shapes: SHAPES, bytes: filled.bytes() });
    await other.run('select 1', {}, LIMITS);
    other.close();
    await assert.doesNotReject(other.run('select 2', {}, LIMITS));
    other.close();
  });
});
