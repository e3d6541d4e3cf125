/** trailproof query at the command line: formats, refusals, limits, and what it asks AWS for. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { factsFor } from '../../src/queries/fact-tables.ts';
import { UNREAD } from '../../src/queries/unread.ts';
import { VIEWS } from '../../src/queries/views.ts';
import { ACCOUNT, HOME, smallWorld } from '../integration/worlds.ts';
import { startDouble } from '../rig/double.ts';
import { deny } from '../rig/faults.ts';
import { runTrailproof } from '../rig/run.ts';
import { assertValid } from '../support/schemas.ts';
import { assertRefused, runOffline } from './refusal.ts';

const ROOT = join(import.meta.dirname, '../..');
const FROM = ['--from', join(ROOT, 'demo'), '--policy', join(ROOT, 'demo/trailproof.yaml')];
const folder = mkdtempSync(join(tmpdir(), 'trailproof-query-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('trailproof query', { concurrency: 2 }, () => {
  test('lists stored queries and views, and prints the SQL of one', async () => {
    const [list, lists, views, view, sql] = await Promise.all([
      runOffline(['query']),
      runOffline(['query', '--format', 'json']),
      runOffline(['query', '--tables', '--format', 'json']),
      runOffline(['query', '--tables', 'v_trail']),
      runOffline(['query', '--show', 'trail-encryption']),
    ]);
    assert.match(list.stdout, /^trail-encryption\n {4}What fails/m);
    assert.ok(list.stdout.split('\n').every((line) => line.length <= 80));
    assertValid('queries', JSON.parse(lists.stdout));
    assertValid('views', JSON.parse(views.stdout));
    assert.match(view.stdout, /^ {2}has_kms_key +boolean +A key is set on the trail$/m);
    assert.match(sql.stdout, /^select trail_arn as subject\nfrom v_trail/);
    assert.deepEqual([list.code, lists.code, views.code, view.code, sql.code], [0, 0, 0, 0, 0]);
  });

  test('answers in every format', async () => {
    const sql =
      "select name, logging as \"is on\" from v_trail where name in ('workshop', 'lake-objects') order by name";
    const run = async (format: string) => (await runOffline(['query', sql, ...FROM, '--format', format])).stdout;
    assert.match(await run('table'), /^name +is on\nlake-objects +1\nworkshop +0\n2 rows\.\n/);
    assert.equal(await run('csv'), 'name,is on\r\nlake-objects,1\r\nworkshop,0\r\n');
    assert.match(await run('markdown'), /^\| name \| is on \|\n\| --- \| --- \|\n\| lake-objects \| 1 \|\n/);
    const document = JSON.parse(await run('json'));
    assertValid('query', document);
    assert.deepEqual(document.rows, [
      { name: 'lake-objects', 'is on': 1 },
      { name: 'workshop', 'is on': 0 },
    ]);
    assert.deepEqual([document.query.name, document.complete], [null, false]);
  });

  test('shows rows that are too wide one below the other', async () => {
    const { stdout } = await runOffline(['query', "select * from v_trail where name = 'workshop'", ...FROM]);
    assert.match(stdout, /^trail_arn +arn:aws:cloudtrail:\S+\nname +workshop\n/);
  });

  test('runs the query of a control that a user wrote, its parameters bound', async () => {
    const dir = ['--controls-dir', join(ROOT, 'controls/examples')];
    const own = await runOffline(['query', 'naming-convention', ...FROM, ...dir, '--format', 'json']);
    assert.equal(own.stderr, '');
    const { query, rows } = JSON.parse(own.stdout);
    assert.equal(query.name, 'naming-convention');
    assert.ok(rows.some(({ name }: { name: string }) => name === 'workshop'));
    assertRefused(await runOffline(['query', 'naming-convention', ...FROM]), /no stored query is called/);
  });

  const refused: readonly (readonly [what: string, words: string[], says: RegExp])[] = [
    ['a query that writes', ['delete from v_trail'], /only reading is allowed/],
    ['an unknown view', ['select * from v_nothing'], /no such table: v_nothing.*--tables/],
    ['an unknown column', ['select nowhere from v_trail'], /no such column: nowhere/],
    ['an unknown name', ['no-such-query'], /no stored query is called "no-such-query"/],
    ['two columns of one name', ['select 1 as a, 2 as a'], /two columns of the query are called "a"/],
    ['no query', [''], /it is empty/],
    ['an unknown view to list', ['--tables', 'v_nothing'], /no view is called "v_nothing"/],
    ['an unknown query to show', ['--show', 'nothing'], /no stored query is called "nothing"/],
    ['a query beside --show', ['trail-encryption', '--show', 'trail-encryption'], /take no query/],
    ['a timeout of nothing', ['select 1', '--timeout', '0'], /whole number from 1 to 3600/],
    ['rows of no number', ['select 1', '--max-rows', 'many'], /whole number from 1/],
  ];
  for (const [what, words, says] of refused) {
    test(`refuses ${what} before it looks at anything`, async () => {
      assertRefused(await runOffline(['query', ...words]), says);
    });
  }

  test('stops a query without end, and leaves no file half-written', async () => {
    const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n';
    const output = join(folder, 'endless.csv');
    writeFileSync(output, 'as it was\n');
    assertRefused(
      await runOffline(['query', endless, ...FROM, '--timeout', '1', '--output', output]),
      /stopped after 1 second/,
    );
    const many = 'with recursive n(i) as (select 1 union all select i + 1 from n limit 10000000) select i from n';
    assertRefused(await runOffline(['query', many, ...FROM, '--output', output]), /more than 250000 rows/);
    assertRefused(await runOffline(['query', many, ...FROM, '--max-rows', '5']), /more than 5 rows/);
    assert.equal(readFileSync(output, 'utf8'), 'as it was\n');
  });
});

describe('trailproof query over AWS', { concurrency: 1 }, () => {
  const ask = async (words: string[], rules: Parameters<typeof startDouble>[1] = {}) => {
    const double = await startDouble(smallWorld(), rules);
    try {
      const run = await runTrailproof(['query', ...words, '--format', 'json'], { env: double.env(ACCOUNT, HOME) });
      return { ...run, calls: Object.keys(double.counts()).sort() };
    } finally {
      await double.close();
    }
  };

  test('asks for what the query reads and no more', async () => {
    const account = await ask(['select account_id, regions from v_account']);
    assert.deepEqual([account.code, account.stderr], [0, '']);
    assert.deepEqual(account.calls, ['account:ListRegions', 'cloudtrail:DescribeTrails', 'sts:GetCallerIdentity']);
    const tags = await ask(['select count(*) as n from v_tag']);
    assert.ok(tags.calls.includes('cloudtrail:ListTags') && !tags.calls.includes('cloudtrail:GetTrailStatus'));
  });

  test('judges the control whose query it is, and that alone', async () => {
    const { code, calls, stdout } = await ask(['log-file-validation']);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout).columns, ['subject']);
    assert.ok(!calls.includes('s3:GetBucketPolicy'));
  });

  test('exit code 4 and complete: false where what it may show was refused', async () => {
    const rules = { rules: [{ match: { service: 'cloudtrail', operation: 'GetEventSelectors' }, do: deny() }] };
    const selectors = await ask(['select name, reads from v_trail'], rules);
    assert.equal(selectors.code, 4);
    assert.equal(JSON.parse(selectors.stdout).complete, false);
    const account = await ask(['select account_id from v_account'], rules);
    assert.equal(account.code, 0, 'what was refused is nothing that it shows');
  });

  for (const [query, service, operation] of [
    ['trail-tagged', 'cloudtrail', 'ListTags'],
    ['select * from v_insight', 'cloudtrail', 'GetInsightSelectors'],
    ['select * from v_event_data_store', 'cloudtrail', 'ListEventDataStores'],
    ['select * from v_bucket', 's3', 'GetBucketVersioning'],
  ] as const) {
    test(`exit code 4 where ${operation} was refused`, async () => {
      const { code, stdout } = await ask([query], { rules: [{ match: { service, operation }, do: deny() }] });
      assert.deepEqual([code, JSON.parse(stdout).complete], [4, false]);
    });
  }
});

test('every fact that a view needs can be named as unread', () => {
  const named = new Set<string>([...Object.keys(UNREAD), ...Object.values(UNREAD).filter((fact) => fact !== null)]);
  assert.deepEqual(
    factsFor(VIEWS).filter((fact) => !named.has(fact)),
    [],
  );
});
