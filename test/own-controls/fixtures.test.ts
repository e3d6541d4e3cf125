/** `controls new` and `controls test`: a skeleton that works, fixtures that show something, differences at their line. */

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { parse } from 'yaml';
import { assertRefused, runOffline } from '../cli/refusal.ts';
import { runHere } from '../integration/here.ts';
import { assertValid } from '../support/schemas.ts';
import { controlText } from './text.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLES = join(ROOT, 'controls/examples');
const folder = mkdtempSync(join(tmpdir(), 'trailproof-own-fixtures-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const here = (...words: string[]) => runHere(words, {});

const row = (name: string, validation: string): string =>
  `        - { trail_arn: "arn:aws:cloudtrail:x-1:111122223333:trail/${name}", name: ${name}, account_id: "111122223333", validation: ${validation} }\n`;
const verdict = (name: string, is: string): string =>
  `      "arn:aws:cloudtrail:x-1:111122223333:trail/${name}": ${is}\n`;

/** A control with one fixture of three trails, on, off and unread, and these lines as what is expected. */
function withFixture(expect: string): string {
  const given = row('on', 'true') + row('off', 'false') + row('unread', 'null');
  return controlText({
    more: `fixtures:\n  - name: three trails\n    given:\n      v_trail:\n${given}    expect:\n${expect}`,
  });
}

const RIGHT = verdict('on', 'PASS') + verdict('off', 'FAIL') + verdict('unread', 'UNKNOWN');

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('controls test', { concurrency: 1 }, () => {
  test('the examples agree with their fixtures, at least four each, and with the published schema', async () => {
    const { code, stdout, stderr } = await here('controls', 'test', EXAMPLES, '--format', 'json');
    assert.deepEqual([code, stderr], [0, '']);
    const document: { controls: { file: string; fixtures: unknown[] }[] } = JSON.parse(stdout);
    assertValid('controls-test', document);
    assert.equal(document.controls.length, 5);
    for (const { file: path, fixtures } of document.controls) {
      assert.ok(fixtures.length >= 4, path);
      assertValid('own-control', parse(readFileSync(path, 'utf8')));
    }
  });

  test('prints one line for each fixture, in 80 columns', async () => {
    const path = file('right.yaml', withFixture(RIGHT));
    const { code, stdout } = await here('controls', 'test', path);
    assert.equal(code, 0);
    assert.match(stdout, /^ {2}✓ three trails \(3 results\)\n\n1 control, 1 fixture: all agree\.\n$/m);
    const all = (await here('controls', 'test', EXAMPLES)).stdout.split('\n');
    for (const line of all) assert.ok(line.length <= 80 || !line.trim().includes(' ') || line.includes('.yaml'), line);
  });

  /** What it is, what the fixture expects, line of the difference, what is said. */
  const DISAGREE: readonly [string, string, string, RegExp][] = [
    [
      'another verdict',
      verdict('on', 'FAIL') + verdict('off', 'PASS') + verdict('unread', 'UNKNOWN'),
      '24:7',
      /trail\/on is PASS, expected FAIL\. 1 more disagrees/,
    ],
    [
      'a result that is not named',
      verdict('on', 'PASS') + verdict('off', 'FAIL') + verdict('x', 'UNKNOWN'),
      '26:7',
      /trail\/x is no subject, expected UNKNOWN\. 1 more disagrees\./,
    ],
    ['one too many', `${RIGHT}      "111122223333": NOT_APPLICABLE\n`, '27:7', /111122223333 is no subject/],
  ];
  for (const [what, expect, place, said] of DISAGREE) {
    test(`${what}: exit code 2, and the place`, async () => {
      const { code, stdout, stderr } = await here('controls', 'test', file('wrong.yaml', withFixture(expect)));
      assert.equal(code, 2);
      assert.match(stdout, /^ {2}✗ three trails/m);
      assert.match(stderr, said);
      assert.match(stderr, /^trailproof: [^\n]+\n$/);
      assert.ok(stderr.includes(`wrong.yaml:${place}: fixture "three trails": `), stderr);
    });
  }

  test('a control whose fixtures show too little is refused', async () => {
    assertRefused(
      await runOffline(['controls', 'test', file('none.yaml', controlText())]),
      /:1:1: no fixture expects PASS, FAIL and UNKNOWN/,
    );
    const some = withFixture(RIGHT.replace('UNKNOWN', 'PASS'));
    assertRefused(await runOffline(['controls', 'test', file('some.yaml', some)]), /:16:1: no fixture expects UNKNOWN/);
  });

  test('a fixture whose rows break the statements is refused at the statement', async () => {
    const text = withFixture(RIGHT).replace(
      'where in_scope and validation = 0',
      "where validation = 0 union all select 'x', 'y'",
    );
    assertRefused(
      await runOffline(['controls', 'test', file('outside.yaml', text)]),
      /:12:1: violations: it returns x/,
    );
  });
});

describe('controls new', { concurrency: 1 }, () => {
  test('writes a control that passes its own fixtures, once', async () => {
    const path = join(folder, 'my-rule.yaml');
    const { code, stdout } = await here('controls', 'new', 'my-rule', '--output', path);
    assert.equal(code, 0);
    assert.match(stdout, /controls test/);
    const before = readFileSync(path, 'utf8');
    assertValid('own-control', parse(before));
    assert.equal((await here('controls', 'test', path)).code, 0);
    assertRefused(await runOffline(['controls', 'new', 'my-rule', '--output', path]), /exists already/);
    assert.equal(readFileSync(path, 'utf8'), before);
  });

  test('refuses a name that cannot be an id or is taken', async () => {
    for (const [name, said] of [
      ['My Rule', /cannot be the id/],
      ['../x', /cannot be the id/],
      ['trail-delivery', /has a control "trail-delivery" already/],
      ['default', /no control can be called "default"/],
    ] as const) {
      const path = join(folder, 'never.yaml');
      assertRefused(await runOffline(['controls', 'new', name, '--output', path]), said);
      assert.equal(existsSync(path), false);
    }
  });
});
