/** Every way to break the path of delivery that moto can show: what breaks it, what the drawing says, what repairs it. */

import {
  allow,
  GROUP,
  type MotoDelivery,
  mayAssume,
  PREFIX,
  policy,
  ROLE,
  ROLE_POLICY,
  TRAIL,
} from './moto-delivery.ts';
import { HOME } from './worlds.ts';

export type Broken = {
  /** The link that is BROKEN; all others stay whole. */
  link: string;
  /** Links behind it, which cannot work without it: BROKEN too, and the reason stands at the first. */
  follows?: string[];
  /** Ids of the conditions that do not hold for a reason of their own. */
  conditions: string[];
  /** What the drawing says of it: the missing action, the resource. */
  says(world: MotoDelivery): (string | RegExp)[];
};

type Breaker = Broken & {
  name: string;
  breaks(world: MotoDelivery): Promise<unknown>;
  repairs(world: MotoDelivery): Promise<unknown>;
};

export const ACCOUNT = '200000000001';

const policyOfBucket = (world: MotoDelivery) => world.setBucketPolicy(world.bucketStatements());
const policyOfKey = (world: MotoDelivery) => setKeyPolicy(world, world.keyStatements());
const policyOfRole = (world: MotoDelivery) => world.setRolePolicy(world.roleStatements());
const policyOfTopic = (world: MotoDelivery) => world.setTopic('Policy', policy(world.topicStatements()));

function setKeyPolicy(world: MotoDelivery, statements: object[]): Promise<unknown> {
  const name = ['--key-id', world.key, '--policy-name', 'default'];
  return world.cli('kms', 'put-key-policy', ...name, '--policy', policy(statements as never));
}

function trust(world: MotoDelivery, statements: object[]): Promise<unknown> {
  const document = ['--policy-document', policy(statements as never)];
  return world.cli('iam', 'update-assume-role-policy', '--role-name', ROLE, ...document);
}

/** Denies to everybody what lacks a header that CloudTrail never sends. */
function denyUnless(world: MotoDelivery, condition: object): Promise<void> {
  const deny = {
    ...{ Sid: 'TooBroad', Effect: 'Deny', Principal: '*', Action: 's3:PutObject' },
    ...{ Resource: `arn:aws:s3:::${world.bucket}/*`, Condition: condition },
  };
  return world.setBucketPolicy([...world.bucketStatements(), deny]);
}

