/** The reading role deployed in moto by its template, with authorization switched on: sufficient and necessary. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { MotoDelivery, policy } from '../integration/moto-delivery.ts';
import { bucketsIn } from '../rig/bucket-overlays.ts';
import { answerWith, fail } from '../rig/faults.ts';
import { awsCli, type Moto, startMotoOrSkip } from '../rig/moto.ts';
import type { Overlay } from '../rig/overlay.ts';
import { type Proxy as RigProxy, startProxy } from '../rig/proxy.ts';
import { whyNoAwsCli } from '../rig/python.ts';
import { runTrailproof } from '../rig/run.ts';
import { HOME } from './accounts.ts';
import { type Translator, translateDenials } from './denials.ts';
import { cliOf, MANAGEMENT, makeOrganization, overlaysOf } from './moto-organization.ts';
import { type ChildScan, scanAs } from './run.ts';

const moto: Moto | null = await startMotoOrSkip();
const ROLE = 'TrailproofRead';
/** What moto asks for where AWS asks for s3:ListBucket (S3 API reference, HeadBucket). */
const HEAD_BUCKET = 's3:HeadBucket';
/**
 * Those that moto answers itself and checks by the name that AWS gives them; the lists of Regions and the key policy come
 * from overlays. All others: least-privilege.test.ts.
 */
const ACTIONS = [
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetTrailStatus',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListRolePolicies',
  'kms:DescribeKey',
  'logs:DescribeLogGroups',
  's3:GetBucketLogging',
  's3:GetBucketPolicy',
  's3:GetBucketVersioning',
  's3:ListBucket',
  'sns:GetTopicAttributes',
];

type PolicyDocument = {
  Version: string;
  Statement: { Sid: string; Effect: string; Action: string[]; Resource: string }[];
};

/** moto wants the name of a key policy, and a request that is signed cannot be given one on its way. */
function keyPolicy(delivery: MotoDelivery): Overlay {
  return {
    name: 'key-policy',
    match: { service: 'kms', operation: 'GetKeyPolicy' },
    reply: () => answerWith({ Policy: policy(delivery.keyStatements()), PolicyName: 'default' }),
  };
}

/** moto's S3 Control asks for no action that AWS knows. */
function noBlock(): Overlay {
  return {
    name: 'account-block',
    match: { service: 's3', operation: 'GetAccountPublicAccessBlock' },
    reply: () => fail('NoSuchPublicAccessBlockConfiguration', { status: 404 }),
  };
}

