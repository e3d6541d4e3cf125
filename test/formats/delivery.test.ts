/** Files are there whole or not at all, and a reader that goes away ends the program quietly. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { CONTROLS } from '../../src/controls/registry.generated.ts';
import { controlPage, REPOSITORY } from '../../src/report/formats/links.ts';
import { REPORT_FORMATS } from '../../src/report/formats/names.ts';
import { runHere } from '../integration/here.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'trailproof-delivery-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('--output', () => {
  for (const format of REPORT_FORMATS) {
    test(`${format}: the file has what stdout would have`, async () => {
      const file = join(folder, `report.${format}`);
      const words = ['demo', '--account', '111100000010', '--format', format];
      const printed = await runHere(words, {});
      const written = await runHere([...words, '--output', file], {});
      assert.equal(written.stdout, '');
      assert.ok(printed.stdout.length > 500);
      assert.equal(readFileSync(file, 'utf8') === printed.stdout, true);
    });

    test(`${format}: a run that breaks off leaves the old file and no other`, async () => {
      const own = mkdtempSync(join(folder, 'broken-'));
      const file = join(own, 'report');
      writeFileSync(file, 'old');
      const snapshot = brokenSnapshot(own);
      const { code, stdout, stderr } = await runHere(
        ['scan', '--from', snapshot, '--format', format, '--output', file],
        {},
      );
      assert.equal(code, 2, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, /^trailproof: [^\n]+\n/);
      assert.equal(readFileSync(file, 'utf8'), 'old');
      assert.deepEqual(readdirSync(own).sort(), ['report', 'snapshot']);
    });
  }

  test('an unknown format is refused in one line', async () => {
    const { code, stdout, stderr } = await runHere(['demo', '--format', 'xlsx'], {});
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^trailproof: [^\n]*xlsx[^\n]*asff[^\n]*\n$/);
  });
});

describe('a pipe that breaks', () => {
  for (const format of REPORT_FORMATS.filter((one) => one !== 'table')) {
    test(`${format}: the program ends without a word`, async () => {
      const child = spawn(process.execPath, [join(ROOT, 'bin/trailproof.js'), 'demo', '--format', format], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.stdout.once('data', () => child.stdout.destroy());
      const code = await new Promise((resolve) => child.once('close', resolve));
      assert.equal(stderr, '');
      assert.ok(code === 0 || code === 141, String(code));
    });
  }
});

test('links lead into the repository that package.json names, to pages that are there', () => {
  const { repository } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  assert.equal(repository.url, `git+${REPOSITORY}.git`);
  for (const control of CONTROLS) {
    const path = (controlPage(control) ?? '').slice(`${REPOSITORY}/blob/main/`.length);
    assert.match(readFileSync(join(ROOT, path), 'utf8'), /^<!-- Generated/);
  }
});

/** The demo's snapshot, in which the body of the last captures is missing: it breaks when accounts are written already. */
function brokenSnapshot(parent: string): string {
  const snapshot = mkdtempSync(join(parent, 'made-'));
  for (const name of ['snapshot.json', 'captures.ndjson', 'bodies.ndjson']) {
    const text = readFileSync(join(ROOT, 'demo', name), 'utf8');
    const lines = text.trimEnd().split('\n');
    const cut = name === 'bodies.ndjson' ? `${lines.slice(0, -20).join('\n')}\n` : text;
    writeFileSync(join(snapshot, name), cut);
  }
  const named = join(parent, 'snapshot');
  rmSync(named, { recursive: true, force: true });
  renameSync(snapshot, named);
  return named;
}
