/**
 * The small world that the double answers from. Fields in AWS's spelling are AWS's own and are sent as
 * they stand; fields in small letters belong to the rig.
 */

import type {
  BlockConfiguration,
  Document,
  PolicyType,
  PolicyTypeState,
  WorldBucket,
  WorldEventDataStore,
  WorldKey,
  WorldLogStream,
  WorldManagedPolicy,
  WorldOrganizationPolicy,
  WorldSubscriptionFilter,
  WorldTopic,
} from './world-delivery.ts';

/** A time: `-5m`, `-3h`, `-2d` (before the world's `now`), or an ISO date-time, or a Date. */
export type When = string | Date;

export type RegionOptStatus = 'ENABLED_BY_DEFAULT' | 'ENABLED' | 'ENABLING' | 'DISABLING' | 'DISABLED';

export type AccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';

export type World = {
  now: When;
  partition?: string;
  accounts: WorldAccount[];
  /** Without it every account stands alone, and yet sees the organisation trails of the others. */
  organization?: WorldOrganization;
  /** The account that owns the buckets which trails name and nobody describes; default: that of the trail. */
  logArchive?: string;
  /** Names of buckets and ARNs of keys and topics that do not exist, so that no default takes their place. */
  missing?: string[];
};

/** The organisation to which every account belongs that is not `member: false`. */
export type WorldOrganization = {
  /** Default `o-exampleorg`. */
  id?: string;
  /** Default `r-root`. */
  rootId?: string;
  /** The account id of the management account. */
  management: string;
  ous?: WorldOu[];
  /** Service principals with trusted access; default CloudTrail and Account Management. */
  trustedServices?: string[];
  delegatedAdministrators?: { account: string; services: string[] }[];
  /** Default `ALL`. */
  featureSet?: 'ALL' | 'CONSOLIDATED_BILLING';
  listing?: AccountListing;
  /** Which types of policies are on; default both. */
  policyTypes?: Partial<Record<PolicyType, PolicyTypeState>>;
  /** Beside these, AWS's full access is attached everywhere unless its id is described here. */
  policies?: WorldOrganizationPolicy[];
};

/** `parent` is the root or another OU. */
export type WorldOu = { id: string; name: string; parent: string };

/** How the lists of accounts are worded and paged. */
export type AccountListing = {
  /** `state` leaves the retired `Status` out, `status` knows nothing but it; default both. */
  fields?: 'both' | 'state' | 'status';
  /** Whether accounts come with `Paths`. */
  paths?: boolean;
  /** Before these pages, counted from 1, an empty one comes that has a token. */
  emptyBefore?: number[];
  /** Every page begins with the account that ended the one before. */
  overlap?: boolean;
};

export type WorldAccount = {
  id: string;
  name?: string;
  /** Default ACTIVE. */
  state?: AccountState;
  /** Default: a year before the world's `now`. */
  joined?: When;
  /** The root or OU that holds it; default, and null, the root. */
  ou?: string | null;
  /** False: outside the organisation. */
  member?: boolean;
  /** False: the account lacks AWSServiceRoleForCloudTrail. Its copies of trails are taken away by `notIn`. */
  cloudTrailRole?: boolean;
  /** Default: `defaultRegions()`. */
  regions?: Record<string, RegionOptStatus>;
  trails?: WorldTrail[];
  eventDataStores?: WorldEventDataStore[];
  logGroups?: WorldLogGroup[];
  roles?: WorldRole[];
  buckets?: WorldBucket[];
  keys?: WorldKey[];
  topics?: WorldTopic[];
  /** Managed policies of its own. */
  policies?: WorldManagedPolicy[];
  /** S3's block for the whole account; default: all four are on. Null: none. */
  publicAccessBlock?: BlockConfiguration | null;
};

/** A trail of its owner. DescribeTrails sends its capitalised fields; null leaves out one that has a default. */
export type WorldTrail = {
  Name: string;
  HomeRegion: string;
  TrailARN?: string | null;
  S3BucketName?: string | null;
  S3KeyPrefix?: string;
  SnsTopicName?: string;
  SnsTopicARN?: string;
  IncludeGlobalServiceEvents?: boolean | null;
  /** Default true. */
  IsMultiRegionTrail?: boolean | null;
  /** Default true. */
  LogFileValidationEnabled?: boolean | null;
  CloudWatchLogsLogGroupArn?: string;
  CloudWatchLogsRoleArn?: string;
  KmsKeyId?: string;
  HasCustomEventSelectors?: boolean | null;
  HasInsightSelectors?: boolean | null;
  IsOrganizationTrail?: boolean | null;
  /** Default: AWS's default, one basic selector with all management events. `raw` is sent as it stands. */
  selectors?: { basic: BasicSelector[] } | { advanced: AdvancedSelector[] } | { raw: Record<string, unknown> };
  /** The types of Insights events; default none. */
  insights?: string[];
  /** Default: an owner. */
  tags?: Record<string, string>;
  /** GetTrailStatus in every Region; missing fields come from a healthy trail, null leaves one out. */
  status?: WorldTrailStatus;
  /** What differs in single Regions. */
  statusIn?: Record<string, WorldTrailStatus>;
  /** Where a copy that should be listed is not: `region`, `account`, or `account/region`. */
  notIn?: string[];
  /** What a member gets that asks for this organisation trail by its ARN; default `allowed`. */
  fromMembers?: { status?: MemberAnswer; selectors?: MemberAnswer };
};

