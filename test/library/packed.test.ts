/** The package as users have it: a typed program over its interface, and its command. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { unpackTrailproof } from '../rig/packed.ts';

const ROOT = join(import.meta.dirname, '../..');
const DEMO = join(ROOT, 'demo');
const OPTIONS = { module: 'nodenext', target: 'es2025', lib: ['es2025'], strict: true, noEmit: true, types: ['node'] };

describe('the packed library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-packed-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let app = '';
  const run = (words: readonly string[]) => spawnSync(process.execPath, words, { cwd: app, encoding: 'utf8' });

  before(() => {
    app = unpackTrailproof(folder);
    copyFileSync(join(import.meta.dirname, 'program.ts.txt'), join(app, 'program.ts'));
    writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions: OPTIONS, files: ['program.ts'] }));
  });

  test('a program over it has types, the declarations of the package checked along', () => {
    const { status, stdout } = run([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.']);
    assert.equal(status, 0, stdout);
  });

  test('the program runs', () => {
    const { status, stdout, stderr } = run(['program.ts', DEMO]);
    assert.equal(status, 0, stderr);
    assert.equal(stdout.trim(), 'whole');
  });

  test('the command runs, its sandbox of queries included', () => {
    const bin = join(app, 'node_modules/trailproof/bin/trailproof.js');
    const { status, stdout, stderr } = run([
      bin,
      'query',
      'select 1 as one from v_run',
      '--from',
      DEMO,
      '--format',
      'csv',
    ]);
    assert.equal(stderr, '');
    assert.equal(stdout, 'one\r\n1\r\n');
    assert.equal(status, 4, 'something of the demo is always unread');
  });
});