describe('the reading role in moto, with authorization', { skip: moto === null || whyNoAwsCli() }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-role-'));
  let setup: RigProxy;
  let proxy: RigProxy;
  let translator: Translator;
  let delivery: MotoDelivery;
  let member = '';
  let shipped: PolicyDocument;
  let keys: Record<string, string> = {};

  before(async () => {
    await moto?.reset();
    await moto?.seed(11);
    await authorize(false);
    setup = await startProxy({ upstream: moto?.url ?? '' });
    const organization = await makeOrganization(setup, ['workload']);
    member = organization.accounts['workload'] ?? '';
    delivery = new MotoDelivery(setup, member);
    await delivery.make();
    await deployRole();
    await createAuditor();
    translator = await translateDenials(moto?.url ?? '');
    const buckets = await bucketsIn(moto?.url ?? '', [MANAGEMENT, member]);
    // What is signed must reach moto as it was sent.
    const kept = overlaysOf(organization, { destinations: { buckets, isPublic: () => false } });
    const overlays = [keyPolicy(delivery), noBlock(), ...kept.filter(({ name }) => name !== 'key-policy-name')];
    proxy = await startProxy({ upstream: translator.url, overlays });
    // The proxy has to know whose key this is while it may still ask.
    await awsCli(['sts', 'get-caller-identity'], { ...proxy.env(MANAGEMENT, HOME), ...keys });
  });
  after(async () => {
    await authorize(false);
    await setup?.close();
    await proxy?.close();
    await translator?.close();
    await moto?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function authorize(isOn: boolean): Promise<void> {
    await fetch(`${moto?.url}/moto-api/reset-auth`, { method: 'POST', body: isOn ? '0' : 'inf' });
  }

  /** As a user would: the template that is printed, by CloudFormation. */
  async function deployRole(): Promise<void> {
    const file = join(folder, 'role.json');
    const printed = await runTrailproof(['pack', 'read-role', '--trust', MANAGEMENT, '--output', file]);
    assert.equal(printed.code, 0);
    const stack = ['cloudformation', 'create-stack', '--stack-name', 'read-role', '--template-body', `file://${file}`];
    await cliOf(setup, member)(...stack, '--capabilities', 'CAPABILITY_NAMED_IAM');
    const inline = ['iam', 'get-role-policy', '--role-name', ROLE, '--policy-name', ROLE];
    const { PolicyDocument: found } = await cliOf(setup, member)(...inline);
    // moto's CloudFormation writes the document down as Python prints it.
    const text = typeof found === 'string' ? found.replaceAll("'", '"') : JSON.stringify(found);
    shipped = JSON.parse(text) as PolicyDocument;
  }

  /** The caller has exactly what `trailproof permissions` says. */
  async function createAuditor(): Promise<void> {
    const { stdout } = await runTrailproof(['permissions', '--format', 'policy']);
    const cli = cliOf(setup, MANAGEMENT);
    await cli('iam', 'create-user', '--user-name', 'auditor');
    const put = ['iam', 'put-user-policy', '--user-name', 'auditor', '--policy-name', 'read'];
    await cli(...put, '--policy-document', stdout.replace('"s3:ListBucket"', `"s3:ListBucket","${HEAD_BUCKET}"`));
    const { AccessKey } = await cli('iam', 'create-access-key', '--user-name', 'auditor');
    keys = { AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId, AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey };
  }

  async function scanAllowing(actions: readonly string[]): Promise<ChildScan> {
    const inMoto = actions.flatMap((action) => (action === 's3:ListBucket' ? [action, HEAD_BUCKET] : [action]));
    const Statement = shipped.Statement.map((statement) => ({ ...statement, Action: inMoto }));
    const document = JSON.stringify({ ...shipped, Statement });
    const put = ['iam', 'put-role-policy', '--role-name', ROLE, '--policy-name', ROLE, '--policy-document', document];
    await cliOf(setup, member)(...put);
    await authorize(true);
    try {
      return await scanAs(proxy, MANAGEMENT, [], { env: keys });
    } finally {
      await authorize(false);
    }
  }

  function unknowns({ document }: ChildScan): { ids: string[]; permissions: unknown[] } {
    const found = document.results.filter(({ verdict }) => verdict === 'UNKNOWN');
    const permissions = found.flatMap(({ reasons }) => reasons.map(({ params }) => params['permission']));
    return { ids: found.map(({ id }) => id), permissions: [...new Set(permissions)] };
  }

  test('the role holds what the template lists', () => {
    assert.deepEqual(
      shipped.Statement.map(({ Effect }) => Effect),
      ['Allow'],
    );
    for (const action of ACTIONS) assert.ok(shipped.Statement[0]?.Action.includes(action), action);
  });

  test('suffices: nothing is refused in management or in the member', async () => {
    const before = proxy.log.length;
    const scan = await scanAllowing(shipped.Statement[0]?.Action ?? []);
    assert.deepEqual(unknowns(scan), { ids: [], permissions: [] });
    assert.equal(scan.document.run.complete, true);
    const refused = proxy.log.slice(before).filter(({ status }) => status === 400 || status === 403);
    assert.deepEqual(refused, []);
    assert.equal(scan.document.byAccount[member]?.['multi-region-trail']?.verdict, 'PASS');
  });

  for (const action of ACTIONS) {
    test(`needs ${action}`, async () => {
      const rest = (shipped.Statement[0]?.Action ?? []).filter((one) => one !== action);
      const { ids, permissions } = unknowns(await scanAllowing(rest));
      assert.ok(ids.length > 0, 'nothing is UNKNOWN');
      assert.ok(permissions.includes(action), `named: ${permissions.join(', ')}`);
    });
  }

  test('drift: moto still denies JSON services in XML', async () => {
    await authorize(true);
    const authorization = 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/cloudtrail/aws4_request';
    const target = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails';
    const headers = { authorization: `${authorization}, SignedHeaders=host, Signature=0`, 'x-amz-target': target };
    const answer = await fetch(moto?.url ?? '', { method: 'POST', headers, body: '{}' });
    await authorize(false);
    assert.match(await answer.text(), /^\s*<\?xml|<Error/);
  });
});
