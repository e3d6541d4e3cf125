import { runCases } from '../support/cases.ts';
import { organizationTrail, singleRegion, trail, type World } from '../support/world.ts';

const RULE2 = 'design: truth rule 2';
const RULE3 = 'design: truth rule 3';
const COVERAGE = 'design: region-coverage';
const DT = 'CloudTrail API, DescribeTrails';
const denied = (...regions: readonly string[]): NonNullable<World['faults']> =>
  Object.fromEntries(regions.map((region) => [`cloudtrail:DescribeTrails ${region}`, 'denied']));

runCases('lists of trails', [
  {
    name: 'no trail',
    source: 'Security Hub, CloudTrail.1 and .3',
    world: {},
    expect: {
      'multi-region-trail': 'FAIL',
      'multi-region-trail > CloudTrail.1': 'FAIL',
      'multi-region-trail > 3.1': 'FAIL',
      'any-trail-recording': 'FAIL',
      'any-trail-recording > CloudTrail.3': 'FAIL',
      'region-coverage @ us-east-1': 'FAIL',
      'trail-delivery': 'NOT_APPLICABLE',
      'cloudwatch-logs-integration': 'NOT_APPLICABLE',
      'cloudwatch-logs-integration > CloudTrail.5': 'NOT_APPLICABLE',
      '#trail-encryption': 1,
    },
    reasons: {
      'multi-region-trail': ['account.no-trail'],
      'region-coverage @ us-east-1': ['region.no-trail'],
      'trail-delivery': ['account.no-own-trail'],
    },
  },
  {
    name: 'single-Region trail homed in a Region that was not read',
    source: RULE3,
    world: { trails: [singleRegion({ home: 'eu-west-1' })], faults: denied('eu-west-1') },
    expect: {
      'any-trail-recording': 'UNKNOWN',
      'any-trail-recording > CloudTrail.3': 'UNKNOWN',
      'multi-region-trail': 'FAIL',
      'multi-region-trail > CloudTrail.1': 'FAIL',
      'region-coverage @ eu-west-1': 'UNKNOWN',
      'region-coverage @ us-east-1': 'FAIL',
      '#trail-encryption': 1,
      'trail-encryption @ eu-west-1': 'UNKNOWN',
      'trail-encryption @ eu-west-1 > CloudTrail.2': 'UNKNOWN',
    },
    reasons: { 'any-trail-recording': ['read.denied'], 'trail-encryption @ eu-west-1': ['read.denied'] },
  },
  {
    name: 'the home list of a multi-Region trail was not read',
    source: RULE3,
    world: { trails: [trail()], faults: denied('us-east-1') },
    expect: {
      'multi-region-trail': 'PASS',
      'any-trail-recording': 'PASS',
      'region-coverage @ eu-west-1': 'PASS',
      'region-coverage @ us-east-1': 'UNKNOWN',
      '#log-file-validation': 2,
      'log-file-validation @ main': 'PASS',
      'log-file-validation @ us-east-1': 'UNKNOWN',
    },
  },
  {
    name: 'no list was read',
    source: RULE2,
    world: { trails: [trail()], faults: { 'cloudtrail:DescribeTrails': 'denied' } },
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'multi-region-trail > 2.1': 'UNKNOWN',
      'any-trail-recording': 'UNKNOWN',
      '#region-coverage': 2,
      'region-coverage @ eu-west-1': 'UNKNOWN',
      '#trail-delivery': 2,
      'trail-delivery @ us-east-1': 'UNKNOWN',
      '#multi-region-trail': 1,
    },
  },
  {
    name: 'a Region that ListRegions calls enabled says it is off',
    source: RULE3,
    world: { trails: [trail()], faults: { 'cloudtrail:DescribeTrails eu-west-1': 'region-off' } },
    expect: { 'multi-region-trail': 'PASS', 'region-coverage @ eu-west-1': 'UNKNOWN', '#trail-encryption': 2 },
    reasons: { 'region-coverage @ eu-west-1': ['read.region-off'] },
  },
  ...(
    [
      {},
      { trailList: null },
      { trailList: {} },
      { trailList: ['x'] },
      { trailList: [{ Name: 'x' }] },
      { trailList: [{ TrailARN: 'arn:aws:s3:::x' }] },
    ] as const
  ).map((json) => ({
    name: `the only list is ${JSON.stringify(json)}`,
    source: 'design: truth rule 1, trailList',
    world: {
      trails: [],
      regions: { 'us-east-1': 'ENABLED_BY_DEFAULT' },
      faults: { 'cloudtrail:DescribeTrails': { json } },
    },
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'any-trail-recording': 'UNKNOWN',
      'region-coverage @ us-east-1': 'UNKNOWN',
      'trail-delivery @ us-east-1': 'UNKNOWN',
      '#trail-delivery': 1,
    } as const,
  })),
  {
    name: 'trails of the same name in two Regions are two trails',
    source: DT,
    world: {
      trails: [
        singleRegion({ name: 'same' }),
        singleRegion({
          name: 'same',
          home: 'eu-west-1',
          status: { 'eu-west-1': { IsLogging: false } },
          fields: { KmsKeyId: undefined },
        }),
      ],
    },
    expect: {
      '#trail-encryption': 2,
      'trail-encryption @ same': 'PASS',
      'trail-encryption @ arn:aws:cloudtrail:eu-west-1:111122223333:trail/same': 'FAIL',
      'region-coverage @ us-east-1': 'PASS',
      'region-coverage @ eu-west-1': 'FAIL',
      'any-trail-recording': 'PASS',
      'multi-region-trail': 'FAIL',
    },
  },
  {
    name: 'one single-Region trail in each Region is not one multi-Region trail',
    source: 'CIS v1.2 2.1, all on the same trail',
    world: { trails: [singleRegion(), singleRegion({ name: 'other', home: 'eu-west-1' })] },
    expect: {
      'multi-region-trail': 'FAIL',
      'multi-region-trail > CloudTrail.1': 'FAIL',
      'region-coverage @ us-east-1': 'PASS',
      'region-coverage @ eu-west-1': 'PASS',
    },
    reasons: { 'multi-region-trail': ['trail.single-region'] },
  },
  {
    name: 'the multi-Region trail is stopped, the single-Region one records',
    source: 'CIS v1.2 2.1, all on the same trail',
    world: { trails: [trail({ status: { 'us-east-1': { IsLogging: false } } }), singleRegion()] },
    expect: {
      'multi-region-trail': 'FAIL',
      'any-trail-recording': 'PASS',
      'region-coverage @ us-east-1': 'PASS',
      'region-coverage @ eu-west-1': 'FAIL',
    },
  },
  {
    name: 'reads on one trail, writes on another: a cell needs one trail, too',
    source: COVERAGE,
    world: {
      trails: [
        trail({
          name: 'reads',
          selectors: { EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] },
        }),
        trail({
          name: 'writes',
          selectors: { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] },
        }),
      ],
    },
    expect: {
      'region-coverage @ us-east-1': 'FAIL',
      'multi-region-trail': 'FAIL',
      'multi-region-trail > 2.1': 'FAIL',
      'any-trail-recording': 'PASS',
    },
  },
  {
    name: 'copy not listed in an enabled Region',
    source: COVERAGE,
    world: { trails: [trail({ notListedIn: ['eu-west-1'] })] },
    expect: {
      'region-coverage @ eu-west-1': 'UNKNOWN',
      'region-coverage @ us-east-1': 'PASS',
      'multi-region-trail': 'PASS',
    },
    reasons: { 'region-coverage @ eu-west-1': ['replica-not-seen'] },
  },
  {
    name: 'a stopped trail whose copy is not listed',
    source: COVERAGE,
    world: { trails: [trail({ notListedIn: ['eu-west-1'], status: { 'us-east-1': { IsLogging: false } } })] },
    expect: { 'region-coverage @ eu-west-1': 'FAIL' },
  },
  {
    name: 'one good entry beside a broken one',
    source: 'design: truth rule 3, any can still pass',
    world: {
      trails: [trail()],
      regions: { 'us-east-1': 'ENABLED_BY_DEFAULT' },
      faults: {
        'cloudtrail:DescribeTrails': {
          json: {
            trailList: [
              7,
              {
                TrailARN: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main',
                IsMultiRegionTrail: true,
                LogFileValidationEnabled: true,
              },
            ],
          },
        },
      },
    },
    expect: {
      'multi-region-trail': 'PASS',
      'region-coverage @ us-east-1': 'PASS',
      '#trail-encryption': 2,
      'trail-encryption @ us-east-1': 'UNKNOWN',
    },
  },
  {
    name: '--regions leaves out the home Region',
    source: 'issue 3: of a trail’s home Region outside it only that trail is read',
    world: { trails: [trail(), singleRegion()], only: ['eu-west-1'] },
    expect: {
      'multi-region-trail': 'PASS',
      '#region-coverage': 1,
      'region-coverage @ eu-west-1': 'PASS',
      '#trail-encryption': 1,
    },
  },
  {
    name: '--regions and an organisation trail homed outside it',
    source: 'issue 3: of a trail’s home Region outside it only that trail is read',
    world: {
      trails: [organizationTrail()],
      only: ['eu-west-1'],
      faults: { 'cloudtrail:GetTrailStatus us-east-1': 'denied' },
    },
    expect: { 'multi-region-trail': 'UNKNOWN', 'region-coverage @ eu-west-1': 'UNKNOWN' },
  },
]);
