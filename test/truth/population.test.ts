import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import { runCases } from '../support/cases.ts';
import { ACCOUNT, organizationTrail, singleRegion, trail, type World } from '../support/world.ts';

const RULE2 = 'design: truth rule 2';
const STATES = 'design: truth rule 2, SUSPENDED, CLOSED and PENDING_ACTIVATION';
const NOTHING: World = {
  faults: {
    'account:ListRegions': 'missing',
    'ec2:DescribeRegions': 'missing',
    'cloudtrail:DescribeTrails': 'missing',
  },
};
const main = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;
const excluded = (...arns: readonly string[]): NonNullable<World['policy']> => ({
  ...DEFAULT_POLICY,
  excludedTrails: new Map(arns.map((arn) => [arn, 'a sandbox'])),
});

const EACH_NOT_APPLICABLE = {
  'multi-region-trail': 'NOT_APPLICABLE',
  'multi-region-trail > CloudTrail.1': 'NOT_APPLICABLE',
  'any-trail-recording': 'NOT_APPLICABLE',
  '#region-coverage': 1,
  'region-coverage': 'NOT_APPLICABLE',
  '#trail-encryption': 1,
  'trail-encryption': 'NOT_APPLICABLE',
  'cloudwatch-logs-integration > 2.4': 'NOT_APPLICABLE',
} as const;

runCases('accounts', [
  ...(['SUSPENDED', 'CLOSED', 'PENDING_ACTIVATION'] as const).map((state) => ({
    name: state,
    source: STATES,
    world: { state, ...NOTHING },
    expect: EACH_NOT_APPLICABLE,
    reasons: { 'multi-region-trail': [`account.${state.toLowerCase().replace('_', '-')}`] },
  })),
  {
    name: 'SUSPENDED although a trail could be read',
    source: STATES,
    world: { state: 'SUSPENDED', trails: [trail()] },
    expect: EACH_NOT_APPLICABLE,
  },
  {
    name: 'PENDING_CLOSURE that can be read',
    source: 'design: truth rule 2, PENDING_CLOSURE is tried',
    world: { state: 'PENDING_CLOSURE', trails: [trail({ fields: { KmsKeyId: undefined } })] },
    expect: { 'multi-region-trail': 'PASS', 'trail-encryption @ main': 'FAIL' },
  },
  {
    name: 'PENDING_CLOSURE that cannot be read',
    source: 'design: truth rule 2, PENDING_CLOSURE is NOT_APPLICABLE only if it cannot be read',
    world: { state: 'PENDING_CLOSURE', ...NOTHING },
    expect: EACH_NOT_APPLICABLE,
    reasons: { 'multi-region-trail': ['account.pending-closure'] },
  },
  {
    name: 'an active account that cannot be read',
    source: 'design: truth rule 2, an unreadable account: one, with region null',
    world: NOTHING,
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'multi-region-trail > CloudTrail.1': 'UNKNOWN',
      'any-trail-recording': 'UNKNOWN',
      '#trail-encryption': 1,
      'trail-encryption': 'UNKNOWN',
      'trail-encryption > CloudTrail.2': 'UNKNOWN',
      '#cloudwatch-logs-integration': 1,
      '#multi-region-trail': 1,
      '#any-trail-recording': 1,
    },
  },
  {
    name: 'an account whose number begins with zeros',
    source: 'Account API: account ids are twelve digits',
    world: { account: '001122334455', trails: [trail()] },
    expect: {
      'multi-region-trail': 'PASS',
      'trail-encryption @ main': 'PASS',
      'cloudwatch-logs-integration @ main': 'PASS',
      'region-coverage @ eu-west-1': 'PASS',
      '#trail-delivery': 1,
    },
  },
  {
    name: 'an organisation trail owned by an account whose number begins with zero',
    source: 'Account API: account ids are twelve digits',
    world: { trails: [organizationTrail({ owner: '012345678901' })] },
    expect: { 'multi-region-trail': 'PASS', 'trail-encryption': 'NOT_APPLICABLE' },
  },
  {
    name: 'excluded by the policy file',
    source: 'issue 3: exclusions, each with a reason',
    world: { trails: [trail()], policy: { ...DEFAULT_POLICY, excludedAccounts: new Map([[ACCOUNT, 'closing']]) } },
    expect: EACH_NOT_APPLICABLE,
    reasons: { 'multi-region-trail': ['policy.account-excluded'] },
  },
]);

