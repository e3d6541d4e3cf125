/** No call too many: the server's log against the formula of docs/collection.md. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type Double, type DoubleOptions, startDouble } from '../rig/double.ts';
import { deny } from '../rig/faults.ts';
import { defaultRegions, type World, type WorldAccount } from '../rig/world.ts';
import { type Counted, formula, OF_BUCKETS, sorted } from './call-formula.ts';
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

const ALL = ['--controls', 'default'];

async function counted(
  world: World,
  args: string[] = ALL,
  use: (double: Double) => void = () => {},
  options: DoubleOptions = {},
): Promise<Record<string, number>> {
  const double = await startDouble(world, options);
  try {
    const { document } = await scan(double, ACCOUNT, args);
    const counts = sorted(double.counts());
    assert.deepEqual(document.apiCalls, counts);
    assert.deepEqual([...double.unknownCalls], []);
    use(double);
    return counts;
  } finally {
    await double.close();
  }
}

const SEVENTEEN = { regions: defaultRegions() };
const ORGANIZATION = {
  id: MANAGEMENT,
  regions: defaultRegions(),
  trails: [healthyTrail('org', { IsOrganizationTrail: true })],
};
const TOPIC = `arn:aws:sns:${HOME}:${ACCOUNT}:notices`;
/** What a healthy trail of one's own adds, and names: key, log group, role with one policy, and a bucket of its own. */
const HEALTHY = { homes: 1, groups: 1, roles: 1, inline: 1, buckets: 1, places: 1, keys: 1 };

const MANAGED: Partial<WorldAccount> = {
  roles: [{ RoleName: 'ct', inline: {}, attached: ['writes', 'reads'], boundary: 'bounds' }],
  policies: ['writes', 'reads', 'bounds'].map((PolicyName) => ({
    PolicyName,
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }] },
  })),
};

const KEYS = {
  bucket: `arn:aws:kms:${HOME}:${ACCOUNT}:key/of-bucket`,
  group: `arn:aws:kms:${HOME}:${ACCOUNT}:key/of-group`,
  topic: `arn:aws:kms:${HOME}:${ACCOUNT}:key/of-topic`,
};
/** A trail without a key of its own, whose bucket, log group and topic have one each. */
const ENCRYPTED = accountWith([{ ...healthyTrail(), KmsKeyId: undefined as never, SnsTopicARN: TOPIC }], {
  buckets: [{ name: 'main-logs', Encryption: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEYS.bucket } }],
  logGroups: [{ region: HOME, logGroupName: 'ct/logs', kmsKeyId: KEYS.group }],
  topics: [{ name: 'notices', region: HOME, KmsMasterKeyId: KEYS.topic }],
});

const EXACT: [string, World, Counted][] = [
  ['no trail, 1 Region', worldOf(accountWith([], { regions: onlyRegions([HOME]) })), { regions: 1 }],
  ['no trail, 17 Regions', worldOf(accountWith([], SEVENTEEN)), { regions: 17 }],
  [
    'two trails with a bucket each in two Regions',
    smallWorld(),
    { ...HEALTHY, regions: 3, multi: 1, single: 1, homes: 2, buckets: 2, places: 2 },
  ],
  ['one trail, 17 Regions', worldOf(accountWith([healthyTrail()], SEVENTEEN)), { ...HEALTHY, regions: 17, multi: 1 }],
  [
    'four trails with the same group, role, key and bucket: each is asked once',
    worldOf(
      accountWith(
        [healthyTrail(), healthyTrail('two'), healthyTrail('three'), localTrail('local', HOME)].map((trail) => {
          return { ...trail, S3BucketName: 'all-logs', SnsTopicARN: TOPIC };
        }),
        SEVENTEEN,
      ),
    ),
    { ...HEALTHY, regions: 17, multi: 3, single: 1, topics: 1 },
  ],
  [
    'a trail of its own and one of the organization, whose destinations are for its owner to ask',
    worldOf(accountWith([healthyTrail()], SEVENTEEN), ORGANIZATION),
    { ...HEALTHY, regions: 17, multi: 2 },
  ],
  ['only the trail of the organization', worldOf(accountWith([]), ORGANIZATION), { regions: 3, multi: 1 }],
  [
    'an organization trail of its own: which organization is asked once',
    worldOf(accountWith([healthyTrail('main', { IsOrganizationTrail: true })])),
    { ...HEALTHY, regions: 3, multi: 1, organization: 1 },
  ],
  [
    'a bucket in another Region than its trail: found by one call more',
    worldOf(accountWith([healthyTrail()], { buckets: [{ name: 'main-logs', region: 'eu-west-1' }] })),
    { ...HEALTHY, regions: 3, multi: 1, moved: 1 },
  ],
  [
    'attached policies and a boundary: two calls each',
    worldOf(accountWith([healthyTrail()], MANAGED)),
    { ...HEALTHY, regions: 3, multi: 1, inline: 0, managed: 3 },
  ],
  ['keys of bucket, log group and topic', worldOf(ENCRYPTED), { ...HEALTHY, regions: 3, multi: 1, keys: 3, topics: 1 }],
];

