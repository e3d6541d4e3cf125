/**
 * Every AWS operation that the program may call, and nothing else. All of them read.
 *
 * The call function in `collect/` accepts only these keys, `trailproof permissions` prints them, and a test compares
 * them with the commands that exist in the source and with what the proxy saw.
 */
export const OPERATIONS = {
  'organizations:DescribeOrganization': {
    action: 'organizations:DescribeOrganization',
    where: 'organization',
    why: 'Names the organization and its management account.',
  },
  'organizations:ListAccounts': {
    action: 'organizations:ListAccounts',
    where: 'organization',
    why: 'Lists every account with its state and the day it joined.',
  },
  'organizations:ListRoots': {
    action: 'organizations:ListRoots',
    where: 'organization',
    why: 'First step to the names of the organizational units.',
  },
  'organizations:ListOrganizationalUnitsForParent': {
    action: 'organizations:ListOrganizationalUnitsForParent',
    where: 'organization',
    why: 'Names the organizational units.',
  },
  'organizations:ListAccountsForParent': {
    action: 'organizations:ListAccountsForParent',
    where: 'organization',
    why: 'Tells which organizational unit an account is in, where the list of accounts does not say.',
  },
  'organizations:ListDelegatedAdministrators': {
    action: 'organizations:ListDelegatedAdministrators',
    where: 'organization',
    why: 'Finds the accounts that administer security services: none of them may be out of scope unseen.',
  },
  'organizations:ListDelegatedServicesForAccount': {
    action: 'organizations:ListDelegatedServicesForAccount',
    where: 'organization',
    why: 'Tells which services such an account administers.',
  },
  'organizations:ListAWSServiceAccessForOrganization': {
    action: 'organizations:ListAWSServiceAccessForOrganization',
    where: 'organization',
    why: 'Tells whether CloudTrail has trusted access; without it an organization trail reaches no member.',
  },
  'organizations:ListPoliciesForTarget': {
    action: 'organizations:ListPoliciesForTarget',
    where: 'organization',
    why: 'Lists the service and resource control policies that bind the accounts of roles, buckets and keys.',
  },
  'organizations:DescribePolicy': {
    action: 'organizations:DescribePolicy',
    where: 'organization',
    why: 'Reads them: one of them can cut delivery.',
  },
  'sts:AssumeRole': {
    action: 'sts:AssumeRole',
    where: 'organization',
    why: 'Enters each member account by the reading role.',
  },
  'sts:GetCallerIdentity': {
    action: 'sts:GetCallerIdentity',
    where: 'account',
    why: 'Names the account, the partition and the identity that reads; AWS allows it to every identity.',
  },
  'account:ListRegions': {
    action: 'account:ListRegions',
    where: 'account',
    why: 'Lists the Regions enabled in the account, opt-in Regions included.',
  },
  'ec2:DescribeRegions': {
    action: 'ec2:DescribeRegions',
    where: 'account',
    why: 'Second way to the list of enabled Regions, asked only when account:ListRegions gave no list.',
  },
  'cloudtrail:DescribeTrails': {
    action: 'cloudtrail:DescribeTrails',
    where: 'account',
    why: 'Lists the trails of each enabled Region with their configuration, copies of multi-Region and organization trails included.',
  },
  'cloudtrail:GetTrailStatus': {
    action: 'cloudtrail:GetTrailStatus',
    where: 'account',
    why: 'Tells whether a trail records, and when and with what error it last delivered, Region by Region.',
  },
  'cloudtrail:GetEventSelectors': {
    action: 'cloudtrail:GetEventSelectors',
    where: 'account',
    why: 'Tells which events a trail records: management reads and writes, excluded sources, data events.',
  },
  'logs:DescribeLogGroups': {
    action: 'logs:DescribeLogGroups',
    where: 'account',
    why: 'Tells whether the log group that a trail names exists.',
  },
  'iam:GetRole': {
    action: 'iam:GetRole',
    where: 'account',
    why: 'Tells whether the role that a trail uses to write to CloudWatch Logs exists, whom it trusts and what bounds it.',
  },
  'iam:ListRolePolicies': {
    action: 'iam:ListRolePolicies',
    where: 'account',
    why: 'Lists the inline policies of such a role.',
  },
  'iam:GetRolePolicy': {
    action: 'iam:GetRolePolicy',
    where: 'account',
    why: 'Reads them: may the role write to the log group?',
  },
  'iam:ListAttachedRolePolicies': {
    action: 'iam:ListAttachedRolePolicies',
    where: 'account',
    why: 'Lists the managed policies of such a role.',
  },
  'iam:GetPolicy': {
    action: 'iam:GetPolicy',
    where: 'account',
    why: 'Names the version of a managed policy or permissions boundary that counts.',
  },
  'iam:GetPolicyVersion': {
    action: 'iam:GetPolicyVersion',
    where: 'account',
    why: 'Reads that version.',
  },
  'logs:DescribeLogStreams': {
    action: 'logs:DescribeLogStreams',
    where: 'account',
    why: 'Shows the newest streams of the log group and when events last came in.',
  },
  'logs:DescribeSubscriptionFilters': {
    action: 'logs:DescribeSubscriptionFilters',
    where: 'account',
    why: 'Shows where the log group sends its events on, a SIEM for example.',
  },
  'logs:GetLogEvents': {
    action: 'logs:GetLogEvents',
    where: 'account',
    why: 'Shows the newest event in the log group, id and time alone; only with --probe-events.',
  },
  'cloudtrail:GetInsightSelectors': {
    action: 'cloudtrail:GetInsightSelectors',
    where: 'account',
    why: 'Tells which Insights events a trail records.',
  },
  'cloudtrail:ListTags': {
    action: 'cloudtrail:ListTags',
    where: 'account',
    why: 'Tells how trails are tagged.',
  },
  'cloudtrail:ListEventDataStores': {
    action: 'cloudtrail:ListEventDataStores',
    where: 'account',
    why: 'Lists the event data stores of each enabled Region; only where a control about them is selected.',
  },
  'cloudtrail:GetEventDataStore': {
    action: 'cloudtrail:GetEventDataStore',
    where: 'account',
    why: 'Tells which key encrypts such a store.',
  },
  's3:HeadBucket': {
    action: 's3:ListBucket',
    where: 'account',
    why: 'Finds the account that owns the bucket which a trail delivers to, and the Region of it.',
  },
  's3:GetBucketPolicy': {
    action: 's3:GetBucketPolicy',
    where: 'account',
    why: 'Tells whether CloudTrail may write to the bucket, and who else may delete or change it.',
  },
  's3:GetBucketPolicyStatus': {
    action: 's3:GetBucketPolicyStatus',
    where: 'account',
    why: 'Tells whether the bucket policy makes the bucket public.',
  },
  's3:GetBucketAcl': {
    action: 's3:GetBucketAcl',
    where: 'account',
    why: 'Tells whether the access control list grants anything to everybody.',
  },
  's3:GetPublicAccessBlock': {
    action: 's3:GetBucketPublicAccessBlock',
    where: 'account',
    why: 'Tells whether public access is blocked for the bucket.',
  },
  's3:GetAccountPublicAccessBlock': {
    action: 's3:GetAccountPublicAccessBlock',
    where: 'account',
    why: 'Tells whether public access is blocked for the whole account.',
  },
  's3:GetBucketVersioning': {
    action: 's3:GetBucketVersioning',
    where: 'account',
    why: 'Tells whether overwritten and deleted log files are kept as versions, and whether MFA delete is on.',
  },
  's3:GetObjectLockConfiguration': {
    action: 's3:GetBucketObjectLockConfiguration',
    where: 'account',
    why: 'Tells whether and how long log files are locked.',
  },
  's3:GetBucketLifecycleConfiguration': {
    action: 's3:GetLifecycleConfiguration',
    where: 'account',
    why: 'Tells when log files expire.',
  },
  's3:GetBucketLogging': {
    action: 's3:GetBucketLogging',
    where: 'account',
    why: 'Tells whether access to the bucket is logged.',
  },
  's3:GetBucketEncryption': {
    action: 's3:GetEncryptionConfiguration',
    where: 'account',
    why: 'Tells which key encrypts log files where the trail names none.',
  },
  's3:GetBucketOwnershipControls': {
    action: 's3:GetBucketOwnershipControls',
    where: 'account',
    why: 'Tells whether access control lists count at all.',
  },
  's3:GetBucketRequestPayment': {
    action: 's3:GetBucketRequestPayment',
    where: 'account',
    why: 'Requester Pays stops delivery.',
  },
  'kms:DescribeKey': {
    action: 'kms:DescribeKey',
    where: 'account',
    why: 'Tells whether the key of trail, bucket, log group or topic is enabled.',
  },
  'kms:GetKeyPolicy': {
    action: 'kms:GetKeyPolicy',
    where: 'account',
    why: 'Tells whether the key may be used for delivery, and who may destroy it.',
  },
  'sns:GetTopicAttributes': {
    action: 'sns:GetTopicAttributes',
    where: 'account',
    why: 'Tells whether CloudTrail may publish to the topic that a trail names.',
  },
} as const satisfies Readonly<
  Record<string, { readonly action: string; readonly where: 'account' | 'organization'; readonly why: string }>
>;

/** `service:Operation`, spelt as the API model spells it. */
export type Operation = keyof typeof OPERATIONS;
