/** Runs that were killed or interrupted and gone on with: the same picture, for hardly more calls. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Double, startDouble } from '../rig/double.ts';
import { organizationWorld } from '../rig/organization-world.ts';
import { type RunResult, runTrailproof } from '../rig/run.ts';
import { HOME, NOW } from './accounts.ts';
import type { OrganizationDocument } from './document.ts';
import { essence, scanAs } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-resume-'));
const open: Double[] = [];
after(async () => {
  // A test that fails leaves its server open.
  for (const double of open) await double.close();
  rmSync(folder, { recursive: true, force: true });
});

const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'trailproof.js');
const WORLD = organizationWorld({
  accounts: 120,
  ownTrailShare: 0.2,
  regions: 8,
  suspended: 3,
  joining: 3,
  now: new Date(NOW),
  seed: 7,
});
const CALLER = WORLD.organization?.management ?? '';
const OTHER = WORLD.accounts[1]?.id ?? '';
/** Parts of the whole run after which it is killed; what they hit differs, for the program's own timing decides. */
const POINTS = [0.08, 0.37, 0.71, 0.96];

/** What is in flight when the program is killed was answered for nothing: here at most 4 accounts × 8 Regions. */
const FEW_AT_A_TIME = ['--concurrency', '4'];

let whole: OrganizationDocument;
let calls = 0;

before(async () => {
  const double = await server();
  ({ document: whole } = await scanAs(double, CALLER));
  calls = double.log.length;
  await double.close();
});

async function server(): Promise<Double> {
  const double = await startDouble(WORLD, { latencyMs: 4 });
  open.push(double);
  return double;
}

