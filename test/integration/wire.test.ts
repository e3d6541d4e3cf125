/** Every fault of the wire on one call: UNKNOWN for exactly what depends on it, everything else as without the fault. */

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startDouble } from '../rig/double.ts';
import * as fault from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import { runTrailproof } from '../rig/run.ts';
import { assertNoDefect, resultOf, type Scan, scan } from './scan.ts';
import { TARGETS, type Target, targetOf } from './targets.ts';
import { ACCOUNT, HOME, smallWorld } from './worlds.ts';

type Weather = { name: string; do: fault.Fault; reason: string };

const json = { 'Content-Type': 'application/x-amz-json-1.1' };

/** Answers that nobody retries: each hits every target. */
const FINAL: Weather[] = [
  { name: 'denied by no identity policy', do: fault.deny('identity'), reason: 'read.denied' },
  { name: 'denied by a service control policy', do: fault.deny('scp'), reason: 'read.forbidden' },
  { name: 'expired token', do: fault.expiredToken(), reason: 'read.credentials' },
  { name: 'Region off', do: fault.regionOff(), reason: 'read.region-off' },
  { name: 'HTML with 200', do: fault.html(200), reason: 'read.malformed' },
  { name: 'HTML with 403', do: fault.html(403), reason: 'read.malformed' },
  { name: 'no body', do: fault.empty(), reason: 'read.malformed' },
  { name: 'an empty object', do: fault.emptyObject(), reason: 'read.malformed' },
  { name: 'a JSON list', do: fault.reply('[]', { headers: json }), reason: 'read.malformed' },
  { name: 'half of a JSON text', do: fault.reply('{"trailList": [{"Na', { headers: json }), reason: 'read.malformed' },
  { name: 'the wrong XML', do: fault.reply('<Nothing><Here/></Nothing>'), reason: 'read.malformed' },
];

/** What is retried until the attempts or the deadline run out: on a few targets each. */
const RETRIED: (Weather & { on: string[] })[] = [
  {
    name: 'throttled without end',
    do: fault.throttle(),
    reason: 'read.throttled',
    on: ['cloudtrail:GetTrailStatus in us-east-1', 'cloudtrail:DescribeTrails in ap-south-1', 'iam:GetRole'],
  },
  {
    name: 'unavailable (503) without end',
    do: fault.unavailable(503),
    reason: 'read.unreachable',
    on: ['cloudtrail:GetEventSelectors in us-east-1', 'cloudtrail:DescribeTrails in eu-west-1'],
  },
  {
    name: 'internal error (500) without end',
    do: fault.unavailable(500),
    reason: 'read.unreachable',
    on: ['cloudtrail:GetTrailStatus in us-east-1', 'account:ListRegions', 'logs:DescribeLogGroups'],
  },
  {
    name: 'HTML with 503 without end',
    do: fault.html(503),
    reason: 'read.unreachable',
    on: ['cloudtrail:GetEventSelectors in us-east-1', 'iam:GetRole'],
  },
  {
    name: 'reset without end',
    do: fault.reset(),
    reason: 'read.unreachable',
    on: ['cloudtrail:GetTrailStatus in us-east-1', 'cloudtrail:DescribeTrails in us-east-1', 'account:ListRegions'],
  },
  {
    name: 'cut off without end',
    do: fault.truncate(),
    reason: 'read.unreachable',
    on: ['cloudtrail:GetEventSelectors in us-east-1', 'iam:GetRole', 'cloudtrail:DescribeTrails in eu-west-1'],
  },
  {
    name: 'silence',
    do: fault.hang(),
    reason: 'read.unreachable',
    on: ['cloudtrail:GetTrailStatus in us-east-1', 'cloudtrail:DescribeTrails in ap-south-1'],
  },
];

/** What goes away at the next attempt: nothing may change. */
const PASSING: Weather[] = [
  { name: 'throttled', do: fault.throttle(), reason: '' },
  { name: 'throttled with a namespace', do: fault.throttle({ namespaced: true }), reason: '' },
  { name: 'unavailable', do: fault.unavailable(503), reason: '' },
  { name: 'internal error', do: fault.unavailable(500), reason: '' },
  { name: 'reset', do: fault.reset(), reason: '' },
  { name: 'cut off', do: fault.truncate(), reason: '' },
];

async function under(rules: Rule[]): Promise<Scan> {
  const double = await startDouble(smallWorld(), { rules });
  try {
    const result = await scan(double, ACCOUNT, [], { timeoutMs: 90_000 });
    assert.deepEqual(result.document.apiCalls, sorted(double.counts()), 'apiCalls is not what the server counted');
    assert.deepEqual([...double.unknownCalls], []);
    return result;
  } finally {
    await double.close();
  }
}

