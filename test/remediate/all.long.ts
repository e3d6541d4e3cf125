/**
 * Every failing condition for which a change is offered: a world on moto in which it alone is broken, repaired by the
 * exported script. What moto cannot show, and where it is looked at instead:
 *
 * - `trail-delivery` and `no-notification-error` hang on errors of deliveries, which only a delivery takes away: the change
 *   is that of `log-bucket-writable` and `log-notification`.
 * - `organization-trail-reach`: moto keeps no copies of organization trails; the two commands run in moto.test.ts.
 * - `key-set`, `log-group-set`, `role-set`, `has-trail`: in moto.test.ts, since a trail in moto keeps what it once named.
 */

import { deepEqual } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  allow,
  GROUP,
  MotoDelivery,
  mayAssume,
  policy,
  ROLE,
  ROLE_POLICY,
  TRAIL,
} from '../integration/moto-delivery.ts';
import { whyNoGrammar } from '../rig/aws-grammar.ts';
import { type Moto, startMotoOrSkip } from '../rig/moto.ts';
import { FixRig, turned } from './fix-rig.ts';

interface Broken {
  readonly control: string;
  readonly conditions: readonly string[];
  readonly how: string;
  breaks(world: MotoDelivery, rig: FixRig): Promise<unknown>;
}

const ALL = { ReadWriteType: 'All', IncludeManagementEvents: true } as const;
const DATA = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::records/'] }];

function select(world: MotoDelivery, kind: 'event' | 'advanced-event', selectors: unknown): Promise<unknown> {
  const words = ['--trail-name', TRAIL, `--${kind}-selectors`, JSON.stringify(selectors)];
  return world.cli('cloudtrail', 'put-event-selectors', ...words);
}

