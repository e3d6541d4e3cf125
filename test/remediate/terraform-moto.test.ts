/** Terraform's own verdict: each configuration is applied to moto, scanned again, and then has nothing left to do. */

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Statement as Added, ChangeKind } from '../../src/model/change.ts';
import type { Plan } from '../../src/remediate/plan.ts';
import { terraformFiles } from '../../src/remediate/terraform/files.ts';
import type { World } from '../../src/remediate/world.ts';
import { MotoDelivery, policy, type Statement, TRAIL } from '../integration/moto-delivery.ts';
import { HOME } from '../integration/worlds.ts';
import { type Moto, startMotoOrSkip } from '../rig/moto.ts';
import { motoOverlays } from '../rig/overlays.ts';
import { type Proxy as RigProxy, startProxy } from '../rig/proxy.ts';
import { whyNoAwsCli } from '../rig/python.ts';
import { TerraformHome, terraform, whyNoTerraform } from '../rig/terraform.ts';
import { planOfAccount } from '../support/plan-of-account.ts';
import { emptyWorld, planOf } from './hostile.ts';

const skip = whyNoTerraform() || whyNoAwsCli();

// A suite that is skipped is not counted in the closing line; a test is.
if (skip !== false) test('Terraform applied to moto', { skip }, () => {});

