/** Wrong usage: one clear line that says what is right, exit code 2, and no call to AWS. */

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { assertNoDefect } from '../integration/scan.ts';
import { ACCOUNT, HOME, smallWorld } from '../integration/worlds.ts';
import { startDouble } from '../rig/double.ts';
import { runTrailproof } from '../rig/run.ts';
import { assertRefused, runOffline } from './refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-usage-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const double = await startDouble(smallWorld());
after(() => double.close());
const env = double.env(ACCOUNT, HOME);

const WRONG: [string[], RegExp][] = [
  [['--nonsense'], /unknown option '--nonsense'/],
  [['scan', '--fromat', 'json'], /unknown option '--fromat'.*--format/],
  [['scan', '--ouput', 'x'], /unknown option '--ouput'.*--output/],
  [['scna'], /unknown command 'scna'.*scan/],
  [['help', 'scna'], /scna/],
  [['zebra'], /unknown command 'zebra'/],
  [['scan', 'extra'], /too many arguments/],
  [['explain'], /missing required argument 'what'/],
  [['scan', '--framework', 'cis-aws-9'], /cis-aws-9.*cis-aws-1\.2/],
  [['controls', '--framework', 'cis'], /cis.*cis-aws-1\.2/],
  [['scan', '--format', 'yaml'], /yaml.*table, json, markdown/],
  [['explain', 'x', '--format', 'markdown'], /markdown.*table, json/],
  [['permissions', '--format', 'yaml'], /yaml.*policy/],
  [['scan', '--fail-on', 'urgent'], /urgent.*critical/],
  [['scan', '--controls', 'multi-region-trial'], /multi-region-trial.*multi-region-trail/],
  [['scan', '--controls', 'nothing-*'], /nothing-\*/],
  [['scan', '--controls', ''], /controls/],
  [['scan', '--controls', 'default,,x'], /controls/],
  [['permissions', '--controls', 'zebra'], /zebra/],
  [['controls', 'zebra'], /zebra.*multi-region-trail/],
  [['schema', 'zebra'], /zebra.*scan/],
  [['scan', '--regions', ','], /regions/],
  [['scan', '--regions'], /argument missing/],
  [['scan', '--policy'], /argument missing/],
  [['scan', '--now', 'yesterday'], /yesterday.*ISO 8601/],
  [['scan', '--now', '2026-11-24T08:00:00'], /zone/],
  [['scan', '--now', '2026-13-01'], /2026-13-01.*ISO 8601/],
  [['scan', '--now', '2026-02-30'], /2026-02-30.*ISO 8601/],
  [['scan', '--now', '2026-11-24T25:00:00Z'], /ISO 8601/],
  [['scan', '--now', '24.11.2026'], /ISO 8601/],
  [['scan', '--now', '1790000000'], /ISO 8601/],
  [['scan', '--policy', 'missing.yaml'], /missing\.yaml.*trailproof init/],
  [['scan', '--output', 'missing/out.json'], /missing/],
  [['scan', '--output', '/dev/null/out.json'], /\/dev\/null\/out\.json/],
  [['scan', '--output', tmpdir()], /cannot write/],
  [['trails', '--output', 'missing/out.json'], /missing/],
  [['explain', 'main', '--output', 'missing/out.json'], /missing/],
  [['scan', '--from', 'missing'], /no snapshot at missing/],
  [['demo', '--account', '000000000000'], /000000000000/],
];

describe('wrong usage', { concurrency: 4 }, () => {
  for (const [args, said] of WRONG) {
    test(`trailproof ${args.join(' ')}`, async () => {
      const untouched = await startDouble(smallWorld());
      const result = await runTrailproof(args, { env: untouched.env(ACCOUNT, HOME) });
      await untouched.close();
      assertRefused(result, said);
      assert.deepEqual(untouched.counts(), {}, 'AWS was asked before the mistake was seen');
    });
  }
});

describe('--regions', { concurrency: 4 }, () => {
  const off: [string, RegExp][] = [
    ['af-south-1', /Region af-south-1 is not enabled in account 111122223333/],
    ['us-east-1,af-south-1,me-south-1', /Regions af-south-1, me-south-1 are not enabled/],
    ['us-west-9', /us-west-9/],
    ['US-EAST-1', /US-EAST-1/],
    ['us-east-1\u001b[31m', /us-east-1/],
  ];
  for (const [regions, said] of off) {
    test(JSON.stringify(regions), async () => {
      const result = await runTrailproof(['scan', '--regions', regions], { env });
      assertRefused(result, said);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not come out
      assert.doesNotMatch(result.stderr, /\u001b/);
    });
  }
});

describe('what nobody finds in a run', () => {
  test('explain of an unknown name says what there is', async () => {
    assertRefused(await runTrailproof(['explain', 'zebra'], { env }), /zebra.*111122223333.*main/);
  });
});

describe('no arguments', () => {
  test('the help, on stderr, with exit code 2', async () => {
    const { code, stdout, stderr } = await runOffline([]);
    assert.match(stderr, /Usage: trailproof/);
    assert.deepEqual([code, stdout], [2, '']);
  });

  test('--version prints the version alone', async () => {
    const { code, stdout, stderr } = await runOffline(['--version']);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
    assert.deepEqual([code, stderr], [0, '']);
  });
});

describe('init', () => {
  test('writes a file that the next scan takes, and never over another', async () => {
    const first = await runOffline(['init'], { cwd: folder });
    assert.deepEqual([first.code, first.stderr], [0, '']);
    const text = readFileSync(join(folder, 'trailproof.yaml'), 'utf8');
    assertRefused(await runOffline(['init'], { cwd: folder }), /exists already/);
    assert.equal(readFileSync(join(folder, 'trailproof.yaml'), 'utf8'), text);
    const scan = await runTrailproof(['scan'], { cwd: folder, env });
    assertNoDefect(scan);
    assert.match(scan.stdout, /Policy: trailproof\.yaml/);
    assert.equal(scan.code, 1);
  });

  test('with every comment sign taken away it is still a policy file', async () => {
    const file = join(folder, 'whole.yaml');
    const text = readFileSync(join(folder, 'trailproof.yaml'), 'utf8');
    writeFileSync(file, text.replaceAll(/^# (?=[ a-z].*:|\s+- )/gm, ''));
    const scan = await runTrailproof(['scan', '--policy', file], { env });
    assert.doesNotMatch(scan.stderr, /unknown key|must be/);
    assertNoDefect(scan);
  });

  test('into a missing folder', async () => {
    assertRefused(await runOffline(['init', '--policy', 'missing/x.yaml'], { cwd: folder }), /missing/);
  });
});

describe('--output', () => {
  test('is written whole, and a failed run leaves the old file as it was', async () => {
    const file = join(folder, 'result.json');
    const args = ['scan', '--format', 'json', '--output', file];
    const result = await runTrailproof(args, { env });
    assert.deepEqual([result.code, result.stdout, result.stderr], [1, '', '']);
    const text = readFileSync(file, 'utf8');
    assert.equal(JSON.parse(text).schema, 'trailproof/scan/1');
    assert.equal((await runOffline(args)).code, 2);
    assert.equal(readFileSync(file, 'utf8'), text);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.tmp')),
      [],
    );
    assert.equal(existsSync(join(folder, 'result.json')), true);
  });
});
