/** A real organization in moto, scanned through the proxy. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Moto, startMotoOrSkip } from '../rig/moto.ts';
import { refuseRole } from '../rig/organization-overlays.ts';
import { regionsOff } from '../rig/overlays.ts';
import { describeAnswers, type Proxy as RigProxy, startProxy } from '../rig/proxy.ts';
import { whyNoAwsCli } from '../rig/python.ts';
import { HOME, regions, SECOND } from './accounts.ts';
import { cliOf, MANAGEMENT, makeOrganization, makeTrail, overlaysOf } from './moto-organization.ts';
import { assertCounted, type ChildScan, scanAs } from './run.ts';

const moto: Moto | null = await startMotoOrSkip();
const TRAIL = 'multi-region-trail';
const COPY = 'organization-trail-reach';

describe('an organization of 6 accounts in moto', { skip: moto === null || whyNoAwsCli() }, () => {
  let setup: RigProxy;
  let proxy: RigProxy;
  let scan: ChildScan;
  let ids: Record<string, string> = {};

  before(async () => {
    await moto?.reset();
    await moto?.seed(7);
    setup = await startProxy({ upstream: moto?.url ?? '' });
    const organization = await makeOrganization(setup, ['security', 'workload', 'missed', 'closed', 'guarded']);
    // moto calls the management account by a name of its own.
    const { master: _, ...named } = organization.accounts;
    ids = named;
    const { security = '', workload = '', missed = '', closed = '', guarded = '' } = ids;
    await makeTrail(setup, workload, 'own');
    const root = (await cliOf(setup, MANAGEMENT)('organizations', 'list-roots')).Roots[0].Id;
    const ou = ['organizations', 'create-organizational-unit', '--parent-id', root, '--name', 'Workloads'];
    const { OrganizationalUnit } = await cliOf(setup, MANAGEMENT)(...ou);
    const move = ['organizations', 'move-account', '--account-id', workload, '--source-parent-id', root];
    await cliOf(setup, MANAGEMENT)(...move, '--destination-parent-id', OrganizationalUnit.Id);
    proxy = await startProxy({
      upstream: moto?.url ?? '',
      rules: [refuseRole({ account: guarded }), regionsOff({ regions: regions() })],
      overlays: overlaysOf(organization, {
        delegatedAdministrators: [{ account: security, services: ['cloudtrail.amazonaws.com'] }],
        states: { [closed]: 'CLOSED' },
        withoutCloudTrailRole: [missed],
        notIn: [missed],
      }),
    });
    scan = await scanAs(proxy, MANAGEMENT);
  });
  after(async () => {
    await setup?.close();
    await proxy?.close();
    await moto?.stop();
  });

  function verdicts(control: string): Record<string, string> {
    const names = Object.entries(ids).map(([name, id]) => {
      return [name, scan.document.byAccount[id]?.[control]?.verdict ?? 'none'];
    });
    return Object.fromEntries(names);
  }

  test('every account is listed with its state and its unit, and judged once', () => {
    const { accounts } = scan.document.scope;
    assert.equal(accounts.length, 6);
    assert.equal(accounts.find(({ id }) => id === ids['closed'])?.state, 'CLOSED');
    const workload = accounts.find(({ id }) => id === ids['workload']) as { ou?: string } | undefined;
    assert.equal(workload?.ou, '/Workloads');
    assertCounted(proxy, scan.document);
  });

  test('the organization trail covers whom it reaches', () => {
    const covered = { management: 'PASS', security: 'PASS', workload: 'PASS' };
    assert.deepEqual(verdicts(TRAIL), { ...covered, missed: 'FAIL', closed: 'NOT_APPLICABLE', guarded: 'UNKNOWN' });
    assert.deepEqual(verdicts(COPY), {
      ...covered,
      management: 'NOT_APPLICABLE',
      missed: 'FAIL',
      closed: 'NOT_APPLICABLE',
      guarded: 'UNKNOWN',
    });
    const arn = `arn:aws:cloudtrail:${HOME}:${MANAGEMENT}:trail/org`;
    const trail = scan.document.trails.find((one) => one.arn === arn);
    assert.deepEqual(trail?.covers, [MANAGEMENT, ids['security'], ids['workload']].sort());
    assert.deepEqual(Object.keys(scan.document.cells[ids['security'] ?? ''] ?? {}), [SECOND, HOME]);
  });

  test('causes, duplicates and special accounts', () => {
    const missed = scan.document.results.find(({ control, account }) => control === COPY && account === ids['missed']);
    assert.deepEqual(
      missed?.reasons.map(({ id }) => id),
      ['reach.service-linked-role-missing'],
    );
    assert.equal(verdicts('trail-duplicates')['workload'], 'FAIL');
    const special = scan.document.results.filter(({ control }) => control === 'scope-complete');
    assert.deepEqual(
      special.map(({ account, verdict }) => [account, verdict]),
      [MANAGEMENT, ids['security']].sort().map((id) => [id, 'PASS']),
    );
    assert.equal(scan.code, 5);
    assert.equal(scan.document.operatingModel.observed, 'organization-trail');
  });

  test('the delegated administrator sees the same, but for its own place', async () => {
    const { document } = await scanAs(proxy, ids['security'] ?? '');
    assert.deepEqual(document.scope.accounts.length, 6);
    assert.deepEqual(document.byAccount[ids['workload'] ?? ''], scan.document.byAccount[ids['workload'] ?? '']);
  });

  test('a member is refused the list', async () => {
    const { document } = await scanAs(proxy, ids['workload'] ?? '');
    assert.ok(document.run.incompleteBecause.includes('accounts.not-listed'));
    assert.deepEqual(Object.keys(document.byAccount), [ids['workload']]);
  });

  test('who answered what', (context) => {
    context.diagnostic(`moto ${moto?.version}`);
    for (const line of describeAnswers(proxy)) context.diagnostic(line);
  });
});
