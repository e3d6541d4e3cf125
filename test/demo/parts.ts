import type { WorldAccount, WorldLogGroup, WorldRole, WorldTrail } from '../rig/world.ts';

/** An account of the demo: what the double answers, and what only AWS Organizations would say. */
export type DemoAccount = WorldAccount & {
  name: string;
  /** Path of the organizational unit; null outside the organization. */
  ou: string | null;
  joinedAt: string | null;
  state: string;
  /** One sentence for docs/demo.md. */
  story: string;
};

export const HOME = 'eu-west-1';

/** `1111000000NN`: obviously invented. */
export function id(number: number): string {
  return `1111000000${String(number).padStart(2, '0')}`;
}

export const MANAGEMENT = id(1);
export const LOG_ARCHIVE = id(2);

/** An active member of the organization; members see the organization trail unless it says otherwise. */
export function member(
  number: number,
  name: string,
  ou: string,
  joinedAt: string,
  story: string,
  more: Partial<DemoAccount> = {},
): DemoAccount {
  return { id: id(number), name, ou, joinedAt, state: 'ACTIVE', story, ...more };
}

/** An account of the acquired company, which has not joined the organization. */
export function outsider(number: number, name: string, story: string, more: Partial<DemoAccount> = {}): DemoAccount {
  return { id: id(number), name, ou: null, joinedAt: null, state: 'ACTIVE', story, ...more };
}

/** A multi-Region trail with key, digests and a bucket in the log archive. */
export function trail(Name: string, account: number, more: Partial<WorldTrail> = {}): WorldTrail {
  return {
    Name,
    HomeRegion: HOME,
    S3BucketName: `harbour-cloudtrail-${LOG_ARCHIVE}`,
    S3KeyPrefix: Name,
    KmsKeyId: keyArn(account),
    ...more,
  };
}

const GROUP = '/harbour/cloudtrail';
const ROLE = 'cloudtrail-to-logs';

/** The trail's link to CloudWatch Logs; group and role are of the same account. */
export function logsLink(account: number, region = HOME): Partial<WorldTrail> {
  return {
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${id(account)}:log-group:${GROUP}:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${id(account)}:role/${ROLE}`,
  };
}

/** The group that `logsLink` names. */
export function logGroup(region = HOME): WorldLogGroup {
  return { region, logGroupName: GROUP, retentionInDays: 365, metricFilterCount: 14, storedBytes: 48_218_112 };
}

/** The role that `logsLink` names. */
export function logsRole(): WorldRole {
  return { RoleName: ROLE };
}

export function keyArn(account: number, region = HOME): string {
  return `arn:aws:kms:${region}:${id(account)}:key/00000000-0000-4000-8000-${id(account)}`;
}
