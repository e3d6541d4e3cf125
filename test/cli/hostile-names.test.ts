/** Names in AWS and reasons in policy files are other people's input: they must not reach a terminal or a page as code. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { assertNoDefect, type ScanDocument } from '../integration/scan.ts';
import { ACCOUNT, accountWith, arnOf, HOME, worldOf } from '../integration/worlds.ts';
import { startDouble } from '../rig/double.ts';
import { fail } from '../rig/faults.ts';
import { type RunResult, runTrailproof } from '../rig/run.ts';
import type { WorldTrail } from '../rig/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-hostile-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const NAMES: Record<string, string> = {
  'colour and clear screen': 'red\u001b[31m\u001b[2Jgone',
  'title and bell': 'title\u001b]0;owned\u0007',
  'C1 control sequence': 'c1\u009b31m',
  'line breaks': 'one\r\ntwo\nthree\u2028four\u0085five',
  'nul and delete': 'a\u0000b\u007fc\u0008d',
  'right to left': 'txt\u202egnp.exe\u202c\u2066x\u2069',
  'zero width': 'ad\u200bmin\ufeff\u2060',
  '128 characters': 'x'.repeat(128),
  '128 words': 'word '.repeat(25).trim(),
  quotes: `it's "quoted"`,
  'pipes and backticks': 'a|b`c`d||``',
  markdown: '](javascript:alert(1)) **bold** <img src=x onerror=alert(1)> # head',
  shell: '$(touch owned); rm -rf ~ && `id`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay as it is
  template: '{region} {account} ${HOME} %s {0} __proto__',
  'a prototype': '__proto__',
  constructor: 'constructor',
  'wide letters': '監査ログ-логи-📜',
  'lone surrogate': 'half\ud800way',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come out
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
const INVISIBLE = /[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** A trail that has the name wherever a name can stand, and one that leaves out a source of that name. */
function trailsNamed(name: string): WorldTrail[] {
  const trail = {
    Name: name,
    HomeRegion: HOME,
    S3BucketName: name,
    S3KeyPrefix: name,
    KmsKeyId: name,
    SnsTopicARN: `arn:aws:sns:${HOME}:${ACCOUNT}:${name}`,
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:${name}:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    status: { LatestDeliveryError: name, LatestCloudWatchLogsDeliveryError: name },
    selectors: { raw: { AdvancedEventSelectors: [{ Name: name, FieldSelectors: [{ Field: name, [name]: [name] }] }] } },
  };
  const stopped = {
    Name: `${name}2`,
    HomeRegion: HOME,
    selectors: { basic: [{ ExcludeManagementEventSources: [name] }] },
  };
  return [trail, stopped];
}

async function scanned(names: string[], args: string[]): Promise<RunResult> {
  const account = accountWith(names.flatMap(trailsNamed), { logGroups: [], roles: [] });
  const double = await startDouble(worldOf(account));
  const result = await runTrailproof(args, { env: double.env(ACCOUNT, HOME) });
  await double.close();
  return result;
}

function assertHarmless({ stdout, stderr }: RunResult): void {
  for (const text of [stdout, stderr]) {
    assertNone(text, CONTROL);
    assertNone(text, INVISIBLE);
  }
}

function assertNone(text: string, what: RegExp): void {
  const at = text.search(what);
  const near = JSON.stringify(text.slice(Math.max(0, at - 40), at + 40));
  assert.ok(at < 0, `U+${text.charCodeAt(at).toString(16).padStart(4, '0')} in ${near}`);
}

