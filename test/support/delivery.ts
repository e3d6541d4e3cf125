import { doesNotMatch } from 'node:assert/strict';
import type { LogGroup, OrganizationFacts, Role, Trail, TrailStatus } from '../../src/model/facts.ts';
import { type Read, unread } from '../../src/model/read.ts';
import type { Guardrails, Key, PolicyText, RolePolicies, Topic } from '../../src/model/storage.ts';
import {
  bucketWith,
  is,
  type judgeStorage,
  keyWith,
  policyText,
  type Statement,
  TRAIL_ARN,
  trailTo,
} from './buckets.ts';
import { ACCOUNT, ago } from './world.ts';

export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/trail-to-logs`;
export const GROUP_ARN = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:trail`;
export const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:trail`;
export const LOGS_KEY_ARN = `arn:aws:kms:us-east-1:${ACCOUNT}:key/9999abcd-12ab-34cd-56ef-1234567890ab`;
export const ORGANIZATION = 'o-abcdef1234';

const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

export function namedPolicy(name: string, ...statements: readonly Statement[]): Read<PolicyText> {
  return is({ name, text: policyText(statements) });
}

export const TRUST: Statement = { Sid: 'Trust', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'sts:AssumeRole' };

/** Makes streams and writes events, in the streams of this account alone. */
export const WRITE_LOGS: Statement = {
  Sid: 'Write',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: `${GROUP_ARN}:log-stream:${ACCOUNT}_CloudTrail_us-east-1*`,
};

/** A role in good order, with other policies. */
export function roleWith(overrides: Partial<RolePolicies> = {}): Role {
  return {
    arn: ROLE_ARN,
    policies: {
      trust: namedPolicy('trust policy', TRUST),
      inline: is([namedPolicy('inline policy write', WRITE_LOGS)], 'iam:ListRolePolicies'),
      attached: is([], 'iam:ListAttachedRolePolicies'),
      boundary: null,
      ...overrides,
    },
  };
}

/** A role with these inline statements and no other policy. */
export function roleThatMay(...statements: readonly Statement[]): Role {
  return roleWith({ inline: is([namedPolicy('inline policy write', ...statements)], 'iam:ListRolePolicies') });
}

export function logGroupWith(overrides: Partial<LogGroup> = {}): LogGroup {
  return {
    arn: `${GROUP_ARN}:*`,
    retentionDays: 400,
    kmsKey: null,
    logGroupClass: 'STANDARD',
    key: null,
    activity: is(
      {
        newestStream: `${ACCOUNT}_CloudTrail_us-east-1`,
        ...{ streams: [`${ACCOUNT}_CloudTrail_us-east-1`], streamsWhole: true },
        ...{ ingestedAt: ago(0.1) * 1000, lastEventAt: ago(0.2) * 1000, newestEvent: null },
      },
      'logs:DescribeLogStreams',
    ),
    subscriptions: is([], 'logs:DescribeSubscriptionFilters'),
    ...overrides,
  };
}

/** The two statements that CloudTrail needs in the policy of a trail's key. */
export const KEY_STATEMENTS: readonly Statement[] = [
  {
    Sid: 'Encrypt',
    Effect: 'Allow',
    Principal: CLOUDTRAIL,
    Action: 'kms:GenerateDataKey*',
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:SourceArn': TRAIL_ARN },
      StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${ACCOUNT}:trail/*` },
    },
  },
  { Sid: 'Describe', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:DescribeKey', Resource: '*' },
];

export function trailKey(overrides: Partial<Key> = {}): Key {
  return keyWith(KEY_STATEMENTS, overrides);
}

/** The key of a log group: what CloudWatch Logs asks for, in its own words. */
export const LOGS_KEY_STATEMENT: Statement = {
  Sid: 'Logs',
  Effect: 'Allow',
  Principal: { Service: 'logs.us-east-1.amazonaws.com' },
  Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Resource: '*',
  Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': GROUP_ARN } },
};

export function logsKey(overrides: Partial<Key> = {}): Key {
  return keyWith([LOGS_KEY_STATEMENT], { arn: LOGS_KEY_ARN, account: ACCOUNT, ...overrides });
}

export const PUBLISH: Statement = {
  Sid: 'Publish',
  Effect: 'Allow',
  Principal: CLOUDTRAIL,
  Action: 'SNS:Publish',
  Resource: TOPIC_ARN,
  Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
};

export function topicWith(overrides: Partial<Topic> = {}): Topic {
  return {
    arn: TOPIC_ARN,
    account: ACCOUNT,
    region: 'us-east-1',
    policy: namedPolicy('policy of topic trail', PUBLISH),
    kmsKey: null,
    key: null,
    subscriptionsConfirmed: 1,
    subscriptionsPending: 0,
    ...overrides,
  };
}

