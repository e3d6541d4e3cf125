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
    why: 'Tells which management events a trail records: reads, writes, excluded sources.',
  },
  'logs:DescribeLogGroups': {
    action: 'logs:DescribeLogGroups',
    where: 'account',
    why: 'Tells whether the log group that a trail names exists.',
  },
  'iam:GetRole': {
    action: 'iam:GetRole',
    where: 'account',
    why: 'Tells whether the role that a trail uses to write to CloudWatch Logs exists.',
  },
} as const satisfies Readonly<
  Record<string, { readonly action: string; readonly where: 'account' | 'organization'; readonly why: string }>
>;

/** `service:Operation`, spelt as the API model spells it. */
export type Operation = keyof typeof OPERATIONS;

/** The facts a control can ask for; collection reads what the selected controls need and no more. */
export type FactKey = 'organization' | 'trails' | 'status' | 'selectors' | 'log-group' | 'role' | 'service-linked-role';

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
  'log-group': ['logs:DescribeLogGroups'],
  role: ['iam:GetRole'],
  'service-linked-role': ['iam:GetRole'],
};
