/**
 * Every AWS operation that the program may call, and nothing else. All of them read.
 *
 * The call function in `collect/` accepts only these keys, `trailproof permissions` prints them, and a test compares
 * them with the commands that exist in the source and with what the proxy saw.
 */
export const OPERATIONS = {
  'sts:GetCallerIdentity': {
    action: 'sts:GetCallerIdentity',
    why: 'Names the account, the partition and the identity that reads; AWS allows it to every identity.',
  },
  'account:ListRegions': {
    action: 'account:ListRegions',
    why: 'Lists the Regions enabled in the account, opt-in Regions included.',
  },
  'ec2:DescribeRegions': {
    action: 'ec2:DescribeRegions',
    why: 'Second way to the list of enabled Regions, asked only when account:ListRegions gave no list.',
  },
  'cloudtrail:DescribeTrails': {
    action: 'cloudtrail:DescribeTrails',
    why: 'Lists the trails of each enabled Region with their configuration, copies of multi-Region and organization trails included.',
  },
  'cloudtrail:GetTrailStatus': {
    action: 'cloudtrail:GetTrailStatus',
    why: 'Tells whether a trail records, and when and with what error it last delivered, Region by Region.',
  },
  'cloudtrail:GetEventSelectors': {
    action: 'cloudtrail:GetEventSelectors',
    why: 'Tells which management events a trail records: reads, writes, excluded sources.',
  },
  'logs:DescribeLogGroups': {
    action: 'logs:DescribeLogGroups',
    why: 'Tells whether the log group that a trail names exists.',
  },
  'iam:GetRole': {
    action: 'iam:GetRole',
    why: 'Tells whether the role that a trail uses to write to CloudWatch Logs exists.',
  },
} as const satisfies Readonly<Record<string, { readonly action: string; readonly why: string }>>;

/** `service:Operation`, spelt as the API model spells it. */
export type Operation = keyof typeof OPERATIONS;

/** The facts a control can ask for; collection reads what the selected controls need and no more. */
export type FactKey = 'trails' | 'status' | 'selectors' | 'log-group' | 'role';

/** Which operations bring a fact. Identity, Regions and the trail list are read by every run. */
export const OPERATIONS_OF_FACT: Readonly<Record<FactKey, readonly Operation[]>> = {
  trails: ['sts:GetCallerIdentity', 'account:ListRegions', 'ec2:DescribeRegions', 'cloudtrail:DescribeTrails'],
  status: ['cloudtrail:GetTrailStatus'],
  selectors: ['cloudtrail:GetEventSelectors'],
  'log-group': ['logs:DescribeLogGroups'],
  role: ['iam:GetRole'],
};
