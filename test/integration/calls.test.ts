/** Read-only by construction, and no call too many: the source, the server's log, and the formula of docs/collection.md. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { COMMANDS } from '../../src/collect/commands.ts';
import { OPERATIONS } from '../../src/model/operations.ts';
import { type Double, startDouble } from '../rig/double.ts';
import { deny } from '../rig/faults.ts';
import { runTrailproof } from '../rig/run.ts';
import { defaultRegions, type World } from '../rig/world.ts';
import { scan } from './scan.ts';
import {
  ACCOUNT,
  accountWith,
  arnOf,
  HOME,
  healthyTrail,
  localTrail,
  MANAGEMENT,
  onlyRegions,
  smallWorld,
  worldOf,
} from './worlds.ts';

const SOURCE = join(import.meta.dirname, '..', '..', 'src');
const ALLOWED = Object.keys(OPERATIONS).sort();

const CLIENTS: Readonly<Record<string, string>> = {
  STSClient: 'sts',
  AccountClient: 'account',
  CloudTrailClient: 'cloudtrail',
  CloudWatchLogsClient: 'logs',
  IAMClient: 'iam',
  OrganizationsClient: 'organizations',
  S3Client: 's3',
  KMSClient: 'kms',
  SNSClient: 'sns',
};

/** Operations whose clients outweigh the others; `by-hand.ts` signs them. */
const BY_HAND = ['ec2:DescribeRegions', 's3:GetAccountPublicAccessBlock'];

function sources(): { path: string; text: string }[] {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => ({ path: relative(SOURCE, join(SOURCE, name)), text: readFileSync(join(SOURCE, name), 'utf8') }));
}