/** Starts a scan that keeps its captures, and sends the signal once the server has answered so many requests. */
async function stopped(
  double: Double,
  args: readonly string[],
  requests: number,
  signal: NodeJS.Signals = 'SIGKILL',
): Promise<{ code: number | null; stdout: string }> {
  const all = [PROGRAM, 'scan', '--org', '--format', 'json', '--now', NOW, ...FEW_AT_A_TIME, ...args];
  const env = { PATH: process.env['PATH'], HOME: folder, TZ: 'UTC', ...double.env(CALLER, HOME) };
  const child = spawn(process.execPath, all, { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const end = double.log.length + requests;
  while (double.log.length < end && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
  child.kill(signal);
  return { code: await closed, stdout };
}

function resume(double: Double, dir: string, args: readonly string[] = []) {
  return scanAs(double, CALLER, ['--resume', dir, ...(args.length === 0 ? FEW_AT_A_TIME : args)]);
}

async function refused(double: Double, caller: string, args: readonly string[]): Promise<RunResult> {
  const run = await runTrailproof(['scan', ...args], { env: double.env(caller, HOME) });
  assert.deepEqual([run.code, run.stdout], [2, ''], run.stderr);
  assert.match(run.stderr, /^trailproof: [^\n]+\n$/);
  assert.doesNotMatch(run.stderr, /defect/);
  return run;
}

/** A snapshot that was killed half-way, for each test its own. */
async function killed(name: string, part = 0.5): Promise<string> {
  const dir = join(folder, name);
  const double = await server();
  await stopped(double, ['--save', dir], Math.round(calls * part));
  await double.close();
  assert.equal(existsSync(join(dir, 'snapshot.json')), false);
  return dir;
}

function assertFew(double: Double, allowed = 0.05): void {
  const more = double.log.length / calls - 1;
  assert.ok(more <= allowed, `${double.log.length} calls instead of ${calls}: ${(more * 100).toFixed(1)} % more`);
}

describe('killed and resumed', { concurrency: 2 }, () => {
  for (const point of POINTS) {
    test(`after ${Math.round(point * 100)} % of the calls`, async () => {
      const double = await server();
      const dir = join(folder, `killed-${point}`);
      await stopped(double, ['--save', dir], Math.round(calls * point));
      const resumed = await resume(double, dir);
      await double.close();
      assert.deepEqual(essence(resumed.document), essence(whole));
      assertFew(double);
      assert.equal(existsSync(join(dir, 'run.json')), false);
      const again = await runTrailproof(['scan', '--format', 'json', '--from', dir, '--now', NOW]);
      assert.equal(again.stdout, resumed.stdout);
      assert.equal(again.code, resumed.code);
    });
  }

  test('twice', async () => {
    const double = await server();
    const dir = join(folder, 'twice');
    await stopped(double, ['--save', dir], Math.round(calls * 0.3));
    await stopped(double, ['--resume', dir], Math.round(calls * 0.3));
    assert.equal(existsSync(join(dir, 'snapshot.json')), false);
    const resumed = await resume(double, dir);
    await double.close();
    assert.deepEqual(essence(resumed.document), essence(whole));
    assertFew(double, 0.1);
  });

  test('by Ctrl-C', async () => {
    const double = await server();
    const dir = join(folder, 'sigint');
    const ended = await stopped(double, ['--save', dir], Math.round(calls * 0.5), 'SIGINT');
    assert.ok(ended.code === 4 || ended.code === 5, `exit code ${ended.code}`);
    const document: OrganizationDocument = JSON.parse(ended.stdout);
    assert.ok(document.run.incompleteBecause.includes('run.interrupted'));
    const resumed = await resume(double, dir);
    await double.close();
    assert.deepEqual(essence(resumed.document), essence(whole));
    assertFew(double);
    const again = await runTrailproof(['scan', '--format', 'json', '--from', dir, '--now', NOW]);
    assert.equal(again.stdout, resumed.stdout);
  });

  test('with another --concurrency: nothing changes', async () => {
    const dir = await killed('concurrency');
    const double = await server();
    const { document } = await resume(double, dir, ['--concurrency', '16']);
    await double.close();
    assert.deepEqual(essence(document), essence(whole));
  });
});

describe('what cannot be resumed', { concurrency: 2 }, () => {
  test('nothing there; a folder without a run', async () => {
    const double = await server();
    assert.match(
      (await refused(double, CALLER, ['--org', '--resume', join(folder, 'none')])).stderr,
      /nothing to resume/,
    );
    const empty = mkdtempSync(join(folder, 'empty-'));
    assert.match((await refused(double, CALLER, ['--org', '--resume', empty])).stderr, /cannot resume/);
    assert.equal(double.log.length, 0);
    await double.close();
  });

  test('a whole snapshot; --save and --resume together', async () => {
    const dir = await killed('whole');
    const double = await server();
    await resume(double, dir);
    assert.match((await refused(double, CALLER, ['--org', '--resume', dir])).stderr, /is whole.*--from/);
    await refused(double, CALLER, ['--org', '--resume', dir, '--save', join(folder, 'both')]);
    await double.close();
  });

  test('with other options or credentials; afterwards it still can be', async () => {
    const dir = await killed('options');
    const double = await server();
    assert.match((await refused(double, CALLER, ['--resume', dir])).stderr, /other options/);
    const regions = ['--org', '--regions', HOME, '--resume', dir];
    assert.match((await refused(double, CALLER, regions)).stderr, /other options/);
    assert.match((await refused(double, OTHER, ['--org', '--resume', dir])).stderr, /begun from account/);
    const { document } = await resume(double, dir);
    await double.close();
    assert.deepEqual(essence(document), essence(whole));
  });

  test('an unfinished snapshot is not judged by --from, which says how to go on', async () => {
    const dir = await killed('from');
    const run = await runTrailproof(['scan', '--from', dir]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /not finished.*--resume/);
  });
});

describe('damage', { concurrency: 2 }, () => {
  let dir = '';
  before(async () => {
    dir = await killed('damaged', 0.6);
  });

  function copy(name: string): string {
    const to = join(folder, name);
    cpSync(dir, to, { recursive: true });
    return to;
  }

  test('a last line that is cut in half is asked for again', async () => {
    const cut = copy('cut-end');
    const captures = join(cut, 'captures.ndjson');
    const text = readFileSync(captures, 'utf8').trimEnd();
    truncateSync(captures, Buffer.byteLength(text) - 60);
    appendFileSync(join(cut, 'bodies.ndjson'), '{"sha256":"sha256:0123');
    const double = await server();
    const { document, stdout } = await resume(double, cut);
    await double.close();
    assert.deepEqual(essence(document), essence(whole));
    const again = await runTrailproof(['scan', '--format', 'json', '--from', cut, '--now', NOW]);
    assert.equal(again.stdout, stdout);
  });

  const MIDDLE: readonly (readonly [what: string, file: string, change: (line: string) => string])[] = [
    ['a line of captures cut in half', 'captures.ndjson', (line) => line.slice(0, 50)],
    ['a line of captures that is another object', 'captures.ndjson', () => '{}'],
    ['a line of bodies cut in half', 'bodies.ndjson', (line) => line.slice(0, 50)],
    ['a line of bodies that is another object', 'bodies.ndjson', () => '{"a":1}'],
    ['a body that was changed', 'bodies.ndjson', (line) => line.replace(/.{3}\}$/, 'x"}')],
  ];
  for (const [what, file, change] of MIDDLE) {
    test(`${what}, in the middle: refused in one line`, async () => {
      const broken = copy(what.replaceAll(' ', '-'));
      const path = join(broken, file);
      const lines = readFileSync(path, 'utf8').split('\n');
      const at = Math.floor(lines.length / 3);
      lines[at] = change(lines[at] ?? '');
      writeFileSync(path, lines.join('\n'));
      const double = await server();
      const { stderr } = await refused(double, CALLER, ['--org', '--resume', broken]);
      assert.ok(stderr.includes(file), stderr);
      assert.equal(double.log.length, 0);
      await double.close();
    });
  }
});
