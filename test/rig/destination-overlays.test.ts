/** Buckets, keys, topics and policies that the AWS CLI makes in moto, read by it through the overlays. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { bucketsIn } from './bucket-overlays.ts';
import { destinationOverlays } from './destination-overlays.ts';
import { AwsCliError, awsCli, type Moto, startMotoOrSkip } from './moto.ts';
import { organizationOverlays } from './organization-overlays.ts';
import { type Proxy as RigProxy, startProxy } from './proxy.ts';
import { whyNoAwsCli } from './python.ts';
import { rawRequest } from './raw-request.ts';

const OWNER = '111122223333';
const OTHER = '444455556666';
const HOME = 'eu-west-1';
const DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"*"}]}';
const AWS_POLICY = 'arn:aws:iam::aws:policy/CloudWatchLogsFullAccess';

const moto: Moto | null = await startMotoOrSkip();
const refused = (code: string) => (error: unknown) => error instanceof AwsCliError && error.awsCode === code;

describe('destinations in moto', { skip: moto === null || whyNoAwsCli() }, () => {
  const url = moto?.url ?? '';
  const topic = `arn:aws:sns:${HOME}:${OWNER}:notices`;
  let bare: RigProxy;
  let proxy: RigProxy;
  let payer = 'BucketOwner';

  const cli = (account: string, ...args: string[]) => awsCli(args, proxy.env(account, HOME));
  const s3 = (account: string, operation: string, bucket: string, ...more: string[]) =>
    cli(account, 's3api', operation, '--bucket', bucket, ...more);
  const here = ['--create-bucket-configuration', `LocationConstraint=${HOME}`];

  before(async () => {
    await moto?.reset();
    bare = await startProxy({ upstream: url });
    await awsCli(['s3api', 'create-bucket', '--bucket', 'old-logs', ...here], bare.env(OTHER, HOME));
    proxy = await startProxy({
      upstream: url,
      overlays: [
        ...destinationOverlays({
          buckets: await bucketsIn(url, [OWNER, OTHER]),
          payerOf: () => payer,
          subscriptions: { [topic]: { confirmed: 1, pending: ['a@example.org'] } },
          attached: { [`${OWNER}/to-logs`]: [AWS_POLICY] },
        }),
        ...organizationOverlays({
          management: OWNER,
          members: [OTHER],
          policyTypesOff: ['RESOURCE_CONTROL_POLICY'],
        }),
      ],
    });
    await s3(OWNER, 'create-bucket', 'logs', ...here);
  });
  after(async () => {
    await bare?.close();
    await proxy?.close();
    await moto?.stop();
  });

  test('a bucket is read by its owner alone, in its Region alone', async () => {
    assert.equal((await s3(OWNER, 'head-bucket', 'logs', '--expected-bucket-owner', OWNER)).BucketRegion, HOME);
    await Promise.all([
      assert.rejects(s3(OWNER, 'head-bucket', 'logs', '--expected-bucket-owner', OTHER), refused('403')),
      assert.rejects(s3(OTHER, 'head-bucket', 'logs'), refused('403')),
      assert.rejects(s3(OWNER, 'get-bucket-acl', 'old-logs'), refused('AccessDenied')),
      assert.rejects(s3(OWNER, 'head-bucket', 'no-such-logs'), refused('404')),
    ]);
    assert.equal((await s3(OTHER, 'get-bucket-acl', 'old-logs')).Grants.length, 1);
    const elsewhere = { service: 's3', account: OWNER, region: 'us-east-1', path: '/logs?acl=' };
    const { status, headers, text } = await rawRequest(proxy.url, elsewhere);
    assert.deepEqual([status, headers.get('x-amz-bucket-region')], [301, HOME]);
    assert.match(text, /<Code>PermanentRedirect<\/Code>/);
  });

  test('a new bucket has what AWS gives it, until that is deleted', async () => {
    const [encryption, ownership, block, versioning] = await Promise.all([
      s3(OWNER, 'get-bucket-encryption', 'logs'),
      s3(OWNER, 'get-bucket-ownership-controls', 'logs'),
      s3(OWNER, 'get-public-access-block', 'logs'),
      s3(OWNER, 'get-bucket-versioning', 'logs'),
      assert.rejects(s3(OWNER, 'get-public-access-block', 'none'), refused('NoSuchBucket')),
    ]);
    const [rule] = encryption.ServerSideEncryptionConfiguration.Rules;
    assert.equal(rule.ApplyServerSideEncryptionByDefault.SSEAlgorithm, 'AES256');
    assert.equal(ownership.OwnershipControls.Rules[0].ObjectOwnership, 'BucketOwnerEnforced');
    assert.deepEqual(Object.values(block.PublicAccessBlockConfiguration), [true, true, true, true]);
    assert.equal(versioning, null);
    await s3(OWNER, 'delete-public-access-block', 'logs');
    await assert.rejects(s3(OWNER, 'get-public-access-block', 'logs'), refused('NoSuchPublicAccessBlockConfiguration'));
  });

  test('policy status, lock, payer', async () => {
    const status = async () => (await s3(OWNER, 'get-bucket-policy-status', 'logs')).PolicyStatus.IsPublic;
    await assert.rejects(status(), refused('NoSuchBucketPolicy'));
    const put = (principal: unknown) => {
      const statement = {
        Effect: 'Allow',
        Principal: principal,
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::logs/*',
      };
      return s3(OWNER, 'put-bucket-policy', 'logs', '--policy', JSON.stringify({ Statement: [statement] }));
    };
    await put({ Service: 'cloudtrail.amazonaws.com' });
    assert.equal(await status(), false);
    await put('*');
    assert.equal(await status(), true);
    await s3(OWNER, 'create-bucket', 'locked-logs', '--object-lock-enabled-for-bucket', ...here);
    const DefaultRetention = { Mode: 'COMPLIANCE', Days: 365 };
    const lock = JSON.stringify({ ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } });
    await s3(OWNER, 'put-object-lock-configuration', 'locked-logs', '--object-lock-configuration', lock);
    const { ObjectLockConfiguration: found } = await s3(OWNER, 'get-object-lock-configuration', 'locked-logs');
    assert.deepEqual(found.Rule.DefaultRetention, DefaultRetention);
    const pays = async () => (await s3(OWNER, 'get-bucket-request-payment', 'logs')).Payer;
    assert.equal(await pays(), 'BucketOwner');
    payer = 'Requester';
    assert.equal(await pays(), 'Requester');
  });

  test("S3's block of the whole account passes as moto has it", async () => {
    const path = '/v20180820/configuration/publicAccessBlock';
    const request = { service: 's3', account: OWNER, region: HOME, path, headers: { 'x-amz-account-id': OWNER } };
    const { status, text } = await rawRequest(proxy.url, request);
    assert.equal(status, 404);
    assert.match(text, /<Code>NoSuchPublicAccessBlockConfiguration<\/Code>/);
    assert.equal(proxy.counts()['s3:GetAccountPublicAccessBlock'], 1);
  });

  test('keys of others are refused, those of AWS are there, the one policy needs no name', async () => {
    const { Arn } = (await cli(OWNER, 'kms', 'create-key')).KeyMetadata;
    const key = (account: string, id: string, ...more: string[]) =>
      cli(account, 'kms', 'describe-key', '--key-id', id, ...more);
    const [own, ofAws, policy] = await Promise.all([
      key(OWNER, Arn),
      key(OWNER, 'alias/aws/sns'),
      cli(OWNER, 'kms', 'get-key-policy', '--key-id', Arn),
      assert.rejects(key(OTHER, Arn), refused('AccessDeniedException')),
      assert.rejects(key(OWNER, Arn, '--region', 'us-east-1'), refused('NotFoundException')),
      assert.rejects(key(OWNER, `${Arn}0`), refused('NotFoundException')),
    ]);
    assert.deepEqual([own.KeyMetadata.KeyState, own.KeyMetadata.KeyManager], ['Enabled', 'CUSTOMER']);
    assert.equal(ofAws.KeyMetadata.KeyManager, 'AWS');
    assert.match(policy.Policy, /"kms:\*"/);
  });

  test('a topic is read by its owner; who has not confirmed is pending', async () => {
    await cli(OWNER, 'sns', 'create-topic', '--name', 'notices');
    for (const name of ['a', 'b']) {
      const to = ['--protocol', 'email', '--notification-endpoint', `${name}@example.org`];
      await cli(OWNER, 'sns', 'subscribe', '--topic-arn', topic, ...to);
    }
    const of = (account: string, operation: string) => cli(account, 'sns', operation, '--topic-arn', topic);
    const [{ Attributes: attributes }, { Subscriptions: list }] = await Promise.all([
      of(OWNER, 'get-topic-attributes'),
      of(OWNER, 'list-subscriptions-by-topic'),
      assert.rejects(of(OTHER, 'get-topic-attributes'), refused('AuthorizationError')),
    ]);
    assert.deepEqual([attributes.SubscriptionsConfirmed, attributes.SubscriptionsPending], ['1', '1']);
    const arns: string[] = list.map((one: { SubscriptionArn: string }) => one.SubscriptionArn);
    assert.deepEqual(
      arns.map((arn) => arn.split(':')[0]),
      ['PendingConfirmation', 'arn'],
    );
  });

  test('policies of a role: encoded, managed by AWS as well', async () => {
    await cli(OWNER, 'iam', 'create-role', '--role-name', 'to-logs', '--assume-role-policy-document', DOCUMENT);
    const { Arn } = (await cli(OWNER, 'iam', 'create-policy', '--policy-name', 'own', '--policy-document', DOCUMENT))
      .Policy;
    const attached = async () => {
      const { AttachedPolicies: list } = await cli(
        OWNER,
        'iam',
        'list-attached-role-policies',
        '--role-name',
        'to-logs',
      );
      return list.map((one: { PolicyArn: string }) => one.PolicyArn);
    };
    assert.deepEqual(await attached(), [AWS_POLICY]);
    await cli(OWNER, 'iam', 'attach-role-policy', '--role-name', 'to-logs', '--policy-arn', Arn);
    assert.deepEqual(await attached(), [Arn, AWS_POLICY]);
    const { DefaultVersionId: version } = (await cli(OWNER, 'iam', 'get-policy', '--policy-arn', AWS_POLICY)).Policy;
    for (const [arn, id] of [
      [Arn, 'v1'],
      [AWS_POLICY, version],
    ]) {
      const query = new URLSearchParams({
        Action: 'GetPolicyVersion',
        Version: '2010-05-08',
        PolicyArn: arn,
        VersionId: id,
      });
      const request = { service: 'iam', account: OWNER, region: 'us-east-1', path: `/?${query}` };
      assert.match((await rawRequest(proxy.url, request)).text, /<Document>%7B%22Version%22.*logs%3A%2A/);
      const read = await cli(OWNER, 'iam', 'get-policy-version', '--policy-arn', arn, '--version-id', id);
      assert.equal(read.PolicyVersion.Document.Version, '2012-10-17');
    }
  });

  test('Insights are off until they are put', async () => {
    await cli(OWNER, 'cloudtrail', 'create-trail', '--name', 'main', '--s3-bucket-name', 'logs');
    const insights = () => cli(OWNER, 'cloudtrail', 'get-insight-selectors', '--trail-name', 'main');
    await assert.rejects(insights(), refused('InsightNotEnabledException'));
    const selectors = ['--insight-selectors', '[{"InsightType":"ApiCallRateInsight"}]'];
    await cli(OWNER, 'cloudtrail', 'put-insight-selectors', '--trail-name', 'main', ...selectors);
    assert.equal((await insights()).InsightSelectors[0].InsightType, 'ApiCallRateInsight');
  });

  test('policies of the organisation: for readers alone, and of types that are on', async () => {
    await cli(OWNER, 'organizations', 'create-organization');
    const list = (account: string, target: string, type = 'SERVICE') => {
      const what = ['--target-id', target, '--filter', `${type}_CONTROL_POLICY`];
      return cli(account, 'organizations', 'list-policies-for-target', ...what);
    };
    const policy = (account: string) =>
      cli(account, 'organizations', 'describe-policy', '--policy-id', 'p-FullAWSAccess');
    const [{ Policies: policies }, { Policy: full }] = await Promise.all([
      list(OWNER, OWNER),
      policy(OWNER),
      assert.rejects(list(OWNER, OWNER, 'RESOURCE'), refused('PolicyTypeNotEnabledException')),
      assert.rejects(list(OWNER, '999999999999'), refused('TargetNotFoundException')),
      assert.rejects(list(OTHER, OTHER), refused('AccessDeniedException')),
      assert.rejects(policy(OTHER), refused('AccessDeniedException')),
    ]);
    assert.equal(policies[0].Id, 'p-FullAWSAccess');
    assert.equal(JSON.parse(full.Content).Statement[0].Action, '*');
  });

  describe('drift: moto still', () => {
    const plain = (account: string, ...args: string[]) => awsCli(args, bare.env(account, HOME));

    test('lets every account read every bucket and topic, whoever is expected to own it', async () => {
      await plain(OTHER, 's3api', 'head-bucket', '--bucket', 'logs', '--expected-bucket-owner', '999999999999');
      await plain(OTHER, 'sns', 'get-topic-attributes', '--topic-arn', topic);
    });

    test('answers with a list of objects to who asks who pays', async () => {
      const request = { service: 's3', account: OWNER, region: HOME, path: '/logs?requestPayment' };
      assert.match((await rawRequest(bare.url, request)).text, /<ListBucketResult/);
    });

    test('gives a new bucket no encryption, and knows neither managed keys nor managed policies', async () => {
      const bucket = ['s3api', 'get-bucket-encryption', '--bucket', 'logs'];
      await assert.rejects(plain(OWNER, ...bucket), refused('ServerSideEncryptionConfigurationNotFoundError'));
      await assert.rejects(
        plain(OWNER, 'kms', 'describe-key', '--key-id', 'alias/aws/sns'),
        refused('NotFoundException'),
      );
      await assert.rejects(plain(OWNER, 'iam', 'get-policy', '--policy-arn', AWS_POLICY), refused('NoSuchEntity'));
    });
  });
});
