/** demo/ is what tools/make-demo.ts writes, and it shows every control failing, passing and undecided. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { main } from '../../src/cli/main.ts';
import { CONTROLS } from '../../src/controls/registry.generated.ts';
import type { Control } from '../../src/model/control.ts';
import type { Result } from '../../src/model/result.ts';
import { judgeSnapshot } from '../../src/workflow/judge-snapshot.ts';
import { loadPolicy } from '../../src/workflow/policy-file.ts';
import { selectControls } from '../../src/workflow/select-controls.ts';
import { makeDemo } from '../../tools/make-demo.ts';
import { DEMO_ACCOUNTS, DENIED_ACCOUNT } from './world.ts';

const ROOT = join(import.meta.dirname, '../..');
const DEMO = join(ROOT, 'demo');
const NAMES = ['bodies.ndjson', 'captures.ndjson', 'snapshot.json'];
const VERDICTS = ['PASS', 'FAIL', 'UNKNOWN', 'NOT_APPLICABLE'];

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('the files of demo/', () => {
  let fresh = '';

  before(async () => {
    fresh = mkdtempSync(join(tmpdir(), 'trailproof-demo-test-'));
    await makeDemo(fresh);
  });
  after(() => rmSync(fresh, { recursive: true }));

  test('are those that the generator writes', () => {
    assert.deepEqual(readdirSync(DEMO).sort(), NAMES);
    for (const name of NAMES) {
      const same = read(DEMO, name) === read(fresh, name);
      assert.ok(same, `demo/${name} is out of date: run node tools/make-demo.ts`);
    }
  });

  test('say nothing of the machine that made them', () => {
    for (const name of NAMES) {
      assert.doesNotMatch(read(DEMO, name), /127\.0\.0\.1|localhost|rig-secret|A[KS]IA[A-Z2-7]{16}/, name);
      assert.ok(!read(DEMO, name).includes(ROOT), name);
    }
  });

  test('are small', () => {
    const bytes = NAMES.map((name) => statSync(join(DEMO, name)).size).reduce((sum, size) => sum + size, 0);
    assert.ok(bytes < 1_500_000, `${bytes} bytes`);
  });
});

describe('what the demo shows', () => {
  const run: { controls: readonly Control[]; results: Result[] } = { controls: [], results: [] };

  before(async () => {
    const policy = await loadPolicy(null, DEMO);
    run.controls = selectControls(CONTROLS, null).filter(
      ({ population }) => population !== 'member' && population !== 'special-account',
    );
    await judgeSnapshot(DEMO, { policy, controls: run.controls, framework: null, now: null }, ({ results }) => {
      run.results.push(...results);
    });
    // Written account by account; compared control by control.
    run.results.sort((a, b) => (a.id < b.id ? -1 : 1));
  });

  test('every default control fails, passes and is UNKNOWN somewhere', () => {
    for (const { id } of run.controls) {
      const seen = new Set(run.results.filter(({ control }) => control === id).map(({ verdict }) => verdict));
      for (const verdict of ['PASS', 'FAIL', 'UNKNOWN'] as const) assert.ok(seen.has(verdict), `${id}: no ${verdict}`);
    }
  });

  test('every condition of every control is met somewhere and broken somewhere', () => {
    for (const control of run.controls) {
      const results = run.results.filter((result) => result.control === control.id);
      const judged = results.flatMap(({ shown, others }) => (shown === null ? others : [shown, ...others]));
      for (const id of Object.keys(control.conditions)) {
        const seen = new Set(
          judged.flatMap(({ conditions }) => conditions.filter((one) => one.id === id).map((one) => one.holds)),
        );
        assert.ok(seen.has('yes') && seen.has('no'), `${control.id} ${id}: ${[...seen].join(', ')}`);
      }
    }
  });

  test('nothing passes where every read is denied', () => {
    const own = run.results.filter(({ account }) => account === DENIED_ACCOUNT);
    assert.deepEqual([...new Set(own.map(({ verdict }) => verdict))], ['UNKNOWN']);
    assert.deepEqual(
      [...new Set(own.map(({ control }) => control))],
      run.controls.map(({ id }) => id),
    );
    const clauses = own.flatMap((result) => result.clauses);
    assert.ok(clauses.every(({ verdict }) => verdict === 'UNKNOWN'));
  });

  test('an account-level control has one result for each account', () => {
    const ids = DEMO_ACCOUNTS.map(({ id }) => id);
    for (const control of run.controls.filter(({ population }) => population === 'account')) {
      const results = run.results.filter((result) => result.control === control.id);
      assert.deepEqual(
        results.map(({ account }) => account),
        ids,
        control.id,
      );
    }
  });

  test('every account has a result of every control, and every result one id and one verdict', () => {
    for (const { id } of DEMO_ACCOUNTS) {
      const controls = new Set(run.results.filter(({ account }) => account === id).map(({ control }) => control));
      assert.equal(controls.size, run.controls.length, id);
    }
    assert.equal(new Set(run.results.map(({ id }) => id)).size, run.results.length);
    assert.ok(run.results.every(({ verdict }) => VERDICTS.includes(verdict)));
  });

  test('the verdicts that the stories promise', () => {
    const expected: Record<string, Record<string, string>> = {
      '111100000001': { 'multi-region-trail': 'PASS', 'cloudwatch-logs-integration': 'PASS', 'trail-delivery': 'PASS' },
      '111100000002': { 'multi-region-trail': 'PASS', 'trail-encryption': 'NOT_APPLICABLE' },
      '111100000003': { 'cloudwatch-logs-integration': 'PASS', 'trail-encryption': 'PASS' },
      '111100000004': { 'multi-region-trail': 'PASS', 'cloudwatch-logs-integration': 'FAIL' },
      '111100000006': { 'multi-region-trail': 'PASS', 'trail-encryption': 'UNKNOWN' },
      '111100000007': { 'multi-region-trail': 'PASS', 'cloudwatch-logs-integration': 'FAIL' },
      '111100000008': { 'multi-region-trail': 'PASS', 'cloudwatch-logs-integration': 'FAIL' },
      '111100000009': { 'multi-region-trail': 'UNKNOWN', 'any-trail-recording': 'UNKNOWN', 'trail-encryption': 'PASS' },
      '111100000010': { 'multi-region-trail': 'FAIL', 'any-trail-recording': 'PASS' },
      '111100000012': { 'multi-region-trail': 'UNKNOWN' },
      '111100000013': { 'multi-region-trail': 'FAIL', 'any-trail-recording': 'PASS' },
      '111100000014': { 'multi-region-trail': 'NOT_APPLICABLE' },
      '111100000021': { 'multi-region-trail': 'PASS', 'trail-delivery': 'FAIL', 'log-file-validation': 'FAIL' },
      '111100000023': { 'multi-region-trail': 'FAIL', 'trail-delivery': 'FAIL' },
      '111100000024': { 'multi-region-trail': 'FAIL', 'cloudwatch-logs-integration': 'PASS' },
      '111100000025': { 'any-trail-recording': 'FAIL' },
      '111100000026': { 'multi-region-trail': 'UNKNOWN', 'cloudwatch-logs-integration': 'UNKNOWN' },
      '111100000027': { 'multi-region-trail': 'PASS' },
      '111100000029': { 'multi-region-trail': 'UNKNOWN' },
      '111100000030': { 'any-trail-recording': 'FAIL' },
    };
    for (const [account, verdicts] of Object.entries(expected)) {
      for (const [control, verdict] of Object.entries(verdicts)) {
        const own = run.results.filter((result) => result.account === account && result.control === control);
        assert.deepEqual([...new Set(own.map((result) => result.verdict))], [verdict], `${control}/${account}`);
      }
    }
  });

  test('Security Hub passes where our verdict does not, and is in doubt where selectors are split', () => {
    const clauseOf = (account: string, control: string) =>
      run.results
        .find((result) => result.account === account && result.control === control)
        ?.clauses.find(({ framework }) => framework === 'aws-security-hub');
    assert.equal(clauseOf('111100000004', 'cloudwatch-logs-integration')?.verdict, 'PASS');
    const doubts = clauseOf('111100000027', 'multi-region-trail')?.reasons.map(({ id }) => id);
    assert.ok(doubts?.includes('parity.undocumented'), String(doubts));
  });

  test('opt-in Regions are cells like any other', () => {
    const cells = run.results.filter((one) => one.control === 'region-coverage' && one.account === '111100000010');
    assert.equal(cells.length, 19);
    assert.equal(cells.find(({ region }) => region === 'af-south-1')?.verdict, 'PASS');
    assert.equal(cells.find(({ region }) => region === 'me-central-1')?.verdict, 'UNKNOWN');
  });
});

describe('trailproof demo', () => {
  const demo = (...words: string[]) =>
    spawnSync(process.execPath, [join(ROOT, 'bin/trailproof.js'), 'demo', ...words], {
      cwd: tmpdir(),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });

  test('ends with exit code 0 and says what to try next', () => {
    const { status, stdout, stderr } = demo();
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.match(stdout, /trailproof explain \S+ --from \S+demo\n/);
  });

  test('gives the same bytes twice', () => {
    assert.equal(demo('--format', 'json').stdout, demo('--format', 'json').stdout);
  });

  test('counts every subject once', () => {
    const document: {
      controls: { id: string; population: number; summary: Record<string, number> }[];
      results: { control: string }[];
    } = JSON.parse(demo('--format', 'json').stdout);
    for (const { id, population, summary } of document.controls) {
      const counted = Object.values(summary).reduce((sum, number) => sum + number, 0);
      assert.equal(counted, population, id);
      assert.equal(population, document.results.filter(({ control }) => control === id).length, id);
    }
  });

  test('shows one account', () => {
    const { status, stdout } = demo('--account', '111100000010', '--format', 'json');
    assert.equal(status, 0);
    const document = JSON.parse(stdout);
    assert.equal(document.run.identity.account, '111100000010');
    assert.deepEqual(Object.keys(document.byAccount), ['111100000010']);
    assert.equal(document.apiCalls['cloudtrail:DescribeTrails'], 19);
  });

  test('refuses an account that is not there, in one line', () => {
    const { status, stdout, stderr } = demo('--account', '999999999999');
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^trailproof: account 999999999999 is not in this snapshot\. [^\n]+\n$/);
  });
});

describe('docs/demo.md', () => {
  const page = read(ROOT, 'docs/demo.md');

  test('tells the story of every account', () => {
    for (const { id, name, story } of DEMO_ACCOUNTS) {
      assert.ok(page.includes(`| \`${id}\` ${name} | ${story} | \`trailproof explain `), `${id} ${name}`);
    }
  });

  test('has commands that work', async () => {
    const commands = [...page.matchAll(/trailproof ((?:explain|trails|scan|demo)\b[^`\n#]*)/g)].map(([, words = '']) =>
      words.trim(),
    );
    assert.ok(commands.length > DEMO_ACCOUNTS.length);
    for (const words of commands) {
      const { code, stderr } = await runInside(words.replace('--from demo', `--from ${DEMO}`).split(/ +/));
      assert.notEqual(code, 2, `${words}: ${stderr}`);
      assert.equal(stderr, '', words);
    }
  });
});

/** Runs a command line in this process and drops what it prints. */
async function runInside(argv: readonly string[]): Promise<{ code: number; stderr: string }> {
  const stderr: string[] = [];
  const sink = (keep: string[] | null) =>
    new Writable({
      write(chunk: Buffer, _, done) {
        keep?.push(chunk.toString());
        done();
      },
    }) as unknown as NodeJS.WriteStream;
  const code = await main(argv, { stdout: sink(null), stderr: sink(stderr), cwd: tmpdir() });
  return { code, stderr: stderr.join('') };
}
