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
