import type { WorldAccount, WorldLogGroup, WorldOu, WorldRole, WorldTrail, WorldTrailStatus } from '../rig/world.ts';

/** An account of the demo: what the double answers, and what docs/demo.md says of it. */
export type DemoAccount = WorldAccount & {
  name: string;
  /** One sentence for docs/demo.md. */
  story: string;
};

export const ORGANIZATION = 'o-harbourlts';
export const ROOT = 'r-hbrl';

/** The organizational units by their names in the demo's source; `root` is the root itself. */
const UNIT_IDS = {
  root: ROOT,
  security: 'ou-hbrl-security1',
  infrastructure: 'ou-hbrl-infrastr1',
  workloads: 'ou-hbrl-workload1',
  production: 'ou-hbrl-producti1',
  staging: 'ou-hbrl-staging01',
  sandbox: 'ou-hbrl-sandbox01',
  acquired: 'ou-hbrl-acquired1',
  tidewater: 'ou-hbrl-tidewatr1',
  suspended: 'ou-hbrl-suspende1',
} as const;

export type Unit = keyof typeof UNIT_IDS;

export const UNITS: WorldOu[] = [
  unit('security', 'Security', 'root'),
  unit('infrastructure', 'Infrastructure', 'root'),
  unit('workloads', 'Workloads', 'root'),
  unit('production', 'Production', 'workloads'),
  unit('staging', 'Staging', 'workloads'),
  unit('sandbox', 'Sandbox', 'root'),
  unit('acquired', 'Acquired', 'root'),
  unit('tidewater', 'Tidewater', 'acquired'),
  unit('suspended', 'Suspended', 'root'),
];

function unit(key: Unit, name: string, parent: Unit): WorldOu {
  return { id: UNIT_IDS[key], name, parent: UNIT_IDS[parent] };
}

export const HOME = 'eu-west-1';

/** `1111000000NN`: obviously invented. */
export function id(number: number): string {
  return `1111000000${String(number).padStart(2, '0')}`;
}

export const MANAGEMENT = id(1);
const LOG_ARCHIVE = id(2);
export const SECURITY_TOOLING = id(3);
export const AUDIT = id(15);

export const ARCHIVE_BUCKET = `harbour-cloudtrail-${LOG_ARCHIVE}`;

/** The one role that may delete log files: demo/trailproof.yaml declares it. */
export const CUSTODIAN = `arn:aws:iam::${LOG_ARCHIVE}:role/security/LogCustodian`;

/** The role that the scan assumes in every member. */
export const READ_ROLE = 'TrailproofRead';

/** A member of the organization, active and readable unless it says otherwise. */
export function member(
  number: number,
  name: string,
  ou: Unit,
  joined: string,
  story: string,
  { roles = [], ...more }: Partial<DemoAccount> = {},
): DemoAccount {
  return {
    id: id(number),
    name,
    ou: UNIT_IDS[ou],
    joined,
    story,
    roles: [{ RoleName: READ_ROLE }, ...roles],
    ...more,
  };
}

/** A multi-Region trail with digests; bucket and key are those of the log archive. */
export function trail(Name: string, more: Partial<WorldTrail> = {}): WorldTrail {
  return {
    Name,
    HomeRegion: HOME,
    S3BucketName: ARCHIVE_BUCKET,
    S3KeyPrefix: Name,
    KmsKeyId: keyArn(2),
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
export function logGroup(region = HOME, more: Partial<WorldLogGroup> = {}): WorldLogGroup {
  return {
    region,
    logGroupName: GROUP,
    retentionInDays: 365,
    metricFilterCount: 14,
    storedBytes: 48_218_112,
    ...more,
  };
}

/** The role that `logsLink` names. */
export function logsRole(more: Partial<WorldRole> = {}): WorldRole {
  return { RoleName: ROLE, ...more };
}

/** The trail's notifications; the topic is of the same account. */
export function topicLink(name: string, account: number, region = HOME): Partial<WorldTrail> {
  return { SnsTopicName: name, SnsTopicARN: `arn:aws:sns:${region}:${id(account)}:${name}` };
}

export function keyArn(account: number, region = HOME): string {
  return `arn:aws:kms:${region}:${id(account)}:key/${keyId(account)}`;
}

export function keyId(account: number): string {
  return `00000000-0000-4000-8000-${id(account)}`;
}

/** Nothing reached the bucket after this moment, digests included. */
export function undelivered(since: string, error: string): WorldTrailStatus {
  return {
    LatestDeliveryTime: since,
    LatestDeliveryError: error,
    LatestDigestDeliveryTime: since,
    LatestDigestDeliveryError: error,
  };
}

/** Nothing reached CloudWatch Logs after this moment; null: nothing ever did. */
export function silent(since: string | null): WorldTrailStatus {
  return {
    LatestCloudWatchLogsDeliveryTime: since,
    LatestCloudWatchLogsDeliveryError: 'Access denied. Check the permissions of your IAM role.',
  };
}