describe('Terraform applied to moto', { skip }, () => {
  let moto: Moto | null;
  let proxy: RigProxy;
  const home = new TerraformHome();

  before(async () => {
    moto = await startMotoOrSkip();
    proxy = await startProxy({ upstream: moto?.url ?? '', overlays: motoOverlays() });
  });
  after(async () => {
    await proxy.close();
    await moto?.stop();
    home.remove();
  });

  /** Applies a configuration; then there is nothing left to change. */
  async function applyTwice(account: string, world: World, plan: Plan): Promise<string> {
    const main = terraformFiles(world, plan).find(({ name }) => name.endsWith('/main.tf'));
    ok(main !== undefined, 'there is nothing to do');
    const { path, env } = await home.folder({ 'main.tf': main.text, 'rig_override.tf': pathStyle(main.text) });
    const at = { ...env, ...proxy.env(account, HOME) };
    const apply = await terraform(path, ['apply', '-auto-approve', '-no-color', '-input=false'], at);
    equal(apply.code, 0, `${apply.stdout.slice(-3000)}\n${apply.stderr}`);
    match(apply.stdout, /, 0 destroyed\./);
    const again = await terraform(path, ['plan', '-detailed-exitcode', '-no-color', '-input=false'], at);
    equal(again.code, 0, again.stdout.slice(-3000) + again.stderr);
    return path;
  }

  /** Applies the plan of the account; then there is nothing left to change, and what-if was right. */
  async function applied(account: string): Promise<ChangeKind[]> {
    const first = await planOfAccount(proxy, account);
    await applyTwice(account, first.world, first.plan);
    const then = await planOfAccount(proxy, account);
    for (const { id } of first.whatIf.repaired) {
      const verdict = then.verdicts.get(id);
      ok(verdict === undefined || verdict === 'PASS' || verdict === 'NOT_APPLICABLE', `${id}: ${verdict}`);
    }
    for (const { id } of first.whatIf.pending) ok(then.verdicts.get(id) !== 'FAIL', `${id}: FAIL`);
    return first.plan.steps.map(({ change }) => change.kind);
  }

  test('a trail in disorder: narrowed, stopped, unencrypted, with nothing around it', async () => {
    const world = new MotoDelivery(proxy, '111100004001');
    await world.cli('s3api', 'create-bucket', '--bucket', world.bucket);
    await world.setBucketPolicy([foreign(world)]);
    await world.cli(
      's3api',
      'put-bucket-request-payment',
      '--bucket',
      world.bucket,
      '--request-payment-configuration',
      'Payer=Requester',
    );
    await world.cli(
      'cloudtrail',
      'create-trail',
      '--name',
      TRAIL,
      '--s3-bucket-name',
      world.bucket,
      '--s3-key-prefix',
      'kept',
      '--tags-list',
      JSON.stringify([{ Key: 'team', Value: `it is $\{x}` }]),
    );
    const selectors = [
      {
        ReadWriteType: 'WriteOnly',
        IncludeManagementEvents: true,
        DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::a/'] }],
      },
    ];
    await world.cli(
      'cloudtrail',
      'put-event-selectors',
      '--trail-name',
      TRAIL,
      '--event-selectors',
      JSON.stringify(selectors),
    );
    const kinds = await applied(world.account);
    for (const kind of ['create-key', 'connect-logs', 'record-reads-and-writes', 'start-logging']) {
      ok(
        kinds.some((one) => one === kind),
        `${kind} is not in ${kinds.join(' ')}`,
      );
    }
    const after = await world.cli('cloudtrail', 'get-event-selectors', '--trail-name', TRAIL);
    deepEqual(after.EventSelectors?.[1]?.DataResources, selectors[0]?.DataResources);
    const { trailList } = await world.cli('cloudtrail', 'describe-trails', '--trail-name-list', TRAIL);
    equal(trailList[0].S3KeyPrefix, 'kept');
    const { Policy } = await world.cli('s3api', 'get-bucket-policy', '--bucket', world.bucket);
    ok(JSON.parse(Policy).Statement.some((one: { Sid: string }) => one.Sid === 'Auditors'));
  });

  test('no trail at all', async () => {
    const kinds = await applied('111100004002');
    ok(kinds.includes('create-trail') && kinds.includes('create-bucket'), kinds.join(' '));
  });

  test('a delivery that is broken at its destinations: topic and role', async () => {
    const world = new MotoDelivery(proxy, '111100004003');
    await world.make();
    await world.setTopic(
      'Policy',
      policy([
        {
          Sid: 'Others',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${world.account}:root` },
          Action: 'SNS:Publish',
          Resource: world.topic,
        },
      ]),
    );
    const nobody = policy([{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }]);
    await world.cli('iam', 'update-assume-role-policy', '--role-name', 'to-logs', '--policy-document', nobody);
    await world.cli('iam', 'delete-role-policy', '--role-name', 'to-logs', '--policy-name', 'write');
    const data = {
      Name: 'Objects',
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        { Field: 'resources.ARN', NotStartsWith: ['arn:aws:s3:::quiet/'] },
      ],
    };
    const put = ['cloudtrail', 'put-event-selectors', '--trail-name', TRAIL];
    await world.cli(...put, '--advanced-event-selectors', JSON.stringify([data]));
    const before = await world.cli('cloudtrail', 'describe-trails');
    const kinds = await applied(world.account);
    deepEqual((await world.cli('cloudtrail', 'describe-trails')).trailList, before.trailList);
    const { AdvancedEventSelectors } = await world.cli('cloudtrail', 'get-event-selectors', '--trail-name', TRAIL);
    equal(AdvancedEventSelectors.length, 2);
    const kept = AdvancedEventSelectors.find(({ Name }: { Name: string }) => Name === 'Objects');
    const fields = ({ FieldSelectors }: typeof data) => FieldSelectors.map((field) => JSON.stringify(field)).sort();
    deepEqual(fields(kept), fields(data));
    for (const kind of ['record-reads-and-writes', 'allow-publish', 'allow-assume', 'allow-log-writes'])
      ok(
        kinds.some((one) => one === kind),
        `${kind} is not in ${kinds.join(' ')}`,
      );
  });

  test('settings of a bucket and of a key that are there', async () => {
    const world = new MotoDelivery(proxy, '111100004004');
    await world.cli('s3api', 'create-bucket', '--bucket', world.bucket);
    await world.cli(...world.onBucket('put-bucket-acl'), '--acl', 'public-read');
    await world.setBucketPolicy([foreign(world)]);
    const key = await world.makeKey([world.ownerMay()]);
    await world.cli('kms', 'enable-key-rotation', '--key-id', key);
    await world.cli('kms', 'disable-key', '--key-id', key.replace(/.*\//, ''));
    const at = { account: world.account, region: HOME, partition: 'aws' };
    const bucket = { ...at, bucket: world.bucket };
    const { Policy: before } = await world.cli(...world.onBucket('get-bucket-policy'));
    const statements = [
      {
        Sid: 'Added',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:DeleteBucket',
        Resource: `arn:aws:s3:::${world.bucket}`,
      },
    ];
    const keyPolicy = await world.cli('kms', 'get-key-policy', '--key-id', key, '--policy-name', 'default');
    const keyStatements: Added[] = [
      {
        Sid: 'CloudTrail',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:DescribeKey',
        Resource: '*',
      },
    ];
    const plan = planOf([
      { kind: 'block-public-access', ...bucket },
      { kind: 'close-acl', ...bucket },
      { kind: 'version-bucket', ...bucket },
      { kind: 'allow-delivery', ...bucket, before, statements },
      { kind: 'enable-key', ...at, key },
      { kind: 'allow-key-use', ...at, key, before: keyPolicy.Policy, statements: keyStatements },
      { kind: 'create-service-linked-role', ...at },
    ]);
    const path = await applyTwice(world.account, emptyWorld(), plan);
    const { Grants } = await world.cli(...world.onBucket('get-bucket-acl'));
    equal(Grants.length, 1);
    equal((await world.cli(...world.onBucket('get-bucket-versioning'))).Status, 'Enabled');
    const { Policy: keyThen } = await world.cli('kms', 'get-key-policy', '--key-id', key, '--policy-name', 'default');
    deepEqual(
      JSON.parse(keyThen).Statement.map(({ Action }: Statement) => Action),
      ['kms:*', 'kms:DescribeKey'],
    );
    equal((await world.cli('kms', 'describe-key', '--key-id', key)).KeyMetadata.KeyState, 'Enabled');
    equal((await world.cli('kms', 'get-key-rotation-status', '--key-id', key)).KeyRotationEnabled, true);

    // Somebody adds a statement that the export has not seen.
    await world.setBucketPolicy([foreign(world), { ...foreign(world), Sid: 'Newer' }]);
    const at2 = { ...proxy.env(world.account, HOME), ...home.env };
    const refused = await terraform(path, ['plan', '-no-color', '-input=false'], at2);
    equal(refused.code, 1);
    match(refused.stderr, /has\s+changed\s+since\s+the\s+scan/);
  });
});

function foreign({ account, bucket }: MotoDelivery): Statement {
  return {
    Sid: 'Auditors',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
  };
}

/** moto has no host name for each bucket. */
function pathStyle(text: string): string {
  return [...text.matchAll(/alias\s+= "(\w+)"/g)]
    .map(([, alias]) => `provider "aws" {\n  alias             = "${alias}"\n  s3_use_path_style = true\n}\n`)
    .join('\n');
}
