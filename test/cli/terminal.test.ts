/** What comes out where: the result alone on stdout, 80 columns, colour on a terminal only, a closed pipe is no error. */

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertNoDefect } from '../integration/scan.ts';
import {
  ACCOUNT,
  accountWith,
  HOME,
  healthyTrail,
  localTrail,
  MANAGEMENT,
  smallWorld,
  worldOf,
} from '../integration/worlds.ts';
import { startDouble } from '../rig/double.ts';
import { deny, type Fault, html } from '../rig/faults.ts';
import { runTrailproof } from '../rig/run.ts';
import { defaultRegions, type World } from '../rig/world.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'trailproof.js');
const folder = mkdtempSync(join(tmpdir(), 'trailproof-terminal-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const SNAPSHOT = join(folder, 'snapshot');

const ESCAPE = '\u001b';

const regions = defaultRegions();
const WORLDS: [string, World, Fault | null][] = [
  ['no trail', worldOf(accountWith([], { regions })), null],
  ['healthy', worldOf(accountWith([healthyTrail()], { regions })), null],
  ['two trails', smallWorld(), null],
  ['destinations gone', worldOf(accountWith([healthyTrail()], { regions, logGroups: [], roles: [] })), null],
  [
    'stopped',
    worldOf(accountWith([healthyTrail('main', { status: { IsLogging: false, StopLoggingTime: '-3d' } })])),
    null,
  ],
  [
    'errors',
    worldOf(accountWith([healthyTrail('main', { status: { LatestDeliveryError: 'NoSuchBucket' } })], { regions })),
    null,
  ],
  [
    'many trails',
    worldOf(
      accountWith(
        ['a', 'b', 'c', 'd', 'e'].map((name) => localTrail(`trail-of-team-${name}`)),
        { regions },
      ),
    ),
    null,
  ],
  [
    'an organization trail',
    worldOf(accountWith([], { regions }), {
      id: MANAGEMENT,
      regions,
      trails: [healthyTrail('organization-trail', { IsOrganizationTrail: true })],
    }),
    null,
  ],
  ['everything denied', worldOf(accountWith([healthyTrail()], { regions })), deny('scp')],
  ['a captive portal', worldOf(accountWith([healthyTrail()], { regions })), html(200)],
];

/** Longer lines are allowed only for one long word, an ARN for example. */
function assertWidth(text: string): void {
  for (const line of text.split('\n')) {
    if ([...line].length <= 80) continue;
    const longest = Math.max(
      ...line
        .trim()
        .split(' ')
        .map((word) => word.length),
    );
    assert.ok(longest > 60, `${[...line].length} columns: ${line}`);
  }
}

describe('80 columns', { concurrency: 4 }, () => {
  for (const [name, world, fault] of WORLDS) {
    for (const args of [['scan'], ['trails'], ['explain', ACCOUNT]]) {
      test(`${args[0]}: ${name}`, async () => {
        const service = ['cloudtrail', 'account', 'ec2', 'logs', 'iam'];
        const rules = fault === null ? [] : [{ match: { service }, do: fault }];
        const double = await startDouble(world, { rules });
        const run = await runTrailproof(args, { env: double.env(ACCOUNT, HOME) });
        await double.close();
        assertNoDefect(run);
        assert.equal(run.stderr, '');
        assertWidth(run.stdout);
        assert.doesNotMatch(run.stdout, /[ \t]+$/m, 'white space at the end of a line');
        assert.ok(run.stdout.endsWith('\n') && !run.stdout.endsWith('\n\n'));
        assert.doesNotMatch(run.stdout, /\{\w+\}|undefined|\[object/);
      });
    }
  }

  test('a command that is too long goes on in the next line, as a shell takes it', async () => {
    const away = join(folder, `checkout-${'x'.repeat(40)}`);
    mkdirSync(away);
    cpSync(join(import.meta.dirname, '..', '..', 'demo'), join(away, 'demo'), { recursive: true });
    const run = await runTrailproof(['scan', '--from', join(away, 'demo')]);
    assertWidth(run.stdout);
    const copied = /trailproof (explain \S+ \\\n\s+--from \S+demo)\n/.exec(run.stdout)?.[1] ?? assert.fail(run.stdout);
    const pasted = spawnSync('sh', ['-c', `"${process.execPath}" "${PROGRAM}" ${copied}`], { encoding: 'utf8' });
    assert.equal(pasted.status, 0, pasted.stderr);
  });

  for (const args of [['controls'], ['controls', 'multi-region-trail'], ['permissions'], ['demo']]) {
    test(args.join(' '), async () => {
      const run = await runTrailproof(args);
      assertNoDefect(run);
      assertWidth(run.stdout);
    });
  }
});

describe('streams', () => {
  before(async () => {
    // 17 Regions and nothing covered: exit code 1 and more than a pipe takes at once.
    const double = await startDouble(
      worldOf(
        accountWith(
          ['a', 'b', 'c'].map((name) => localTrail(name)),
          { regions },
        ),
      ),
    );
    const result = await runTrailproof(['scan', '--save', SNAPSHOT], { env: double.env(ACCOUNT, HOME) });
    await double.close();
    assert.equal(result.code, 1);
  });

  const inspect: string[][] = [['scan'], ['trails'], ['explain', ACCOUNT]];
  for (const args of inspect) {
    test(`a pipe gets no escape codes and nothing but the result: ${args[0]}`, async () => {
      const result = await runTrailproof([...args, '--from', SNAPSHOT], { env: { TERM: 'xterm-256color' } });
      assert.equal(result.stderr, '');
      assert.ok(!result.stdout.includes(ESCAPE));
    });

    test(`JSON is one document: ${args[0]}`, async () => {
      const result = await runTrailproof([...args, '--from', SNAPSHOT, '--format', 'json']);
      assert.equal(result.stderr, '');
      assert.match(result.json().schema, /^trailproof\/\w+\/1$/);
    });
  }

  test('a reader that has seen enough is no error', async () => {
    for (const format of ['table', 'json', 'markdown']) {
      const child = spawn(process.execPath, [PROGRAM, 'scan', '--from', SNAPSHOT, '--format', format], {
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: folder,
      });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.stdout.destroy();
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      assert.equal(stderr, '', format);
      // The verdict is what it was, whoever reads it: 0 would say that all is well.
      assert.equal(code, 1, `${format}: the exit code of a run that failed`);
    }
  });

  test('| head -1 in a shell', () => {
    const line = `"${process.execPath}" "${PROGRAM}" scan --from "${SNAPSHOT}" --format json | head -1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8', cwd: folder });
    assert.deepEqual([stdout, stderr], ['{\n', '']);
  });

  test('a full disk behind stdout is one line', { skip: !existsSync('/dev/full') && 'no /dev/full here' }, () => {
    const line = `"${process.execPath}" "${PROGRAM}" scan --from "${SNAPSHOT}" > /dev/full`;
    const { stderr, status } = spawnSync('sh', ['-c', line], { encoding: 'utf8', cwd: folder });
    assert.match(stderr, /^trailproof: [^\n]*(ENOSPC|no space)[^\n]*\n$/i);
    assert.equal(status, 2);
  });
});

/** Runs the program on a pseudo-terminal; stderr goes to the terminal too. */
function onTerminal(args: string[], env: Record<string, string>): { stdout: string; status: number | null } {
  const code = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
  return spawnSync('python3', ['-c', code, process.execPath, PROGRAM, ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, TERM: 'xterm-256color', ...env },
    input: '',
  });
}

const noPty = spawnSync('python3', ['-c', 'import pty']).status !== 0 && 'no python3 with a pseudo-terminal';

describe('colour', { skip: noPty }, () => {
  const scan = ['scan', '--from', SNAPSHOT];

  test('on a terminal there is some, and the text is the same', async () => {
    const { stdout, status } = onTerminal(scan, {});
    assert.equal(status, 1);
    assert.ok(stdout.includes(`${ESCAPE}[`));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    const plain = stdout.replace(/\u001b\[[0-9;]*m/g, '').replaceAll('\r\n', '\n');
    assert.equal(plain, (await runTrailproof(scan)).stdout);
  });

  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
    test(`none with ${JSON.stringify(env)}`, () => {
      for (const args of [scan, ['trails', '--from', SNAPSHOT], ['explain', ACCOUNT, '--from', SNAPSHOT]]) {
        const { stdout } = onTerminal(args, env);
        assert.ok(stdout.length > 100);
        assert.ok(!stdout.includes(ESCAPE), args[0]);
      }
    });
  }

  test('none in a file, also from a terminal', async () => {
    const file = join(folder, 'out.txt');
    const { stdout } = onTerminal([...scan, '--output', file], {});
    assert.equal(stdout, '');
    assert.equal(readFileSync(file, 'utf8'), (await runTrailproof(scan)).stdout);
  });
});
