/** The AWS CLI, which we did not write, reads the double; and the double shows what AWS would show where. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { accessKeyOf } from './access-key.ts';
import { type Double, startDouble } from './double.ts';
import { AwsCliError, awsCli } from './moto.ts';
import { whyNoAwsCli } from './python.ts';
import { defaultRegions, type World } from './world.ts';

const OWNER = '111122223333';
const MEMBER = '444455556666';
const NOW = new Date('2026-11-01T12:00:00Z');

const world: World = {
  now: NOW,
  accounts: [
    {
      id: OWNER,
      regions: defaultRegions({ 'eu-south-1': 'ENABLED', 'me-south-1': 'DISABLING' }),
      trails: [
        {
          Name: 'main',
          HomeRegion: 'eu-west-1',
          CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-1:${OWNER}:log-group:trail:*`,
          CloudWatchLogsRoleArn: `arn:aws:iam::${OWNER}:role/to-logs`,
          statusIn: { 'us-east-1': { LatestDeliveryError: 'NoSuchBucket', LatestDeliveryTime: null } },
          notIn: ['us-west-2'],
        },
        {
          Name: 'local',
          HomeRegion: 'us-east-1',
          IsMultiRegionTrail: false,
          LogFileValidationEnabled: null,
          selectors: { raw: {} },
        },
        {
          Name: 'org',
          HomeRegion: 'eu-west-1',
          IsOrganizationTrail: true,
          selectors: { advanced: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] },
          notIn: [`${MEMBER}/sa-east-1`],
        },
      ],
      logGroups: ['b', 'trail', 'a'].map((logGroupName) => ({ region: 'eu-west-1', logGroupName })),
      roles: [{ RoleName: 'to-logs' }],
    },
    { id: MEMBER },
  ],
};

const skip = whyNoAwsCli();
let double: Double;
before(async () => {
  double = await startDouble(world, { pageSize: 2 });
});
after(() => double.close());

test('the AWS CLI reads every operation without an error', { skip }, async () => {
  const env = double.env(OWNER, 'eu-west-1');
  const [identity, trails, status, selectors, regions, groups, role, ec2] = await Promise.all([
    awsCli(['sts', 'get-caller-identity'], env),
    awsCli(['cloudtrail', 'describe-trails'], env),
    awsCli(['cloudtrail', 'get-trail-status', '--name', 'main'], env),
    awsCli(['cloudtrail', 'get-event-selectors', '--trail-name', 'org'], env),
    awsCli(['account', 'list-regions'], env),
    awsCli(['logs', 'describe-log-groups'], env),
    awsCli(['iam', 'get-role', '--role-name', 'to-logs'], env),
    awsCli(['ec2', 'describe-regions'], env),
  ]);
  assert.equal(identity.Arn, `arn:aws:iam::${OWNER}:user/auditor`);
  assert.deepEqual(
    trails.trailList.map((trail: { Name: string }) => trail.Name),
    ['main', 'org'],
  );
  assert.equal(trails.trailList[0].TrailARN, `arn:aws:cloudtrail:eu-west-1:${OWNER}:trail/main`);
  assert.equal(new Date(status.LatestDeliveryTime * 1000).toISOString(), '2026-11-01T11:55:00.000Z');
  assert.deepEqual(Object.keys(selectors), ['TrailARN', 'AdvancedEventSelectors']);
  assert.equal(regions.Regions.length, 34);
  assert.deepEqual(
    groups.logGroups.map((group: { logGroupName: string }) => group.logGroupName),
    ['a', 'b', 'trail'],
  );
  assert.equal(role.Role.AssumeRolePolicyDocument.Statement[0].Principal.Service, 'cloudtrail.amazonaws.com');
  assert.equal(ec2.Regions.length, 19);
  // 34 Regions and 3 groups in pages of two.
  assert.equal(double.counts()['account:ListRegions'], 17);
  assert.equal(double.counts()['logs:DescribeLogGroups'], 2);
  assert.equal(double.unknownCalls.size, 0);
});

test('the AWS CLI reads refusals as those of AWS', { skip }, async () => {
  const env = double.env(OWNER, 'eu-west-1');
  const expected: [string[], string][] = [
    [['iam', 'get-role', '--role-name', 'none'], 'NoSuchEntity'],
    [['cloudtrail', 'get-trail-status', '--name', 'none'], 'TrailNotFoundException'],
    [['ec2', 'describe-regions', '--region', 'af-south-1'], 'AuthFailure'],
    [['cloudwatch', 'describe-alarms'], 'UnknownOperationException'],
  ];
  await Promise.all(
    expected.map(([args, code]) =>
      assert.rejects(awsCli(args, env), (error) => error instanceof AwsCliError && error.awsCode === code),
    ),
  );
  assert.deepEqual([...double.unknownCalls], ['cloudwatch:DescribeAlarms']);
});

describe('trails are listed where AWS lists them', () => {
  const client = (account: string, region: string) =>
    new CloudTrailClient({
      endpoint: double.url,
      region,
      credentials: { accessKeyId: accessKeyOf(account), secretAccessKey: 'x' },
      maxAttempts: 1,
    });
  const names = async (account: string, region: string, includeShadowTrails = true) =>
    (await client(account, region).send(new DescribeTrailsCommand({ includeShadowTrails }))).trailList?.map(
      ({ Name }) => Name,
    );

  test('copies in every enabled Region, single-Region trails at home, gaps where declared', async () => {
    assert.deepEqual(await names(OWNER, 'eu-west-1'), ['main', 'org']);
    assert.deepEqual(await names(OWNER, 'us-east-1'), ['main', 'local', 'org']);
    assert.deepEqual(await names(OWNER, 'us-east-1', false), ['local']);
    assert.deepEqual(await names(OWNER, 'me-south-1'), ['main', 'org']);
    assert.deepEqual(await names(OWNER, 'us-west-2'), ['org']);
    await assert.rejects(names(OWNER, 'af-south-1'), { name: 'UnrecognizedClientException' });
  });

  test('members see organisation trails, by the ARN of their owner', async () => {
    assert.deepEqual(await names(MEMBER, 'eu-west-1'), ['org']);
    assert.deepEqual(await names(MEMBER, 'eu-west-1', false), []);
    assert.deepEqual(await names(MEMBER, 'sa-east-1'), []);
    const member = client(MEMBER, 'us-east-1');
    const arn = `arn:aws:cloudtrail:eu-west-1:${OWNER}:trail/org`;
    assert.equal((await member.send(new GetTrailStatusCommand({ Name: arn }))).IsLogging, true);
    await assert.rejects(member.send(new GetTrailStatusCommand({ Name: 'org' })), { name: 'TrailNotFoundException' });
    const foreign = `arn:aws:cloudtrail:eu-west-1:${OWNER}:trail/main`;
    await assert.rejects(member.send(new GetTrailStatusCommand({ Name: foreign })), {
      name: 'CloudTrailARNInvalidException',
    });
  });

  test('status differs by Region and a null field is absent', async () => {
    const arn = `arn:aws:cloudtrail:eu-west-1:${OWNER}:trail/main`;
    const status = await client(OWNER, 'us-east-1').send(new GetTrailStatusCommand({ Name: arn }));
    assert.equal(status.LatestDeliveryError, 'NoSuchBucket');
    assert.equal('LatestDeliveryTime' in status, false);
    assert.ok(status.LatestCloudWatchLogsDeliveryTime);
  });

  test('selectors: the default is one basic selector, a raw body is sent as it stands', async () => {
    const basic = await client(OWNER, 'eu-west-1').send(new GetEventSelectorsCommand({ TrailName: 'main' }));
    assert.equal(basic.EventSelectors?.[0]?.ReadWriteType, 'All');
    assert.equal(basic.AdvancedEventSelectors, undefined);
    const raw = await client(OWNER, 'us-east-1').send(new GetEventSelectorsCommand({ TrailName: 'local' }));
    assert.equal(raw.EventSelectors, undefined);
  });
});