export const BREAKERS: Breaker[] = [
  {
    name: 'the bucket policy does not name CloudTrail',
    breaks: (world) => {
      const reader = { AWS: `arn:aws:iam::${world.account}:root` };
      return world.setBucketPolicy([allow(reader, 's3:GetObject', `arn:aws:s3:::${world.bucket}/*`)]);
    },
    repairs: policyOfBucket,
    link: 'bucket',
    conditions: ['may-check-acl', 'may-write'],
    says: (world) => ['s3:GetBucketAcl', 's3:PutObject', `arn:aws:s3:::${world.bucket}/${PREFIX}/AWSLogs/${ACCOUNT}/`],
  },
  {
    name: 'there is no bucket policy',
    breaks: (world) => world.cli(...world.onBucket('delete-bucket-policy')),
    repairs: policyOfBucket,
    link: 'bucket',
    conditions: ['may-check-acl', 'may-write'],
    says: (world) => ['s3:PutObject', `arn:aws:s3:::${world.bucket}`],
  },
  {
    name: 'the bucket policy lets another trail write',
    breaks: (world) => world.setBucketPolicy(world.bucketStatements(world.trail.replace(/main$/, 'other'))),
    repairs: policyOfBucket,
    link: 'bucket',
    conditions: ['may-check-acl', 'may-write'],
    says: () => ['s3:PutObject', /aws:SourceArn/i, `:${ACCOUNT}:trail/other`],
  },
  {
    name: 'a Deny of another encryption hits CloudTrail as well',
    breaks: (world) => denyUnless(world, { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } }),
    repairs: policyOfBucket,
    link: 'bucket',
    conditions: ['may-write'],
    says: () => ['s3:PutObject', 'TooBroad'],
  },
  {
    name: 'a Deny to whoever is not of the organization hits CloudTrail as well',
    breaks: (world) => denyUnless(world, { StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorg' } }),
    repairs: policyOfBucket,
    link: 'bucket',
    conditions: ['may-write'],
    says: () => ['s3:PutObject', 'TooBroad'],
  },
  {
    name: 'a Deny of transport without TLS that asks for the wrong value',
    breaks: (world) => denyUnless(world, { Bool: { 'aws:SecureTransport': 'true' } }),
    repairs: policyOfBucket,
    link: 'bucket',
    conditions: ['may-write'],
    says: () => ['s3:PutObject', 'TooBroad'],
  },
  {
    name: 'the prefix was changed on the trail alone',
    breaks: (world) => world.cli('cloudtrail', 'update-trail', '--name', TRAIL, '--s3-key-prefix', 'moved'),
    repairs: (world) => world.cli('cloudtrail', 'update-trail', '--name', TRAIL, '--s3-key-prefix', PREFIX),
    link: 'bucket',
    conditions: ['may-write'],
    says: (world) => ['s3:PutObject', `arn:aws:s3:::${world.bucket}/moved/AWSLogs/${ACCOUNT}/`],
  },
  {
    name: 'the prefix was changed in the bucket policy alone',
    breaks: (world) => world.setBucketPolicy(world.bucketStatements(world.trail, 'moved')),
    repairs: policyOfBucket,
    link: 'bucket',
    conditions: ['may-write'],
    says: (world) => ['s3:PutObject', `arn:aws:s3:::${world.bucket}/${PREFIX}/AWSLogs/${ACCOUNT}/`],
  },
  {
    name: 'the key is disabled',
    breaks: (world) => world.cli('kms', 'disable-key', '--key-id', world.keyId),
    repairs: (world) => world.cli('kms', 'enable-key', '--key-id', world.keyId),
    link: 'key',
    conditions: ['key-enabled'],
    says: (world) => [world.key, /disabled/i],
  },
  {
    name: 'the key is going to be deleted',
    breaks: (world) =>
      world.cli('kms', 'schedule-key-deletion', '--key-id', world.keyId, '--pending-window-in-days', '7'),
    repairs: async (world) => {
      await world.cli('kms', 'cancel-key-deletion', '--key-id', world.keyId);
      await world.cli('kms', 'enable-key', '--key-id', world.keyId);
    },
    link: 'key',
    conditions: ['key-enabled'],
    says: (world) => [world.key, /delet/i],
  },
  {
    name: 'the key policy does not name CloudTrail',
    breaks: (world) => setKeyPolicy(world, [world.ownerMay()]),
    repairs: policyOfKey,
    link: 'key',
    conditions: ['key-policy-allows'],
    says: (world) => ['kms:GenerateDataKey', world.key],
  },
  {
    name: 'the role is gone',
    breaks: async (world) => {
      await world.cli('iam', 'delete-role-policy', '--role-name', ROLE, '--policy-name', ROLE_POLICY);
      await world.cli('iam', 'delete-role', '--role-name', ROLE);
    },
    repairs: (world) => world.makeRole(),
    link: 'role',
    follows: ['log-group'],
    conditions: ['role-exists'],
    says: (world) => [world.role],
  },
  {
    name: 'the role does not trust CloudTrail',
    breaks: (world) => trust(world, [{ ...mayAssume(), Principal: { Service: 'ec2.amazonaws.com' } }]),
    repairs: (world) => trust(world, [mayAssume()]),
    link: 'role',
    conditions: ['role-trusts-cloudtrail'],
    says: (world) => [/trust policy of/, /does not let CloudTrail assume/, world.role],
  },
  {
    name: 'the role may make streams and write nothing',
    breaks: (world) => world.setRolePolicy(world.roleStatements().slice(0, 1)),
    repairs: policyOfRole,
    link: 'log-group',
    conditions: ['role-may-write'],
    says: (world) => ['logs:PutLogEvents', world.role, `${world.group}:log-stream:`],
  },
  {
    name: 'the role may write to another log group',
    breaks: (world) => world.setRolePolicy(world.roleStatements(`${world.group}-old`)),
    repairs: policyOfRole,
    link: 'log-group',
    conditions: ['role-may-write'],
    says: (world) => ['logs:CreateLogStream', 'logs:PutLogEvents', `${world.group}:log-stream:`],
  },
  {
    name: 'a permissions boundary leaves the role nothing to write with',
    breaks: async (world) => {
      const reads = ['--policy-document', policy([allow(null, 'logs:Describe*', '*')])];
      const made = await world.cli('iam', 'create-policy', '--policy-name', 'reads', ...reads);
      const bound = ['--role-name', ROLE, '--permissions-boundary', String(made.Policy.Arn)];
      return world.cli('iam', 'put-role-permissions-boundary', ...bound);
    },
    repairs: (world) => world.cli('iam', 'delete-role-permissions-boundary', '--role-name', ROLE),
    link: 'log-group',
    conditions: ['role-may-write'],
    says: (world) => ['logs:PutLogEvents', `${world.group}:log-stream:`, /boundary/],
  },
  {
    name: 'the log group is gone',
    breaks: (world) => world.cli('logs', 'delete-log-group', '--log-group-name', GROUP),
    repairs: (world) => world.makeGroup(),
    link: 'log-group',
    conditions: ['log-group-exists'],
    says: () => [GROUP],
  },
  {
    name: 'CloudWatch Logs may not use the key of the log group',
    breaks: async (world) => {
      await world.cli('logs', 'delete-log-group', '--log-group-name', GROUP);
      await world.makeGroup('--kms-key-id', await world.makeKey([world.ownerMay()]));
    },
    repairs: async (world) => {
      await world.cli('logs', 'delete-log-group', '--log-group-name', GROUP);
      await world.makeGroup();
    },
    link: 'log-group',
    conditions: ['role-may-write'],
    says: () => ['kms:', `arn:aws:kms:${HOME}:${ACCOUNT}:key/`, 'logs.us-east-1.amazonaws.com'],
  },
  {
    name: 'the topic policy does not name CloudTrail',
    breaks: (world) => world.setTopic('Policy', policy([allow({ AWS: world.account }, 'SNS:Subscribe', world.topic)])),
    repairs: policyOfTopic,
    link: 'topic',
    conditions: ['topic-policy-allows'],
    says: (world) => [/sns:publish/i, world.topic],
  },
  {
    name: 'CloudTrail may not use the key of the topic',
    breaks: async (world) => world.setTopic('KmsMasterKeyId', await world.makeKey([world.ownerMay()])),
    repairs: (world) => world.setTopic('KmsMasterKeyId', ''),
    link: 'topic',
    conditions: ['topic-key-usable'],
    says: () => ['kms:GenerateDataKey', `arn:aws:kms:${HOME}:${ACCOUNT}:key/`],
  },
  {
    name: 'the topic is gone',
    breaks: (world) => world.cli('sns', 'delete-topic', '--topic-arn', world.topic),
    repairs: (world) => world.makeTopic(),
    link: 'topic',
    conditions: ['topic-exists'],
    says: (world) => [world.topic],
  },
  {
    name: 'the bucket is gone',
    breaks: (world) => world.cli(...world.onBucket('delete-bucket')),
    repairs: (world) => world.makeBucket(),
    link: 'bucket',
    follows: ['key'],
    conditions: ['bucket-exists', 'key-in-bucket-region'],
    says: (world) => [world.bucket],
  },
];
