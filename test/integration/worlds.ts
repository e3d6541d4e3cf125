/** The worlds that several test files scan. */

import { defaultRegions, type World, type WorldAccount, type WorldTrail } from '../rig/world.ts';

export const ACCOUNT = '111122223333';
export const MANAGEMENT = '999988887777';
export const HOME = 'us-east-1';

/** Three enabled Regions; the others are off. */
export const THREE = ['ap-south-1', 'eu-west-1', 'us-east-1'];

export function arnOf(name: string, home = HOME, account = ACCOUNT): string {
  return `arn:aws:cloudtrail:${home}:${account}:trail/${name}`;
}

export function onlyRegions(names: string[]): ReturnType<typeof defaultRegions> {
  const states = Object.keys(defaultRegions()).map((name) => {
    return [name, names.includes(name) ? 'ENABLED_BY_DEFAULT' : 'DISABLED'] as const;
  });
  return Object.fromEntries(states);
}

/** A multi-Region trail in perfect order: key, validation, log group, role. */
export function healthyTrail(name = 'main', more: Partial<WorldTrail> = {}): WorldTrail {
  return {
    Name: name,
    HomeRegion: HOME,
    KmsKeyId: `arn:aws:kms:${HOME}:${ACCOUNT}:key/1`,
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:ct/logs:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/ct`,
    ...more,
  };
}

/** A trail of one Region that records writes only and has neither key nor log group. */
export function localTrail(name = 'local', region = 'eu-west-1'): WorldTrail {
  return {
    Name: name,
    HomeRegion: region,
    IsMultiRegionTrail: false,
    selectors: { basic: [{ ReadWriteType: 'WriteOnly' }] },
  };
}

export function accountWith(trails: WorldTrail[], more: Partial<WorldAccount> = {}): WorldAccount {
  return {
    id: ACCOUNT,
    regions: onlyRegions(THREE),
    trails,
    logGroups: [{ region: HOME, logGroupName: 'ct/logs' }],
    roles: [{ RoleName: 'ct' }],
    ...more,
  };
}

/** Judged now: freshness is measured against the real clock. */
export function worldOf(...accounts: WorldAccount[]): World {
  return { now: new Date(), accounts };
}

export function smallWorld(): World {
  return worldOf(accountWith([healthyTrail(), localTrail()]));
}

const TRAIL_KEY = `arn:aws:kms:${HOME}:${ACCOUNT}:key/of-trail`;
const GROUP_KEY = `arn:aws:kms:${HOME}:${ACCOUNT}:key/of-group`;
const TOPIC_KEY = `arn:aws:kms:${HOME}:${ACCOUNT}:key/of-topic`;
export const TOPIC = `arn:aws:sns:${HOME}:${ACCOUNT}:notices`;
export const BUCKET = 'main-logs';

function keyFor(...Action: string[]): Record<string, unknown> {
  const owner = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action, Resource: '*' };
  return { Version: '2012-10-17', Statement: [owner, cloudTrail] };
}

/**
 * One account in one Region whose only trail names everything that a trail can name, all of it in working order. Its role
 * may write by a managed policy within a boundary and has an inline policy besides; nothing blocks public access to the
 * bucket, which nobody allows.
 */
export function fullWorld(more: Partial<WorldAccount> = {}): World {
  const lets = (Action: string | string[]) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });
  return worldOf(
    accountWith([healthyTrail('main', { KmsKeyId: TRAIL_KEY, SnsTopicARN: TOPIC })], {
      regions: onlyRegions([HOME]),
      logGroups: [{ region: HOME, logGroupName: 'ct/logs', kmsKeyId: GROUP_KEY }],
      roles: [
        { RoleName: 'ct', inline: { reads: lets('logs:Describe*') }, attached: ['writes'], boundary: 'everything' },
      ],
      policies: [
        { PolicyName: 'writes', document: lets(['logs:CreateLogStream', 'logs:PutLogEvents']) },
        { PolicyName: 'everything', document: lets('*') },
      ],
      topics: [{ name: 'notices', region: HOME, KmsMasterKeyId: TOPIC_KEY }],
      keys: [{ KeyId: 'of-topic', region: HOME, policy: keyFor('kms:GenerateDataKey*', 'kms:Decrypt') }],
      buckets: [{ name: BUCKET, PublicAccessBlock: null }],
      publicAccessBlock: null,
      ...more,
    }),
  );
}