function sorted(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('the wire', { concurrency: 16 }, () => {
  let faultless: Scan;
  before(async () => {
    faultless = await under([]);
    assert.equal(faultless.code, 1);
  });

  function assertExactly(result: Scan, target: Target, { reason, do: what }: Weather): void {
    const { unknown, added, gone, call, region } = target;
    const expected = { ...faultless.verdicts };
    for (const id of gone) delete expected[id];
    for (const id of [...unknown, ...added]) expected[id] = 'UNKNOWN';
    assert.deepEqual(result.verdicts, expected);
    assert.equal(result.document.run.complete, unknown.length + added.length === 0);
    for (const id of [...unknown, ...added]) assertReason(result, id, call, region, reason, what);
    assertClauses(result, faultless);
  }

  // The slow ones first: they wait while the others work.
  for (const weather of RETRIED) {
    for (const name of weather.on) {
      test(`${weather.name}: ${name}`, async () => {
        const target = targetOf(name);
        const result = await under([{ match: target.match, do: weather.do }]);
        assertExactly(result, target, weather);
        // 40 s of the call, the calls before it, and a busy machine.
        assert.ok(result.ms < 65_000, `took ${result.ms} ms`);
      });
    }
  }

  for (const target of TARGETS) {
    for (const weather of FINAL) {
      test(`${weather.name}: ${target.name}`, async () => {
        assertExactly(await under([{ match: target.match, do: weather.do }]), target, weather);
      });
    }
  }

  for (const weather of PASSING) {
    test(`${weather.name} at the first two attempts of every call but the first: nothing changes`, async () => {
      const match = { service: ['cloudtrail', 'logs', 'iam', 'account'], nth: { to: 2 } };
      const result = await under([{ match, do: weather.do }]);
      assert.deepEqual(result.verdicts, faultless.verdicts);
      assert.equal(result.code, faultless.code);
    });
  }

  test('the session expires after the lists: what was read stays, the rest names the credentials', async () => {
    const operation = ['GetTrailStatus', 'GetEventSelectors', 'DescribeLogGroups', 'GetRole'];
    const result = await under([{ match: { operation }, do: fault.expiredToken() }]);
    assert.equal(result.code, 5);
    assert.equal(result.document.summary['PASS'], 3);
    for (const { verdict, reasons } of result.document.results.filter((one) => one.verdict === 'UNKNOWN'))
      assert.ok(
        reasons.every(({ id }) => id === 'read.credentials'),
        `${verdict} ${JSON.stringify(reasons)}`,
      );
  });

  test('neither list of Regions can be read: the shipped list proves nothing', async () => {
    const operation = ['ListRegions', 'DescribeRegions'];
    const result = await under([{ match: { operation }, do: fault.deny() }]);
    assert.equal(result.code, 5);
    assert.equal(result.verdicts[`multi-region-trail/${ACCOUNT}`], 'PASS');
    const { reasons } = resultOf(result, `trail-encryption/${ACCOUNT}`);
    assert.ok(reasons.some(({ id }) => id === 'regions.unverified'));
    assert.ok(
      reasons.some(({ params }) => params['permission'] === 'account:ListRegions'),
      JSON.stringify(reasons),
    );
    for (const [id, verdict] of Object.entries(result.verdicts))
      if (faultless.verdicts[id] === undefined) assert.equal(verdict, 'UNKNOWN', id);
  });

  const ends: [string, Rule, RegExp][] = [
    ['silence to everything', { match: {}, do: fault.hang() }, /./],
    ['denied', { match: { service: 'sts' }, do: fault.deny('scp') }, /not authorized/],
    ['expired', { match: { service: 'sts' }, do: fault.expiredToken() }, /expired/],
    ['a sign-in page', { match: { service: 'sts' }, do: fault.html(200) }, /./],
    ['an empty object', { match: { service: 'sts' }, do: fault.emptyObject() }, /names no account/],
    ['throttled without end', { match: { service: 'sts' }, do: fault.throttle() }, /[Rr]ate|throttl/i],
  ];
  for (const [name, rule, said] of ends) {
    test(`who asks is not answered (${name}): one line, exit code 2, nothing on stdout`, async () => {
      const double = await startDouble(smallWorld(), { rules: [rule] });
      const result = await runTrailproof(['scan'], { env: double.env(ACCOUNT, HOME), timeoutMs: 90_000 });
      await double.close();
      assertNoDefect(result);
      assert.deepEqual([result.code, result.stdout], [2, '']);
      assert.match(result.stderr, /^trailproof: [^\n]{20,}\n$/);
      assert.match(result.stderr, said);
      assert.match(result.stderr, /sts:GetCallerIdentity/);
      assert.ok(result.ms < 65_000, `took ${result.ms} ms`);
    });
  }
});

/** Why: the reason of the fault, at the call and Region that failed, with the missing permission where it was denied. */
function assertReason(result: Scan, id: string, call: string, region: string, reason: string, what: fault.Fault): void {
  const { reasons } = resultOf(result, id);
  const found = reasons.filter((one) => one.params['call'] === call && one.params['region'] === region);
  assert.ok(found.length > 0, `${id}: no reason names ${call} in ${region}: ${JSON.stringify(reasons)}`);
  for (const one of found) {
    assert.equal(one.id, reason, `${id}: ${JSON.stringify(one)}`);
    assert.equal(one.params['account'], ACCOUNT);
    assert.doesNotMatch(one.text, /\{\w+\}|undefined/);
    if (what.kind !== 'deny') continue;
    assert.equal(one.params['permission'], call);
    if (what.by === 'scp') assert.equal(one.params['policy'], 'service control policy');
  }
}

/** No clause may have become better or worse than it was: equal, or UNKNOWN. */
function assertClauses(result: Scan, faultless: Scan): void {
  for (const { id, verdict, clauses } of result.document.results) {
    const before = faultless.document.results.find((one) => one.id === id);
    for (const clause of clauses) {
      const was = before?.clauses.find((one) => one.framework === clause.framework && one.id === clause.id);
      const allowed = [was?.verdict ?? 'UNKNOWN', 'UNKNOWN'];
      assert.ok(allowed.includes(clause.verdict), `${id} (${verdict}) ${clause.framework} ${clause.id}`);
    }
  }
}