/** `denied` by a policy, `notFound` as CloudTrail says it of trails that it does not show. */
export type MemberAnswer = 'allowed' | 'denied' | 'notFound';

export type WorldTrailStatus = {
  IsLogging?: boolean | null;
  StartLoggingTime?: When | null;
  StopLoggingTime?: When | null;
  LatestDeliveryTime?: When | null;
  LatestDeliveryError?: string | null;
  LatestDigestDeliveryTime?: When | null;
  LatestDigestDeliveryError?: string | null;
  LatestNotificationTime?: When | null;
  LatestNotificationError?: string | null;
  LatestCloudWatchLogsDeliveryTime?: When | null;
  LatestCloudWatchLogsDeliveryError?: string | null;
};

export type BasicSelector = {
  ReadWriteType?: string;
  IncludeManagementEvents?: boolean;
  DataResources?: { Type: string; Values: string[] }[];
  ExcludeManagementEventSources?: string[];
};

export type AdvancedSelector = { Name?: string; FieldSelectors: Record<string, string | string[]>[] };

export type WorldLogGroup = {
  region: string;
  logGroupName: string;
  creationTime?: When;
  retentionInDays?: number;
  kmsKeyId?: string;
  metricFilterCount?: number;
  storedBytes?: number;
  logGroupClass?: string;
  /** Default, where a trail names the group: one stream of CloudTrail that just got events. */
  streams?: WorldLogStream[];
  /** Default none. */
  subscriptions?: WorldSubscriptionFilter[];
};

export type WorldRole = {
  RoleName: string;
  Path?: string;
  /** Default: CloudTrail may assume it. */
  AssumeRolePolicyDocument?: unknown;
  /** Inline policies by name. Default, if `attached` is absent too: leave to write for the trails that name the role. */
  inline?: Record<string, Document>;
  /** ARNs of managed policies, or names of the account's own. */
  attached?: string[];
  /** The ARN of the permissions boundary, or the name of one of the account's own policies. */
  boundary?: string;
  /** Whether sts:AssumeRole works; default true. */
  assumable?: boolean;
  /** AssumeRole without this external id is refused. */
  externalId?: string;
  /** The accounts that may assume it; default all of the organisation. A role outside is refused unless it trusts by name. */
  trusts?: string[];
  /** When sessions in this role end; overrides the double's own setting. */
  sessions?: SessionLimits;
  [field: string]: unknown;
};

/** Credentials that end before their time. */
export type SessionLimits = {
  /** They answer this many requests and are expired from then on; nothing announces it. */
  calls?: number;
  /** They are expired after this many milliseconds. */
  ms?: number;
  /** Whether `Expiration` tells of `ms`; default true. */
  isAnnounced?: boolean;
};

const BY_DEFAULT = (
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 ' +
  'eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'
).split(' ');
const OPT_IN = (
  'af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 ' +
  'eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1'
).split(' ');

/** The Regions of the `aws` partition: 17 on by default, the opt-in ones off unless named. */
export function defaultRegions(differing: Record<string, RegionOptStatus> = {}): Record<string, RegionOptStatus> {
  const off = Object.fromEntries(OPT_IN.map((name) => [name, 'DISABLED' as const]));
  const on = Object.fromEntries(BY_DEFAULT.map((name) => [name, 'ENABLED_BY_DEFAULT' as const]));
  return { ...off, ...on, ...differing };
}

/** Whether an account in this state of a Region gets answers from it. */
export function isEnabled(status: RegionOptStatus | undefined): boolean {
  return status === 'ENABLED_BY_DEFAULT' || status === 'ENABLED' || status === 'DISABLING';
}

/** The same state in the words of ec2:DescribeRegions. */
export function optInStatus(status: RegionOptStatus): string {
  if (status === 'ENABLED_BY_DEFAULT') return 'opt-in-not-required';
  return isEnabled(status) ? 'opted-in' : 'not-opted-in';
}

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The date that a time of the world means. */
export function dateOf(when: When, now: Date): Date {
  if (when instanceof Date) return when;
  const [, sign, amount, unit] = /^([-+])(\d+(?:\.\d+)?)([smhd])$/.exec(when) ?? [];
  const date =
    unit === undefined
      ? new Date(when)
      : new Date(now.getTime() + (sign === '-' ? -1 : 1) * Number(amount) * (UNITS[unit] ?? 0));
  if (Number.isNaN(date.getTime())) throw new Error(`not a time: ${when}`);
  return date;
}
