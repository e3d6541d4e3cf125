/** Snapshots: judged again, offline, they give the same bytes; interrupted, cut off or altered, one clear line. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { accessKeyOf } from '../rig/access-key.ts';
import { startDouble } from '../rig/double.ts';
import { deny, html, reset } from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import { type RunResult, runTrailproof } from '../rig/run.ts';
import { assertNoDefect } from './scan.ts';
import { ACCOUNT, HOME, smallWorld } from './worlds.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-snapshot-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const SNAPSHOT = join(folder, 'healthy');

/** Nothing of AWS is within reach: whoever asks it fails. */
const OFFLINE = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_EC2_METADATA_DISABLED: 'true' };

async function save(name: string, format: string, rules: Rule[] = [], args: string[] = []): Promise<RunResult> {
  const double = await startDouble(smallWorld(), { rules });
  const run = ['scan', '--format', format, '--save', join(folder, name), ...args];
  const result = await runTrailproof(run, { env: double.env(ACCOUNT, HOME) });
  await double.close();
  return result;
}

function judge(name: string, ...args: string[]): Promise<RunResult> {
  return runTrailproof(['scan', '--from', join(folder, name), ...args], { env: OFFLINE });
}

/** Exit code 2, nothing on stdout, one line that says what is wrong. */
function assertRefused(result: RunResult, said: RegExp): void {
  assertNoDefect(result);
  assert.match(result.stderr, /^trailproof: [^\n]{15,}\n$/);
  assert.match(result.stderr, said);
  assert.deepEqual([result.code, result.stdout], [2, '']);
}

