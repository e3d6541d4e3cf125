/**
 * moto through the proxy, and what moto still does differently from AWS. When a drift assertion fails after
 * an upgrade, its overlay or note in the rig can go.
 */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { awsCli, type Moto, startMotoOrSkip } from './moto.ts';
import { deliveryStatus, motoOverlays } from './overlays.ts';
import { describeAnswers, startProxy } from './proxy.ts';
import { rigEnvironment } from './server.ts';

const ACCOUNT = '111122223333';
const MEMBER = '444455556666';

const moto: Moto | null = await startMotoOrSkip();

describe('moto', { skip: moto === null }, () => {
  before(() => moto?.reset());
  after(() => moto?.stop());
  const url = moto?.url ?? '';

  test('a trail that the AWS CLI creates is read back through the proxy', async (context) => {
    context.diagnostic(`moto ${moto?.version}`);
    const now = new Date('2026-11-01T12:00:00Z');
    const proxy = await startProxy({
      upstream: url,
      overlays: [
        ...motoOverlays(),
        deliveryStatus(() => ({ LatestDigestDeliveryTime: '-1h', LatestDeliveryError: 'AccessDenied' }), now),
      ],
    });
    const env = proxy.env(ACCOUNT, 'eu-west-1');
    await awsCli(
      ['s3api', 'create-bucket', '--bucket', 'logs-1', '--create-bucket-configuration', 'LocationConstraint=eu-west-1'],
      env,
    );
    const create = [
      'cloudtrail',
      'create-trail',
      '--name',
      'main',
      '--s3-bucket-name',
      'logs-1',
      '--is-multi-region-trail',
    ];
    const { TrailARN } = await awsCli(create, env);
    assert.equal(TrailARN, `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/main`);
    await awsCli(['cloudtrail', 'start-logging', '--name', 'main'], env);
    const [shadow, status, selectors, regions, ec2] = await Promise.all([
      awsCli(['cloudtrail', 'describe-trails'], proxy.env(ACCOUNT, 'us-east-1')),
      awsCli(['cloudtrail', 'get-trail-status', '--name', TrailARN], env),
      awsCli(['cloudtrail', 'get-event-selectors', '--trail-name', 'main'], env),
      awsCli(['account', 'list-regions', '--region-opt-status-contains', 'ENABLED_BY_DEFAULT'], env),
      awsCli(['ec2', 'describe-regions'], env),
    ]);
    assert.deepEqual(
      shadow.trailList.map((trail: { TrailARN: string; HomeRegion: string }) => [trail.TrailARN, trail.HomeRegion]),
      [[TrailARN, 'eu-west-1']],
    );
    assert.equal(status.IsLogging, true);
    assert.equal(status.LatestDeliveryError, 'AccessDenied');
    assert.equal(status.LatestDigestDeliveryTime, now.getTime() / 1000 - 3600);
    assert.deepEqual(
      selectors.EventSelectors.map((selector: { ReadWriteType: string }) => selector.ReadWriteType),
      ['All'],
    );
    assert.equal('AdvancedEventSelectors' in selectors, false);
    assert.equal(regions.Regions.length, 17);
    assert.equal(ec2.Regions.length, 17);
    for (const line of describeAnswers(proxy)) context.diagnostic(line);
    assert.deepEqual(proxy.answers['cloudtrail:GetEventSelectors'], { passed: 0, changed: 1, madeUp: 0 });
    await proxy.close();
  });

  test('the account of a session that moto opened is known to the proxy', async () => {
    const proxy = await startProxy({ upstream: url });
    const env = proxy.env(ACCOUNT, 'eu-west-1');
    const role = ['sts', 'assume-role', '--role-arn', `arn:aws:iam::${MEMBER}:role/any`, '--role-session-name', 'me'];
    const session = (credentials: Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string>) => ({
      ...env,
      AWS_ACCESS_KEY_ID: credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: credentials.SessionToken,
    });
    const seen = await awsCli(role, env);
    const unseen = await awsCli(role, rigEnvironment(url, ACCOUNT, 'eu-west-1'));
    for (const { Credentials } of [seen, unseen]) await awsCli(['cloudtrail', 'describe-trails'], session(Credentials));
    assert.deepEqual(
      proxy.log.map(({ account }) => account),
      [ACCOUNT, MEMBER, MEMBER],
    );
    await proxy.close();
  });

  describe('drift: moto still', () => {
    const trail = { Name: 'drift', S3BucketName: 'drift-logs', IsMultiRegionTrail: true, IsOrganizationTrail: true };
    const cloudtrail = (operation: string, body: unknown, account = ACCOUNT, region = 'us-east-1') =>
      json('cloudtrail', `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`, body, account, region);
    const organizations = (operation: string, body: unknown, account = ACCOUNT) =>
      json('organizations', `AWSOrganizationsV20161128.${operation}`, body, account, 'us-east-1');

    let member = '';

    before(async () => {
      await send('s3', 'PUT', '/drift-logs', '', {}, ACCOUNT, 'us-east-1');
      await cloudtrail('CreateTrail', trail);
      await cloudtrail('StartLogging', { Name: 'drift' });
      await organizations('CreateOrganization', { FeatureSet: 'ALL' });
      const created = await organizations('CreateAccount', { AccountName: 'm', Email: 'm@example.org' });
      member = created.body.CreateAccountStatus.AccountId;
    });

    test('gives two empty lists for selectors that were never put', async () => {
      const { body } = await cloudtrail('GetEventSelectors', { TrailName: 'drift' });
      assert.deepEqual([body.EventSelectors, body.AdvancedEventSelectors], [[], []]);
    });

    test('sends no digest, log group or error fields with a status', async () => {
      const { body } = await cloudtrail('GetTrailStatus', { Name: 'drift' });
      assert.equal(body.IsLogging, true);
      assert.deepEqual(
        Object.keys(body).filter((name) => /Digest|CloudWatch|Error$/.test(name)),
        [],
      );
    });

    test('ignores the list of names in DescribeTrails', async () => {
      const { body } = await cloudtrail('DescribeTrails', { trailNameList: ['none'] });
      assert.ok(body.trailList.some((one: { Name: string }) => one.Name === 'drift'));
    });

    test('gives only the ARN for insights that were never put', async () => {
      assert.deepEqual(Object.keys((await cloudtrail('GetInsightSelectors', { TrailName: 'drift' })).body), [
        'TrailARN',
      ]);
    });

    test('replaces a trail when one of the same name is created', async () => {
      assert.equal((await cloudtrail('CreateTrail', { ...trail, IsOrganizationTrail: false })).status, 200);
      const { body } = await cloudtrail('GetTrailStatus', { Name: 'drift' });
      assert.equal(body.IsLogging, false);
      await cloudtrail('CreateTrail', trail);
    });

    test('shows no organisation trail to a member', async () => {
      assert.deepEqual((await cloudtrail('DescribeTrails', {}, member)).body.trailList, []);
      const listed = await organizations('ListAccounts', {}, member);
      assert.deepEqual([listed.status, listed.body.Accounts], [200, []]);
    });

    test('refuses CloudTrail as a service with delegated administrators', async () => {
      const request = { AccountId: member, ServicePrincipal: 'cloudtrail.amazonaws.com' };
      assert.equal(
        (await organizations('RegisterDelegatedAdministrator', request)).body.__type,
        'InvalidInputException',
      );
    });

    test('tells the tags of a trail, none among them', async () => {
      const ResourceIdList = [`arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/drift`];
      const { status, body } = await cloudtrail('ListTags', { ResourceIdList });
      assert.deepEqual([status, body.ResourceTagList?.[0]?.TagsList], [200, []]);
    });

    for (const operation of ['LookupEvents', 'ListPublicKeys', 'ListEventDataStores', 'GetEventConfiguration']) {
      test(`has no ${operation}: 500 with a page of HTML`, async () => {
        const { status, text } = await cloudtrail(operation, {});
        assert.equal(status, 500);
        assert.match(text, /^<!doctype html>/i);
      });
    }

    test('has no account:ListRegions: 404 with a page of HTML', async () => {
      const { status, text } = await send('account', 'POST', '/listRegions', '{}', {
        'content-type': 'application/json',
      });
      assert.equal(status, 404);
      assert.match(text, /^<!doctype html>/i);
    });

    test('mixes the partitions in DescribeRegions', async () => {
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const { text } = await send('ec2', 'POST', '/', 'Action=DescribeRegions&Version=2016-11-15', form);
      assert.match(text, /<regionName>cn-north-1</);
      assert.doesNotMatch(text, /<optInStatus>opted-in</);
    });

    test('answers from Regions that an account has not enabled', async () => {
      assert.equal((await cloudtrail('DescribeTrails', {}, ACCOUNT, 'af-south-1')).status, 200);
    });
  });

  /** A request that is signed only as far as moto looks: the scope names account, service and Region. */
  async function send(
    service: string,
    method: string,
    path: string,
    body: string,
    headers: Record<string, string>,
    account = ACCOUNT,
    region = 'us-east-1',
  ) {
    const scope = `Credential=any/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const answer = await fetch(url + path, {
      method,
      body,
      headers: { ...headers, authorization: `AWS4-HMAC-SHA256 ${scope}`, 'x-moto-account-id': account },
    });
    const text = await answer.text();
    return { status: answer.status, type: answer.headers.get('content-type')?.split(';')[0] ?? '', text };
  }

  async function json(service: string, target: string, body: unknown, account: string, region: string) {
    const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
    const answer = await send(service, 'POST', '/', JSON.stringify(body), headers, account, region);
    // moto calls its JSON text/html, so the media type does not tell.
    return { ...answer, body: answer.text.startsWith('<') ? null : JSON.parse(answer.text) };
  }
});
