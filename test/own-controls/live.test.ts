/** A live scan asks AWS for what the views of a control need, and for no more. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { scan } from '../integration/scan.ts';
import { ACCOUNT, arnOf, smallWorld } from '../integration/worlds.ts';
import { startDouble } from '../rig/double.ts';
import { deny } from '../rig/faults.ts';
import { controlText } from './text.ts';

const EXAMPLES = join(import.meta.dirname, '../../controls/examples');
const folder = mkdtempSync(join(tmpdir(), 'trailproof-own-live-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const ALWAYS = ['account:ListRegions', 'cloudtrail:DescribeTrails', 'sts:GetCallerIdentity'];

const LIST = controlText({
  per: 'account',
  population: 'select account_id as subject from v_account where assessed',
  unknown: null,
  violations: "select account_id as subject, 'x' as reason from v_account where class = 'x'",
});
writeFileSync(join(folder, 'list.yaml'), LIST);

writeFileSync(
  join(folder, 'untagged.yaml'),
  controlText({
    id: 'untagged',
    unknown: null,
    violations: "select trail_arn as subject, 'x' as reason from v_tag where key = 'forbidden'",
  }),
);

/** Control, its folder, and what is asked besides lists of Regions and trails. */
const NEEDS: readonly [string, string, readonly string[]][] = [
  ['validated', folder, []],
  ['event-scope', EXAMPLES, ['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus']],
  [
    'log-group-retention',
    EXAMPLES,
    ['logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:DescribeSubscriptionFilters'],
  ],
];

describe('a live scan with own controls', { concurrency: 1 }, () => {
  for (const [id, dir, calls] of NEEDS) {
    test(`${id}: asks for ${calls.length === 0 ? 'nothing more' : calls.join(', ')}`, async () => {
      const double = await startDouble(smallWorld());
      try {
        const { document } = await scan(double, ACCOUNT, ['--controls-dir', dir, '--controls', id]);
        assert.deepEqual(Object.keys(document.apiCalls).sort(), [...ALWAYS, ...calls].sort());
        assert.ok(document.results.every(({ control }) => control === id));
        assert.ok(document.results.some(({ verdict }) => verdict === 'PASS'));
      } finally {
        await double.close();
      }
    });
  }

  test('without "unknown", a trail whose tags were refused does not pass', async () => {
    const rules = [{ match: { service: 'cloudtrail', operation: 'ListTags' }, do: deny() }];
    for (const [given, verdict] of [
      [rules, 'UNKNOWN'],
      [[] as typeof rules, 'PASS'],
    ] as const) {
      const double = await startDouble(smallWorld(), { rules: given });
      try {
        const { verdicts } = await scan(double, ACCOUNT, ['--controls-dir', folder, '--controls', 'untagged']);
        assert.equal(verdicts[`untagged/${arnOf('main')}`], verdict);
      } finally {
        await double.close();
      }
    }
  });

  test('what was refused is unknown: selectors of a trail, and the trails of a Region', async () => {
    const rules = [
      { match: { service: 'cloudtrail', operation: 'GetEventSelectors' }, do: deny() },
      { match: { service: 'cloudtrail', operation: 'DescribeTrails', region: 'ap-south-1' }, do: deny() },
    ];
    const double = await startDouble(smallWorld(), { rules });
    try {
      const { verdicts } = await scan(double, ACCOUNT, ['--controls-dir', EXAMPLES, '--controls', 'event-scope']);
      assert.equal(verdicts[`event-scope/${arnOf('main')}`], 'UNKNOWN');
      assert.equal(verdicts[`event-scope/${ACCOUNT}/ap-south-1`], 'UNKNOWN');
      assert.ok(Object.values(verdicts).every((verdict) => verdict === 'UNKNOWN'));
    } finally {
      await double.close();
    }
  });
});
