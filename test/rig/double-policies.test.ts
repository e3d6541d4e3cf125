/** The AWS CLI reads roles, log groups and the organisation's policies of the double. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Double, startDouble } from './double.ts';
import { AwsCliError, awsCli } from './moto.ts';
import { whyNoAwsCli } from './python.ts';
import { rawRequest } from './raw-request.ts';
import type { World } from './world.ts';

const OWNER = '111122223333';
const MEMBER = '444455556666';
const HOME = 'eu-west-1';
const NOW = new Date('2026-11-01T12:00:00Z');
const minutesAgo = (minutes: number) => NOW.getTime() - minutes * 60_000;
const AWS_POLICY = 'arn:aws:iam::aws:policy';
const STATEMENT = { Effect: 'Allow', Action: "s3:*('!')", Resource: '*' };
const denyAll = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };

const world: World = {
  now: NOW,
  accounts: [
    {
      id: OWNER,
      trails: [
        {
          Name: 'org',
          HomeRegion: HOME,
          IsOrganizationTrail: true,
          CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${OWNER}:log-group:trail:*`,
          CloudWatchLogsRoleArn: `arn:aws:iam::${OWNER}:role/service/to-logs`,
          insights: ['ApiCallRateInsight', 'ApiErrorRateInsight'],
        },
        {
          Name: 'stale',
          HomeRegion: HOME,
          CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${OWNER}:log-group:stale:*`,
          status: { LatestCloudWatchLogsDeliveryTime: '-2d' },
        },
      ],
      logGroups: [
        { region: HOME, logGroupName: 'trail' },
        { region: HOME, logGroupName: 'stale' },
        { region: HOME, logGroupName: 'unnamed' },
        {
          region: HOME,
          logGroupName: 'described',
          streams: [
            { logStreamName: 'a', lastEventTimestamp: '-3m', lastIngestionTime: '-1m' },
            {
              logStreamName: 'b',
              lastEventTimestamp: '-2m',
              events: [
                { timestamp: '-2m', message: 'second' },
                { timestamp: '-9m', message: 'first' },
                { timestamp: '-1m', message: 'third' },
              ],
            },
            { logStreamName: 'c', lastEventTimestamp: null },
          ],
          subscriptions: ['x', 'y', 'z'].map((filterName) => {
            return { filterName, destinationArn: `arn:aws:lambda:${HOME}:${OWNER}:function:siem` };
          }),
        },
      ],
      roles: [
        { RoleName: 'to-logs', Path: '/service/' },
        { RoleName: 'stranger' },
        {
          RoleName: 'described',
          inline: Object.fromEntries(['c', 'a', 'b'].map((name) => [name, { Statement: [STATEMENT] }])),
          attached: [`${AWS_POLICY}/CloudWatchLogsFullAccess`, 'own'],
          boundary: 'own',
        },
      ],
      policies: [
        {
          ...{ PolicyName: 'own', Path: '/team/', document: { Statement: [STATEMENT] } },
          ...{ DefaultVersionId: 'v3', otherVersions: { v2: denyAll } },
        },
      ],
    },
    { id: MEMBER, ou: 'ou-root-inner000' },
  ],
  organization: {
    management: OWNER,
    ous: [
      { id: 'ou-root-outer000', name: 'Outer', parent: 'r-root' },
      { id: 'ou-root-inner000', name: 'Inner', parent: 'ou-root-outer000' },
    ],
    policies: [
      { Id: 'p-one', Name: 'one', Type: 'SERVICE_CONTROL_POLICY', content: denyAll, targets: ['ou-root-outer000'] },
      { Id: 'p-two', Type: 'SERVICE_CONTROL_POLICY', content: denyAll, targets: ['ou-root-outer000', MEMBER] },
    ],
  },
};

let double: Double;
before(async () => {
  double = await startDouble(world, { pageSize: 2 });
});
after(() => double.close());

const cli = (...args: string[]) => awsCli(args, double.env(OWNER, HOME));
const refused = (code: string) => (error: unknown) => error instanceof AwsCliError && error.awsCode === code;

describe('the AWS CLI reads', { skip: whyNoAwsCli() }, () => {
  test('the role that a trail names, with the policy that it needs', async () => {
    const of = (operation: string, role: string, ...more: string[]) =>
      cli('iam', operation, '--role-name', role, ...more);
    const [listed, attached, stranger, policy] = await Promise.all([
      of('list-role-policies', 'to-logs'),
      of('list-attached-role-policies', 'to-logs'),
      of('list-role-policies', 'stranger'),
      of('get-role-policy', 'to-logs', '--policy-name', 'write-to-log-group'),
      assert.rejects(of('get-role-policy', 'to-logs', '--policy-name', 'none'), refused('NoSuchEntity')),
      assert.rejects(of('list-role-policies', 'none'), refused('NoSuchEntity')),
    ]);
    assert.deepEqual(listed.PolicyNames, ['write-to-log-group']);
    assert.deepEqual([attached.AttachedPolicies, stranger.PolicyNames], [[], []]);
    const streams = `arn:aws:logs:${HOME}:${OWNER}:log-group:trail:log-stream`;
    assert.deepEqual(
      policy.PolicyDocument.Statement.map(({ Action, Resource }: Record<string, unknown>) => [Action, Resource]),
      ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => [
        [action],
        [`${streams}:${OWNER}_CloudTrail_${HOME}*`, `${streams}:o-exampleorg_*`],
      ]),
    );
  });

  test('described policies, inline in pages, managed by versions, AWS managed; and a boundary', async () => {
    const own = `arn:aws:iam::${OWNER}:policy/team/own`;
    const policy = (arn: string) => cli('iam', 'get-policy', '--policy-arn', arn);
    const version = (arn: string, id: string) =>
      cli('iam', 'get-policy-version', '--policy-arn', arn, '--version-id', id);
    const [{ Role: role }, inline, attached, { Policy: ownPolicy }, current, older, admin] = await Promise.all([
      cli('iam', 'get-role', '--role-name', 'described'),
      cli('iam', 'list-role-policies', '--role-name', 'described'),
      cli('iam', 'list-attached-role-policies', '--role-name', 'described'),
      policy(own),
      version(own, 'v3'),
      version(own, 'v2'),
      version(`${AWS_POLICY}/AdministratorAccess`, 'v1'),
      policy(`${AWS_POLICY}/ReadOnlyAccess`),
      assert.rejects(policy(`${AWS_POLICY}/NoSuchAccess`), refused('NoSuchEntity')),
      assert.rejects(version(own, 'v1'), refused('NoSuchEntity')),
    ]);
    assert.deepEqual(role.PermissionsBoundary, { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: own });
    assert.deepEqual(
      Object.keys(role).filter((name) => /^[a-z]/.test(name)),
      [],
    );
    assert.deepEqual(inline.PolicyNames, ['a', 'b', 'c']);
    assert.equal(double.log.filter(({ params }) => params.RoleName === 'described' && params.Marker).length, 1);
    assert.deepEqual(
      attached.AttachedPolicies.map((one: { PolicyArn: string }) => one.PolicyArn),
      [`${AWS_POLICY}/CloudWatchLogsFullAccess`, own],
    );
    assert.equal(ownPolicy.DefaultVersionId, 'v3');
    assert.deepEqual(current.PolicyVersion.Document.Statement, [STATEMENT]);
    assert.deepEqual([current.PolicyVersion.IsDefaultVersion, older.PolicyVersion.IsDefaultVersion], [true, false]);
    assert.equal(admin.PolicyVersion.Document.Statement[0].Action, '*');
  });

  test('streams of a log group: the newest first, in pages, by default those of the trails', async () => {
    const streams = async (group: string, ...more: string[]) =>
      (await cli('logs', 'describe-log-streams', '--log-group-name', group, ...more)).logStreams.map(
        ({ logStreamName, lastIngestionTime = null }: Record<string, unknown>) => [logStreamName, lastIngestionTime],
      );
    const newest = ['--order-by', 'LastEventTime', '--descending'];
    const [named, stale, unnamed, described, one] = await Promise.all([
      streams('trail'),
      streams('stale'),
      streams('unnamed'),
      streams('described', ...newest),
      streams('described', ...newest, '--no-paginate', '--limit', '1'),
      assert.rejects(streams('none'), refused('ResourceNotFoundException')),
      assert.rejects(
        streams('described', ...newest, '--log-stream-name-prefix', 'a'),
        refused('InvalidParameterException'),
      ),
    ]);
    const stream = `${OWNER}_CloudTrail_${HOME}`;
    assert.deepEqual(named, [[stream, minutesAgo(2)]]);
    assert.deepEqual(stale, [[stream, minutesAgo(2 * 24 * 60)]]);
    assert.deepEqual(unnamed, []);
    assert.deepEqual(described, [
      ['b', minutesAgo(2)],
      ['a', minutesAgo(1)],
      ['c', null],
    ]);
    assert.deepEqual(one, [['b', minutesAgo(2)]]);
  });

  test('events of a stream from its end or its head, and of a group; subscriptions', async () => {
    const get = (...more: string[]) =>
      cli('logs', 'get-log-events', '--log-group-name', 'described', '--log-stream-name', 'b', ...more);
    const texts = ({ events }: { events: { message: string }[] }) => events.map(({ message }) => message);
    const [last, first, filtered, filters] = await Promise.all([
      get('--limit', '1'),
      get('--start-from-head', '--limit', '1'),
      cli('logs', 'filter-log-events', '--log-group-name', 'described', '--start-time', String(minutesAgo(5))),
      cli('logs', 'describe-subscription-filters', '--log-group-name', 'described'),
      assert.rejects(get('--log-stream-name', 'none'), refused('ResourceNotFoundException')),
    ]);
    assert.deepEqual([texts(last), texts(first)], [['third'], ['first']]);
    assert.deepEqual(texts(await get('--limit', '1', '--next-token', last.nextBackwardToken)), ['second']);
    assert.deepEqual(texts(await get('--limit', '1', '--next-token', first.nextForwardToken)), ['second']);
    assert.equal(texts(filtered).length, 3);
    assert.deepEqual(texts(filtered).slice(1), ['second', 'third']);
    assert.deepEqual(
      filters.subscriptionFilters.map(({ filterName }: { filterName: string }) => filterName),
      ['x', 'y', 'z'],
    );
    assert.equal(double.counts()['logs:DescribeSubscriptionFilters'], 2);
  });

  test('Insights that are on, and that none are', async () => {
    const of = (name: string) => cli('cloudtrail', 'get-insight-selectors', '--trail-name', name);
    const [on, trails] = await Promise.all([
      of('org'),
      cli('cloudtrail', 'describe-trails', '--trail-name-list', 'org'),
      assert.rejects(of('stale'), refused('InsightNotEnabledException')),
      assert.rejects(of('none'), refused('TrailNotFoundException')),
    ]);
    assert.deepEqual(
      on.InsightSelectors.map((one: { InsightType: string }) => one.InsightType),
      ['ApiCallRateInsight', 'ApiErrorRateInsight'],
    );
    const [trail] = trails.trailList;
    assert.deepEqual([trail.HasInsightSelectors, 'insights' in trail], [true, false]);
  });

  test('policies of the organisation: on the root, on units and on accounts', async () => {
    const list = async (target: string, filter = 'SERVICE_CONTROL_POLICY') =>
      (await cli('organizations', 'list-policies-for-target', '--target-id', target, '--filter', filter)).Policies.map(
        ({ Id }: { Id: string }) => Id,
      );
    const [root, outer, inner, member, rcps, one, own, parents, roots] = await Promise.all([
      list('r-root'),
      list('ou-root-outer000'),
      list('ou-root-inner000'),
      list(MEMBER),
      list(MEMBER, 'RESOURCE_CONTROL_POLICY'),
      cli('organizations', 'describe-policy', '--policy-id', 'p-FullAWSAccess'),
      cli('organizations', 'describe-policy', '--policy-id', 'p-one'),
      cli('organizations', 'list-parents', '--child-id', MEMBER),
      cli('organizations', 'list-roots'),
      assert.rejects(list('ou-root-nowhere0'), refused('TargetNotFoundException')),
      assert.rejects(
        cli('organizations', 'describe-policy', '--policy-id', 'p-none'),
        refused('PolicyNotFoundException'),
      ),
    ]);
    assert.deepEqual([root, inner, rcps], [['p-FullAWSAccess'], ['p-FullAWSAccess'], ['p-RCPFullAWSAccess']]);
    assert.deepEqual(outer, ['p-FullAWSAccess', 'p-one', 'p-two']);
    assert.deepEqual(member, ['p-FullAWSAccess', 'p-two']);
    const arn = 'service_control_policy/p';
    assert.equal(one.Policy.PolicySummary.Arn, `arn:aws:organizations::aws:policy/${arn}-FullAWSAccess`);
    assert.equal(own.Policy.PolicySummary.Arn, `arn:aws:organizations::${OWNER}:policy/o-exampleorg/${arn}-one`);
    assert.deepEqual(JSON.parse(own.Policy.Content), denyAll);
    assert.deepEqual(parents.Parents, [{ Id: 'ou-root-inner000', Type: 'ORGANIZATIONAL_UNIT' }]);
    assert.deepEqual(
      roots.Roots[0].PolicyTypes.map(({ Type }: { Type: string }) => Type),
      ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
    );
  });

  test('a type of policy that is off, and members that ask', async () => {
    const { organization = { management: OWNER } } = world;
    const policyTypes = { SERVICE_CONTROL_POLICY: 'empty', RESOURCE_CONTROL_POLICY: 'refused' } as const;
    const other = await startDouble({ ...world, organization: { ...organization, policyTypes } });
    const list = (account: string, filter: string) =>
      awsCli(
        ['organizations', 'list-policies-for-target', '--target-id', MEMBER, '--filter', `${filter}_CONTROL_POLICY`],
        other.env(account, HOME),
      );
    const [none, roots] = await Promise.all([
      list(OWNER, 'SERVICE'),
      awsCli(['organizations', 'list-roots'], other.env(OWNER, HOME)),
      assert.rejects(list(OWNER, 'RESOURCE'), refused('PolicyTypeNotEnabledException')),
      assert.rejects(list(MEMBER, 'SERVICE'), refused('AccessDeniedException')),
    ]);
    assert.deepEqual([none.Policies, roots.Roots[0].PolicyTypes], [[], []]);
    await other.close();
  });
});

test('policy documents are percent-encoded by RFC 3986 in every answer of IAM', async () => {
  const ask = async (query: string) => {
    const path = `/?Version=2010-05-08&Action=${query}`;
    return (await rawRequest(double.url, { service: 'iam', account: OWNER, region: 'us-east-1', path })).text;
  };
  const encoded = '%22Action%22%3A%22s3%3A%2A%28%27%21%27%29%22';
  assert.ok((await ask('GetRolePolicy&RoleName=described&PolicyName=a')).includes(encoded));
  const arn = encodeURIComponent(`arn:aws:iam::${OWNER}:policy/team/own`);
  assert.ok((await ask(`GetPolicyVersion&PolicyArn=${arn}&VersionId=v3`)).includes(encoded));
});
