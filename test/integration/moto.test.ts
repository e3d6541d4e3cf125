/** Worlds that the AWS CLI writes into moto, a third party's AWS, read by the program through the proxy. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { awsCli, type Moto, startMotoOrSkip } from '../rig/moto.ts';
import { deliveryStatus, motoOverlays } from '../rig/overlays.ts';
import { describeAnswers, type Proxy as RigProxy, startProxy } from '../rig/proxy.ts';
import { whyNoAwsCli } from '../rig/python.ts';
import type { WorldTrailStatus } from '../rig/world.ts';
import { SCENARIOS, type Scenario, type Steps } from './moto-scenarios.ts';
import { type Scan, scan } from './scan.ts';
import { HOME, onlyRegions, THREE } from './worlds.ts';

const moto: Moto | null = await startMotoOrSkip();

describe('moto, written by the AWS CLI', { skip: moto === null || whyNoAwsCli(), concurrency: 3 }, () => {
  let proxy: RigProxy;
  const accounts = SCENARIOS.map((_, index) => String(200_000_000_001 + index));

  before(async () => {
    await moto?.reset();
    const statusOf = (_: string, account: string | null): WorldTrailStatus | undefined =>
      SCENARIOS[accounts.indexOf(account ?? '')]?.status;
    const regions = onlyRegions(THREE);
    const overlays = [...motoOverlays({ regions }), deliveryStatus(statusOf)];
    proxy = await startProxy({ upstream: moto?.url ?? '', overlays });
  });
  after(async () => {
    await proxy.close();
    await moto?.stop();
  });

  for (const [index, scenario] of SCENARIOS.entries()) {
    test(scenario.name, async () => {
      const account = accounts[index] ?? '';
      const cli: Steps['cli'] = (...args) => awsCli(args, proxy.env(account, HOME));
      await scenario.write({ account, cli });
      const chosen = scenario.controls === undefined ? [] : ['--controls', scenario.controls];
      const result = await scan(proxy, account, chosen);
      assertScenario(result, scenario);
      const own = proxy.log.filter((request) => request.account === account);
      assert.ok(own.every(({ status }) => status !== null && (status < 400 || status === 404)));
    });
  }

  test('who answered what', (context) => {
    context.diagnostic(`moto ${moto?.version}`);
    for (const line of describeAnswers(proxy)) context.diagnostic(line);
  });
});

function assertScenario({ document, code }: Scan, { verdicts, fails = {}, clauses = {}, reason }: Scenario): void {
  for (const [control, verdict] of Object.entries(verdicts)) {
    const own = document.results.filter((result) => result.control === control);
    assert.ok(own.length > 0, control);
    for (const { id, verdict: is, reasons } of own) assert.equal(is, verdict, `${id}: ${JSON.stringify(reasons)}`);
  }
  for (const [control, conditions] of Object.entries(fails)) {
    const failing = document.results
      .filter((result) => result.control === control)
      .flatMap((result) => result.conditions.filter(({ holds }) => holds === 'no').map(({ id }) => id));
    assert.deepEqual([...new Set(failing)], conditions, control);
  }
  for (const [clause, verdict] of Object.entries(clauses)) {
    const own = document.results.flatMap((result) => result.clauses.filter(({ id }) => id === clause));
    assert.ok(own.length > 0, clause);
    for (const { verdict: is } of own) assert.equal(is, verdict, clause);
  }
  if (reason !== undefined) {
    const ids = document.results.flatMap((result) => result.reasons.map(({ id }) => id));
    assert.ok(ids.includes(reason), `${reason} is not among ${[...new Set(ids)].join(', ')}`);
  }
  const isUnknown = Object.values(verdicts).includes('UNKNOWN');
  assert.equal(document.run.complete, !isUnknown, JSON.stringify(document.summary));
  assert.equal(code, (isUnknown ? 4 : 0) + (document.summary['FAIL'] === 0 ? 0 : 1));
}
