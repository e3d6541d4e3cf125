import { runCases } from '../support/cases.ts';
import {
  ago,
  isoAgo,
  MANAGEMENT,
  organizationTrail as org,
  singleRegion,
  THREE_REGIONS,
  trail,
} from '../support/world.ts';

const REACH = 'design: an organisation trail in a member';
const OPT_IN =
  'CloudTrail user guide, organization trails: home in an opt-in Region sends nothing for members that have not opted in';
const YOUNG = 'design: an organisation trail in a member within 6 h of its joining';
const PARITY = 'design: truth rule 6, members covered only by an organisation trail';

runCases('an organisation trail in a member scanned alone', [
  {
    name: 'reaches the member',
    source: REACH,
    world: { trails: [org()] },
    expect: {
      'multi-region-trail': 'PASS',
      'multi-region-trail > CloudTrail.1': 'PASS',
      'multi-region-trail > 2.1': 'PASS',
      'any-trail-recording': 'PASS',
      'region-coverage @ eu-west-1': 'PASS',
      '#trail-encryption': 1,
      'trail-encryption': 'NOT_APPLICABLE',
      'cloudwatch-logs-integration': 'NOT_APPLICABLE',
      'log-file-validation': 'NOT_APPLICABLE',
      'trail-delivery': 'NOT_APPLICABLE',
    },
    reasons: {
      'multi-region-trail > CloudTrail.1': ['parity.undocumented'],
      'multi-region-trail > 2.1': ['!parity.undocumented'],
    },
  },
  {
    name: 'the home list does not show the copy',
    source: REACH,
    world: { trails: [org({ notListedIn: ['us-east-1'] })] },
    expect: {
      'multi-region-trail': 'FAIL',
      'any-trail-recording': 'FAIL',
      'region-coverage @ eu-west-1': 'FAIL',
      'region-coverage @ us-east-1': 'FAIL',
      'trail-encryption': 'NOT_APPLICABLE',
    },
    reasons: { 'multi-region-trail': ['account.no-counting-trail'] },
  },
  {
    name: 'the home list does not show the copy, joined 23 h ago',
    source: REACH,
    world: { trails: [org({ notListedIn: ['us-east-1'] })], joinedAt: isoAgo(23) },
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'multi-region-trail : has-trail': 'unknown',
      'any-trail-recording': 'UNKNOWN',
      'region-coverage @ eu-west-1': 'UNKNOWN',
    },
    reasons: {
      'multi-region-trail': ['too-young'],
      'any-trail-recording': ['too-young'],
      'region-coverage @ eu-west-1': ['too-young'],
    },
  },
  {
    name: 'the home list does not show the copy, joined 25 h ago',
    source: REACH,
    world: { trails: [org({ notListedIn: ['us-east-1'] })], joinedAt: isoAgo(25) },
    expect: { 'multi-region-trail': 'FAIL', 'any-trail-recording': 'FAIL' },
  },
  {
    name: 'home Region not enabled in the member',
    source: OPT_IN,
    world: {
      trails: [org({ home: 'me-south-1', listedIn: ['us-east-1', 'eu-west-1'] })],
      regions: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'eu-west-1': 'ENABLED_BY_DEFAULT', 'me-south-1': 'DISABLED' },
    },
    expect: { 'multi-region-trail': 'FAIL', 'region-coverage @ us-east-1': 'FAIL', 'any-trail-recording': 'FAIL' },
  },
  {
    name: 'home Region not enabled in the member, joined an hour ago',
    source: REACH,
    world: {
      trails: [org({ home: 'me-south-1', listedIn: ['us-east-1'] })],
      joinedAt: isoAgo(1),
      regions: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'me-south-1': 'DISABLED' },
    },
    expect: { 'multi-region-trail': 'FAIL' },
  },
  {
    name: 'home Region being enabled in the member',
    source: 'design: enabled Regions',
    world: {
      trails: [org({ home: 'me-south-1', listedIn: ['us-east-1'] })],
      regions: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'me-south-1': 'ENABLING' },
    },
    expect: { 'multi-region-trail': 'FAIL', 'any-trail-recording': 'FAIL' },
  },
  {
    name: 'home list refused',
    source: REACH,
    world: { trails: [org()], faults: { 'cloudtrail:DescribeTrails us-east-1': 'denied' } },
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'multi-region-trail : has-trail': 'unknown',
      'multi-region-trail : recording': 'yes',
      'multi-region-trail > CloudTrail.1': 'UNKNOWN',
      'any-trail-recording': 'UNKNOWN',
      'region-coverage @ eu-west-1': 'UNKNOWN',
      'region-coverage @ us-east-1': 'UNKNOWN',
      'trail-encryption @ us-east-1': 'UNKNOWN',
      '#trail-encryption': 1,
    },
    reasons: { 'multi-region-trail': ['trail.reach-unread'], 'region-coverage @ eu-west-1': ['trail.reach-unread'] },
  },
  {
    name: 'home list refused, trail stopped: the other conditions are the trail’s own',
    source: REACH,
    world: {
      trails: [org({ status: { 'us-east-1': { IsLogging: false } } })],
      faults: { 'cloudtrail:DescribeTrails us-east-1': 'denied' },
    },
    expect: { 'multi-region-trail': 'FAIL', 'any-trail-recording': 'UNKNOWN' },
  },
  {
    name: 'another list refused',
    source: REACH,
    world: { trails: [org()], faults: { 'cloudtrail:DescribeTrails eu-west-1': 'denied' } },
    expect: {
      'multi-region-trail': 'PASS',
      'region-coverage @ us-east-1': 'PASS',
      'region-coverage @ eu-west-1': 'UNKNOWN',
    },
  },
  {
    name: 'home list cut in half',
    source: REACH,
    world: { trails: [org()], faults: { 'cloudtrail:DescribeTrails us-east-1': 'truncated' } },
    expect: { 'multi-region-trail': 'UNKNOWN', 'any-trail-recording': 'UNKNOWN' },
  },
  {
    name: 'selectors refused to the member',
    source: 'aws.md 3.4: treat any error as unknown for the member',
    world: { trails: [org()], faults: { 'cloudtrail:GetEventSelectors': 'not-found' } },
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'multi-region-trail : reads': 'unknown',
      'any-trail-recording': 'PASS',
      'region-coverage @ us-east-1': 'UNKNOWN',
    },
  },
  {
    name: 'status refused to the member',
    source: REACH,
    world: { trails: [org()], faults: { 'cloudtrail:GetTrailStatus': 'not-found' } },
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'any-trail-recording': 'UNKNOWN',
      'any-trail-recording > CloudTrail.3': 'UNKNOWN',
    },
  },
  {
    name: 'single-Region organisation trail',
    source: 'CloudTrail user guide, organization trails: a single-Region one logs its home Region only',
    world: { trails: [org({ fields: { IsMultiRegionTrail: false } })] },
    expect: {
      'multi-region-trail': 'FAIL',
      'any-trail-recording': 'PASS',
      'region-coverage @ us-east-1': 'PASS',
      'region-coverage @ eu-west-1': 'FAIL',
    },
  },
  {
    name: 'delivery error in a Region that only the member has enabled',
    source: 'design: delivering, line 1',
    world: {
      trails: [org({ status: { 'ap-south-1': { LatestDeliveryError: 'AccessDenied' } } })],
      regions: THREE_REGIONS,
    },
    expect: {
      'multi-region-trail': 'FAIL',
      'multi-region-trail : delivering': 'no',
      'multi-region-trail > CloudTrail.1': 'PASS',
    },
  },
  {
    name: 'joined 5 h ago, everything fresh',
    source: YOUNG,
    world: { trails: [org()], joinedAt: isoAgo(5) },
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'multi-region-trail : delivering': 'unknown',
      'multi-region-trail > CloudTrail.1': 'PASS',
      'any-trail-recording': 'PASS',
    },
    reasons: { 'multi-region-trail': ['too-young'] },
  },
  {
    name: 'joined 5 h ago, digest stale',
    source: YOUNG,
    world: { trails: [org({ status: { 'us-east-1': { LatestDigestDeliveryTime: ago(9) } } })], joinedAt: isoAgo(5) },
    expect: { 'multi-region-trail': 'UNKNOWN', 'multi-region-trail : delivering': 'unknown' },
    reasons: { 'multi-region-trail': ['too-young'] },
  },
  {
    name: 'joined 5 h ago, delivery error',
    source: 'design: delivering, the first line that applies',
    world: { trails: [org({ status: { 'us-east-1': { LatestDeliveryError: 'NoSuchBucket' } } })], joinedAt: isoAgo(5) },
    expect: { 'multi-region-trail': 'FAIL', 'multi-region-trail : delivering': 'no' },
  },
  {
    name: 'joined 6 h 01 ago',
    source: YOUNG,
    world: { trails: [org()], joinedAt: isoAgo(6 + 1 / 60) },
    expect: { 'multi-region-trail': 'PASS' },
  },
  {
    name: 'joined at a time that nobody can read',
    source: 'design: an unknown joining time is not young',
    world: { trails: [org()], joinedAt: 'some day' },
    expect: { 'multi-region-trail': 'PASS', 'multi-region-trail : delivering': 'yes' },
  },
  {
    name: 'joined 5 h ago, covered by a trail of its own',
    source: YOUNG,
    world: { trails: [trail()], joinedAt: isoAgo(5) },
    expect: { 'multi-region-trail': 'PASS', 'multi-region-trail : delivering': 'yes' },
  },
  {
    name: 'own trail and organisation trail both qualify: no doubt about Security Hub',
    source: PARITY,
    world: { account: '999999999999', trails: [trail(), org({ owner: '000011112222' })] },
    expect: {
      'multi-region-trail': 'PASS',
      'multi-region-trail > CloudTrail.1': 'PASS',
      'any-trail-recording > CloudTrail.3': 'PASS',
    },
    reasons: {
      'multi-region-trail > CloudTrail.1': ['!parity.undocumented'],
      'any-trail-recording > CloudTrail.3': ['!parity.undocumented'],
    },
  },
  {
    name: 'own trail stopped, organisation trail in order',
    source: PARITY,
    world: { trails: [trail({ status: { 'us-east-1': { IsLogging: false } } }), org()] },
    expect: {
      'multi-region-trail': 'PASS',
      'any-trail-recording': 'PASS',
      'any-trail-recording > CloudTrail.3': 'PASS',
      'trail-delivery @ main': 'PASS',
    },
    reasons: {
      'multi-region-trail > CloudTrail.1': ['parity.undocumented'],
      'any-trail-recording > CloudTrail.3': ['parity.undocumented'],
    },
  },
  {
    name: 'own organisation trail in the management account',
    source: 'CloudTrail user guide, organization trails: the management account is the owner',
    world: { account: MANAGEMENT, trails: [org()] },
    expect: {
      'multi-region-trail': 'PASS',
      'trail-encryption @ org': 'PASS',
      'cloudwatch-logs-integration @ org': 'PASS',
      '#trail-delivery': 1,
    },
    reasons: { 'multi-region-trail > CloudTrail.1': ['!parity.undocumented'] },
  },
  {
    name: 'own trail beside an organisation trail: only the own one is a subject',
    source: 'design: one result per trail whose owner is in scope',
    world: {
      trails: [
        singleRegion({ name: 'mine', fields: { KmsKeyId: undefined } }),
        org({ fields: { KmsKeyId: undefined } }),
      ],
    },
    expect: { '#trail-encryption': 1, 'trail-encryption @ mine': 'FAIL', 'multi-region-trail': 'PASS' },
  },
]);
