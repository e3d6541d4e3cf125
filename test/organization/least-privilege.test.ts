/** The reading role as it is shipped: with exactly its actions a scan is whole, and each of them is needed. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OPERATIONS, type Operation } from '../../src/model/operations.ts';
import { deny } from '../rig/faults.ts';
import type { Rule, RuledCall } from '../rig/rules.ts';
import { runTrailproof } from '../rig/run.ts';
import type { World } from '../rig/world.ts';
import { DELEGATE, HOME, MANAGEMENT, MEMBER, organizationOf, organizationTrail, ownTrail } from './accounts.ts';
import { type Organization, scanOrganization } from './in-process.ts';
import { verdictsOf } from './run.ts';

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

const LETS_WRITE = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' };

const OTHER_WRITER = { ID: 'a'.repeat(64), Permission: 'WRITE' };
const logsOf = (role: string) => ({
  CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${MEMBER}:log-group:trail:*`,
  CloudWatchLogsRoleArn: `arn:aws:iam::${MEMBER}:role/${role}`,
});

/**
 * A member with everything that a trail can name, and an account that the organization trail does not reach. One role may
 * write by a managed policy alone, one by an inline policy alone; nothing is blocked for one of the buckets, whose access
 * control list would count if its owner did not enforce ownership.
 */
const WORLD = organizationOf({
  trails: [organizationTrail({ notIn: [DELEGATE] })],
  member: {
    trails: [
      ownTrail({
        ...logsOf('managed'),
        SnsTopicARN: `arn:aws:sns:${HOME}:${MEMBER}:notices`,
        KmsKeyId: `arn:aws:kms:${HOME}:${MEMBER}:key/of-trail`,
      }),
      ownTrail({ ...logsOf('inline'), Name: 'plain' }),
    ],
    buckets: [{ name: 'plain-logs', PublicAccessBlock: null, Grants: [{ Permission: 'FULL_CONTROL' }, OTHER_WRITER] }],
    publicAccessBlock: null,
    eventDataStores: [{ Name: 'lake', home: HOME, KmsKeyId: `arn:aws:kms:${HOME}:${MEMBER}:key/of-trail` }],
    logGroups: [{ region: HOME, logGroupName: 'trail' }],
    roles: [{ RoleName: 'managed', inline: {}, attached: ['writes'] }, { RoleName: 'inline' }],
    policies: [{ PolicyName: 'writes', document: { Version: '2012-10-17', Statement: [LETS_WRITE] } }],
  },
});

/** Sessions in members may do what the role allows; the caller may do everything. */
function scanWith(allowed: readonly string[], world: World = WORLD): Promise<Organization> {
  const isRefused = (call: RuledCall): boolean => call.account !== MANAGEMENT && !allowed.includes(actionOf(call));
  const rules: Rule[] = [{ match: { where: isRefused }, do: deny() }];
  // Companions too: the role is for whatever can be asked.
  return scanOrganization(world, { rules, args: ['--controls', '*'] });
}

/** The IAM action that AWS asks for, which S3 names otherwise than the operation. */
function actionOf({ service, operation }: RuledCall): string {
  const name = `${service}:${operation}`;
  return name in OPERATIONS ? OPERATIONS[name as Operation].action : name;
}

function unknowns({ document }: Organization): { ids: string[]; permissions: Set<unknown> } {
  const found = document.results.filter(({ verdict }) => verdict === 'UNKNOWN');
  const permissions = found.flatMap(({ reasons }) => reasons.map(({ params }) => params['permission']));
  return { ids: found.map(({ id }) => id), permissions: new Set(permissions) };
}

/** What is shown of the log group. */
function evidenceOf(scan: Organization): unknown {
  const { conditions } = scan.of('cloudwatch-logs-integration', MEMBER)[0] ?? { conditions: [] };
  return conditions.find(({ id }) => id === 'log-group-exists')?.observed;
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
  // Each of them shows something and decides nothing by itself: see below.
  const EVIDENCE = ['logs:DescribeLogStreams', 'logs:DescribeSubscriptionFilters'];
  const STAND_INS = ['s3:GetAccountPublicAccessBlock', 's3:GetBucketPublicAccessBlock'];
  const ALONE = [...BESIDES, ...EVIDENCE, ...STAND_INS];
  for (const action of ACTIONS.filter((one) => !ALONE.includes(one))) {
    test(`without ${action} something is UNKNOWN, and says so by name`, async () => {
      const { ids, permissions } = unknowns(await scanWith(ACTIONS.filter((one) => one !== action)));
      assert.ok(ids.length > 0, 'nothing is UNKNOWN');
      assert.ok(permissions.has(action), `named: ${[...permissions].join(', ')}; UNKNOWN: ${ids.join(', ')}`);
    });
  }

  for (const action of EVIDENCE) {
    test(`without ${action} no verdict changes: it shows who reads and what came last`, async () => {
      const whole = await scanWith(ACTIONS);
      const without = await scanWith(ACTIONS.filter((one) => one !== action));
      assert.deepEqual(verdictsOf(without.document), verdictsOf(whole.document));
      assert.equal(without.document.run.complete, true);
      assert.notDeepEqual(evidenceOf(without), evidenceOf(whole));
    });
  }

  for (const action of STAND_INS) {
    test(`${action} stands in for an access control list that was not read`, async () => {
      const isAccount = action.includes('Account');
      const blocked = { publicAccessBlock: isAccount ? undefined : null };
      const bucket = { name: 'own-logs', ...(isAccount ? { PublicAccessBlock: null } : {}) };
      const world = organizationOf({ member: { trails: [ownTrail()], buckets: [bucket], ...(blocked as object) } });
      const control = 'log-bucket-not-public';
      const rest = ACTIONS.filter((one) => one !== 's3:GetBucketAcl');
      assert.equal((await scanWith(rest, world)).verdict(control, MEMBER), 'PASS');
      const scan = await scanWith(
        rest.filter((one) => one !== action),
        world,
      );
      assert.equal(scan.verdict(control, MEMBER), 'UNKNOWN');
      assert.ok(scan.permissions(control, MEMBER).includes('s3:GetBucketAcl'));
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
