/** The reading role as it is shipped: with exactly its actions a scan is whole, and each of them is needed. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deny } from '../rig/faults.ts';
import type { Rule, RuledCall } from '../rig/rules.ts';
import { runTrailproof } from '../rig/run.ts';
import { DELEGATE, HOME, MANAGEMENT, MEMBER, organizationOf, organizationTrail, ownTrail } from './accounts.ts';
import { type Organization, scanOrganization } from './in-process.ts';

type Statement = {
  Effect: string;
  Action: string | string[];
  Principal?: unknown;
  Resource?: string;
  Condition?: unknown;
};
type Template = {
  AWSTemplateFormatVersion: string;
  Parameters: Record<string, { Type: string; Default?: string; NoEcho?: boolean }>;
  Resources: Record<
    string,
    {
      Type: string;
      Properties: {
        AssumeRolePolicyDocument: { Version: string; Statement: Statement[] };
        Policies: { PolicyName: string; PolicyDocument: { Version: string; Statement: Statement[] } }[];
      };
    }
  >;
  Outputs: Record<string, { Value: unknown }>;
};

async function template(...args: string[]): Promise<Template> {
  const run = await runTrailproof(['pack', 'read-role', '--trust', MANAGEMENT, ...args]);
  assert.deepEqual([run.code, run.stderr], [0, '']);
  return JSON.parse(run.stdout) as Template;
}

function roleIn({ Resources }: Template) {
  const [role, ...others] = Object.values(Resources);
  assert.ok(role !== undefined && others.length === 0, 'one resource');
  return role;
}

function actionsOf(document: Template): string[] {
  return roleIn(document).Properties.Policies.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.flatMap(({ Action }) => Action),
  );
}

const SHIPPED = await template();
const ACTIONS = actionsOf(SHIPPED);

describe('the template', () => {
  for (const args of [[], ['--external-id'], ['--role-name', 'Audit']]) {
    test(`has the structure of CloudFormation: ${args.join(' ') || 'plain'}`, async () => {
      const document = await template(...args);
      assert.equal(document.AWSTemplateFormatVersion, '2010-09-09');
      const { Type, Properties } = roleIn(document);
      assert.equal(Type, 'AWS::IAM::Role');
      const [trust] = Properties.AssumeRolePolicyDocument.Statement;
      assert.deepEqual([trust?.Effect, trust?.Action], ['Allow', 'sts:AssumeRole']);
      const condition = { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } };
      assert.deepEqual(trust?.Condition, args[0] === '--external-id' ? condition : undefined);
      assert.equal(document.Parameters['RoleName']?.Default, args[1] ?? 'TrailproofRead');
      assert.equal(document.Parameters['TrustedPrincipal']?.Default, MANAGEMENT);
      // Whatever is referred to is there.
      const references = [...JSON.stringify(document).matchAll(/\{"Ref":"(\w+)"\}/g)].map(([, name]) => name ?? '');
      assert.deepEqual([...new Set(references)].sort(), Object.keys(document.Parameters).sort());
      if (args[0] === '--external-id') assert.equal(document.Parameters['ExternalId']?.NoEcho, true);
    });
  }

  test('allows reads of configuration alone, each by its full name', () => {
    for (const action of ACTIONS) assert.match(action, /^[a-z0-9]+:(Get|List|Describe)[A-Z]\w+$/);
    assert.deepEqual(ACTIONS, [...new Set(ACTIONS)].sort());
    assert.ok(!ACTIONS.some((action) => action.startsWith('organizations:') || action === 'sts:AssumeRole'));
  });

  test('refuses a principal that is none', async () => {
    const run = await runTrailproof(['pack', 'read-role', '--trust', 'somebody']);
    assert.deepEqual([run.code, run.stdout], [2, '']);
    assert.match(run.stderr, /^trailproof: [^\n]+\n$/);
  });
});

/** A member with a trail, a log group and a role of its own, and one that the organization trail does not reach. */
const WORLD = organizationOf({
  trails: [organizationTrail({ notIn: [DELEGATE] })],
  member: {
    trails: [
      ownTrail({
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${MEMBER}:log-group:trail:*`,
        CloudWatchLogsRoleArn: `arn:aws:iam::${MEMBER}:role/to-logs`,
      }),
    ],
    logGroups: [{ region: HOME, logGroupName: 'trail' }],
    roles: [{ RoleName: 'to-logs' }],
  },
});

/** Sessions in members may do what the role allows; the caller may do everything. */
function scanWith(allowed: readonly string[]): Promise<Organization> {
  const isRefused = (call: RuledCall): boolean =>
    call.account !== MANAGEMENT && !allowed.includes(`${call.service}:${call.operation}`);
  const rules: Rule[] = [{ match: { where: isRefused }, do: deny() }];
  return scanOrganization(WORLD, { rules });
}

function unknowns({ document }: Organization): { ids: string[]; permissions: Set<unknown> } {
  const found = document.results.filter(({ verdict }) => verdict === 'UNKNOWN');
  const permissions = found.flatMap(({ reasons }) => reasons.map(({ params }) => params['permission']));
  return { ids: found.map(({ id }) => id), permissions: new Set(permissions) };
}

describe('the actions of the role, emulated by rules', () => {
  test('suffice for a full scan: nothing is refused', async () => {
    const scan = await scanWith(ACTIONS);
    assert.deepEqual(unknowns(scan).ids, []);
    assert.equal(scan.document.run.complete, true);
    // A role that is looked for and missing is an answer.
    const refused = scan.ended.log.filter(({ fault }) => fault === 'deny');
    assert.deepEqual(refused, []);
  });

  // Either way to the list of Regions is enough, and AWS allows GetCallerIdentity to everybody.
  const BESIDES = ['account:ListRegions', 'ec2:DescribeRegions', 'sts:GetCallerIdentity'];
  for (const action of ACTIONS.filter((one) => !BESIDES.includes(one))) {
    test(`without ${action} something is UNKNOWN, and says so by name`, async () => {
      const { ids, permissions } = unknowns(await scanWith(ACTIONS.filter((one) => one !== action)));
      assert.ok(ids.length > 0, 'nothing is UNKNOWN');
      assert.ok(permissions.has(action), `named: ${[...permissions].join(', ')}; UNKNOWN: ${ids.join(', ')}`);
    });
  }

  test('the two ways to the list of Regions: one is enough, none is not', async () => {
    const ways = BESIDES.slice(0, 2);
    for (const way of ways) assert.deepEqual(unknowns(await scanWith(ACTIONS.filter((one) => one !== way))).ids, []);
    const { ids, permissions } = unknowns(await scanWith(ACTIONS.filter((one) => !ways.includes(one))));
    assert.ok(ids.length > 0);
    assert.ok(permissions.has('account:ListRegions'), [...permissions].join());
  });
});

describe('what the caller needs to see the organization', () => {
  const NEEDED = ['DescribeOrganization', 'ListDelegatedAdministrators', 'ListDelegatedServicesForAccount'];
  for (const operation of NEEDED) {
    test(`without organizations:${operation} something is UNKNOWN, and says so by name`, async () => {
      const rules: Rule[] = [{ match: { service: 'organizations', operation }, do: deny() }];
      const { permissions } = unknowns(await scanOrganization(WORLD, { rules }));
      assert.ok(permissions.has(`organizations:${operation}`), [...permissions].join());
    });
  }

  test('without organizations:ListAccounts the run is incomplete', async () => {
    const rules: Rule[] = [{ match: { operation: 'ListAccounts' }, do: deny() }];
    const { document } = await scanOrganization(WORLD, { rules });
    assert.deepEqual(document.run.incompleteBecause, ['accounts.not-listed']);
  });
});
