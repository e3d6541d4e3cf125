/** The path over an organization in moto: policies from above, and folders of the organization, cut it and are named. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { runHere } from '../integration/here.ts';
import { allow, MotoDelivery, policy, type Statement, TRAIL } from '../integration/moto-delivery.ts';
import { drawnAs, type PathDocument, stateOf } from '../integration/path-document.ts';
import { assertNoDefect } from '../integration/scan.ts';
import { type Moto, startMotoOrSkip } from '../rig/moto.ts';
import { describeAnswers, type Proxy as RigProxy, startProxy } from '../rig/proxy.ts';
import { whyNoAwsCli } from '../rig/python.ts';
import { HOME, NOW } from './accounts.ts';
import { cliOf, MANAGEMENT, type MotoOrganization, makeOrganization, overlaysOf } from './moto-organization.ts';

const moto: Moto | null = await startMotoOrSkip();

type Guardrail = {
  name: string;
  type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  /** Whether it is attached to the member itself or to the root above it. */
  at: 'member' | 'root';
  statement: Statement;
  link: string;
  says: RegExp[];
};

const GUARDRAILS: Guardrail[] = [
  {
    name: 'an SCP of the account denies the writing of events',
    type: 'SERVICE_CONTROL_POLICY',
    at: 'member',
    statement: { Sid: 'NoLogs', Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' },
    link: 'log-group',
    says: [/logs:PutLogEvents/, /statement NoLogs of/, /guardrail/],
  },
  {
    name: 'an SCP of the root denies the making of streams',
    type: 'SERVICE_CONTROL_POLICY',
    at: 'root',
    statement: { Sid: 'NoStreams', Effect: 'Deny', Action: 'logs:Create*', Resource: '*' },
    link: 'log-group',
    says: [/logs:CreateLogStream/, /statement NoStreams of/],
  },
  {
    name: 'an RCP of the account denies every writing into buckets that are not of the organization',
    type: 'RESOURCE_CONTROL_POLICY',
    at: 'member',
    statement: {
      ...{ Sid: 'Perimeter', Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: '*' },
      Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg' } },
    },
    link: 'bucket',
    says: [/s3:PutObject/, /statement Perimeter of/],
  },
];

describe('the path over an organization in moto', { skip: moto === null || whyNoAwsCli(), concurrency: 1 }, () => {
  let proxy: RigProxy;
  let organization: MotoOrganization;
  let world: MotoDelivery;
  let root = '';
  const cli = (...args: string[]) => cliOf(proxy, MANAGEMENT)(...args);

  before(async () => {
    await moto?.reset();
    await moto?.seed(5);
    const setup = await startProxy({ upstream: moto?.url ?? '' });
    organization = await makeOrganization(setup, ['workload', 'security']);
    await setup.close();
    const buckets = new Map([['org-logs', { account: MANAGEMENT, region: HOME }]]);
    proxy = await startProxy({
      upstream: moto?.url ?? '',
      overlays: overlaysOf(organization, { destinations: { buckets } }),
    });
    world = new MotoDelivery(proxy, organization.accounts['workload'] ?? '');
    await world.make();
    const { Roots } = (await cli('organizations', 'list-roots')) as { Roots: { Id: string }[] };
    root = Roots[0]?.Id ?? '';
    for (const type of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'])
      await cli('organizations', 'enable-policy-type', '--root-id', root, '--policy-type', type);
    await setBucketPolicy(everything());
  });
  after(async () => {
    await proxy.close();
    await moto?.stop();
  });

  const orgTrail = `arn:aws:cloudtrail:${HOME}:${MANAGEMENT}:trail/org`;

  /** Check of the list, folder of the management account, folder of the organization. */
  function everything(): Statement[] {
    const cloudTrail = { Service: 'cloudtrail.amazonaws.com' };
    const from = { 'aws:SourceArn': orgTrail };
    const writes = [MANAGEMENT, organization.id].map((folder) => ({
      ...allow(cloudTrail, 's3:PutObject', `arn:aws:s3:::org-logs/AWSLogs/${folder}/*`),
      Condition: { StringEquals: { ...from, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }));
    return [allow(cloudTrail, 's3:GetBucketAcl', 'arn:aws:s3:::org-logs'), ...writes];
  }

  async function setBucketPolicy(statements: Statement[]): Promise<void> {
    await cli('s3api', 'put-bucket-policy', '--bucket', 'org-logs', '--policy', policy(statements));
  }

  async function path(trail: string): Promise<{ code: number; states: Record<string, string>; text: string }> {
    const words = ['path', trail, '--org', '--now', NOW];
    const env = proxy.env(MANAGEMENT, HOME);
    const json = await runHere([...words, '--format', 'json'], env);
    const table = await runHere(words, env);
    assertNoDefect(json);
    const document: PathDocument = JSON.parse(json.stdout);
    assert.equal(document.paths.length, 1);
    return { code: table.code, states: stateOf(document), text: table.stdout };
  }

  async function assertBroken(trail: string, links: string[], says: RegExp[]): Promise<void> {
    const { code, states, text } = await path(trail);
    const broken = Object.keys(states).filter((link) => !['ok', 'none'].includes(states[link] ?? ''));
    assert.deepEqual(broken, links, text);
    assert.deepEqual(drawnAs(text, 'BROKEN').sort(), ['trail', ...links].sort(), text);
    const said = text.replace(/\n[│ ]*/g, ' ');
    for (const words of says) assert.match(said, words);
    assert.equal(code, 0);
  }

  async function assertWhole(trail: string): Promise<void> {
    const { code, states, text } = await path(trail);
    for (const state of Object.values(states)) assert.ok(['ok', 'none'].includes(state), text);
    assert.equal(code, 0, text);
  }

  test('whole at first: the trail of the member, and that of the organization', async () => {
    await assertWhole(TRAIL);
    await assertWhole('org');
  });

  for (const { name, type, at, statement, link, says } of GUARDRAILS) {
    test(name, async () => {
      const content = ['--content', policy([statement]), '--type', type, '--description', 'of a test'];
      const made = await cli('organizations', 'create-policy', '--name', 'guardrail', ...content);
      const id = (made['Policy'] as { PolicySummary: { Id: string } }).PolicySummary.Id;
      const place = ['--policy-id', id, '--target-id', at === 'root' ? root : world.account];
      await cli('organizations', 'attach-policy', ...place);
      try {
        await assertBroken(TRAIL, [link], says);
        // The policies of an organization never bind its management account.
        await assertWhole('org');
      } finally {
        await cli('organizations', 'detach-policy', ...place);
        await cli('organizations', 'delete-policy', '--policy-id', id);
      }
      await assertWhole(TRAIL);
    });
  }

  test('the bucket policy has the folder of the management account alone', async () => {
    await setBucketPolicy(everything().slice(0, 2));
    try {
      await assertBroken('org', ['bucket'], [/s3:PutObject/, new RegExp(`AWSLogs/${organization.id}`)]);
    } finally {
      await setBucketPolicy(everything());
    }
    await assertWhole('org');
  });

  test('who answered what', (context) => {
    context.diagnostic(`moto ${moto?.version}`);
    for (const line of describeAnswers(proxy)) context.diagnostic(line);
  });
});
