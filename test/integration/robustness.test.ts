/** Seeded random faults: each verdict equals that of the faultless run or is UNKNOWN, and every request is counted. */

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startDouble } from '../rig/double.ts';
import { reset, throttle, unavailable } from '../rig/faults.ts';
import { paramsKey, type Rule, type RuledCall } from '../rig/rules.ts';
import { defaultRegions, type World } from '../rig/world.ts';
import { type Scan, scan } from './scan.ts';
import { ACCOUNT, accountWith, arnOf, healthyTrail, localTrail, MANAGEMENT, worldOf } from './worlds.ts';

/** 17 Regions, six trails, one of them the organization's; every control passes somewhere and fails somewhere. */
function busyWorld(): World {
  const regions = defaultRegions();
  const own = accountWith(
    [
      healthyTrail(),
      localTrail('local', 'eu-west-1'),
      localTrail('other', 'sa-east-1'),
      { Name: 'stopped', HomeRegion: 'us-west-2', status: { IsLogging: false, StopLoggingTime: '-3d' } },
      {
        Name: 'broken',
        HomeRegion: 'ap-south-1',
        LogFileValidationEnabled: false,
        statusIn: { 'eu-west-2': { LatestDeliveryError: 'AccessDenied' } },
      },
    ],
    { regions },
  );
  const management = { id: MANAGEMENT, regions, trails: [healthyTrail('org', { IsOrganizationTrail: true })] };
  return worldOf(own, management);
}

async function under(rules: Rule[], seed: number): Promise<Scan> {
  const double = await startDouble(busyWorld(), { rules, seed });
  try {
    // Half of all attempts throttled takes its time on a busy machine; this bound is about hanging.
    const result = await scan(double, ACCOUNT, [], { timeoutMs: 180_000 });
    const counted = Object.entries(double.counts()).sort(([a], [b]) => (a < b ? -1 : 1));
    assert.deepEqual(Object.entries(result.document.apiCalls), counted, 'apiCalls is not what the server counted');
    return result;
  } finally {
    await double.close();
  }
}

/** True once for each request: its first attempt. */
function firstAttempt(): (call: RuledCall) => boolean {
  const seen = new Set<string>();
  return (call) => {
    const key = `${call.service}:${call.operation} ${call.region} ${paramsKey(call)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}

describe('random weather', { concurrency: 6 }, () => {
  let faultless: Scan;
  before(async () => {
    faultless = await under([], 0);
    const verdicts = new Set(Object.values(faultless.verdicts));
    assert.deepEqual([...verdicts].sort(), ['FAIL', 'PASS']);
    assert.equal(faultless.document.trails.length, 6);
  });

  /** Returns how many results became UNKNOWN. */
  function assertNeverDifferent(result: Scan, name: string): number {
    const { verdicts } = result;
    for (const [id, verdict] of Object.entries(verdicts)) {
      const was = faultless.verdicts[id] ?? 'UNKNOWN';
      assert.ok(verdict === was || verdict === 'UNKNOWN', `${name}: ${id} was ${was}, is ${verdict}`);
    }
    const lost = Object.keys(faultless.verdicts).filter((id) => verdicts[id] === undefined);
    // Only a trail whose list was not read may be missing, and then an unread Region stands in for it.
    if (lost.length > 0) assert.ok(result.document.run.complete === false, `${name}: ${lost.join(', ')} vanished`);
    return Object.values(verdicts).filter((verdict) => verdict === 'UNKNOWN').length;
  }

  test('50 % of all attempts throttled', async () => {
    const result = await under([{ match: { probability: 0.5 }, do: throttle() }], 1);
    assertNeverDifferent(result, 'half');
  });

  for (let seed = 1; seed <= 14; seed += 1) {
    test(`seed ${seed}: 2 % throttled, 1 % reset, 0.5 % unavailable`, async () => {
      const rules = [
        { match: { probability: 0.02 }, do: throttle() },
        { match: { probability: 0.01 }, do: reset() },
        { match: { probability: 0.005 }, do: unavailable(503) },
      ];
      const result = await under(rules, seed);
      // Retries must get through such light weather.
      assert.equal(assertNeverDifferent(result, `seed ${seed}`), 0);
      assert.equal(result.code, faultless.code);
    });
  }

  for (const [seed, share] of [0.3, 0.4, 0.5].entries()) {
    test(`${share * 100} % of first attempts throttled: nothing changes`, async () => {
      const result = await under([{ match: { probability: share, where: firstAttempt() }, do: throttle() }], seed + 1);
      assert.deepEqual(result.verdicts, faultless.verdicts);
      assert.ok(result.ms < 60_000, `took ${result.ms} ms`);
    });
  }

  for (const seed of [1, 2, 3]) {
    test(`seed ${seed}: 40 % of all attempts reset or unavailable`, async () => {
      const rules = [
        { match: { probability: 0.2 }, do: reset() },
        { match: { probability: 0.2 }, do: unavailable(500) },
      ];
      assertNeverDifferent(await under(rules, seed), `seed ${seed}`);
    });

    test(`seed ${seed}: a tenth of the questions is never answered`, async () => {
      const lost = (call: RuledCall): boolean => call.service !== 'sts' && isUnlucky(call, seed);
      const result = await under([{ match: { where: lost }, do: unavailable(500) }], seed);
      assert.ok(assertNeverDifferent(result, `seed ${seed}`) > 0);
      assert.ok(result.verdicts[`region-coverage/${ACCOUNT}/us-east-1`] !== undefined);
      assert.equal(result.document.run.complete, false);
    });
  }

  test('the organization trail of another account is a candidate and no subject', () => {
    const org = arnOf('org', 'us-east-1', MANAGEMENT);
    assert.ok(faultless.document.trails.some(({ arn }) => arn === org));
    assert.ok(!Object.keys(faultless.verdicts).some((id) => id.includes(org)));
  });
});

/** The same tenth for every attempt of a question. */
function isUnlucky(call: RuledCall, seed: number): boolean {
  const text = `${seed}${call.operation}${call.region}${paramsKey(call)}`;
  const hash = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
  return hash % 10 === 0;
}
