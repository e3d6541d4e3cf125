/**
 * Every kind of change, run by the exported scripts with the real AWS CLI on moto, a third party's AWS. What moto cannot do,
 * and what stands in for it:
 *
 * - Requester Pays: moto answers PutBucketRequestPayment with an error, so the proxy keeps who pays.
 * - Deliveries never come, or at once: the proxy says that trails which were there before deliver, and new ones have not yet.
 * - moto spells the service-linked role otherwise than AWS: the proxy puts it right.
 * - Trusted access and the service-linked role are not part of a scan of one account: the scripts run, and the AWS CLI
 *   reads back what is there.
 */

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CHANGE_KINDS, type ChangeKind } from '../../src/model/change.ts';
import { MotoDelivery, policy } from '../integration/moto-delivery.ts';
import { HOME } from '../integration/worlds.ts';
import { whyNoGrammar } from '../rig/aws-grammar.ts';
import { awsCli, type Moto, startMotoOrSkip } from '../rig/moto.ts';
import { type Fixed, FixRig, turned } from './fix-rig.ts';

const moto: Moto | null = await startMotoOrSkip();

describe('scripts on moto', { skip: moto === null || whyNoGrammar(), concurrency: 1 }, () => {
  let rig: FixRig;
  const done = new Set<ChangeKind>();

  before(async () => {
    if (moto !== null) rig = await FixRig.start(moto);
  });
  after(async () => {
    await rig.close();
    await moto?.stop();
  });

  function cli(account: string, ...words: string[]) {
    return awsCli(words, rig.proxy.env(account, HOME));
  }

  function assertMended(fixed: Fixed, conditions: Readonly<Record<string, readonly string[]>>): void {
    for (const kind of fixed.kinds) done.add(kind);
    for (const [control, ids] of Object.entries(conditions)) {
      for (const id of ids) deepEqual(turned(fixed, control, id), ['no', 'yes'], `${control}: ${id}`);
    }
  }

  test('a trail with everything wrong: never started, one Region, writes only, bucket open and unready', async () => {
    const account = '300000000001';
    const bucket = `logs-${account}`;
    const open = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` };
    await cli(account, 's3api', 'create-bucket', '--bucket', bucket);
    await cli(account, 's3api', 'delete-public-access-block', '--bucket', bucket);
    await cli(account, 's3api', 'put-bucket-acl', '--bucket', bucket, '--acl', 'public-read');
    await cli(account, 's3api', 'put-bucket-policy', '--bucket', bucket, '--policy', policy([open]));
    await cli(account, 'cloudtrail', 'create-trail', '--name', 'main', '--s3-bucket-name', bucket);
    const data = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::records/'] }];
    const selectors = [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: data }];
    const put = ['cloudtrail', 'put-event-selectors', '--trail-name', 'main'];
    await cli(account, ...put, '--event-selectors', JSON.stringify(selectors));
    rig.requesterPays.add(bucket);
    const fixed = await rig.fix(account);
    assertMended(fixed, {
      'multi-region-trail': ['multi-region', 'recording', 'reads'],
      'log-file-validation': ['validation-on'],
      'trail-encryption': ['key-set'],
      'cloudwatch-logs-integration': ['log-group-set', 'role-set'],
      'log-bucket-writable': ['may-check-acl', 'may-write', 'not-requester-pays'],
      'log-bucket-not-public': ['acl-not-public'],
      'log-bucket-protected': ['versioning-on'],
      'log-bucket-access-logging': ['access-logging-on'],
    });
    const kept = await cli(account, 'cloudtrail', 'get-event-selectors', '--trail-name', 'main');
    deepEqual(kept.EventSelectors[1].DataResources, data, 'data events stay');
    equal(kept.EventSelectors[1].ReadWriteType, 'WriteOnly');
    const { Policy } = await cli(account, 's3api', 'get-bucket-policy', '--bucket', bucket);
    deepEqual(JSON.parse(Policy).Statement[0], open, 'statements of before stay');
  });

  test('key disabled and its policy wrong, topic and role shut', async () => {
    const world = new MotoDelivery(rig.proxy, '300000000002');
    await world.make();
    await world.cli('kms', 'disable-key', '--key-id', world.keyId);
    const key = ['kms', 'put-key-policy', '--key-id', world.key, '--policy-name', 'default'];
    await world.cli(...key, '--policy', policy([world.ownerMay()]));
    const own = { Effect: 'Allow', Principal: { AWS: world.account }, Action: 'SNS:Subscribe', Resource: world.topic };
    await world.setTopic('Policy', policy([own]));
    const trust = policy([{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }]);
    await world.cli('iam', 'update-assume-role-policy', '--role-name', 'to-logs', '--policy-document', trust);
    await world.cli('iam', 'delete-role-policy', '--role-name', 'to-logs', '--policy-name', 'write');
    const fixed = await rig.fix(world.account);
    assertMended(fixed, {
      'log-key-usable': ['key-enabled', 'key-policy-allows'],
      'log-notification': ['topic-policy-allows'],
      'cloudwatch-logs-integration': ['role-trusts-cloudtrail', 'role-may-write'],
    });
  });

  test('no trail at all', async () => {
    const fixed = await rig.fix('300000000003');
    for (const kind of fixed.kinds) done.add(kind);
    ok(fixed.kinds.includes('create-trail'));
    const verdicts = new Map(fixed.after.results.map(({ control, verdict }) => [control, verdict]));
    equal(verdicts.get('any-trail-recording'), 'PASS');
    // Nothing was delivered yet.
    equal(verdicts.get('multi-region-trail'), 'UNKNOWN');
  });

  test('trusted access and the service-linked role', async () => {
    const account = '300000000004';
    const at = { account, region: HOME, partition: 'aws' };
    await cli(account, 'organizations', 'create-organization', '--feature-set', 'ALL');
    await rig.carryOut(
      [
        { kind: 'enable-trusted-access', ...at },
        { kind: 'create-service-linked-role', ...at },
      ],
      account,
    );
    const access = await cli(account, 'organizations', 'list-aws-service-access-for-organization');
    deepEqual(
      access.EnabledServicePrincipals.map((one: { ServicePrincipal: string }) => one.ServicePrincipal),
      ['cloudtrail.amazonaws.com'],
    );
    const { Role } = await cli(account, 'iam', 'get-role', '--role-name', 'AWSServiceRoleForCloudTrail');
    match(Role.Arn, /:role\/aws-service-role\/cloudtrail\.amazonaws\.com\//);
    done.add('enable-trusted-access').add('create-service-linked-role');
  });

  test('each kind of change was run', () => {
    deepEqual(
      CHANGE_KINDS.filter((kind) => !done.has(kind)),
      [],
    );
  });

  describe('what a script refuses', () => {
    const account = '300000000005';
    const at = { account, region: HOME, partition: 'aws' };
    const bucket = 'policy-changed';
    const plan = (before: string | null) => ({
      steps: [{ change: { kind: 'allow-delivery', ...at, bucket, before, statements: [] } as const, results: ['a'] }],
      byHand: [],
    });
    const open = policy([{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${bucket}/*` }]);

    test('a policy that is no longer what the plan saw: 3, and nothing is written', async () => {
      await cli(account, 's3api', 'create-bucket', '--bucket', bucket);
      await cli(account, 's3api', 'put-bucket-policy', '--bucket', bucket, '--policy', open);
      const from = rig.proxy.log.length;
      const { code, said } = await rig.tryOut(plan(null), account);
      equal(code, 3, said);
      match(said, /the policy of bucket policy-changed is no longer what the plan saw/);
      ok(!rig.proxy.log.slice(from).some(({ operation }) => operation.startsWith('Put')));
    });

    test('a bucket of somebody else: 3', async () => {
      const steps = [
        { change: { kind: 'create-bucket', ...at, account: '300000000006', bucket } as const, results: ['a'] },
      ];
      const { code, said } = await rig.tryOut({ steps, byHand: [] }, '300000000006');
      equal(code, 3, said);
      match(said, /belongs to somebody else/);
    });

    test('credentials of another account: 2', async () => {
      const { code, said } = await rig.tryOut(plan(open), '300000000006');
      equal(code, 2, said);
      match(said, /credentials of account 300000000006; this script is for account 300000000005/);
    });
  });
});
