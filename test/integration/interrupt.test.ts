/** Ctrl-C once, twice, and kill -9: what is reported, and what is left on the disk. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { type Double, startDouble } from '../rig/double.ts';
import { delay, hang } from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import { runTrailproof } from '../rig/run.ts';
import { assertConsistent, assertNoDefect, type ScanDocument } from './scan.ts';
import { ACCOUNT, HOME, smallWorld } from './worlds.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-interrupt-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'trailproof.js');

type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string; ms: number };

/** Starts the program, waits until the double has got a request of this operation, and sends the signals. */
async function interrupted(
  double: Double,
  args: string[],
  operation: string,
  signals: NodeJS.Signals[],
): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, TZ: 'UTC', ...double.env(ACCOUNT, HOME) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (code, signal) => resolve([code, signal]));
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), 45_000);
  // A hanging request is in the log at once, a delayed one when it was answered.
  for (let waited = 0; waited < 20_000 && !double.log.some((request) => request.operation === operation); waited += 20)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const sent = performance.now();
  for (const signal of signals) {
    child.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const [code, signal] = await closed;
  clearTimeout(limit);
  return { code, signal, stdout, stderr, ms: performance.now() - sent };
}

/** The lists come; every status hangs. */
const SLOW: Rule[] = [
  { match: { operation: 'DescribeTrails' }, do: delay(50) },
  { match: { operation: 'GetTrailStatus' }, do: hang() },
];

describe('interrupted', { concurrency: 4 }, () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${signal} once: what is known, as incomplete; the snapshot gives the same bytes`, async () => {
      const double = await startDouble(smallWorld(), { rules: SLOW });
      const dir = join(folder, signal);
      const args = ['scan', '--format', 'json', '--save', dir];
      const ended = await interrupted(double, args, 'GetTrailStatus', [signal]);
      await double.close();
      assertNoDefect(ended);
      const document: ScanDocument = JSON.parse(ended.stdout);
      assertConsistent(ended, document);
      assert.equal(ended.code, 5);
      assert.equal(document.run.complete, false);
      assert.ok(document.run.incompleteBecause.includes('run.interrupted'));
      assert.ok(ended.ms < 5_000, `took ${ended.ms} ms to stop`);
      assert.match(ended.stderr, /interrupted/);
      const delivery = document.results.filter(({ control }) => control === 'trail-delivery');
      assert.ok(delivery.length === 2 && delivery.every(({ verdict }) => verdict === 'UNKNOWN'));
      for (const { reasons } of delivery) assert.ok(reasons.some(({ id }) => id === 'read.interrupted'));
      // The lists were read, so what hangs on them alone is decided.
      const validation = document.results.filter(({ control }) => control === 'log-file-validation');
      assert.deepEqual(
        validation.map(({ verdict }) => verdict),
        ['PASS', 'PASS'],
      );
      const again = await runTrailproof(['scan', '--format', 'json', '--from', dir]);
      assert.equal(again.stdout, ended.stdout);
      assert.equal(again.code, ended.code);
    });
  }

  test('between the lists: Regions that were not asked are UNKNOWN, never left out', async () => {
    const rules: Rule[] = [{ match: { operation: 'DescribeTrails', region: ['eu-west-1', 'ap-south-1'] }, do: hang() }];
    const double = await startDouble(smallWorld(), { rules });
    const ended = await interrupted(double, ['scan', '--format', 'json'], 'DescribeTrails', ['SIGINT']);
    await double.close();
    assertNoDefect(ended);
    const document: ScanDocument = JSON.parse(ended.stdout);
    assertConsistent(ended, document);
    const cells = document.results.filter(({ control }) => control === 'region-coverage');
    assert.equal(cells.length, 3);
    assert.ok(cells.every(({ verdict }) => verdict === 'UNKNOWN'));
  });

  test('the table says that it was interrupted', async () => {
    const double = await startDouble(smallWorld(), { rules: SLOW });
    const ended = await interrupted(double, ['scan'], 'GetTrailStatus', ['SIGINT']);
    await double.close();
    assertNoDefect(ended);
    assert.match(ended.stdout, /interrupted/);
    assert.equal(ended.code, 5);
  });

  test('trails: an interrupted inventory is incomplete', async () => {
    const double = await startDouble(smallWorld(), { rules: SLOW });
    const ended = await interrupted(double, ['trails'], 'GetTrailStatus', ['SIGINT']);
    await double.close();
    assertNoDefect(ended);
    assert.equal(ended.code, 4);
  });

  test('while asking who we are: one line, exit code 2, no snapshot', async () => {
    const double = await startDouble(smallWorld(), { rules: [{ match: { service: 'sts' }, do: hang() }] });
    const dir = join(folder, 'early');
    const ended = await interrupted(double, ['scan', '--save', dir], 'GetCallerIdentity', ['SIGINT']);
    await double.close();
    assertNoDefect(ended);
    assert.ok(ended.ms < 5_000, `took ${ended.ms} ms to stop`);
    assert.ok(ended.code === 2 || ended.code === 4, `exit code ${ended.code}`);
    assert.equal(ended.stdout, '');
    assert.doesNotMatch(ended.stderr, /defect|Check the credentials/);
    assert.equal(existsSync(join(dir, 'snapshot.json')), false);
  });

  test('twice: ends at once, as by the signal itself', async () => {
    // After the first the run ends within some 50 ms, as nothing is waited for; the second may come too late.
    const double = await startDouble(smallWorld(), { rules: SLOW });
    const ended = await interrupted(double, ['scan', '--format', 'json'], 'GetTrailStatus', ['SIGINT', 'SIGINT']);
    await double.close();
    assertNoDefect(ended);
    assert.ok(ended.ms < 2_000, `took ${ended.ms} ms`);
    assert.ok(ended.signal === 'SIGINT' || ended.code === 5, `${ended.signal} ${ended.code}`);
  });

  test('kill -9 half-way: no snapshot.json, and --from says so in one line', async () => {
    const double = await startDouble(smallWorld(), { rules: SLOW });
    const dir = join(folder, 'killed');
    const ended = await interrupted(double, ['scan', '--save', dir], 'GetTrailStatus', ['SIGKILL']);
    await double.close();
    assert.equal(ended.signal, 'SIGKILL');
    assert.equal(existsSync(join(dir, 'captures.ndjson')), true);
    assert.equal(existsSync(join(dir, 'snapshot.json')), false);
    const result = await runTrailproof(['scan', '--from', dir]);
    assert.deepEqual([result.code, result.stdout], [2, '']);
    assert.match(result.stderr, /^trailproof: [^\n]*not finished[^\n]*\n$/);
  });
});
