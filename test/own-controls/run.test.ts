/** Own controls at the command line: over the demo in every format, what is refused, and that nothing is half done. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { REPORT_FORMATS } from '../../src/report/formats/names.ts';
import { assertRefused, runOffline } from '../cli/refusal.ts';
import { runHere } from '../integration/here.ts';
import type { ScanDocument } from '../integration/scan.ts';
import { assertValid } from '../support/schemas.ts';
import { controlText } from './text.ts';

type Summary = { id: string; population: number; summary: Record<string, number> };

const ROOT = join(import.meta.dirname, '../..');
const DEMO = ['--from', join(ROOT, 'demo'), '--policy', join(ROOT, 'demo/trailproof.yaml')];
const EXAMPLES = join(ROOT, 'controls/examples');
const folder = mkdtempSync(join(tmpdir(), 'trailproof-own-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let folders = 0;

/** A folder with these files; returns its path. */
function folderWith(files: Readonly<Record<string, string>>): string {
  folders += 1;
  const path = join(folder, String(folders));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

const here = (words: readonly string[]) => runHere(words, {});
const OUTSIDE = controlText({ violations: "select 'x' as subject, 'y' as reason" });

/** What held-back results lie in. */
function leftovers(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => /^trailproof-[0-9a-f-]{36}\.tmp$/.test(name));
}

