/** Whole runs over organizations in bad weather: stated, counted, never a wrong verdict. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { startDouble } from '../rig/double.ts';
import { deny, expiredToken, quota, throttle } from '../rig/faults.ts';
import { refuseRole } from '../rig/organization-overlays.ts';
import type { Rule } from '../rig/rules.ts';
import { runTrailproof } from '../rig/run.ts';
import type { World } from '../rig/world.ts';
import { HOME, MANAGEMENT, MEMBER, NOW, organizationOf, ROLE } from './accounts.ts';
import { callerOf, over, worldOf } from './over.ts';
import { masked, verdictsOf } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-organization-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const ORGANIZATIONS = 'organizations';
const TRAIL = 'multi-region-trail';

function listed(rule: Rule['match'], fault: Rule['do']): Rule {
  return { match: { service: ORGANIZATIONS, operation: 'ListAccounts', ...rule }, do: fault };
}

describe('the list of accounts', { concurrency: 2 }, () => {
  test('refused: the own account is judged, and the run says that it is incomplete', async () => {
    const world = worldOf(30);
    const { document, code } = await over(world, { rules: [listed({}, deny())] });
    assert.deepEqual(
      document.scope.accounts.map(({ id }) => id),
      [callerOf(world)],
    );
    // The account that holds the bucket and the key of the organization trail is not in the run.
    assert.deepEqual(document.run.incompleteBecause, ['results.unknown', 'accounts.not-listed']);
    const unknown = document.results.filter(({ verdict }) => verdict === 'UNKNOWN');
    const ids = unknown.flatMap(({ reasons }) => reasons.map(({ id }) => id));
    assert.deepEqual([...new Set(ids)].sort(), ['owner-not-in-scope', 'read.out-of-scope']);
    assert.ok(code === 4 || code === 5);
  });

  test('broken off in the middle of its pages: those already listed are judged', async () => {
    const { document } = await over(worldOf(50), { rules: [listed({ nth: { from: 2 } }, deny())] });
    assert.equal(document.scope.accounts.length, 20);
    assert.ok(document.run.incompleteBecause.includes('accounts.not-listed'));
    assert.equal(document.results.filter(({ control }) => control === TRAIL).length, 20);
  });

  test('duplicates over pages, and an empty page with a token: each account once', async () => {
    const world = worldOf(45);
    const plain = await over(world);
    const listing = { overlap: true, emptyBefore: [1, 2, 3] };
    const odd: World = { ...world, organization: { ...world.organization, management: callerOf(world), listing } };
    const { document } = await over(odd, {}, [], ({ document: { apiCalls } }) => {
      assert.ok((apiCalls['organizations:ListAccounts'] ?? 0) >= 6);
    });
    assert.equal(document.scope.accounts.length, 45);
    assert.deepEqual(verdictsOf(document), verdictsOf(plain.document));
    assert.deepEqual(document.run.incompleteBecause, []);
  });

  test('throttled: waited for', async () => {
    const world = worldOf(30);
    const rules: Rule[] = [{ match: { service: ORGANIZATIONS }, do: quota(10, 4) }, listed({ nth: 1 }, throttle())];
    const { document } = await over(world, { rules });
    assert.equal(document.scope.accounts.length, 30);
    assert.deepEqual(document.run.incompleteBecause, []);
    assert.deepEqual(verdictsOf(document), verdictsOf((await over(world)).document));
  });

  test('shows an account that is gone when it is read: UNKNOWN, and the others as ever', async () => {
    const world = worldOf(12);
    const gone = world.accounts.at(-1)?.id ?? '';
    const without: World = {
      ...world,
      accounts: world.accounts.map((one) => (one.id === gone ? { ...one, roles: [] } : one)),
    };
    const { document } = await over(without);
    const plain = await over(world);
    const changed = document.results.filter(({ id, verdict }) => verdictsOf(plain.document).get(id) !== verdict);
    assert.ok(changed.length > 0 && changed.every(({ account, verdict }) => account === gone && verdict === 'UNKNOWN'));
  });
});

describe('the list of accounts and the command line', { concurrency: 2 }, () => {
  async function refused(world: World, rules: Rule[], args: string[]): Promise<string> {
    const double = await startDouble(world, { rules });
    const run = await runTrailproof(['scan', '--org', '--now', NOW, ...args], {
      env: double.env(callerOf(world), HOME),
    });
    await double.close();
    assert.deepEqual([run.code, run.stdout], [2, ''], run.stderr);
    assert.match(run.stderr, /^trailproof: [^\n]+\n$/);
    return run.stderr;
  }

  test('an account that is not listed is a mistake of the command line', async () => {
    assert.match(await refused(worldOf(5), [], ['--accounts', '123123123123']), /123123123123 is not in/);
    assert.match(await refused(worldOf(5), [], ['--exclude', '123123123123']), /123123123123 is not in/);
  });

  test('an account that a broken list may well hold is not called a stranger', async () => {
    const world = worldOf(50);
    const last = world.accounts.at(-1)?.id ?? '';
    const double = await startDouble(world, { rules: [listed({ nth: { from: 2 } }, deny())] });
    const args = ['scan', '--org', '--now', NOW, '--accounts', last];
    const run = await runTrailproof(args, { env: double.env(callerOf(world), HOME) });
    await double.close();
    assert.doesNotMatch(run.stderr, /is not in the organization/);
  });
});

describe('roles and sessions', { concurrency: 2 }, () => {
  test('a member that refuses the role: UNKNOWN there, with the permission, and nothing asked', async () => {
    const world = organizationOf();
    const rules = [refuseRole({ account: MEMBER })];
    const { document, code } = await over(world, { rules }, [], (_, { log }) => {
      assert.equal(log.filter(({ account }) => account === MEMBER).length, 0);
    });
    assert.equal(code, 5);
    const result = document.results.find(({ id }) => id === `${TRAIL}/${MEMBER}`);
    assert.deepEqual([result?.verdict, result?.region], ['UNKNOWN', null]);
    assert.ok(result?.reasons.some(({ params }) => params['permission'] === 'sts:AssumeRole'));
  });

  test('sessions that end in the middle: renewed once, and the result is the same', async () => {
    const world = worldOf(6, { regions: 17 });
    const plain = await over(world);
    // Every member's session has ended when its Regions are asked for their trails, all at once.
    const members = world.accounts.map(({ id }) => id).filter((id) => id !== callerOf(world));
    const rules: Rule[] = [{ match: { operation: 'DescribeTrails', account: members, nth: 1 }, do: expiredToken() }];
    const { document } = await over(world, { rules });
    assert.deepEqual(verdictsOf(document), verdictsOf(plain.document));
    assert.equal(document.run.complete, plain.document.run.complete);
    const more = (document.apiCalls['cloudtrail:DescribeTrails'] ?? 0) - 6 * 17;
    assert.equal(more, 5 * 17);
    const sessions = document.apiCalls['sts:AssumeRole'] ?? 0;
    assert.ok(sessions > 5 && sessions <= 5 * 2, `${sessions} sessions for 5 members, each of which ended once`);
  });

  test('sessions that end again and again, unannounced', async () => {
    const world = worldOf(3, { regions: 17, ownTrailShare: 1 });
    const plain = await over(world);
    const { document } = await over(world, { sessions: { calls: 25 } });
    assert.ok((document.apiCalls['sts:AssumeRole'] ?? 0) > 2, 'no session was renewed');
    assert.deepEqual(verdictsOf(document), verdictsOf(plain.document));
  });

  test('a session that cannot be renewed: what was not read is UNKNOWN, offline as well', async () => {
    const world = organizationOf();
    const dir = join(folder, 'not-renewed');
    const meant = (call: { params: Record<string, unknown> }) => String(call.params['RoleArn']).includes(MEMBER);
    let sessions = 0;
    const rules: Rule[] = [
      { match: { operation: 'DescribeTrails', account: MEMBER, region: HOME }, do: expiredToken() },
      { match: { operation: 'AssumeRole', where: (call) => meant(call) && sessions++ > 0 }, do: deny('trust') },
    ];
    const { document, stdout } = await over(world, { rules }, ['--save', dir]);
    const result = document.results.find(({ id }) => id === `${TRAIL}/${MEMBER}`);
    assert.equal(result?.verdict, 'UNKNOWN');
    const again = await runTrailproof(['scan', '--format', 'json', '--from', dir, '--now', NOW]);
    assert.equal(again.stdout, stdout);
  });

  test('an external id: without it nothing is read, with it everything, and it is kept nowhere', async () => {
    const world = worldOf(8, { externalId: 'agreed-between-two' });
    const refused = await over(world);
    const unknown = refused.document.results.filter(
      ({ control, verdict }) => control === TRAIL && verdict === 'UNKNOWN',
    );
    assert.equal(unknown.length, 7);
    const dir = join(folder, 'external');
    const { document } = await over(world, {}, ['--external-id', 'agreed-between-two', '--save', dir]);
    assert.equal(document.run.complete, true);
    for (const name of ['captures.ndjson', 'bodies.ndjson', 'snapshot.json']) {
      assert.doesNotMatch(readFileSync(join(dir, name), 'utf8'), /agreed-between-two|rig-session|rig-secret/, name);
    }
  });

  test('another role, by its name with a path', async () => {
    const world = organizationOf();
    const role = { RoleName: 'Audit', Path: '/security/' };
    const accounts = world.accounts.map((one) => ({ ...one, roles: [role] }));
    const { document } = await over({ ...world, accounts }, {}, ['--role-name', 'security/Audit']);
    assert.equal(document.run.complete, true);
  });

  test('the session names the run', async () => {
    await over(organizationOf(), {}, [], ({ document }, { log }) => {
      const names = log.flatMap(({ params }) => params['RoleSessionName'] ?? []);
      assert.deepEqual([...new Set(names)], [`trailproof-${document.run.id.slice(0, 8)}`]);
    });
  });
});

describe('size and order', { concurrency: 1 }, () => {
  test('150 accounts: valid JSON in the order of the ids, the selectors of the trail read once', async () => {
    const world = worldOf(150, { ownTrailShare: 0.05, suspended: 3 });
    const owners = world.accounts.filter(({ trails }) => (trails ?? []).length > 0).length;
    await over(world, {}, [], ({ document }, { log }) => {
      assert.equal(document.scope.accounts.length, 150);
      assert.equal(Object.keys(document.byAccount).length, 150);
      const ofOrganization = log.filter(
        ({ operation, params }) =>
          operation === 'GetEventSelectors' && String(params['TrailName']).includes('organization'),
      );
      assert.equal(ofOrganization.length, 1);
      assert.equal(document.apiCalls['cloudtrail:GetEventSelectors'], owners);
      assert.equal(document.apiCalls['cloudtrail:GetTrailStatus'], owners * 3);
    });
  });

  test('--concurrency 1, 4 and 32: the same bytes but for times', async () => {
    const world = worldOf(25, { suspended: 1, joining: 1 });
    const texts: string[] = [];
    for (const concurrency of ['1', '4', '32']) {
      const scan = await over(world, {}, ['--concurrency', concurrency]);
      texts.push(masked(scan.stdout, scan.document));
    }
    assert.equal(texts[1], texts[0]);
    assert.equal(texts[2], texts[0]);
  });

  test('accounts: one row for each, and it says that it is incomplete', async () => {
    const double = await startDouble(organizationOf({ member: { roles: [{ RoleName: ROLE, assumable: false }] } }), {
      rules: [{ match: { operation: 'DescribeTrails', account: MEMBER }, do: deny() }],
    });
    const run = await runTrailproof(['accounts', '--format', 'json', '--now', NOW], {
      env: double.env(MANAGEMENT, HOME),
    });
    await double.close();
    assert.equal(run.code, 4);
    const { accounts, complete } = run.json();
    assert.equal(complete, false);
    assert.equal(accounts.length, 4);
    assert.deepEqual(
      accounts.filter((one: { coverage: string }) => one.coverage === 'UNKNOWN').map((one: { id: string }) => one.id),
      [MEMBER],
    );
  });
});
