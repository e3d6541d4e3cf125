/** A real organisation in moto, made by the AWS CLI and read through the proxy by the AWS SDK. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
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
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { accessKeyOf } from './access-key.ts';
import { awsCli, type Moto, startMotoOrSkip } from './moto.ts';
import { organizationOverlays, refuseRole } from './organization-overlays.ts';
import { motoOverlays, organizationTrail, regionsOff } from './overlays.ts';
import { type Proxy as RigProxy, startProxy } from './proxy.ts';
import { rigEnvironment } from './server.ts';

const MANAGEMENT = '111111111111';
const OUTSIDE = '999999999999';
const HOME = 'eu-west-1';
const TRAIL = `arn:aws:cloudtrail:${HOME}:${MANAGEMENT}:trail/org`;

const moto: Moto | null = await startMotoOrSkip();

describe('an organisation of 4 accounts in moto', { skip: moto === null }, () => {
  let setup: RigProxy;
  let proxy: RigProxy;
  let delegate = '';
  let member = '';
  let closed = '';
  let root = '';

  before(async () => {
    await moto?.reset();
    await moto?.seed(42);
    // Without overlays: what the AWS CLI makes, moto must take by itself.
    setup = await startProxy({ upstream: moto?.url ?? '' });
    const env = setup.env(MANAGEMENT, HOME);
    const organization = await awsCli(['organizations', 'create-organization'], env);
    for (const name of ['security', 'workload', 'old']) {
      await awsCli(['organizations', 'create-account', '--account-name', name, '--email', `${name}@example.org`], env);
    }
    const { Accounts } = await awsCli(['organizations', 'list-accounts'], env);
    const idOf = (name: string) => Accounts.find((one: { Name: string }) => one.Name === name).Id;
    [delegate, member, closed] = ['security', 'workload', 'old'].map(idOf) as [string, string, string];
    root = (await awsCli(['organizations', 'list-roots'], env)).Roots[0].Id;
    const ou = ['organizations', 'create-organizational-unit', '--parent-id', root, '--name', 'Workloads'];
    const { OrganizationalUnit } = await awsCli(ou, env);
    const move = ['organizations', 'move-account', '--account-id', member, '--source-parent-id', root];
    await awsCli([...move, '--destination-parent-id', OrganizationalUnit.Id], env);
    const access = ['organizations', 'enable-aws-service-access', '--service-principal', 'cloudtrail.amazonaws.com'];
    await awsCli(access, env);
    const bucket = ['--bucket', 'org-logs', '--create-bucket-configuration', `LocationConstraint=${HOME}`];
    await awsCli(['s3api', 'create-bucket', ...bucket], env);
    const trail = ['cloudtrail', 'create-trail', '--name', 'org', '--s3-bucket-name', 'org-logs'];
    for (const account of [MANAGEMENT, delegate, member]) {
      const own = setup.env(account, HOME);
      await awsCli([...trail, '--is-multi-region-trail', '--is-organization-trail'], own);
      await awsCli(['cloudtrail', 'start-logging', '--name', 'org'], own);
    }
    proxy = await startProxy({
      upstream: moto?.url ?? '',
      rules: [refuseRole({ account: member, role: 'Guarded', unlessExternalId: 'secret' }), regionsOff()],
      overlays: [
        ...motoOverlays(),
        ...organizationOverlays({
          management: MANAGEMENT,
          members: [delegate, member, closed],
          organizationId: organization.Organization.Id,
          delegatedAdministrators: [{ account: delegate, services: ['cloudtrail.amazonaws.com'], name: 'security' }],
          states: { [closed]: 'CLOSED' },
          withoutCloudTrailRole: [delegate],
        }),
        organizationTrail('org', MANAGEMENT, [delegate, member], {
          notIn: [`${member}/us-west-2`],
          fromMembers: { selectors: 'notFound' },
        }),
      ],
    });
  });
  after(async () => {
    await setup?.close();
    await proxy?.close();
    await moto?.stop();
  });

  function settings(account: string, region = 'us-east-1') {
    const credentials = { accessKeyId: accessKeyOf(account), secretAccessKey: 'x' };
    return { endpoint: proxy.url, region, credentials, maxAttempts: 1 };
  }
  const organizations = (account: string) => new OrganizationsClient(settings(account));
  const assume = (account: string, role: string, more = {}) => {
    const input = { RoleArn: `arn:aws:iam::${account}:role/${role}`, RoleSessionName: 'me', ...more };
    return new STSClient(settings(MANAGEMENT)).send(new AssumeRoleCommand(input));
  };

  test('management and the delegated administrator read the same list', async () => {
    for (const reader of [MANAGEMENT, delegate]) {
      const { Accounts } = await organizations(reader).send(new ListAccountsCommand({}));
      assert.deepEqual(
        Accounts?.map(({ Id, State, Status }) => [Id, State, Status]),
        [
          [MANAGEMENT, 'ACTIVE', 'ACTIVE'],
          [delegate, 'ACTIVE', 'ACTIVE'],
          [member, 'ACTIVE', 'ACTIVE'],
          [closed, 'CLOSED', 'SUSPENDED'],
        ],
      );
      const ous = await organizations(reader).send(new ListOrganizationalUnitsForParentCommand({ ParentId: root }));
      const [ou] = ous.OrganizationalUnits ?? [];
      assert.equal(ou?.Name, 'Workloads');
      const held = await organizations(reader).send(new ListAccountsForParentCommand({ ParentId: ou?.Id }));
      assert.deepEqual(
        held.Accounts?.map(({ Id }) => Id),
        [member],
      );
      const access = await organizations(reader).send(new ListAWSServiceAccessForOrganizationCommand({}));
      assert.deepEqual(
        access.EnabledServicePrincipals?.map((one) => one.ServicePrincipal),
        ['cloudtrail.amazonaws.com'],
      );
      const { DelegatedAdministrators: found } = await organizations(reader).send(
        new ListDelegatedAdministratorsCommand({ ServicePrincipal: 'cloudtrail.amazonaws.com' }),
      );
      assert.deepEqual(
        found?.map(({ Id, Name }) => [Id, Name]),
        [[delegate, 'security']],
      );
    }
  });

  test('members are refused, and know their organisation; outsiders have none', async () => {
    const denied = { name: 'AccessDeniedException' };
    const services = new ListDelegatedServicesForAccountCommand({ AccountId: delegate });
    await assert.rejects(organizations(member).send(new ListAccountsCommand({})), denied);
    await assert.rejects(organizations(member).send(new ListRootsCommand({})), denied);
    await assert.rejects(organizations(member).send(services), denied);
    const { Organization } = await organizations(member).send(new DescribeOrganizationCommand({}));
    assert.equal(Organization?.MasterAccountId, MANAGEMENT);
    const outside = { name: 'AWSOrganizationsNotInUseException' };
    await assert.rejects(organizations(OUTSIDE).send(new DescribeOrganizationCommand({})), outside);
    await assert.rejects(organizations(OUTSIDE).send(new ListAccountsCommand({})), outside);
  });

  test('sessions in members work, except where a rule or a state refuses them', async () => {
    const { Credentials: given } = await assume(member, 'Reader');
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    const cloudtrail = new CloudTrailClient({ ...settings(member), credentials });
    assert.equal((await cloudtrail.send(new DescribeTrailsCommand({}))).trailList?.[0]?.TrailARN, TRAIL);
    await assert.rejects(organizations(member).send(new ListAccountsCommand({})), { name: 'AccessDeniedException' });
    const refused = { name: 'AccessDenied', message: /^User: .* on resource: arn:aws:iam::\d{12}:role\/\w+$/ };
    await assert.rejects(assume(member, 'Guarded'), refused);
    await assume(member, 'Guarded', { ExternalId: 'secret' });
    await assert.rejects(assume(closed, 'Reader'), refused);
  });

  test('the organisation trail is in the members, by the ARN of management', async () => {
    const client = (account: string, region = HOME) => new CloudTrailClient(settings(account, region));
    const list = async (account: string, region: string, includeShadowTrails = true) => {
      const answer = await client(account, region).send(new DescribeTrailsCommand({ includeShadowTrails }));
      return answer.trailList?.map(({ TrailARN }) => TrailARN);
    };
    assert.deepEqual(await list(member, HOME), [TRAIL]);
    assert.deepEqual(await list(member, 'us-east-1'), [TRAIL]);
    assert.deepEqual(await list(member, 'us-west-2'), []);
    assert.deepEqual(await list(member, HOME, false), []);
    assert.deepEqual(await list(MANAGEMENT, HOME, false), [TRAIL]);
    await assert.rejects(list(member, 'af-south-1'), { name: 'UnrecognizedClientException' });
    assert.equal((await client(member).send(new GetTrailStatusCommand({ Name: TRAIL }))).IsLogging, true);
    const lost = { name: 'TrailNotFoundException' };
    await assert.rejects(client(member).send(new GetTrailStatusCommand({ Name: 'org' })), lost);
    await assert.rejects(client(member).send(new GetEventSelectorsCommand({ TrailName: TRAIL })), lost);
    const own = await client(MANAGEMENT).send(new GetEventSelectorsCommand({ TrailName: 'org' }));
    assert.equal(own.EventSelectors?.length, 1);
  });

  test("CloudTrail's role is in every account where it is not missing", async () => {
    const role = (account: string) =>
      new IAMClient(settings(account)).send(new GetRoleCommand({ RoleName: 'AWSServiceRoleForCloudTrail' }));
    assert.match((await role(member)).Role?.Arn ?? '', /role\/aws-service-role\/cloudtrail\.amazonaws\.com\//);
    await assert.rejects(role(delegate), { name: 'NoSuchEntityException' });
  });

  test('drift: moto still answers members with an empty list', async () => {
    const listed = await awsCli(['organizations', 'list-accounts'], rigEnvironment(setup.url, member, HOME));
    assert.deepEqual(listed.Accounts, []);
  });
});
