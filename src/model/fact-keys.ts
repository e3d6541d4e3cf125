import type { Operation } from './operations.ts';

/** The facts a control can ask for; collection reads what the selected controls need and no more. */
export type FactKey =
  | 'organization'
  | 'trails'
  | 'status'
  | 'selectors'
  | 'insights'
  | 'tags'
  | 'event-data-stores'
  | 'log-group'
  | 'log-group-activity'
  | 'role'
  | 'role-policies'
  | 'service-linked-role'
  | 'bucket'
  | 'key'
  | 'topic'
  | 'guardrails'
  | 'newest-event';

/**
 * Which operations bring a fact. Identity, Regions and the trail list are read by every run, the organization by every
 * run over one.
 */
export const OPERATIONS_OF_FACT: Readonly<Record<FactKey, readonly Operation[]>> = {
  organization: [
    'organizations:DescribeOrganization',
    'organizations:ListAccounts',
    'organizations:ListRoots',
    'organizations:ListOrganizationalUnitsForParent',
    'organizations:ListAccountsForParent',
    'organizations:ListDelegatedAdministrators',
    'organizations:ListDelegatedServicesForAccount',
    'organizations:ListAWSServiceAccessForOrganization',
    'sts:AssumeRole',
  ],
  trails: ['sts:GetCallerIdentity', 'account:ListRegions', 'ec2:DescribeRegions', 'cloudtrail:DescribeTrails'],
  status: ['cloudtrail:GetTrailStatus'],
  selectors: ['cloudtrail:GetEventSelectors'],
  insights: ['cloudtrail:GetInsightSelectors'],
  tags: ['cloudtrail:ListTags'],
  'event-data-stores': ['cloudtrail:ListEventDataStores', 'cloudtrail:GetEventDataStore', 'kms:DescribeKey'],
  'log-group': ['logs:DescribeLogGroups'],
  'log-group-activity': ['logs:DescribeLogStreams', 'logs:DescribeSubscriptionFilters'],
  role: ['iam:GetRole'],
  'role-policies': [
    'iam:ListRolePolicies',
    'iam:GetRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
  ],
  'service-linked-role': ['iam:GetRole'],
  bucket: [
    's3:HeadBucket',
    's3:GetBucketPolicy',
    's3:GetBucketPolicyStatus',
    's3:GetBucketAcl',
    's3:GetPublicAccessBlock',
    's3:GetAccountPublicAccessBlock',
    's3:GetBucketVersioning',
    's3:GetObjectLockConfiguration',
    's3:GetBucketLifecycleConfiguration',
    's3:GetBucketLogging',
    's3:GetBucketEncryption',
    's3:GetBucketOwnershipControls',
    's3:GetBucketRequestPayment',
  ],
  key: ['kms:DescribeKey', 'kms:GetKeyPolicy'],
  topic: ['sns:GetTopicAttributes'],
  guardrails: ['organizations:ListPoliciesForTarget', 'organizations:DescribePolicy'],
  'newest-event': ['logs:GetLogEvents'],
};