export function statusWith(overrides: Partial<TrailStatus> = {}): Read<TrailStatus> {
  const at = (hours: number): Read<number | null> => is(ago(hours) * 1000, 'cloudtrail:GetTrailStatus');
  const none = is(null, 'cloudtrail:GetTrailStatus');
  return is(
    {
      logging: is(true, 'cloudtrail:GetTrailStatus'),
      ...{ startedAt: at(2000), stoppedAt: none, deliveredAt: at(0.1), deliveryError: none },
      ...{ digestAt: at(0.5), digestError: none, notificationError: none },
      ...{ logsDeliveredAt: at(0.1), logsDeliveryError: none },
      ...overrides,
    },
    'cloudtrail:GetTrailStatus',
  );
}

interface Links {
  readonly bucket?: Trail['bucket'];
  readonly role?: Trail['role'];
  readonly logGroup?: Trail['logGroup'];
  readonly key?: Trail['key'];
  readonly topic?: Trail['topic'];
  readonly status?: Partial<TrailStatus>;
  readonly config?: Partial<Trail['config']>;
  readonly guardrails?: Trail['guardrails'];
}

/** A trail with every link in good order: bucket and key in the archive account, the rest in its own. */
export function deliveringTrail(links: Links = {}): Trail {
  const { status, config, guardrails = new Map(), ...given } = links;
  const plain = trailTo(links.bucket ?? is(bucketWith(), 's3:HeadBucket'), { guardrails });
  const names = {
    snsTopic: is(TOPIC_ARN, 'cloudtrail:DescribeTrails'),
    logGroup: is(`${GROUP_ARN}:*`, 'cloudtrail:DescribeTrails'),
    role: is(ROLE_ARN, 'cloudtrail:DescribeTrails'),
    kmsKey: is(trailKey().arn, 'cloudtrail:DescribeTrails'),
  };
  return {
    ...plain,
    config: { ...plain.config, ...names, ...config },
    status: { 'us-east-1': statusWith(status) },
    logGroup: is(logGroupWith(), 'logs:DescribeLogGroups'),
    role: is(roleWith(), 'iam:GetRole'),
    key: is(trailKey(), 'kms:DescribeKey'),
    topic: is(topicWith(), 'sns:GetTopicAttributes'),
    ...given,
  };
}

/** An organization of which the ordinary account is the management account. */
export function organizationWith(overrides: Partial<OrganizationFacts> = {}): OrganizationFacts {
  return {
    id: is(ORGANIZATION, 'organizations:DescribeOrganization'),
    management: ACCOUNT,
    caller: ACCOUNT,
    ...{ accountsListed: is(true as const), trails: [], ownerListed: is(true as const) },
    trustedAccess: is(true),
    delegatedAdministrators: is(new Map()),
    ...overrides,
  };
}

const FULL: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

/** Service control policies at the root and at the account; RCPs are off. */
export function scpsOf(account: string, ...statements: readonly Statement[]): Trail['guardrails'] {
  const levels = [
    { target: 'r-root', policies: is([namedPolicy('FullAWSAccess (p-FullAWSAccess)', FULL)]) },
    {
      target: account,
      policies: is([namedPolicy('FullAWSAccess (p-FullAWSAccess)', FULL), namedPolicy('guard (p-1)', ...statements)]),
    },
  ];
  return new Map([[account, is({ scps: levels, rcps: [] }, 'organizations:ListPoliciesForTarget')]]);
}

/** Resource control policies at the account; SCPs are off. */
export function rcpsOf(account: string, ...statements: readonly Statement[]): Trail['guardrails'] {
  const full = namedPolicy('RCPFullAWSAccess (p-RCPFullAWSAccess)', { ...FULL, Principal: '*' });
  const levels = [{ target: account, policies: is([full, namedPolicy('perimeter (p-2)', ...statements)]) }];
  return new Map([[account, is({ scps: [], rcps: levels }, 'organizations:ListPoliciesForTarget')]]);
}

/** Guardrails that this run did not read. */
export function unreadGuardrails(account: string): Trail['guardrails'] {
  const call = 'organizations:ListPoliciesForTarget';
  const failure = {
    kind: 'not-asked',
    call,
    account,
    region: null,
    code: null,
    message: null,
    permission: null,
  } as const;
  const source = { capture: null, call, account, region: null, field: null, at: null };
  const read: Read<Guardrails> = unread(failure, source);
  return new Map([[account, read]]);
}

/** How a condition holds, and the ids of its reasons: `no permission.denied`. Every reason has to be a whole sentence. */
export function says(judged: ReturnType<typeof judgeStorage>, condition: string): string {
  for (const sentence of judged.sentences(condition)) {
    // An id stands where words are missing; a parameter without a value reads "unknown".
    doesNotMatch(sentence, /^[a-z-]+\.[a-z.-]+$|\bunknown(?! condition)/);
  }
  const holds = judged.holds.find((one) => one.startsWith(`${condition} `))?.split(' ')[1];
  return [holds, ...judged.reasons(condition)].join(' ');
}
