/** On a Node that is too old the program says so in one line and exits 2. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'trailproof.js');
const OLD = '/usr/bin/node';

function whyNot(): string | false {
  if (!existsSync(OLD)) return `${OLD} is not there`;
  const version = spawnSync(OLD, ['--version'], { encoding: 'utf8' }).stdout;
  return Number(/^v(\d+)/.exec(version)?.[1]) < 24 ? false : `${OLD} is ${version.trim()}, which is not old`;
}

test('an old Node: one line, exit code 2, whatever is asked', { skip: whyNot() }, () => {
  for (const args of [[], ['--help'], ['--version'], ['scan', '--format', 'json']]) {
    const { stdout, stderr, status } = spawnSync(OLD, [PROGRAM, ...args], { encoding: 'utf8' });
    assert.match(stderr, /^trailproof: needs Node 24 or newer, this is \d+\.\d+\.\d+; install a newer Node\.\n$/);
    assert.deepEqual([stdout, status], ['', 2]);
  }
});

test('the start file needs nothing that an old Node has not: it is plain JavaScript without dependencies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-start-'));
  mkdirSync(join(folder, 'src', 'cli'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const check = spawnSync(process.execPath, ['--check', PROGRAM], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  assert.deepEqual([check.status, check.stderr], [0, '']);
});