describe('hostile names', { concurrency: 4 }, () => {
  const all = Object.entries(NAMES);
  // A few at a time: a table shows only so many causes.
  for (const group of [all.slice(0, 6), all.slice(6, 12), all.slice(12)]) {
    const kinds = group.map(([kind]) => kind).join(', ');
    const names = group.map(([, name]) => name);
    for (const args of [['scan'], ['trails'], ['explain', ACCOUNT]]) {
      test(`${args[0]}: the table holds no control characters: ${kinds}`, async () => {
        const result = await scanned(names, args);
        assertNoDefect(result);
        assert.ok(result.stdout.length > 100);
        assertHarmless(result);
      });
    }

    for (const command of ['scan', 'trails']) {
      test(`${command}: the Markdown keeps its shape: ${kinds}`, async () => {
        const result = await scanned(names, [command, '--format', 'markdown']);
        assertNoDefect(result);
        assertHarmless(result);
        assertMarkdown(result.stdout);
      });
    }
  }

  for (const [kind, name] of Object.entries(NAMES)) {
    test(`${kind}: the JSON is valid, whole and without control characters`, async () => {
      const result = await scanned([name], ['scan', '--format', 'json']);
      assertNoDefect(result);
      assertNone(result.stdout, CONTROL);
      const document: ScanDocument = result.json();
      // The name arrives as it is: JSON is for programs.
      const names = document.trails.map((trail) => trail.name);
      assert.ok(names.includes(name.toWellFormed()) || names.includes(name), JSON.stringify(names));
      assert.equal(document.summary['PASS'] === undefined, false);
      assert.ok(
        document.results.some(
          ({ id }) => id === `trail-delivery/${arnOf(name.toWellFormed())}` || id === `trail-delivery/${arnOf(name)}`,
        ),
      );
    });
  }

  test('a hostile reason in the policy file', async () => {
    const file = join(folder, 'trailproof.yaml');
    const reason = '"Ticket\\e[31m \\u202e| `code` <b>\\nsecond line {trail}"';
    const exclusion = `    - trail: ${arnOf('main')}\n      reason: ${reason}\n`;
    writeFileSync(file, `version: 1\nscope:\n  excludeTrails:\n${exclusion}`);
    for (const format of ['table', 'markdown', 'json']) {
      const result = await scanned(['main'], ['scan', '--policy', file, '--format', format]);
      assertNoDefect(result);
      assertNone(result.stdout, CONTROL);
      if (format !== 'json') assertNone(result.stdout, INVISIBLE);
      if (format === 'markdown') assertMarkdown(result.stdout);
    }
  });

  test('a hostile message of AWS', async () => {
    const message = 'no\u001b[2J\r\n\u202e| `x` <b> {permission}';
    const rules = [
      { match: { operation: ['GetTrailStatus', 'GetRole'] }, do: fail('AccessDeniedException', { message }) },
    ];
    const account = accountWith([
      { Name: 'main', HomeRegion: HOME, CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/x` },
    ]);
    for (const format of ['table', 'markdown', 'json']) {
      const double = await startDouble(worldOf(account), { rules });
      const result = await runTrailproof(['scan', '--format', format], { env: double.env(ACCOUNT, HOME) });
      await double.close();
      assertNoDefect(result);
      assertNone(result.stdout, CONTROL);
      if (format !== 'json') assertNone(result.stdout, INVISIBLE);
      if (format === 'markdown') assertMarkdown(result.stdout);
    }
  });

  test('explain takes a hostile name as it is, and the refusal does not repeat its control characters', async () => {
    const name = NAMES['colour and clear screen'] ?? '';
    assertHarmless(await scanned([name], ['explain', name]));
    const refused = await scanned(['main'], ['explain', `other${name}`]);
    assert.equal(refused.code, 2);
    assertHarmless(refused);
  });
});

/** Every row of a table has as many cells as its head, code spans close, and no tag or link came out of a name. */
function assertMarkdown(text: string): void {
  let columns = 0;
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) {
      columns = 0;
      continue;
    }
    const cells = line.replaceAll('\\\\', '').replaceAll('\\|', '').split('|').length;
    if (columns === 0) columns = cells;
    assert.equal(cells, columns, `another number of cells: ${line}`);
  }
  const outside = text.replace(/(?<!\\)`[^`\n]*`/g, '');
  assert.doesNotMatch(outside, /(?<!\\)`/, 'a code span is left open');
  assert.doesNotMatch(outside, /(?<!\\)<\w/, 'a tag');
  assert.doesNotMatch(outside, /(?<!\\)\]\(/, 'a link');
}