describe('save and judge again', { concurrency: 4 }, () => {
  before(async () => {
    assert.equal((await save('healthy', 'json')).code, 1);
  });

  for (const format of ['json', 'table', 'markdown']) {
    const weather: [string, Rule[]][] = [
      ['fair', []],
      ['bad', [{ match: { operation: 'GetTrailStatus', region: 'us-east-1' }, do: deny() }]],
      [
        'worse',
        [{ match: { operation: ['DescribeTrails', 'GetRole'], region: ['us-east-1', 'ap-south-1'] }, do: html(200) }],
      ],
      ['worst', [{ match: { operation: 'ListRegions' }, do: reset() }]],
    ];
    for (const [name, rules] of weather) {
      test(`${format}, ${name} weather: the same bytes and exit code`, async () => {
        const first = await save(`${format}-${name}`, format, rules);
        assertNoDefect(first);
        assert.ok(first.stdout.length > 200);
        const again = await judge(`${format}-${name}`, '--format', format);
        assert.equal(again.stdout, first.stdout);
        assert.deepEqual([again.code, again.stderr], [first.code, '']);
      });
    }
  }

  test('--output writes the same bytes into the file and nothing to stdout', async () => {
    const file = join(folder, 'out.json');
    const [direct, written] = [
      await judge('healthy', '--format', 'json'),
      await judge('healthy', '--format', 'json', '--output', file),
    ];
    assert.equal(readFileSync(file, 'utf8'), direct.stdout);
    assert.deepEqual([written.stdout, written.code], ['', direct.code]);
  });

  test('--now moves ages: two days later nothing proves delivery, two hours later everything does', async () => {
    const shift = async (hours: number) => {
      const now = new Date(Date.now() + hours * 3_600_000).toISOString();
      const document: { results: { id: string; control: string; verdict: string }[]; run: { clock: string } } = (
        await judge('healthy', '--format', 'json', '--now', now)
      ).json();
      assert.equal(document.run.clock, now);
      return Object.fromEntries(document.results.map(({ id, verdict }) => [id, verdict]));
    };
    const [soon, late] = await Promise.all([shift(2), shift(48)]);
    const account = `multi-region-trail/${ACCOUNT}`;
    assert.deepEqual([soon[account], late[account]], ['PASS', 'FAIL']);
    assert.equal(late[`region-coverage/${ACCOUNT}/us-east-1`], 'PASS');
  });

  test('--controls and --framework choose from a snapshot; what was not asked then is UNKNOWN', async () => {
    await save('narrow', 'json', [], ['--controls', 'log-file-validation']);
    const wide = await judge('narrow', '--format', 'json');
    assert.equal(wide.code, 5);
    const { results }: { results: { control: string; verdict: string; reasons: { id: string }[] }[] } = wide.json();
    const account = results.find(({ control }) => control === 'multi-region-trail');
    assert.equal(account?.verdict, 'UNKNOWN');
    assert.ok(account?.reasons.every(({ id }) => id === 'read.not-asked'));
    assert.equal((await judge('narrow', '--controls', 'log-file-validation')).code, 0);
  });

  test('trails and explain read snapshots too', async () => {
    for (const words of [['trails'], ['trails', '--format', 'json'], ['explain', 'main'], ['explain', ACCOUNT]]) {
      const result = await runTrailproof([...words, '--from', SNAPSHOT], { env: OFFLINE });
      assertNoDefect(result);
      assert.deepEqual([result.code, result.stderr], [0, ''], words.join(' '));
      assert.match(result.stdout, /main/);
    }
  });

  test('nothing secret is kept, files are private, and every body has its hash', async () => {
    const secret = 'the-secret-nobody-may-see';
    const token = 'the-token-nobody-may-see';
    const double = await startDouble(smallWorld(), { rules: [{ match: { operation: 'GetRole' }, do: deny() }] });
    const env = { ...double.env(ACCOUNT, HOME), AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token };
    const result = await runTrailproof(['scan', '--save', join(folder, 'secret')], { env });
    await double.close();
    assert.equal(result.code, 5);
    for (const name of readdirSync(join(folder, 'secret'))) {
      const path = join(folder, 'secret', name);
      const text = readFileSync(path, 'utf8');
      for (const word of [secret, token, accessKeyOf(ACCOUNT), 'AWS4-HMAC-SHA256', 'uthorization"'])
        assert.ok(!text.includes(word), `${name} has ${word}`);
      assert.equal(statSync(path).mode & 0o077, 0, name);
    }
    const bodies = readFileSync(join(folder, 'secret', 'bodies.ndjson'), 'utf8')
      .trimEnd()
      .split('\n');
    for (const line of bodies) {
      const { sha256, body }: { sha256: string; body: string } = JSON.parse(line);
      assert.equal(sha256, `sha256:${createHash('sha256').update(body).digest('hex')}`);
    }
    assert.equal(new Set(bodies).size, bodies.length, 'an unchanged answer is stored once');
  });

  describe('spoilt', () => {
    const spoilt: [string, (dir: string) => void, RegExp][] = [
      ['captures cut in half', (dir) => cut(join(dir, 'captures.ndjson')), /captures\.ndjson/],
      ['bodies cut in half', (dir) => cut(join(dir, 'bodies.ndjson')), /bodies\.ndjson/],
      ['the manifest cut in half', (dir) => cut(join(dir, 'snapshot.json')), /snapshot\.json/],
      ['a body altered', (dir) => alter(join(dir, 'bodies.ndjson'), 'IsLogging', 'IsLoggimg'), /altered/],
      ['a capture altered', (dir) => alter(join(dir, 'captures.ndjson'), 'eu-west-1', 'eu-west-2'), /altered/],
      ['a line more', (dir) => writeFileSync(join(dir, 'captures.ndjson'), '{}\n', { flag: 'a' }), /altered/],
      ['a newer version', (dir) => alter(join(dir, 'snapshot.json'), 'snapshot/1', 'snapshot/2'), /newer version/],
      [
        'another schema',
        (dir) => alter(join(dir, 'snapshot.json'), 'trailproof/snapshot', 'other/snapshot'),
        /snapshot\.json/,
      ],
      ['a field missing', (dir) => alter(join(dir, 'snapshot.json'), '"clock"', '"clack"'), /snapshot\.json/],
      [
        'an unknown operation',
        (dir) => alter(join(dir, 'snapshot.json'), 'iam:GetRole', 'iam:DeleteRole'),
        /snapshot\.json/,
      ],
      ['no bodies', (dir) => rmSync(join(dir, 'bodies.ndjson')), /bodies\.ndjson/],
      ['no captures', (dir) => rmSync(join(dir, 'captures.ndjson')), /captures\.ndjson/],
      ['no manifest', (dir) => rmSync(join(dir, 'snapshot.json')), /not finished/],
      ['the manifest is no JSON', (dir) => writeFileSync(join(dir, 'snapshot.json'), 'hello'), /snapshot\.json/],
      ['the manifest is null', (dir) => writeFileSync(join(dir, 'snapshot.json'), 'null'), /snapshot\.json/],
      ['the manifest is empty', (dir) => writeFileSync(join(dir, 'snapshot.json'), ''), /snapshot\.json/],
      [
        'captures are binary',
        (dir) => writeFileSync(join(dir, 'captures.ndjson'), Buffer.from([0, 255, 1, 10])),
        /captures\.ndjson/,
      ],
    ];
    for (const [name, spoil, said] of spoilt) {
      test(name, async () => {
        const copy = `spoilt-${name.replaceAll(' ', '-')}`;
        cpSync(SNAPSHOT, join(folder, copy), { recursive: true });
        spoil(join(folder, copy));
        const before = readdirSync(join(folder, copy));
        assertRefused(await judge(copy), said);
        assert.deepEqual(readdirSync(join(folder, copy)), before);
      });
    }

    test('no folder, a file instead of a folder, an empty folder', async () => {
      assertRefused(await judge('nowhere'), /nowhere/);
      writeFileSync(join(folder, 'file'), 'text');
      assertRefused(await judge('file'), /file/);
      mkdirSync(join(folder, 'empty'));
      assertRefused(await judge('empty'), /no snapshot/);
    });
  });

  test('saving refuses a folder that holds anything, before any call', async () => {
    const before = readFileSync(join(SNAPSHOT, 'snapshot.json'), 'utf8');
    const double = await startDouble(smallWorld());
    const result = await runTrailproof(['scan', '--save', SNAPSHOT], { env: double.env(ACCOUNT, HOME) });
    assertRefused(result, /not empty/);
    assert.deepEqual(double.counts(), {});
    await double.close();
    assert.equal(readFileSync(join(SNAPSHOT, 'snapshot.json'), 'utf8'), before);
    writeFileSync(join(folder, 'a-file'), '');
    assertRefused(await save('a-file', 'json'), /a-file/);
    assertRefused(await save('a-file/below', 'json'), /a-file/);
  });

  test('a run that cannot start leaves no folder behind, and an empty one empty', async () => {
    const denied: Rule[] = [{ match: { service: 'sts' }, do: deny() }];
    assertRefused(await save('never', 'json', denied), /GetCallerIdentity/);
    assert.equal(existsSync(join(folder, 'never')), false);
    assertRefused(await runTrailproof(['scan', '--save', join(folder, 'never')], { env: OFFLINE }), /credentials/i);
    assert.equal(existsSync(join(folder, 'never')), false);
    assertRefused(await save('never/deeper', 'json', denied), /GetCallerIdentity/);
    assert.equal(existsSync(join(folder, 'never')), false, 'a parent folder was left behind');
    mkdirSync(join(folder, 'was-there'));
    assertRefused(await save('was-there', 'json', denied), /GetCallerIdentity/);
    assert.deepEqual(readdirSync(join(folder, 'was-there')), []);
  });

  test('--from refuses what would read AWS', async () => {
    for (const option of [
      ['--profile', 'x'],
      ['--regions', 'eu-west-1'],
      ['--save', join(folder, 'x')],
    ])
      assertRefused(await judge('healthy', ...option), /does not go with --from/);
  });
});

function cut(path: string): void {
  const text = readFileSync(path);
  writeFileSync(path, text.subarray(0, Math.floor(text.length / 2)));
}

function alter(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(from), `${path} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
}
