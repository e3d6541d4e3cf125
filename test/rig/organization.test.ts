/** An organisation in the double, read by the AWS SDK from management, members, delegates and from outside. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { accessKeyOf } from './access-key.ts';
import { type Double, startDouble } from './double.ts';
import { defaultRegions, type World, type WorldTrail } from './world.ts';

const MANAGEMENT = '111111111111';
const DELEGATE = '222222222222';
const MEMBER = '333333333333';
const ISLAND = '444444444444';
const CLOSED = '555555555555';
const COMING = '666666666666';
const OUTSIDE = '999999999999';
const HOME = 'af-south-1';

const withHome = defaultRegions({ [HOME]: 'ENABLED' });
const toLogs = `arn:aws:logs:${HOME}:${DELEGATE}:log-group:trail:*`;
const organizationTrail = (Name: string, more: Partial<WorldTrail> = {}): WorldTrail => {
  return { Name, HomeRegion: HOME, IsOrganizationTrail: true, ...more };
};

function organizationOfSix(): World {
  return {
    now: new Date('2026-11-01T12:00:00Z'),
    accounts: [
      {
        id: MANAGEMENT,
        name: 'management',
        regions: withHome,
        trails: [
          organizationTrail('all', { CloudWatchLogsLogGroupArn: toLogs, notIn: [`${MEMBER}/us-west-2`, COMING] }),
          organizationTrail('denied', { fromMembers: { status: 'denied', selectors: 'denied' }, notIn: ['us-west-2'] }),
          organizationTrail('lost', { fromMembers: { selectors: 'notFound' }, IsMultiRegionTrail: false }),
          { Name: 'own', HomeRegion: HOME },
        ],
      },
      {
        id: DELEGATE,
        regions: withHome,
        ou: 'ou-root-security',
        logGroups: [{ region: HOME, logGroupName: 'trail' }],
      },
      { id: MEMBER, regions: withHome, ou: 'ou-root-inner000', joined: '-3h' },
      { id: ISLAND, cloudTrailRole: false },
      { id: CLOSED, state: 'CLOSED' },
      { id: COMING, regions: withHome, state: 'PENDING_CLOSURE' },
      { id: OUTSIDE, regions: withHome, member: false },
    ],
    organization: {
      management: MANAGEMENT,
      ous: [
        { id: 'ou-root-security', name: 'Security', parent: 'r-root' },
        { id: 'ou-root-workload', name: 'Workloads', parent: 'r-root' },
        { id: 'ou-root-inner000', name: 'Inner', parent: 'ou-root-workload' },
      ],
      delegatedAdministrators: [{ account: DELEGATE, services: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] }],
    },
  };
}

function settings(endpoint: string, account: string, region = 'us-east-1') {
  return { endpoint, region, credentials: { accessKeyId: accessKeyOf(account), secretAccessKey: 'x' }, maxAttempts: 1 };
}

describe('an organisation', () => {
  let double: Double;
  before(async () => {
    double = await startDouble(organizationOfSix());
  });
  after(() => double.close());
  const as = (account: string) => new OrganizationsClient(settings(double.url, account));

  test('is described to members and not to those outside', async () => {
    const { Organization } = await as(MEMBER).send(new DescribeOrganizationCommand({}));
    assert.equal(Organization?.Id, 'o-exampleorg');
    assert.equal(Organization?.Arn, `arn:aws:organizations::${MANAGEMENT}:organization/o-exampleorg`);
    assert.equal(Organization?.MasterAccountId, MANAGEMENT);
    assert.equal(Organization?.FeatureSet, 'ALL');
    const outside = { name: 'AWSOrganizationsNotInUseException' };
    await assert.rejects(as(OUTSIDE).send(new DescribeOrganizationCommand({})), outside);
    await assert.rejects(as(OUTSIDE).send(new ListAccountsCommand({})), outside);
  });

  test('is listed by management and by delegated administrators alone', async () => {
    for (const reader of [MANAGEMENT, DELEGATE]) {
      const { Accounts } = await as(reader).send(new ListAccountsCommand({}));
      assert.deepEqual(
        Accounts?.map(({ Id, State, Status }) => [Id, State, Status]),
        [
          [MANAGEMENT, 'ACTIVE', 'ACTIVE'],
          [DELEGATE, 'ACTIVE', 'ACTIVE'],
          [MEMBER, 'ACTIVE', 'ACTIVE'],
          [ISLAND, 'ACTIVE', 'ACTIVE'],
          [CLOSED, 'CLOSED', 'SUSPENDED'],
          [COMING, 'PENDING_CLOSURE', 'PENDING_CLOSURE'],
        ],
      );
      assert.equal(Accounts?.[2]?.JoinedTimestamp?.toISOString(), '2026-11-01T09:00:00.000Z');
      assert.equal(Accounts?.[2]?.Arn, `arn:aws:organizations::${MANAGEMENT}:account/o-exampleorg/${MEMBER}`);
      assert.equal(Accounts?.[2]?.Paths, undefined);
    }
    const denied = { name: 'AccessDeniedException', message: "You don't have permissions to access this resource." };
    const client = as(MEMBER);
    await assert.rejects(client.send(new ListAccountsCommand({})), denied);
    await assert.rejects(client.send(new ListRootsCommand({})), denied);
    await assert.rejects(client.send(new ListAccountsForParentCommand({ ParentId: 'r-root' })), denied);
    await assert.rejects(client.send(new ListOrganizationalUnitsForParentCommand({ ParentId: 'r-root' })), denied);
    await assert.rejects(client.send(new ListDelegatedAdministratorsCommand({})), denied);
    await assert.rejects(client.send(new ListDelegatedServicesForAccountCommand({ AccountId: DELEGATE })), denied);
    await assert.rejects(client.send(new ListAWSServiceAccessForOrganizationCommand({})), denied);
  });

  test('has a tree of OUs with the accounts in it', async () => {
    const client = as(MANAGEMENT);
    const { Roots } = await client.send(new ListRootsCommand({}));
    assert.deepEqual(
      Roots?.map(({ Id, PolicyTypes }) => [Id, PolicyTypes?.[0]?.Status]),
      [['r-root', 'ENABLED']],
    );
    const ous = async (ParentId: string) => {
      const answer = await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId }));
      return answer.OrganizationalUnits?.map(({ Name }) => Name);
    };
    const accounts = async (ParentId: string) => {
      return (await client.send(new ListAccountsForParentCommand({ ParentId }))).Accounts?.map(({ Id }) => Id);
    };
    assert.deepEqual(await ous('r-root'), ['Security', 'Workloads']);
    assert.deepEqual(await ous('ou-root-workload'), ['Inner']);
    assert.deepEqual(await accounts('r-root'), [MANAGEMENT, ISLAND, CLOSED, COMING]);
    assert.deepEqual(await accounts('ou-root-workload'), []);
    assert.deepEqual(await accounts('ou-root-inner000'), [MEMBER]);
    await assert.rejects(accounts('ou-root-none0000'), { name: 'ParentNotFoundException' });
  });

  test('names its delegated administrators and trusted services', async () => {
    const client = as(DELEGATE);
    const found = async (ServicePrincipal?: string) => {
      const input = ServicePrincipal === undefined ? {} : { ServicePrincipal };
      const answer = await client.send(new ListDelegatedAdministratorsCommand(input));
      return answer.DelegatedAdministrators?.map(({ Id }) => Id);
    };
    assert.deepEqual(await found(), [DELEGATE]);
    assert.deepEqual(await found('cloudtrail.amazonaws.com'), [DELEGATE]);
    assert.deepEqual(await found('guardduty.amazonaws.com'), []);
    const services = await client.send(new ListDelegatedServicesForAccountCommand({ AccountId: DELEGATE }));
    assert.deepEqual(
      services.DelegatedServices?.map((one) => one.ServicePrincipal),
      ['cloudtrail.amazonaws.com', 'config.amazonaws.com'],
    );
    await assert.rejects(client.send(new ListDelegatedServicesForAccountCommand({ AccountId: MEMBER })), {
      name: 'AccountNotRegisteredException',
    });
    const access = await client.send(new ListAWSServiceAccessForOrganizationCommand({}));
    assert.ok(access.EnabledServicePrincipals?.some((one) => one.ServicePrincipal === 'cloudtrail.amazonaws.com'));
  });

  test("tells a member's Regions to management, through trusted access only", async () => {
    const ask = (AccountId: string, account = MANAGEMENT, url = double.url) =>
      new AccountClient(settings(url, account)).send(
        new ListRegionsCommand({ AccountId, RegionOptStatusContains: ['ENABLED'] }),
      );
    assert.deepEqual(
      (await ask(MEMBER)).Regions?.map((one) => one.RegionName),
      [HOME],
    );
    await assert.rejects(ask(MANAGEMENT), { name: 'ValidationException' });
    await assert.rejects(ask(MEMBER, DELEGATE), { name: 'AccessDeniedException' });
    await assert.rejects(ask(OUTSIDE), { name: 'AccessDeniedException' });
    const world = organizationOfSix();
    if (world.organization) world.organization.trustedServices = [];
    const closed = await startDouble(world);
    await assert.rejects(ask(MEMBER, MANAGEMENT, closed.url), { name: 'AccessDeniedException' });
    await closed.close();
  });

  test("has CloudTrail's role in its accounts, unless the world says that it is missing", async () => {
    const role = (account: string) =>
      new IAMClient(settings(double.url, account)).send(
        new GetRoleCommand({ RoleName: 'AWSServiceRoleForCloudTrail' }),
      );
    const path = 'role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail';
    assert.equal((await role(MEMBER)).Role?.Arn, `arn:aws:iam::${MEMBER}:${path}`);
    for (const account of [ISLAND, OUTSIDE]) await assert.rejects(role(account), { name: 'NoSuchEntityException' });
  });

  describe('its trails in a member', () => {
    const cloudtrail = (account: string, region: string) => new CloudTrailClient(settings(double.url, account, region));
    const names = async (account: string, region: string, includeShadowTrails = true) => {
      const { trailList } = await cloudtrail(account, region).send(new DescribeTrailsCommand({ includeShadowTrails }));
      return trailList?.map(({ Name }) => Name);
    };
    const arn = (name: string) => `arn:aws:cloudtrail:${HOME}:${MANAGEMENT}:trail/${name}`;

    test('are listed in every enabled Region, except where a copy is missing', async () => {
      assert.deepEqual(await names(MEMBER, HOME), ['all', 'denied', 'lost']);
      assert.deepEqual(await names(MEMBER, 'us-east-1'), ['all', 'denied']);
      assert.deepEqual(await names(MEMBER, 'us-west-2'), []);
      assert.deepEqual(await names(MEMBER, HOME, false), []);
      assert.deepEqual(await names(DELEGATE, 'us-west-2'), ['all']);
      assert.deepEqual(await names(COMING, 'us-east-1'), ['denied']);
      assert.deepEqual(await names(MANAGEMENT, HOME, false), ['all', 'denied', 'lost', 'own']);
    });

    test('are nowhere where their home Region is not enabled, and not outside', async () => {
      assert.deepEqual(await names(ISLAND, 'us-east-1'), []);
      await assert.rejects(names(ISLAND, HOME), { name: 'UnrecognizedClientException' });
      assert.deepEqual(await names(OUTSIDE, HOME), []);
    });

    test('answer members by their ARN as the world says: allowed, denied, not found', async () => {
      const client = cloudtrail(MEMBER, HOME);
      const status = (Name: string) => client.send(new GetTrailStatusCommand({ Name }));
      const selectors = (TrailName: string) => client.send(new GetEventSelectorsCommand({ TrailName }));
      assert.equal((await status(arn('all'))).IsLogging, true);
      assert.equal((await selectors(arn('all'))).EventSelectors?.[0]?.ReadWriteType, 'All');
      await assert.rejects(status('all'), { name: 'TrailNotFoundException' });
      const denied = /^User: arn:aws:iam::333333333333:user\/auditor is not authorized to perform: cloudtrail:/;
      await assert.rejects(status(arn('denied')), { name: 'AccessDeniedException', message: denied });
      await assert.rejects(selectors(arn('denied')), { name: 'AccessDeniedException', message: denied });
      assert.equal((await status(arn('lost'))).IsLogging, true);
      await assert.rejects(selectors(arn('lost')), {
        name: 'TrailNotFoundException',
        message: `Unknown trail: ${arn('lost')} for the user: ${MEMBER}`,
      });
      await assert.rejects(cloudtrail(OUTSIDE, HOME).send(new GetTrailStatusCommand({ Name: arn('all') })), {
        name: 'CloudTrailARNInvalidException',
      });
      const owner = cloudtrail(MANAGEMENT, HOME);
      assert.ok(await owner.send(new GetEventSelectorsCommand({ TrailName: 'denied' })));
    });

    test("may have their log group in the delegated administrator's account", async () => {
      const { trailList } = await cloudtrail(MEMBER, HOME).send(new DescribeTrailsCommand({}));
      assert.equal(trailList?.[0]?.CloudWatchLogsLogGroupArn, toLogs);
      const groups = (account: string) =>
        new CloudWatchLogsClient(settings(double.url, account, HOME)).send(new DescribeLogGroupsCommand({}));
      assert.equal((await groups(DELEGATE)).logGroups?.[0]?.arn, toLogs);
      assert.deepEqual((await groups(MANAGEMENT)).logGroups, []);
    });
  });
});
