/** The table "How many" of docs/collection.md as a function. */

/** What there is to ask; whatever is left out there is none of. */
export type Counted = {
  regions: number;
  /** Trails that are seen: in every Region, in one. */
  multi?: number;
  single?: number;
  /** Home Regions of trails that the account owns. */
  homes?: number;
  groups?: number;
  roles?: number;
  /** Policies of roles. */
  inline?: number;
  managed?: number;
  buckets?: number;
  /** Buckets that lie in another Region than the trail that names them. */
  moved?: number;
  /** Account × Region of buckets. */
  places?: number;
  keys?: number;
  topics?: number;
  /** Whether the account owns a trail of an organization. */
  organization?: number;
};

export const OF_BUCKETS = [
  'GetBucketAcl',
  'GetBucketEncryption',
  'GetBucketLifecycleConfiguration',
  'GetBucketLogging',
  'GetBucketOwnershipControls',
  'GetBucketPolicy',
  'GetBucketPolicyStatus',
  'GetBucketRequestPayment',
  'GetBucketVersioning',
  'GetObjectLockConfiguration',
  'GetPublicAccessBlock',
];

/** The table "How many" of docs/collection.md. */
export function formula(all: Counted): Record<string, number> {
  const { regions, multi = 0, single = 0, homes = 0, groups = 0, roles = 0, inline = 0, managed = 0 } = all;
  const { buckets = 0, moved = 0, places = 0, keys = 0, topics = 0, organization = 0 } = all;
  const calls = {
    'account:ListRegions': 1,
    'cloudtrail:DescribeTrails': regions,
    'cloudtrail:GetEventSelectors': multi + single,
    'cloudtrail:GetTrailStatus': multi * regions + single,
    'cloudtrail:ListTags': homes,
    'iam:GetPolicy': managed,
    'iam:GetPolicyVersion': managed,
    'iam:GetRole': roles,
    'iam:GetRolePolicy': inline,
    'iam:ListAttachedRolePolicies': roles,
    'iam:ListRolePolicies': roles,
    'kms:DescribeKey': keys,
    'kms:GetKeyPolicy': keys,
    'logs:DescribeLogGroups': groups,
    'logs:DescribeLogStreams': groups,
    'logs:DescribeSubscriptionFilters': groups,
    'organizations:DescribeOrganization': organization,
    's3:GetAccountPublicAccessBlock': places,
    's3:HeadBucket': buckets + moved,
    ...Object.fromEntries(OF_BUCKETS.map((operation) => [`s3:${operation}`, buckets])),
    'sns:GetTopicAttributes': topics,
    'sts:GetCallerIdentity': 1,
  };
  return sorted(Object.fromEntries(Object.entries(calls).filter(([, number]) => number > 0)));
}

export function sorted(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
