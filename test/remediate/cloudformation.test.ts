/** CloudFormation's templates: read by another YAML parser, linted by cfn-lint, deployed to moto; over demo and hostile names. */

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cloudFormationTemplates } from '../../src/remediate/cloudformation/templates.ts';
import { yaml } from '../../src/remediate/cloudformation/yaml.ts';
import type { TextFile } from '../../src/remediate/text-file.ts';
import { MotoDelivery } from '../integration/moto-delivery.ts';
import { HOME } from '../integration/worlds.ts';
import { awsCli, type Moto, startMotoOrSkip } from '../rig/moto.ts';
import { motoOverlays } from '../rig/overlays.ts';
import { type Proxy as RigProxy, startProxy } from '../rig/proxy.ts';
import { whyNoAwsCli } from '../rig/python.ts';
import { lintTemplates, parseYaml, whyNoPythonTools } from '../rig/python-tools.ts';
import { demoPlan } from '../support/demo-plan.ts';
import { planOfAccount } from '../support/plan-of-account.ts';
import { emptyWorld, HOSTILE_NAMES, hostileChanges, planOf } from './hostile.ts';

type Template = {
  Metadata?: { NotInThisStack: { Change: string }[] };
  Resources: Record<string, { Type: string; DeletionPolicy: string; Properties: Record<string, unknown> }>;
};

const { plan, world } = await demoPlan();
const demo = cloudFormationTemplates(world, plan);
const hostile = hostileChanges().map((changes) => cloudFormationTemplates(emptyWorld(), planOf(changes)));

function templates(files: readonly TextFile[]): readonly TextFile[] {
  return files.filter(({ name }) => name.endsWith('.yaml'));
}

describe('CloudFormation templates', () => {
  test('never have a trail that is there already, but as an import', { skip: whyNoPythonTools() }, () => {
    const made = templates(demo).filter(({ name }) => !name.startsWith('import/'));
    const parsed = parseYaml(made.map(({ text }) => text)) as Template[];
    ok(parsed.length > 10);
    for (const { Resources } of parsed) {
      for (const { Type, DeletionPolicy } of Object.values(Resources)) {
        ok(Type !== 'AWS::CloudTrail::Trail', 'the demo has no new trail');
        equal(DeletionPolicy, 'Retain');
      }
    }
  });

  test('an import changes nothing, and the update after it lowers nothing', { skip: whyNoPythonTools() }, () => {
    const imports = demo.filter(({ name }) => name.startsWith('import/'));
    const parsed = (end: string) =>
      parseYaml(imports.filter(({ name }) => name.endsWith(end)).map(({ text }) => text)) as Template[];
    const [was, is] = [parsed('.before.yaml'), parsed('.after.yaml')];
    ok(was.length >= 8, `${was.length} imports`);
    for (const [index, { Resources }] of was.entries()) {
      deepEqual(Object.keys(is[index]?.Resources ?? {}), Object.keys(Resources));
      for (const [id, { Properties }] of Object.entries(Resources)) {
        const then = is[index]?.Resources[id]?.Properties ?? {};
        for (const [name, value] of Object.entries(Properties)) {
          ok(name in then, `${id} loses ${name}`);
          if (value === true) equal(then[name], true, `${id}: ${name}`);
        }
      }
    }
  });

  test('any name arrives as it is', { skip: whyNoPythonTools() }, () => {
    const value = { list: HOSTILE_NAMES, map: Object.fromEntries(HOSTILE_NAMES.map((name) => [name, name])), none: [] };
    deepEqual(parseYaml([yaml(value)]), [value]);
    ok(
      parseYaml(
        hostile
          .flat()
          .filter(({ name }) => name.endsWith('.yaml'))
          .map(({ text }) => text),
      ).length > 20,
    );
  });

  test('a name is no dynamic reference', () => {
    const named = hostile[HOSTILE_NAMES.findIndex((name) => name.includes('{{resolve:'))] ?? [];
    ok(named.length > 1);
    for (const { name, text } of templates(named)) {
      const live = text.split('\n').filter((line) => !line.startsWith('#') && line.includes('{{resolve:'));
      deepEqual(live, [], name);
    }
  });

  test('cfn-lint has nothing to say', { skip: whyNoPythonTools() }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailproof-cloudformation-'));
    try {
      // Statements of the invented changes name actions that do not exist, which cfn-lint would say.
      const plain = hostileChanges()
        .slice(HOSTILE_NAMES.length)
        .map((changes) => changes.filter((change) => !('statements' in change)))
        .flatMap((changes) => templates(cloudFormationTemplates(emptyWorld(), planOf(changes))))
        .map(({ name, text }, index) => ({ name: `${index}/${name}`, text }));
      const files = [...templates(demo), ...plain].map(({ name, text }) => {
        const path = join(folder, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
        return path;
      });
      equal(lintTemplates(files), '');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('CloudFormation deployed to moto', { skip: whyNoAwsCli() }, () => {
  let moto: Moto | null;
  let proxy: RigProxy;

  before(async () => {
    moto = await startMotoOrSkip();
    proxy = await startProxy({ upstream: moto?.url ?? '', overlays: motoOverlays() });
  });
  after(async () => {
    await proxy.close();
    await moto?.stop();
  });

  /** Deploys the only template that the plan of the account has. */
  async function deployed(account: string) {
    const { world: before, plan: first } = await planOfAccount(proxy, account);
    const made = templates(cloudFormationTemplates(before, first)).filter(({ name }) => !name.startsWith('import/'));
    equal(made.length, 1);
    const cli = (...args: string[]) => awsCli(args, proxy.env(account, HOME));
    const stack = ['--stack-name', 'fixes'];
    const body = ['--template-body', made[0]?.text ?? '', '--capabilities', 'CAPABILITY_NAMED_IAM'];
    await cli('cloudformation', 'create-stack', ...stack, ...body);
    equal((await cli('cloudformation', 'describe-stacks', ...stack)).Stacks[0].StackStatus, 'CREATE_COMPLETE');
    return { text: made[0]?.text ?? '', cli };
  }

  // moto's CloudFormation passes over trails and the policies of buckets and roles: cfn-lint alone judges those.
  test('an account without a trail', async () => {
    const { text, cli } = await deployed('111100005001');
    match(text, /Type: "AWS::CloudTrail::Trail"[\s\S]*IsLogging: true/);
    await cli('s3api', 'head-bucket', '--bucket', 'cloudtrail-logs-111100005001-us-east-1');
  });

  test('a trail in disorder: key, log group, role, bucket of the access log', async () => {
    const world = new MotoDelivery(proxy, '111100005002');
    await world.makeBucket();
    await world.cli('cloudtrail', 'create-trail', '--name', 'main', '--s3-bucket-name', world.bucket);
    const { cli } = await deployed(world.account);
    const { logGroups } = await cli('logs', 'describe-log-groups');
    deepEqual(
      logGroups.map(({ logGroupName }: { logGroupName: string }) => logGroupName),
      ['aws-cloudtrail-logs/main'],
    );
    const { Aliases } = await cli('kms', 'list-aliases');
    ok(Aliases.some(({ AliasName }: { AliasName: string }) => AliasName === 'alias/cloudtrail-logs'));
    const { Role } = await cli('iam', 'get-role', '--role-name', 'CloudTrailToLogs-main');
    equal(Role.AssumeRolePolicyDocument.Statement[0].Principal.Service, 'cloudtrail.amazonaws.com');
    equal((await cli('cloudtrail', 'describe-trails')).trailList.length, 1);
  });
});