describe('own controls over the demo', { concurrency: 1 }, () => {
  for (const format of REPORT_FORMATS) {
    test(`the examples are in --format ${format}, beside those of the library`, async () => {
      const { code, stdout, stderr } = await here(['scan', ...DEMO, '--controls-dir', EXAMPLES, '--format', format]);
      assert.equal(stderr, '');
      assert.equal(code, 5);
      for (const id of ['event-scope', 'naming-convention', 'multi-region-trail']) assert.ok(stdout.includes(id), id);
    });
  }

  test('results are as the schema says; each is of the file that was asked for', async () => {
    const words = [
      'scan',
      ...DEMO,
      '--controls-dir',
      EXAMPLES,
      '--format',
      'json',
      '--controls',
      'naming-*,event-scope',
    ];
    const document: ScanDocument & { controls: Summary[] } = JSON.parse((await here(words)).stdout);
    assertValid('scan', document);
    assert.deepEqual(
      document.controls.map(({ id }) => id),
      ['event-scope', 'naming-convention'],
    );
    for (const control of document.controls) {
      const own = document.results.filter((result) => result.control === control.id);
      assert.equal(own.length, control.population);
      const counts = Object.values<number>(control.summary).reduce((sum, count) => sum + count, 0);
      assert.equal(counts, control.population);
      for (const verdict of ['PASS', 'FAIL', 'UNKNOWN', 'NOT_APPLICABLE'])
        assert.ok((control.summary[verdict] ?? 0) > 0, verdict);
    }
    const failed = document.results.find(({ id }) => /^naming-.*trail\/Default$/.test(id));
    assert.match(failed?.reasons[0]?.text ?? '', /^Trail Default is not named by the convention/);
    assert.deepEqual(failed?.conditions[0]?.observed, { name: 'Default' });
  });

  test('with them, those of the library come out as without them', async () => {
    const [own, plain] = [['--controls-dir', EXAMPLES], []].map((words) =>
      here(['scan', ...DEMO, ...words, '--format', 'json']),
    );
    const results = async (run: typeof own) =>
      JSON.parse((await run)?.stdout ?? '').results.filter(
        ({ control }: { control: string }) => control === 'trail-delivery',
      );
    assert.deepEqual(await results(own), await results(plain));
  });

  test('a member shows what the trail of its organization comes to', async () => {
    const words = ['scan', ...DEMO, '--controls-dir', EXAMPLES, '--format', 'json', '--controls', 'event-scope'];
    const { byAccount } = JSON.parse((await here(words)).stdout);
    assert.deepEqual(byAccount['111100000010'], { 'event-scope': { verdict: 'PASS', via: 'organization' } });
  });

  test('results of the library can be asked about, whether or not they are reported', async () => {
    const text = controlText({
      per: 'account',
      population: 'select account_id as subject from v_account where assessed',
      unknown:
        "select account_id as subject, 'not judged' as reason from v_result where control = 'multi-region-trail' and verdict = 'UNKNOWN'",
      violations:
        "select account_id as subject, 'no trail' as reason from v_result where control = 'multi-region-trail' and verdict = 'FAIL'",
    });
    const words = ['scan', ...DEMO, '--controls-dir', folderWith({ 'a.yaml': text }), '--format', 'json'];
    const alone = JSON.parse((await here([...words, '--controls', 'validated'])).stdout);
    assert.deepEqual([...new Set(alone.results.map(({ control }: { control: string }) => control))], ['validated']);
    const both = JSON.parse((await here([...words, '--controls', 'validated,multi-region-trail'])).stdout);
    const verdictsOf = (id: string, from: typeof both): unknown =>
      from.results
        .filter(({ control }: { control: string }) => control === id)
        .map(({ account, verdict }: { account: string; verdict: string }) => `${account} ${verdict}`);
    assert.deepEqual(verdictsOf('validated', alone), verdictsOf('validated', both));
    assert.deepEqual(verdictsOf('validated', both), verdictsOf('multi-region-trail', both));
  });

  test('explain, controls, permissions and query know them', async () => {
    const dir = ['--controls-dir', EXAMPLES];
    const explained = await here([
      'explain',
      'naming-convention/arn:aws:iam::111100000001:role/cloudtrail-to-logs',
      ...DEMO,
      ...dir,
    ]);
    assert.match(explained.stdout, /^PASS {2}naming-convention\/arn/);
    const page = (await here(['controls', 'event-scope', ...dir])).stdout;
    assert.match(page, /^# event-scope\n/);
    assert.match(page, /json_each\(:data_events\)/);
    assert.match((await here(['controls', ...dir])).stdout, /^naming-convention +low +inventory +per resource$/m);
    const policy = (await here(['permissions', ...dir, '--controls', 'dedicated-log-group', '--format', 'policy']))
      .stdout;
    assert.match(policy, /logs:DescribeLogStreams/);
    assert.doesNotMatch(policy, /s3:|kms:|iam:/);
    const sql = "select count(*) as n from v_result where control = 'event-scope'";
    const counted = JSON.parse((await here(['query', sql, ...DEMO, ...dir, '--format', 'json'])).stdout);
    assert.equal(counted.rows[0].n, 50);
  });
});

describe('what is refused', { concurrency: 1 }, () => {
  const scan = (dir: string, ...more: string[]) => runOffline(['scan', '--controls-dir', dir, ...more]);

  test('before AWS is asked: a folder without controls, a missing one, an id twice or taken, a mistake in SQL', async () => {
    assertRefused(await scan(folderWith({ 'a.txt': '' })), /is called \*\.yaml/);
    assertRefused(await scan(join(folder, 'nowhere')), /cannot read .*nowhere/);
    const twice = folderWith({ 'b.yaml': controlText(), 'deep/a.yml': controlText() });
    assertRefused(await scan(twice), /deep\/a\.yml:2:1: the id "validated" is taken by \S+b\.yaml:2:1\./);
    const taken = folderWith({ 'a.yaml': controlText({ id: 'trail-delivery' }) });
    assertRefused(await scan(taken), /a\.yaml:2:1: the id "trail-delivery" is taken by the library/);
    const related = folderWith({ 'a.yaml': controlText({ more: 'related: [nothing]\n' }) });
    assertRefused(await scan(related), /a\.yaml:16:11: there is no control "nothing"/);
    const broken = folderWith({ 'a.yaml': controlText({ violations: 'select x as subject' }) });
    assertRefused(await scan(broken), /a\.yaml:13:10: violations: no such column: x\. trailproof query/);
    assertRefused(await scan(EXAMPLES, '--controls', 'nothing'), /no control is called "nothing".*naming-convention/);
    writeFileSync(join(folder, 'latin.yaml'), Buffer.from([0x69, 0x64, 0x3a, 0xe9]));
    assertRefused(await runOffline(['controls', 'test', join(folder, 'latin.yaml')]), /UTF-8/);
  });

  test('after judging: nothing is printed, a file stays as it was, and nothing is left behind', async () => {
    const dir = folderWith({ 'a.yaml': OUTSIDE });
    const before = leftovers();
    const output = join(folder, 'report');
    writeFileSync(output, 'earlier');
    for (const format of REPORT_FORMATS) {
      const words = ['scan', ...DEMO, '--controls-dir', dir, '--format', format];
      for (const more of [[], ['--output', output]]) {
        const { code, stdout, stderr } = await here([...words, ...more]);
        assert.deepEqual([code, stdout], [2, ''], format);
        assert.match(
          stderr,
          /^trailproof: \S+a\.yaml:12:1: violations: it returns x, which is not in the population\.[^\n]*\n$/,
        );
      }
    }
    assert.equal(readFileSync(output, 'utf8'), 'earlier');
    assert.deepEqual(leftovers(), before);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('report.')),
      [],
    );
  });
});
