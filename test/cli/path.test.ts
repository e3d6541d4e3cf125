/** `trailproof path` as a user: the drawing, its JSON, what it refuses, what it says of itself by the exit code. */

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type PathDocument, stateOf } from '../integration/path-document.ts';
import { assertNoDefect } from '../integration/scan.ts';
import { ACCOUNT, accountWith, arnOf, BUCKET, fullWorld, HOME, healthyTrail, worldOf } from '../integration/worlds.ts';
import { MANAGEMENT, MEMBER, NOW, organizationOf, ownTrail } from '../organization/accounts.ts';
import { type Double, type DoubleOptions, startDouble } from '../rig/double.ts';
import { deny } from '../rig/faults.ts';
import { type RunResult, runTrailproof } from '../rig/run.ts';
import type { World } from '../rig/world.ts';
import { assertValid } from '../support/schemas.ts';
import { assertRefused } from './refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-path-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function over(
  world: World,
  args: string[],
  options: DoubleOptions = {},
  caller = ACCOUNT,
  use: (double: Double) => void = () => {},
): Promise<RunResult> {
  const double = await startDouble(world, options);
  try {
    const run = await runTrailproof(['path', ...args], { env: double.env(caller, HOME) });
    assertNoDefect(run);
    use(double);
    return run;
  } finally {
    await double.close();
  }
}

async function json(world: World, args: string[] = [], options: DoubleOptions = {}, caller = ACCOUNT) {
  const run = await over(world, [...args, '--format', 'json'], options, caller);
  const document: PathDocument = run.json();
  assertValid('path', document);
  assert.equal(run.code, document.complete ? 0 : 4);
  return { ...run, document };
}

const DENIED: DoubleOptions = { rules: [{ match: { operation: 'GetBucketPolicy' }, do: deny() }] };
const BROKEN = fullWorld({ buckets: [{ name: BUCKET, Policy: null }], logGroups: [] });