function advanced(readOnly: string | null, more: object[] = []): unknown {
  const only = readOnly === null ? [] : [{ Field: 'readOnly', Equals: [readOnly] }];
  const data = [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
    { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::records/'] },
  ];
  const management = [{ Field: 'eventCategory', Equals: ['Management'] }, ...only, ...more];
  return [
    { Name: 'data', FieldSelectors: data },
    { Name: 'management', FieldSelectors: management },
  ];
}

function updates(...words: string[]): Broken['breaks'] {
  return (world) => world.cli('cloudtrail', 'update-trail', '--name', TRAIL, ...words);
}

async function withoutRole(world: MotoDelivery): Promise<void> {
  await world.cli('iam', 'delete-role-policy', '--role-name', ROLE, '--policy-name', ROLE_POLICY);
  for (const name of await inlineOf(world)) {
    await world.cli('iam', 'delete-role-policy', '--role-name', ROLE, '--policy-name', name);
  }
  await world.cli('iam', 'delete-role', '--role-name', ROLE);
}

async function inlineOf(world: MotoDelivery): Promise<readonly string[]> {
  const { PolicyNames } = await world.cli('iam', 'list-role-policies', '--role-name', ROLE);
  return PolicyNames;
}

function keyPolicy(world: MotoDelivery, statements: object[]): Promise<unknown> {
  const name = ['--key-id', world.key, '--policy-name', 'default'];
  return world.cli('kms', 'put-key-policy', ...name, '--policy', policy(statements as never));
}

const REPAIRED: readonly Broken[] = [
  {
    control: 'multi-region-trail',
    conditions: ['recording'],
    how: 'stopped',
    breaks: (world) => world.cli('cloudtrail', 'stop-logging', '--name', TRAIL),
  },
  {
    control: 'region-coverage',
    conditions: ['recording'],
    how: 'stopped',
    breaks: (world) => world.cli('cloudtrail', 'stop-logging', '--name', TRAIL),
  },
  {
    control: 'any-trail-recording',
    conditions: ['recording'],
    how: 'stopped',
    breaks: (world) => world.cli('cloudtrail', 'stop-logging', '--name', TRAIL),
  },
  {
    control: 'multi-region-trail',
    conditions: ['multi-region'],
    how: 'one Region only',
    breaks: updates('--no-is-multi-region-trail'),
  },
  {
    control: 'multi-region-trail',
    conditions: ['reads'],
    how: 'writes only, with data events',
    breaks: (world) => select(world, 'event', [{ ...ALL, ReadWriteType: 'WriteOnly', DataResources: DATA }]),
  },
  {
    control: 'multi-region-trail',
    conditions: ['writes'],
    how: 'reads only',
    breaks: (world) => select(world, 'event', [{ ...ALL, ReadWriteType: 'ReadOnly' }]),
  },
  {
    control: 'multi-region-trail',
    conditions: ['all-sources'],
    how: 'KMS left out by a basic selector',
    breaks: (world) => select(world, 'event', [{ ...ALL, ExcludeManagementEventSources: ['kms.amazonaws.com'] }]),
  },
  {
    control: 'multi-region-trail',
    conditions: ['reads'],
    how: 'advanced: writes only, with data events',
    breaks: (world) => select(world, 'advanced-event', advanced('false')),
  },
  {
    control: 'region-coverage',
    conditions: ['writes'],
    how: 'advanced: reads only, with data events',
    breaks: (world) => select(world, 'advanced-event', advanced('true')),
  },
  {
    control: 'multi-region-trail',
    conditions: ['all-sources'],
    how: 'KMS left out by an advanced selector',
    breaks: (world) =>
      select(world, 'advanced-event', advanced(null, [{ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }])),
  },
  {
    control: 'log-file-validation',
    conditions: ['validation-on'],
    how: 'switched off',
    breaks: updates('--no-enable-log-file-validation'),
  },
  {
    control: 'log-bucket-writable',
    conditions: ['may-check-acl', 'may-write'],
    how: 'no bucket policy',
    breaks: (world) => world.cli(...world.onBucket('delete-bucket-policy')),
  },
  {
    control: 'log-bucket-writable',
    conditions: ['may-check-acl', 'may-write'],
    how: 'the policy names another trail',
    breaks: (world) => world.setBucketPolicy(world.bucketStatements(world.trail.replace(/main$/, 'other'))),
  },
  {
    control: 'log-bucket-writable',
    conditions: ['may-write'],
    how: 'the prefix of the trail was changed',
    breaks: updates('--s3-key-prefix', 'moved'),
  },
  {
    control: 'log-bucket-writable',
    conditions: ['not-requester-pays'],
    how: 'the requester pays',
    breaks: async (world, rig) => rig.requesterPays.add(world.bucket),
  },
  {
    control: 'log-bucket-writable',
    conditions: ['bucket-exists'],
    how: 'the bucket is gone',
    breaks: (world) => world.cli(...world.onBucket('delete-bucket')),
  },
  {
    control: 'log-bucket-protected',
    conditions: ['versioning-on'],
    how: 'suspended',
    breaks: (world) =>
      world.cli(...world.onBucket('put-bucket-versioning'), '--versioning-configuration', 'Status=Suspended'),
  },
  {
    control: 'log-bucket-not-public',
    conditions: ['acl-not-public'],
    how: 'public-read',
    breaks: async (world) => {
      await world.cli(...world.onBucket('delete-public-access-block'));
      await world.cli(...world.onBucket('put-bucket-acl'), '--acl', 'public-read');
    },
  },
  {
    control: 'log-key-usable',
    conditions: ['key-enabled'],
    how: 'disabled',
    breaks: (world) => world.cli('kms', 'disable-key', '--key-id', world.keyId),
  },
  {
    control: 'log-key-usable',
    conditions: ['key-policy-allows'],
    how: 'its policy does not name CloudTrail',
    breaks: (world) => keyPolicy(world, [world.ownerMay()]),
  },
  {
    control: 'log-notification',
    conditions: ['topic-policy-allows'],
    how: 'its policy does not name CloudTrail',
    breaks: (world) => world.setTopic('Policy', policy([allow({ AWS: world.account }, 'SNS:Subscribe', world.topic)])),
  },
  {
    control: 'cloudwatch-logs-integration',
    conditions: ['role-trusts-cloudtrail'],
    how: 'trusts another service',
    breaks: (world) => {
      const trust = policy([{ ...mayAssume(), Principal: { Service: 'ec2.amazonaws.com' } }]);
      return world.cli('iam', 'update-assume-role-policy', '--role-name', ROLE, '--policy-document', trust);
    },
  },
  {
    control: 'cloudwatch-logs-integration',
    conditions: ['role-may-write'],
    how: 'may make streams and write nothing',
    breaks: (world) => world.setRolePolicy(world.roleStatements().slice(0, 1)),
  },
  {
    control: 'cloudwatch-logs-integration',
    conditions: ['role-exists', 'role-may-write'],
    how: 'the role is gone',
    breaks: withoutRole,
  },
  {
    control: 'cloudwatch-logs-integration',
    conditions: ['log-group-exists'],
    how: 'the log group is gone',
    breaks: (world) => world.cli('logs', 'delete-log-group', '--log-group-name', GROUP),
  },
];

const moto: Moto | null = await startMotoOrSkip();

describe('every failing condition, repaired on moto', { skip: moto === null || whyNoGrammar(), concurrency: 1 }, () => {
  let rig: FixRig;
  let world: MotoDelivery;

  before(async () => {
    if (moto === null) return;
    rig = await FixRig.start(moto);
    world = new MotoDelivery(rig.proxy, '300000000011');
    await world.make();
  });
  after(async () => {
    await rig.close();
    await moto?.stop();
  });

  for (const { control, conditions, how, breaks } of REPAIRED) {
    test(`${control}, ${conditions.join(', ')}: ${how}`, async () => {
      await breaks(world, rig);
      const fixed = await rig.fix(world.account, [control]);
      for (const id of conditions) deepEqual(turned(fixed, control, id), ['no', 'yes'], id);
    });
  }
});