describe('the number of calls', { concurrency: 4 }, () => {
  for (const [name, world, expected] of EXACT) {
    test(`${name}: exactly the formula`, async () => {
      assert.deepEqual(await counted(world), formula(expected));
    });
  }

  test('the example of docs/collection.md', async () => {
    const trails = [healthyTrail(), healthyTrail('two'), healthyTrail('three')].map((trail) => {
      return { ...trail, S3BucketName: 'all-logs', SnsTopicARN: TOPIC };
    });
    const counts = await counted(worldOf(accountWith(trails, SEVENTEEN)));
    const sum = Object.values(counts).reduce((a, b) => a + b, 0);
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'collection.md'), 'utf8');
    const [, promised] = /17 \+ 3 × 18 \+ 3 \+ [^=]+= (\d+) at most/.exec(page) ?? [];
    // The second way to the list of Regions was not needed.
    assert.equal(sum + 1, Number(promised));
  });

  test('what is gone costs the call that says so', async () => {
    const gone = { missing: ['main-logs', healthyTrail().KmsKeyId ?? '', TOPIC] };
    const trail = healthyTrail('main', { SnsTopicARN: TOPIC });
    const world = { ...worldOf(accountWith([trail], { logGroups: [], roles: [] })), ...gone };
    const expected = formula({ regions: 3, multi: 1, homes: 1, topics: 1 });
    // The policies of a role are asked for together with the role.
    const roles = { 'iam:GetRole': 1, 'iam:ListAttachedRolePolicies': 1, 'iam:ListRolePolicies': 1 };
    const once = { ...roles, 'kms:DescribeKey': 1, 'logs:DescribeLogGroups': 1, 's3:HeadBucket': 1 };
    assert.deepEqual(await counted(world), sorted({ ...expected, ...once }));
  });

  test('--probe-events: one call more for each log group', async () => {
    const counts = await counted(smallWorld(), [...ALL, '--probe-events']);
    const expected = formula({ ...HEALTHY, regions: 3, multi: 1, single: 1, homes: 2, buckets: 2, places: 2 });
    assert.deepEqual(counts, sorted({ ...expected, 'logs:GetLogEvents': 1 }));
  });

  const LISTS = ['account:ListRegions', 'cloudtrail:DescribeTrails', 'sts:GetCallerIdentity'];
  const BUCKET = ['s3:GetAccountPublicAccessBlock', 's3:HeadBucket', ...OF_BUCKETS.map((name) => `s3:${name}`)];
  const KEY = ['kms:DescribeKey', 'kms:GetKeyPolicy'];
  const narrowed: [string, string[]][] = [
    ['log-file-validation', []],
    ['trail-encryption', []],
    ['trail-delivery', ['cloudtrail:GetTrailStatus']],
    ['log-bucket-writable', BUCKET],
    ['log-bucket-not-public', BUCKET],
    ['log-archive-separate', BUCKET],
    ['log-delete-restricted', [...BUCKET, ...KEY]],
    ['log-key-usable', [...BUCKET, ...KEY]],
    // Keys are one fact: whoever needs the key of a topic gets that of the trail as well.
    ['log-notification', ['cloudtrail:GetTrailStatus', 'sns:GetTopicAttributes', ...KEY]],
    ['trail-tagged', ['cloudtrail:ListTags']],
    ['data-events', ['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus']],
    ['insights', ['cloudtrail:GetEventSelectors', 'cloudtrail:GetInsightSelectors', 'cloudtrail:GetTrailStatus']],
    ['event-data-store-encryption', ['cloudtrail:ListEventDataStores']],
  ];
  for (const [control, more] of narrowed) {
    test(`--controls ${control} asks for what it needs and no more`, async () => {
      const world = worldOf(accountWith([healthyTrail('main', { SnsTopicARN: TOPIC }), localTrail()]));
      const counts = await counted(world, ['--controls', control]);
      assert.deepEqual(Object.keys(counts), [...LISTS, ...more].sort());
    });
  }

  test('Insights and event data stores are asked for by companions alone', async () => {
    const ofCompanions = ['GetInsightSelectors', 'ListEventDataStores', 'GetEventDataStore'];
    await counted(smallWorld(), ALL, ({ log }) => {
      assert.deepEqual(
        log.filter(({ operation }) => ofCompanions.includes(operation)),
        [],
      );
    });
  });

  test('event data stores: each Region lists them, each is described once, of its key no policy is read', async () => {
    const key = `arn:aws:kms:${HOME}:${ACCOUNT}:key/of-lake`;
    const stores = [
      { Name: 'one', home: HOME, KmsKeyId: key },
      { Name: 'two', home: 'eu-west-1', KmsKeyId: key },
      { Name: 'plain', home: HOME, MultiRegionEnabled: false },
    ];
    const world = worldOf(accountWith([healthyTrail()], { eventDataStores: stores }));
    const counts = await counted(world, ['--controls', 'event-data-store-encryption']);
    assert.deepEqual(counts, {
      'account:ListRegions': 1,
      'cloudtrail:DescribeTrails': 3,
      'cloudtrail:GetEventDataStore': 3,
      'cloudtrail:ListEventDataStores': 3,
      'kms:DescribeKey': 1,
      'sts:GetCallerIdentity': 1,
    });
    const paged = await counted(world, ['--controls', 'event-data-store-encryption'], () => {}, { pageSize: 1 });
    // Both multi-Region stores are listed in three Regions, the other one in one.
    assert.equal(paged['cloudtrail:ListEventDataStores'], 3 + 2 + 2);
  });

  test('tags: twenty trails at a time', async () => {
    const trails = Array.from({ length: 21 }, (_, index) => localTrail(`local-${index}`, HOME));
    const counts = await counted(worldOf(accountWith(trails)), ['--controls', 'trail-tagged']);
    assert.equal(counts['cloudtrail:ListTags'], 2);
  });

  test('ListRegions denied: one DescribeRegions instead, in one Region', async () => {
    const rules = [{ match: { operation: 'ListRegions' }, do: deny() }];
    const counts = await counted(smallWorld(), ALL, () => {}, { rules });
    const expected = formula({ ...HEALTHY, regions: 3, multi: 1, single: 1, homes: 2, buckets: 2, places: 2 });
    assert.deepEqual(counts, sorted({ ...expected, 'ec2:DescribeRegions': 1 }));
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

  test('many pages of Regions, log groups and policies are walked to their end, each page counted', async () => {
    const inline = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`policy-${index}`, '{"Version":"2012-10-17","Statement":[]}']),
    );
    const logGroups = Array.from({ length: 15 }, (_, index) => ({ region: HOME, logGroupName: `ct/logs-${index}` }));
    const world = accountWith([healthyTrail()], {
      roles: [{ RoleName: 'ct', inline }],
      logGroups: [...logGroups, { region: HOME, logGroupName: 'ct/logs' }],
    });
    const counts = await counted(worldOf(world), ALL, () => {}, { pageSize: 7 });
    assert.equal(counts['account:ListRegions'], Math.ceil(Object.keys(defaultRegions()).length / 7));
    assert.deepEqual([counts['iam:ListRolePolicies'], counts['iam:GetRolePolicy']], [3, 20]);
    // The search ends with the page that has it.
    assert.ok([1, 2, 3].includes(counts['logs:DescribeLogGroups'] ?? 0));
  });
});