describe('read-only by construction', () => {
  test('the commands of the SDK that exist in the source are the allowed operations and no others', () => {
    const found = sources().flatMap(({ path, text }) => {
      return [...text.matchAll(/sdk\.(\w+Client), sdk\.(\w+)Command\b/g)].map(([, client = '', operation]) => {
        assert.equal(path, 'collect/commands.ts');
        assert.ok(CLIENTS[client] !== undefined, `${client} is a client that no test knows`);
        return `${CLIENTS[client]}:${operation}`;
      });
    });
    assert.deepEqual([...found, ...BY_HAND].sort(), ALLOWED);
    assert.deepEqual(Object.keys(COMMANDS).concat(BY_HAND).sort(), ALLOWED);
  });

  test('each key of the table makes the command of its own name', async () => {
    for (const [operation, load] of Object.entries(COMMANDS)) {
      const { newCommand } = await load();
      const made = newCommand({});
      assert.equal(made instanceof Object && made.constructor.name, `${operation.split(':')[1]}Command`);
    }
  });

  test('nothing else in the source makes commands, sends them, or opens a connection', () => {
    const rules: [RegExp, readonly string[]][] = [
      [/\bnew \w*Command\(/, ['collect/commands.ts', 'cli/main.ts']],
      [/\w+Command\b(?=.*@aws-sdk)|@aws-sdk\/client-/, ['collect/commands.ts']],
      [/\.send\(/, ['collect/clients.ts', 'collect/reader.ts']],
      // The shared pieces of the SDK: request and answer, signature, retry budget, the user's configuration files.
      [
        /@smithy\/(?!types)/,
        ['cells', 'clients', 'configured-endpoint', 'exchange', 'by-hand'].map((name) => `collect/${name}.ts`),
      ],
      [
        /\bfetch\(|node:https?\b|node:net\b|node:tls\b|node:dgram\b|undici/,
        ['collect/reader.ts', 'collect/exchange.ts'],
      ],
      [/node:child_process|node:worker_threads/, []],
    ];
    for (const { path, text } of sources()) {
      for (const [pattern, homes] of rules) {
        if (!homes.includes(path)) assert.doesNotMatch(text, pattern, path);
      }
    }
  });

  test('every allowed operation reads; sts:AssumeRole alone opens a session to read in', () => {
    const actions = Object.values(OPERATIONS).map(({ action }) => action);
    for (const name of [...ALLOWED, ...actions]) {
      if (name !== 'sts:AssumeRole') assert.match(name, /^[a-z0-9]+:(Get|List|Describe|Head)[A-Z]\w+$/);
    }
  });

  for (const command of [['scan'], ['trails'], ['explain', ACCOUNT]]) {
    test(`${command[0]} against the double asks only these, also where everything but the identity is denied`, async () => {
      for (const rules of [[], [{ match: { service: ['account', 'ec2', 'cloudtrail'] }, do: deny() }]]) {
        const double = await startDouble(smallWorld(), { rules });
        await runTrailproof(command, { env: double.env(ACCOUNT, HOME) });
        const asked = Object.keys(double.counts());
        assert.deepEqual(
          asked.filter((name) => !ALLOWED.includes(name)),
          [],
        );
        assert.deepEqual([...double.unknownCalls], []);
        assert.ok(asked.length >= 4, asked.join(', '));
        await double.close();
      }
    });
  }
});

/** R DescribeTrails; status of a multi-Region trail in R Regions, of another at home; selectors once; destinations once. */
function formula(
  regions: number,
  multi: number,
  single: number,
  groups: number,
  roles: number,
): Record<string, number> {
  const all = {
    'account:ListRegions': 1,
    'cloudtrail:DescribeTrails': regions,
    'cloudtrail:GetEventSelectors': multi + single,
    'cloudtrail:GetTrailStatus': multi * regions + single,
    'iam:GetRole': roles,
    'logs:DescribeLogGroups': groups,
    'sts:GetCallerIdentity': 1,
  };
  return Object.fromEntries(Object.entries(all).filter(([, number]) => number > 0));
}

async function counted(world: World, args: string[], use: (double: Double) => void = () => {}) {
  const double = await startDouble(world);
  try {
    const { document } = await scan(double, ACCOUNT, args);
    const counts = Object.fromEntries(Object.entries(double.counts()).sort(([a], [b]) => (a < b ? -1 : 1)));
    assert.deepEqual(document.apiCalls, counts);
    use(double);
    return counts;
  } finally {
    await double.close();
  }
}

describe('the number of calls', { concurrency: 4 }, () => {
  const seventeen = { regions: defaultRegions() };
  const organization = {
    id: MANAGEMENT,
    regions: defaultRegions(),
    trails: [healthyTrail('org', { IsOrganizationTrail: true })],
  };
  const worlds: [string, World, Record<string, number>][] = [
    ['no trail, 1 Region', worldOf(accountWith([], { regions: onlyRegions([HOME]) })), formula(1, 0, 0, 0, 0)],
    ['no trail, 17 Regions', worldOf(accountWith([], seventeen)), formula(17, 0, 0, 0, 0)],
    ['two trails, 3 Regions', smallWorld(), formula(3, 1, 1, 1, 1)],
    ['one trail, 17 Regions', worldOf(accountWith([healthyTrail()], seventeen)), formula(17, 1, 0, 1, 1)],
    [
      'four trails with the same group and role, 17 Regions',
      worldOf(accountWith([healthyTrail(), healthyTrail('two'), healthyTrail('three'), localTrail()], seventeen)),
      formula(17, 3, 1, 1, 1),
    ],
    [
      'a trail of its own and one of the organization, whose destinations lie in another account, 17 Regions',
      worldOf(accountWith([healthyTrail()], seventeen), organization),
      formula(17, 2, 0, 1, 1),
    ],
    ['only the trail of the organization, 3 Regions', worldOf(accountWith([]), organization), formula(3, 1, 0, 0, 0)],
  ];
  for (const [name, world, expected] of worlds) {
    test(`${name}: exactly the formula`, async () => {
      assert.deepEqual(await counted(world, []), expected);
    });
  }

  const narrowed: [string, string[]][] = [
    ['log-file-validation', ['account:ListRegions', 'cloudtrail:DescribeTrails', 'sts:GetCallerIdentity']],
    ['trail-encryption', ['account:ListRegions', 'cloudtrail:DescribeTrails', 'sts:GetCallerIdentity']],
    [
      'trail-delivery',
      ['account:ListRegions', 'cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'sts:GetCallerIdentity'],
    ],
  ];
  for (const [control, expected] of narrowed) {
    test(`--controls ${control} asks for what it needs and no more`, async () => {
      const counts = await counted(smallWorld(), ['--controls', control]);
      assert.deepEqual(Object.keys(counts), expected);
    });
  }

  test('ListRegions denied: one DescribeRegions instead, in one Region', async () => {
    const double = await startDouble(smallWorld(), { rules: [{ match: { operation: 'ListRegions' }, do: deny() }] });
    const { document } = await scan(double, ACCOUNT);
    await double.close();
    assert.deepEqual(document.apiCalls, { ...formula(3, 1, 1, 1, 1), 'ec2:DescribeRegions': 1 });
  });

  test('--regions: of a home Region outside it, only the trail that is seen from inside is read', async () => {
    const trails = [healthyTrail(), localTrail('hidden', HOME), localTrail('inside', 'eu-west-1')];
    await counted(worldOf(accountWith(trails)), ['--regions', 'eu-west-1'], ({ log }) => {
      const outside = log.filter(({ service, region }) => service === 'cloudtrail' && region !== 'eu-west-1');
      const asked = outside.map(({ operation, region, params }) => [
        operation,
        region,
        params['Name'] ?? params['TrailName'],
      ]);
      assert.deepEqual(asked.sort(), [
        ['GetEventSelectors', HOME, arnOf('main')],
        ['GetTrailStatus', HOME, arnOf('main')],
      ]);
      assert.equal(log.filter(({ operation }) => operation === 'DescribeTrails').length, 1);
    });
  });

  test('many pages of Regions and log groups are walked to their end, each page counted', async () => {
    const double = await startDouble(smallWorld(), { pageSize: 7 });
    const { document, code } = await scan(double, ACCOUNT);
    await double.close();
    assert.equal(document.apiCalls['account:ListRegions'], Math.ceil(Object.keys(defaultRegions()).length / 7));
    assert.equal(code, 1);
  });
});
