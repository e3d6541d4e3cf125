/** demo/ is what tools/make-demo.ts writes, and every command that the demo or its page names works on it. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { main } from '../../src/cli/main.ts';
import { CONTROLS } from '../../src/controls/registry.generated.ts';
import { loadPolicy } from '../../src/workflow/policy-file.ts';
import { makeDemo } from '../../tools/make-demo.ts';
import { CUSTODIAN } from './parts.ts';
import { DEMO_ACCOUNTS, LEFT_OUT, MANAGEMENT } from './world.ts';

const ROOT = join(import.meta.dirname, '../..');
const DEMO = join(ROOT, 'demo');
const NAMES = ['bodies.ndjson', 'captures.ndjson', 'snapshot.json'];
/** Written by hand, beside the files that the generator writes. */
const POLICY = 'trailproof.yaml';

const ALL = DEMO_ACCOUNTS.map(({ id }) => id);

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('the files of demo/', () => {
  let fresh = '';

  before(async () => {
    fresh = mkdtempSync(join(tmpdir(), 'trailproof-demo-test-'));
    await makeDemo(fresh);
  });
  after(() => rmSync(fresh, { recursive: true }));

  test('are those that the generator writes', () => {
    assert.deepEqual(readdirSync(DEMO).sort(), [...NAMES, POLICY]);
    assert.deepEqual(readdirSync(fresh).sort(), NAMES);
    for (const name of NAMES) {
      const same = read(DEMO, name) === read(fresh, name);
      assert.ok(same, `demo/${name} is out of date: run node tools/make-demo.ts`);
    }
  });

  test('say nothing of the machine that made them', () => {
    for (const name of NAMES) {
      assert.doesNotMatch(read(DEMO, name), /127\.0\.0\.1|localhost|rig-se|A[KS]IA[A-Z2-7]{16}/, name);
      assert.doesNotMatch(read(DEMO, name), /trailproof-[0-9a-f]{8}\b/, name);
      assert.ok(!read(DEMO, name).includes(ROOT), name);
    }
  });

  test('are small', () => {
    const bytes = NAMES.map((name) => statSync(join(DEMO, name)).size).reduce((sum, size) => sum + size, 0);
    assert.ok(bytes < 2_500_000, `${bytes} bytes`);
  });
});

describe('the organization of the demo', () => {
  test('is listed by the management account', () => {
    const { run, scope } = JSON.parse(read(DEMO, 'snapshot.json'));
    assert.equal(run.identity.account, MANAGEMENT);
    assert.equal(scope.mode, 'organization');
    const left = scope.accounts.filter(({ leftOut }: { leftOut: string | null }) => leftOut !== null);
    assert.deepEqual(
      left.map(({ id }: { id: string }) => id),
      [LEFT_OUT],
    );
  });

  test('has accounts in every state and units at every depth', async () => {
    const { stdout } = await runInside(['accounts', '--from', DEMO, '--format', 'json']);
    const { accounts }: { accounts: { id: string; state: string; ou: string }[] } = JSON.parse(stdout);
    assert.deepEqual(
      accounts.map(({ id }) => id),
      ALL,
    );
    assert.ok(ALL.length >= 42);
    const states = [...new Set(accounts.map(({ state }) => state))].sort();
    assert.deepEqual(states, ['ACTIVE', 'CLOSED', 'PENDING_CLOSURE', 'SUSPENDED']);
    const units = new Set(accounts.map(({ ou }) => ou));
    for (const ou of ['/', '/Security', '/Workloads/Production', '/Acquired/Tidewater']) assert.ok(units.has(ou), ou);
  });
});

describe('the policy file of the demo', () => {
  const load = async () => (await loadPolicy(POLICY, DEMO, CONTROLS)).policy;

  test('puts every account into one class, and those of one unit into the same', async () => {
    const { classes } = await load();
    assert.deepEqual([...classes.keys()].sort(), ALL);
    const units = Map.groupBy(DEMO_ACCOUNTS, ({ ou }) => ou);
    for (const [ou, accounts] of units) {
      // The log archive is in the unit of security, and has a class of its own.
      const names = new Set(accounts.map(({ id }) => classes.get(id)).filter((name) => name !== 'log-archive'));
      assert.equal(names.size, 1, `${ou}: ${[...names].join(', ')}`);
    }
  });

  test('declares the log archive and its custodian', async () => {
    const { storage } = await load();
    assert.deepEqual(storage.archiveAccounts, ['111100000002']);
    assert.ok(storage.securityRoles.some((pattern) => CUSTODIAN.startsWith(pattern.replace(/\*$/, ''))));
  });

  test('is what trailproof demo judges by, wherever it is started', async () => {
    for (const cwd of [ROOT, DEMO, tmpdir()]) {
      const { stdout } = await runInside(['demo', '--format', 'json'], cwd);
      const { policy }: { policy: { file: string } } = JSON.parse(stdout);
      assert.equal(resolve(cwd, policy.file), join(DEMO, POLICY));
    }
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
    assert.match(stdout, /trailproof explain \S+(?: \\\n {3})? --from \S+demo\n/);
    assert.match(stdout, /trailproof scan --org\n/);
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

  test('shows what the program prints', async () => {
    const shown = [...page.matchAll(/```\n\$ trailproof ([^\n]+)\n([\s\S]*?)```/g)];
    assert.ok(shown.length >= 2);
    for (const [, words = '', output] of shown) {
      const { stdout } = await runInside(words.split(' '), ROOT);
      assert.equal(output, stdout, words);
    }
  });

  test('has commands that work', async () => {
    const commands = [...page.matchAll(/trailproof ((?:accounts|explain|path|trails|scan|demo)\b[^`\n#]*)/g)].map(
      ([, words = '']) => words.trim(),
    );
    assert.ok(commands.length > DEMO_ACCOUNTS.length);
    for (const words of commands) {
      const { code, stderr } = await runInside(words.replaceAll(/(--from|--policy) demo/g, `$1 ${DEMO}`).split(/ +/));
      assert.notEqual(code, 2, `${words}: ${stderr}`);
      assert.equal(stderr, '', words);
    }
  });
});

/** Runs a command line in this process. */
async function runInside(
  argv: readonly string[],
  cwd = tmpdir(),
): Promise<{ code: number; stdout: string; stderr: string }> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const sink = (keep: string[]) =>
    new Writable({
      write(chunk: Buffer, _, done) {
        keep.push(chunk.toString());
        done();
      },
    }) as unknown as NodeJS.WriteStream;
  const code = await main(argv, { stdout: sink(stdout), stderr: sink(stderr), cwd });
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}