runCases('trails', [
  {
    name: 'empty although every list was read',
    source: RULE2,
    world: {},
    expect: {
      '#trail-delivery': 1,
      'trail-delivery': 'NOT_APPLICABLE',
      '#log-file-validation': 1,
      'log-file-validation > 3.2': 'NOT_APPLICABLE',
    },
  },
  {
    name: 'empty, one list unread',
    source: RULE2,
    world: { faults: { 'cloudtrail:DescribeTrails eu-west-1': 'timeout' } },
    expect: {
      '#trail-delivery': 1,
      'trail-delivery @ eu-west-1': 'UNKNOWN',
      'multi-region-trail': 'FAIL',
      'any-trail-recording': 'UNKNOWN',
    },
  },
  {
    name: 'a trail, one list unread',
    source: RULE2,
    world: { trails: [singleRegion()], faults: { 'cloudtrail:DescribeTrails eu-west-1': 'throttled' } },
    expect: {
      '#trail-delivery': 2,
      'trail-delivery @ single': 'PASS',
      'trail-delivery @ eu-west-1': 'UNKNOWN',
      'any-trail-recording': 'PASS',
    },
    reasons: { 'trail-delivery @ eu-west-1': ['read.throttled'] },
  },
  {
    name: 'only a copy of a trail that is owned elsewhere',
    source: 'design: truth rule 2, a copy of a trail owned elsewhere is not one of its trails',
    world: { trails: [organizationTrail()] },
    expect: { '#log-file-validation': 1, 'log-file-validation': 'NOT_APPLICABLE' },
  },
  {
    name: 'the only trail is excluded by the policy file',
    source: 'issue 3: excluded trails',
    world: { trails: [trail()], policy: excluded(main) },
    expect: {
      'multi-region-trail': 'FAIL',
      'any-trail-recording': 'FAIL',
      'region-coverage @ us-east-1': 'FAIL',
      'trail-encryption @ main': 'NOT_APPLICABLE',
      'trail-encryption @ main > CloudTrail.2': 'NOT_APPLICABLE',
      '#trail-encryption': 1,
    },
    reasons: {
      'multi-region-trail': ['account.no-counting-trail'],
      'trail-encryption @ main': ['policy.trail-excluded'],
    },
  },
  {
    name: 'one of two trails is excluded',
    source: 'issue 3: excluded trails',
    world: { trails: [trail({ fields: { KmsKeyId: undefined } }), trail({ name: 'other' })], policy: excluded(main) },
    expect: {
      'multi-region-trail': 'PASS',
      'trail-encryption @ main': 'NOT_APPLICABLE',
      'trail-encryption @ other': 'PASS',
    },
  },
  {
    name: 'an excluded trail and an unread Region',
    source: 'design: truth rule 3',
    world: { trails: [trail()], policy: excluded(main), faults: { 'cloudtrail:DescribeTrails eu-west-1': 'denied' } },
    expect: {
      'multi-region-trail': 'FAIL',
      'any-trail-recording': 'UNKNOWN',
      'region-coverage @ eu-west-1': 'UNKNOWN',
    },
  },
]);

const GOV = { 'us-gov-west-1': 'ENABLED_BY_DEFAULT', 'us-gov-east-1': 'ENABLED_BY_DEFAULT' } as const;
const CHINA = { 'cn-north-1': 'ENABLED_BY_DEFAULT', 'cn-northwest-1': 'ENABLED_BY_DEFAULT' } as const;
const PARTITIONS = 'AWS General Reference, partitions: trails do not cross partitions';

runCases('partitions', [
  ...(
    [
      ['aws-us-gov', GOV, 'us-gov-west-1', 'us-gov-east-1'],
      ['aws-cn', CHINA, 'cn-north-1', 'cn-northwest-1'],
    ] as const
  ).map(([partition, regions, home, otherRegion]) => ({
    name: `${partition}: group, role and trail in their partition`,
    source: PARTITIONS,
    world: { partition, regions, trails: [trail({ home })], groups: [{ name: 'CloudTrail/logs', region: home }] },
    expect: {
      'multi-region-trail': 'PASS',
      'cloudwatch-logs-integration @ main': 'PASS',
      [`region-coverage @ ${otherRegion}`]: 'PASS',
      '#region-coverage': 2,
    } as const,
  })),
  {
    name: 'aws-us-gov: no list of Regions, the shipped one is that of the partition',
    source: PARTITIONS,
    world: {
      partition: 'aws-us-gov',
      regions: GOV,
      trails: [trail({ home: 'us-gov-west-1' })],
      faults: { 'account:ListRegions': 'denied', 'ec2:DescribeRegions': 'denied' },
    },
    expect: {
      'multi-region-trail': 'PASS',
      '#region-coverage': 3,
      'region-coverage': 'UNKNOWN',
      'region-coverage @ us-gov-east-1': 'PASS',
    },
  },
  {
    name: 'aws-eusc: one Region',
    source: PARTITIONS,
    world: {
      partition: 'aws-eusc',
      regions: { 'eusc-de-east-1': 'ENABLED_BY_DEFAULT' },
      trails: [trail({ home: 'eusc-de-east-1' })],
      groups: [{ name: 'CloudTrail/logs', region: 'eusc-de-east-1' }],
    },
    expect: { 'multi-region-trail': 'PASS', '#region-coverage': 1, 'cloudwatch-logs-integration @ main': 'PASS' },
  },
  {
    name: 'a partition without a shipped list, no list of Regions',
    source: RULE2,
    world: {
      partition: 'aws-iso',
      regions: { 'us-iso-east-1': 'ENABLED_BY_DEFAULT' },
      faults: { 'account:ListRegions': 'denied', 'ec2:DescribeRegions': 'denied' },
    },
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'any-trail-recording': 'UNKNOWN',
      '#region-coverage': 1,
      'region-coverage': 'UNKNOWN',
      'trail-encryption': 'UNKNOWN',
    },
  },
]);
