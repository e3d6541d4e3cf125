/** trailproof fix, and scan -R, at the command line: what is shown and written, and what is refused. */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { assertValid } from '../support/schemas.ts';
import { assertRefused, runOffline } from './refusal.ts';

const ROOT = join(import.meta.dirname, '../..');
const FROM = ['--from', join(ROOT, 'demo'), '--policy', join(ROOT, 'demo/trailproof.yaml')];
const folder = mkdtempSync(join(tmpdir(), 'trailproof-fix-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('trailproof fix plan', { concurrency: 2 }, () => {
  test('shows steps in order, with cost, risk and way back, and what comes of them', async () => {
    const { code, stdout, stderr } = await runOffline(['fix', 'plan', '111100000025', ...FROM]);
    assert.deepEqual([code, stderr], [4, '']);
    assert.match(
      stdout.replace(/\s+/g, ' '),
      /6 steps for 25 failing results: 19 would pass, 3 wait .* Nothing was changed\./,
    );
    assert.ok(stdout.indexOf('Create a KMS key') < stdout.indexOf('Encrypt the log files'));
    assert.ok(stdout.indexOf('Encrypt the log files') < stdout.indexOf('Start trail wms-trail'));
    assert.match(stdout, /Way back: Stop the trail\./);
    for (const line of stdout.split('\n')) assert.ok(line.length <= 80 || /^ {2}\S+$/.test(line), line);
  });

  test('is data as JSON: every failing result of the demo once', async () => {
    const { stdout } = await runOffline(['fix', 'plan', '--all', ...FROM, '--format', 'json']);
    const document = JSON.parse(stdout);
    assertValid('fix-plan', document);
    const scan = JSON.parse((await runOffline(['scan', ...FROM, '--format', 'json'])).stdout);
    const failing = scan.results.filter(({ verdict }: { verdict: string }) => verdict === 'FAIL');
    const turned = ['repaired', 'pending', 'remaining'].flatMap((name) =>
      document[name].map(({ id }: { id: string }) => id),
    );
    assert.deepEqual(turned.sort(), failing.map(({ id }: { id: string }) => id).sort());
    // Whatever is asked for has a step, is for a person, or hangs on time alone.
    const named = new Set([...document.steps, ...document.byHand].flatMap(({ results }) => results));
    const silent = failing.filter(({ id }: { id: string }) => !named.has(id));
    assert.ok(silent.length <= 3, silent.map(({ id }: { id: string }) => id).join('\n'));
  });

  const refused: readonly (readonly [what: string, words: string[], says: RegExp])[] = [
    ['nothing to repair', [], /what is to be repaired\?/],
    ['--all beside words', ['111100000025', '--all'], /--all goes without further words/],
    ['a name that is nobody', ['nobody'], /nothing in this run is called "nobody"/],
    ['a result that passes', ['multi-region-trail/111100000004'], /does not fail \(PASS\): there is nothing to repair/],
  ];
  for (const [what, words, says] of refused) {
    test(`refuses ${what}`, async () => {
      assertRefused(await runOffline(['fix', 'plan', ...words, ...FROM]), says);
      const out = join(folder, what.replace(/\W+/g, '-'));
      assertRefused(await runOffline(['fix', 'export', ...words, ...FROM, '--as', 'cli', '--out', out]), says);
      assert.ok(!existsSync(out));
    });
  }
});

describe('trailproof fix export', { concurrency: 2 }, () => {
  for (const form of ['cli', 'terraform', 'cloudformation', 'console']) {
    test(`writes ${form} into a new folder`, async () => {
      const out = join(folder, form);
      const { code, stdout, stderr } = await runOffline([
        'fix',
        'export',
        '111100000025',
        ...FROM,
        '--as',
        form,
        '--out',
        out,
      ]);
      assert.deepEqual([code, stderr], [4, '']);
      const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      assert.match(stdout, new RegExp(`^Wrote ${files.length} files? to `));
      assert.ok(files.length > 0);
      const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
      assert.ok(texts.some((text) => text.includes('wms-trail')));
      if (form === 'cli')
        assert.ok(files.every(({ parentPath, name }) => (statSync(join(parentPath, name)).mode & 0o111) !== 0));
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.endsWith('.tmp')),
        [],
      );
    });
  }

  test('never writes into a folder that exists', async () => {
    const out = join(folder, 'mine');
    mkdirSync(out);
    assertRefused(await runOffline(['fix', 'export', '--all', ...FROM, '--as', 'cli', '--out', out]), /exists already/);
    assert.deepEqual(readdirSync(out), []);
  });

  test('refuses a form that there is none of, and a folder that cannot be made', async () => {
    assertRefused(
      await runOffline(['fix', 'export', '--all', ...FROM, '--as', 'pulumi', '--out', join(folder, 'x')]),
      /pulumi.*invalid/,
    );
    assertRefused(
      await runOffline(['fix', 'export', '--all', ...FROM, '--as', 'cli', '--out', '']),
      /name of the folder is empty/,
    );
    assertRefused(await runOffline(['scan', ...FROM, '--output', '']), /name of the file is empty/);
    const inFile = join(ROOT, 'package.json', 'fixes');
    assertRefused(
      await runOffline(['fix', 'export', '--all', ...FROM, '--as', 'cli', '--out', inFile]),
      /cannot write/,
    );
  });
});

describe('trailproof scan -R', { concurrency: 2 }, () => {
  test('puts the fix under each failing result, runnable lines and all', async () => {
    const words = ['scan', '-R', ...FROM, '--controls', 'log-file-validation,trail-duplicates'];
    const table = await runOffline(words);
    assert.match(
      table.stdout,
      /\nlog-file-validation\/\S+dr-trail\n {2}account 111100000029, us-east-1\n {2}# Switch [^\n]+\n {2}aws cloudtrail update-trail --name dr-trail --enable-log-file-validation --region us-east-1\n/,
    );
    assert.match(table.stdout, /By hand: To go over without a gap/);
    const document = JSON.parse((await runOffline([...words, '--format', 'json'])).stdout);
    assertValid('scan', document);
    for (const { verdict, control, remediation } of document.results) {
      assert.equal(remediation.length > 0, verdict === 'FAIL' && control === 'log-file-validation');
    }
  });

  test('without it, nothing of a fix is written', async () => {
    const { stdout } = await runOffline(['scan', ...FROM, '--controls', 'log-file-validation', '--format', 'json']);
    assert.ok(
      JSON.parse(stdout).results.every(({ remediation }: { remediation: unknown[] }) => remediation.length === 0),
    );
  });
});
