/** The AWS CLI, which we did not write, reads the buckets, keys and topics of the double. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Double, startDouble } from './double.ts';
import { AwsCliError, awsCli } from './moto.ts';
import { whyNoAwsCli } from './python.ts';
import { rawRequest } from './raw-request.ts';
import type { World } from './world.ts';

const OWNER = '111122223333';
const ARCHIVE = '444455556666';
const HOME = 'eu-west-1';
const TRAIL = `arn:aws:cloudtrail:${HOME}:${OWNER}:trail/org`;
const TOPIC = `arn:aws:sns:${HOME}:${OWNER}:notices`;
const KEY = `arn:aws:kms:${HOME}:${ARCHIVE}:key/11111111-0000-4000-8000-000000000000`;
const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers';

const world: World = {
  now: new Date('2026-11-01T12:00:00Z'),
  accounts: [
    {
      id: OWNER,
      trails: [
        {
          Name: 'org',
          HomeRegion: HOME,
          IsOrganizationTrail: true,
          S3KeyPrefix: 'all',
          SnsTopicARN: TOPIC,
          KmsKeyId: KEY,
        },
        { Name: 'other', HomeRegion: HOME, S3BucketName: 'org-logs' },
        { Name: 'lost', HomeRegion: HOME, KmsKeyId: `arn:aws:kms:${HOME}:${OWNER}:key/lost` },
      ],
      buckets: [
        {
          name: 'bare',
          region: 'us-east-1',
          Policy: null,
          PublicAccessBlock: null,
          Versioning: {},
          ObjectLock: null,
          Logging: null,
          Encryption: null,
          ObjectOwnership: null,
          Payer: 'Requester',
          Grants: [{ Permission: 'FULL_CONTROL' }, { URI: EVERYBODY, Permission: 'READ' }],
          Lifecycle: [{ ID: 'old', Status: 'Enabled', Filter: { Prefix: 'AWSLogs/' }, Expiration: { Days: 30 } }],
        },
        { name: 'open', region: HOME, Policy: { Statement: { Effect: 'Allow', Principal: '*', Action: 's3:*' } } },
        { name: 'broken', region: HOME, Policy: '{"Statement": [', isPublic: true },
      ],
      keys: [
        { KeyId: 'doomed', region: HOME, aliases: ['alias/doomed'], KeyState: 'PendingDeletion', DeletionDate: '+7d' },
      ],
      topics: [
        {
          name: 'described',
          region: HOME,
          KmsMasterKeyId: 'alias/aws/sns',
          Policy: null,
          subscriptions: ['a', 'b', 'c'].map((name, index) => {
            return { Protocol: 'email', Endpoint: `${name}@example.org`, isConfirmed: index > 0 };
          }),
        },
      ],
      publicAccessBlock: null,
    },
    { id: ARCHIVE },
  ],
  organization: { id: 'o-abc', management: OWNER },
  logArchive: ARCHIVE,
  missing: ['lost-logs', `arn:aws:kms:${HOME}:${OWNER}:key/lost`],
};

let double: Double;
before(async () => {
  double = await startDouble(world, { pageSize: 2 });
});
after(() => double.close());

const cli = (account: string, ...args: string[]) => awsCli(args, double.env(account, HOME));
const s3 = (account: string, operation: string, bucket: string, ...more: string[]) =>
  cli(account, 's3api', operation, '--bucket', bucket, ...more);
const refused = (code: string) => (error: unknown) => error instanceof AwsCliError && error.awsCode === code;

describe('the AWS CLI reads', { skip: whyNoAwsCli() }, () => {
  test('a bucket that trails name and nobody describes: a log archive in perfect order', async () => {
    const of = (operation: string) => s3(ARCHIVE, operation, 'org-logs', '--expected-bucket-owner', ARCHIVE);
    const [head, policy, status, acl, block, versioning, lock, logging, encryption, ownership, payer] =
      await Promise.all([
        of('head-bucket'),
        of('get-bucket-policy'),
        of('get-bucket-policy-status'),
        of('get-bucket-acl'),
        of('get-public-access-block'),
        of('get-bucket-versioning'),
        of('get-object-lock-configuration'),
        of('get-bucket-logging'),
        of('get-bucket-encryption'),
        of('get-bucket-ownership-controls'),
        of('get-bucket-request-payment'),
        assert.rejects(of('get-bucket-lifecycle-configuration'), refused('NoSuchLifecycleConfiguration')),
      ]);
    assert.equal(head.BucketRegion, HOME);
    const statements: { Sid: string; Resource: string; Condition: { StringEquals: Record<string, unknown> } }[] =
      JSON.parse(policy.Policy).Statement;
    assert.deepEqual(
      statements.map(({ Resource, Condition }) => [Resource, Condition.StringEquals['aws:SourceArn']]),
      [
        ['arn:aws:s3:::org-logs', [TRAIL, TRAIL.replace(/org$/, 'other')]],
        [`arn:aws:s3:::org-logs/all/AWSLogs/${OWNER}/*`, TRAIL],
        ['arn:aws:s3:::org-logs/all/AWSLogs/o-abc/*', TRAIL],
        [`arn:aws:s3:::org-logs/AWSLogs/${OWNER}/*`, TRAIL.replace(/org$/, 'other')],
      ],
    );
    assert.equal(status.PolicyStatus.IsPublic, false);
    assert.deepEqual(acl.Grants, [
      { Grantee: { ID: acl.Owner.ID, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' },
    ]);
    assert.deepEqual(Object.values(block.PublicAccessBlockConfiguration), [true, true, true, true]);
    assert.deepEqual(versioning, { Status: 'Enabled' });
    assert.deepEqual(lock.ObjectLockConfiguration.Rule.DefaultRetention, { Mode: 'GOVERNANCE', Days: 400 });
    assert.equal(logging.LoggingEnabled.TargetBucket, 'org-logs-access-logs');
    const [rule] = encryption.ServerSideEncryptionConfiguration.Rules;
    assert.equal(rule.ApplyServerSideEncryptionByDefault.SSEAlgorithm, 'AES256');
    assert.equal(ownership.OwnershipControls.Rules[0].ObjectOwnership, 'BucketOwnerEnforced');
    assert.equal(payer.Payer, 'BucketOwner');
  });

  test('a bucket without settings: what is not configured is an error by its own name, or nothing', async () => {
    const absent: [string, string][] = [
      ['get-bucket-policy', 'NoSuchBucketPolicy'],
      ['get-bucket-policy-status', 'NoSuchBucketPolicy'],
      ['get-public-access-block', 'NoSuchPublicAccessBlockConfiguration'],
      ['get-object-lock-configuration', 'ObjectLockConfigurationNotFoundError'],
      ['get-bucket-encryption', 'ServerSideEncryptionConfigurationNotFoundError'],
      ['get-bucket-ownership-controls', 'OwnershipControlsNotFoundError'],
    ];
    const of = (operation: string) => s3(OWNER, operation, 'bare', '--region', 'us-east-1');
    await Promise.all(absent.map(([operation, code]) => assert.rejects(of(operation), refused(code))));
    const [versioning, logging, payer, acl, lifecycle] = await Promise.all([
      of('get-bucket-versioning'),
      of('get-bucket-logging'),
      of('get-bucket-request-payment'),
      of('get-bucket-acl'),
      of('get-bucket-lifecycle-configuration'),
    ]);
    assert.deepEqual([versioning, logging, payer.Payer], [null, null, 'Requester']);
    assert.deepEqual(acl.Grants[1], { Grantee: { Type: 'Group', URI: EVERYBODY }, Permission: 'READ' });
    assert.deepEqual(lifecycle.Rules, [
      { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'AWSLogs/' }, Expiration: { Days: 30 } },
    ]);
  });

  test('policies as they stand, public or not by their words or by declaration', async () => {
    const [open, broken, text] = await Promise.all([
      s3(OWNER, 'get-bucket-policy-status', 'open'),
      s3(OWNER, 'get-bucket-policy-status', 'broken'),
      s3(OWNER, 'get-bucket-policy', 'broken'),
    ]);
    assert.deepEqual([open.PolicyStatus.IsPublic, broken.PolicyStatus.IsPublic], [true, true]);
    assert.equal(text.Policy, '{"Statement": [');
  });

  test('refusals: another owner, another account, no such bucket; and it follows a redirect', async () => {
    const owner = '--expected-bucket-owner';
    await Promise.all([
      assert.rejects(s3(ARCHIVE, 'head-bucket', 'org-logs', owner, OWNER), refused('403')),
      assert.rejects(s3(OWNER, 'head-bucket', 'org-logs'), refused('403')),
      assert.rejects(s3(OWNER, 'head-bucket', 'org-logs', owner, ARCHIVE), refused('403')),
      assert.rejects(s3(OWNER, 'get-bucket-acl', 'org-logs'), refused('AccessDenied')),
      assert.rejects(s3(ARCHIVE, 'get-bucket-acl', 'org-logs', owner, OWNER), refused('AccessDenied')),
      assert.rejects(s3(OWNER, 'head-bucket', 'lost-logs'), refused('404')),
      assert.rejects(s3(OWNER, 'get-bucket-acl', 'no-such-name'), refused('NoSuchBucket')),
    ]);
    assert.equal((await s3(OWNER, 'get-bucket-request-payment', 'bare')).Payer, 'Requester');
    const statuses = double.log
      .filter(({ params, region }) => params.Bucket === 'bare' && region === HOME)
      .map(({ status }) => status);
    assert.ok(statuses.length > 0 && statuses.every((status) => status === 301));
  });

  test("S3's block of a whole account", async () => {
    const of = (account: string) => {
      // S3 Control puts the account into the name of the host, which no loopback address has; a proxy takes any name.
      const env = {
        ...double.env(account, HOME),
        HTTP_PROXY: double.url,
        AWS_ENDPOINT_URL: 'http://s3control.invalid',
      };
      return awsCli(['s3control', 'get-public-access-block', '--account-id', account], env);
    };
    await assert.rejects(of(OWNER), refused('NoSuchPublicAccessBlockConfiguration'));
    const { PublicAccessBlockConfiguration: block } = await of(ARCHIVE);
    assert.deepEqual(Object.values(block), [true, true, true, true]);
    const logged = double.log.filter(({ operation }) => operation === 'GetAccountPublicAccessBlock');
    assert.deepEqual(
      logged.map(({ service, account, region, status }) => [service, account, region, status]),
      [
        ['s3', OWNER, HOME, 404],
        ['s3', ARCHIVE, HOME, 200],
      ],
    );
  });

  test('keys: described, named, made by AWS; by id, ARN and alias', async () => {
    const key = (account: string, id: string, ...more: string[]) =>
      cli(account, 'kms', 'describe-key', '--key-id', id, ...more);
    const policy = (account: string, id: string) => cli(account, 'kms', 'get-key-policy', '--key-id', id);
    const [named, doomed, byAlias, ofAws, text, ofAwsText] = await Promise.all([
      key(ARCHIVE, KEY),
      key(OWNER, 'doomed'),
      key(OWNER, `arn:aws:kms:${HOME}:${OWNER}:alias/doomed`),
      key(OWNER, 'alias/aws/sns'),
      policy(ARCHIVE, KEY),
      policy(OWNER, 'aws-managed-sns'),
      assert.rejects(key(OWNER, KEY), refused('AccessDeniedException')),
      assert.rejects(key(ARCHIVE, KEY, '--region', 'us-east-1'), refused('NotFoundException')),
      assert.rejects(key(OWNER, 'lost'), refused('NotFoundException')),
      assert.rejects(key(OWNER, 'alias/none'), refused('NotFoundException')),
      assert.rejects(policy(OWNER, 'alias/doomed'), refused('NotFoundException')),
    ]);
    assert.deepEqual([named.KeyMetadata.Arn, named.KeyMetadata.KeyState], [KEY, 'Enabled']);
    assert.deepEqual(
      [doomed.KeyMetadata.KeyState, doomed.KeyMetadata.Enabled, doomed.KeyMetadata.DeletionDate],
      ['PendingDeletion', false, Date.parse('2026-11-08T12:00:00Z') / 1000],
    );
    assert.equal(byAlias.KeyMetadata.Arn, doomed.KeyMetadata.Arn);
    assert.equal(ofAws.KeyMetadata.KeyManager, 'AWS');
    const [root, encrypt, look] = JSON.parse(text.Policy).Statement;
    assert.equal(root.Principal.AWS, `arn:aws:iam::${ARCHIVE}:root`);
    assert.deepEqual([encrypt.Action, look.Action], ['kms:GenerateDataKey*', 'kms:DescribeKey']);
    assert.equal(encrypt.Condition.StringEquals['aws:SourceArn'], TRAIL);
    assert.match(ofAwsText.Policy, /"kms:ViaService":"sns\.eu-west-1\.amazonaws\.com"/);
  });

  test('topics with their subscriptions, some of which nobody confirmed', async () => {
    const of = (operation: string, arn: string, account = OWNER) => cli(account, 'sns', operation, '--topic-arn', arn);
    const described = TOPIC.replace('notices', 'described');
    const [named, attributes, { Subscriptions: list }] = await Promise.all([
      of('get-topic-attributes', TOPIC),
      of('get-topic-attributes', described),
      of('list-subscriptions-by-topic', described),
      assert.rejects(of('get-topic-attributes', `${TOPIC}x`), refused('NotFound')),
      assert.rejects(of('get-topic-attributes', TOPIC, ARCHIVE), refused('AuthorizationError')),
    ]);
    const publish = JSON.parse(named.Attributes.Policy).Statement[1];
    assert.deepEqual([publish.Action, publish.Condition.StringEquals['aws:SourceArn']], ['SNS:Publish', TRAIL]);
    const { SubscriptionsConfirmed, SubscriptionsPending, KmsMasterKeyId, Policy = null } = attributes.Attributes;
    assert.deepEqual(
      [SubscriptionsConfirmed, SubscriptionsPending, KmsMasterKeyId, Policy],
      ['2', '1', 'alias/aws/sns', null],
    );
    assert.deepEqual(
      list.map((one: { SubscriptionArn: string }) => one.SubscriptionArn.slice(0, described.length)),
      ['PendingConfirmation', described, described],
    );
    assert.equal(double.log.filter(({ operation }) => operation === 'ListSubscriptionsByTopic').length, 2);
  });
});

test('a redirect and a refusal name the Region of the bucket, whatever the method', async () => {
  const request = { service: 's3', account: OWNER, region: HOME };
  const [get, head, foreign] = await Promise.all([
    rawRequest(double.url, { ...request, path: '/bare?acl=' }),
    rawRequest(double.url, { ...request, path: '/bare', method: 'HEAD' }),
    rawRequest(double.url, { ...request, account: ARCHIVE, path: '/bare', region: 'us-east-1', method: 'HEAD' }),
  ]);
  assert.deepEqual([get.status, head.status, foreign.status], [301, 301, 403]);
  for (const { headers } of [get, head, foreign]) assert.equal(headers.get('x-amz-bucket-region'), 'us-east-1');
  assert.match(
    get.text,
    /<Code>PermanentRedirect<\/Code>.*<Endpoint>bare\.s3\.us-east-1\.amazonaws\.com<.*<Bucket>bare</s,
  );
  assert.deepEqual([head.text, foreign.text], ['', '']);
});