describe('trailproof path', { concurrency: 3 }, () => {
  const drawings: [string, World, DoubleOptions, number, RegExp][] = [
    ['a whole path', fullWorld(), {}, 0, /^trail main .* ok$/m],
    ['a broken path: what is broken is known', BROKEN, {}, 0, /^trail main .* BROKEN$/m],
    ['a path that could not be read', fullWorld(), DENIED, 4, /^trail main .* unknown$/m],
    [
      'a trail that delivers to S3 alone',
      worldOf(accountWith([{ Name: 'bare', HomeRegion: HOME }])),
      {},
      0,
      /\(none set/,
    ],
    ['no trail', worldOf(accountWith([])), {}, 0, /No trail/],
  ];
  for (const [name, world, options, code, said] of drawings) {
    test(`${name}: 80 columns, no colour, nothing on stderr`, async () => {
      const run = await over(world, [], options);
      assert.match(run.stdout, said);
      assert.deepEqual([run.code, run.stderr], [code, '']);
      assert.ok(!run.stdout.includes('\u001b'));
      // An ARN, the path of an object, or a statement may be longer than a line; it stands alone there.
      for (const line of run.stdout.split('\n')) {
        const words = line.replace(/^[│├└─▶ ]*/, '');
        assert.ok(line.length <= 80 || !words.includes(' '), line);
      }
    });
  }

  test('one trail by its name, its ARN or its account; the others are left out', async () => {
    const world = worldOf(accountWith([healthyTrail('one'), healthyTrail('two')]));
    for (const what of ['one', arnOf('one')]) {
      const { document } = await json(world, [what]);
      assert.deepEqual(
        document.paths.map(({ trail }) => trail),
        [arnOf('one')],
      );
    }
    assert.equal((await json(world, [ACCOUNT])).document.paths.length, 2);
    assert.equal((await json(world)).document.paths.length, 2);
  });

  test('a name that no trail has: one line, exit code 2, and the names that there are', async () => {
    const world = worldOf(accountWith([healthyTrail('one'), healthyTrail('two')]));
    assertRefused(await over(world, ['three']), /"three".*one, two/);
    assertRefused(await over(worldOf(accountWith([])), ['three']), /There is no trail/);
    assertRefused(await over(world, ['thr\u001b[31mee\n']), /trail/);
  });

  test('JSON of each state follows the published schema', async () => {
    assert.deepEqual(stateOf((await json(fullWorld())).document), {
      bucket: 'ok',
      key: 'ok',
      role: 'ok',
      'log-group': 'ok',
      topic: 'ok',
    });
    const broken = await json(BROKEN);
    assert.equal(stateOf(broken.document)['bucket'], 'broken');
    assert.equal(broken.document.complete, true);
    const unknown = await json(fullWorld(), [], DENIED);
    assert.equal(stateOf(unknown.document)['bucket'], 'unknown');
    assert.equal(unknown.code, 4);
    const bare = await json(worldOf(accountWith([{ Name: 'bare', HomeRegion: HOME }])));
    assert.deepEqual(Object.values(stateOf(bare.document)), ['ok', 'none', 'none', 'none', 'none']);
    assert.deepEqual((await json(worldOf(accountWith([])))).document.paths, []);
  });

  test('--output writes the same into a file and nothing to stdout', async () => {
    const file = join(folder, 'path.txt');
    const run = await over(fullWorld(), ['--output', file]);
    assert.deepEqual([run.code, run.stdout], [0, '']);
    assert.match(readFileSync(file, 'utf8'), /^trail main/);
    assertRefused(await over(fullWorld(), ['--output', join(folder, 'no', 'such', 'folder')]), /folder/);
    assert.equal(existsSync(join(folder, 'no')), false);
  });

  test('a Region that was not listed may hide a trail: exit code 4', async () => {
    const rules = [{ match: { operation: 'DescribeTrails', region: 'ap-south-1' }, do: deny() }];
    const world = worldOf(accountWith([]));
    const run = await over(world, [], { rules });
    assert.equal(run.code, 4);
    assert.match(run.stdout, /not every list/);
    assert.equal((await json(world, [], { rules })).document.complete, false);
    assert.equal((await over(worldOf(accountWith([healthyTrail()])), ['main'], { rules })).code, 0);
  });

  test('reads only what the path needs', async () => {
    await over(fullWorld(), [], {}, ACCOUNT, ({ counts }) => {
      assert.equal(counts()['cloudtrail:GetEventSelectors'], undefined);
    });
  });

  describe('--org', { concurrency: 2 }, () => {
    const world = organizationOf({ member: { trails: [ownTrail()] } });

    test('draws the trails of every account', async () => {
      const { document, code } = await json(world, ['--org', '--now', NOW], {}, MANAGEMENT);
      assert.deepEqual(
        document.paths.map(({ account }) => account),
        [MANAGEMENT, MEMBER],
      );
      assert.equal(code, 0);
    });

    test('an account that cannot be read may have a trail: exit code 4; asked for by name, it does not matter', async () => {
      const rules = [{ match: { operation: 'DescribeTrails', account: MEMBER }, do: deny() }];
      const all = await json(world, ['--org', '--now', NOW], { rules }, MANAGEMENT);
      assert.equal(all.code, 4);
      const one = await json(world, ['org', '--org', '--now', NOW], { rules }, MANAGEMENT);
      assert.equal(one.code, 0);
    });
  });
});

describe('path and explain of a snapshot', { concurrency: 3 }, () => {
  const dir = join(folder, 'snapshot');
  before(async () => {
    const double = await startDouble(BROKEN);
    await runTrailproof(['scan', '--save', dir], { env: double.env(ACCOUNT, HOME) });
    await double.close();
  });

  test('path --from draws what path drew, without AWS', async () => {
    const first = await over(BROKEN, []);
    const again = await runTrailproof(['path', '--from', dir], { env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' } });
    assert.equal(again.stdout, first.stdout);
    assert.deepEqual([again.code, again.stderr], [first.code, '']);
  });

  test('a snapshot of a scan has all that the path needs', async () => {
    const run = await runTrailproof(['path', '--from', dir, '--format', 'json']);
    const document: PathDocument = run.json();
    assertValid('path', document);
    assert.equal(stateOf(document)['log-group'], 'broken');
    assert.equal(run.code, 0);
  });

  test('explain shows the statement behind a condition with its place, and the capture', async () => {
    const saved = join(folder, 'full');
    const double = await startDouble(fullWorld());
    await runTrailproof(['scan', '--save', saved], { env: double.env(ACCOUNT, HOME) });
    await double.close();
    const run = await runTrailproof(['explain', 'log-bucket-writable', '--from', saved]);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /policy of bucket main-logs:1:\d+ AWSCloudTrailWrite20150319/);
    assert.match(run.stdout, /s3:GetBucketPolicy us-east-1 .*capture [0-9a-f]{12}/s);
    for (const line of run.stdout.split('\n')) assert.ok(line.length <= 80 || !line.trim().includes(' '), line);
  });
});
