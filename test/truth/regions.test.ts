import { SHIPPED_REGIONS } from '../../src/facts/shipped-regions.ts';
import { runCases } from '../support/cases.ts';
import { THREE_REGIONS, TWO_REGIONS, trail } from '../support/world.ts';

const STATES = 'Account API, ListRegions: RegionOptStatus';
const FALLBACK = 'issue 3: ListRegions, else DescribeRegions, else a shipped list marked unverified';
const RULE3 = 'design: truth rule 3';

const SHIPPED = SHIPPED_REGIONS['aws']?.byDefault ?? [];
const DEFAULTS = Object.fromEntries(SHIPPED.map((region) => [region, 'ENABLED_BY_DEFAULT']));
const bothDenied = { 'account:ListRegions': 'denied', 'ec2:DescribeRegions': 'denied' } as const;

runCases('lists of Regions', [
  {
    name: 'DISABLING counts; ENABLING and DISABLED do not',
    source: STATES,
    world: {
      trails: [trail()],
      regions: {
        'us-east-1': 'ENABLED_BY_DEFAULT',
        'af-south-1': 'ENABLED',
        'me-south-1': 'DISABLING',
        'ap-east-1': 'ENABLING',
        'eu-south-1': 'DISABLED',
      },
    },
    expect: { '#region-coverage': 3, 'region-coverage @ me-south-1': 'PASS', 'region-coverage @ af-south-1': 'PASS' },
  },
  {
    name: 'a state of the future does not count as enabled',
    source: STATES,
    world: { trails: [trail()], regions: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'eu-west-1': 'PAUSED' } },
    expect: { '#region-coverage': 1 },
  },
  {
    name: 'in pages',
    source: 'Account API, ListRegions: NextToken',
    world: { trails: [trail()], regions: THREE_REGIONS, regionsPerPage: 1 },
    expect: { '#region-coverage': 3, 'region-coverage @ ap-south-1': 'PASS' },
  },
  {
    name: 'second page refused, DescribeRegions answers',
    source: FALLBACK,
    world: {
      trails: [trail()],
      regions: THREE_REGIONS,
      regionsPerPage: 2,
      faults: { 'account:ListRegions us-east-1 page 1': 'denied' },
    },
    expect: { '#region-coverage': 3, 'region-coverage @ ap-south-1': 'PASS' },
  },
  {
    name: 'second page not there though announced, DescribeRegions answers',
    source: RULE3,
    world: {
      trails: [trail()],
      regions: THREE_REGIONS,
      regionsPerPage: 2,
      faults: { 'account:ListRegions us-east-1 page 1': 'missing' },
    },
    expect: { '#region-coverage': 3 },
  },
  {
    name: 'first page not there, DescribeRegions answers',
    source: RULE3,
    world: {
      trails: [trail()],
      regions: THREE_REGIONS,
      regionsPerPage: 2,
      faults: { 'account:ListRegions us-east-1 page 0': 'missing' },
    },
    expect: { '#region-coverage': 3 },
  },
  {
    name: 'second page not there and DescribeRegions refused: unverified',
    source: RULE3,
    world: {
      trails: [trail()],
      regions: DEFAULTS,
      regionsPerPage: 10,
      faults: { 'account:ListRegions us-east-1 page 1': 'missing', 'ec2:DescribeRegions': 'denied' },
    },
    expect: { '#region-coverage': 18, 'region-coverage': 'UNKNOWN' },
  },
  ...(['denied', 'throttled', 'timeout', 'html', 'truncated', 'empty-object', 'list', 'missing'] as const).map(
    (fault) => ({
      name: `ListRegions ${fault}, DescribeRegions answers`,
      source: FALLBACK,
      world: {
        trails: [trail()],
        regions: { ...TWO_REGIONS, 'af-south-1': 'ENABLED' },
        faults: { 'account:ListRegions': fault },
      },
      expect: {
        'multi-region-trail': 'PASS',
        '#region-coverage': 3,
        'region-coverage @ af-south-1': 'PASS',
        '#trail-encryption': 1,
      } as const,
    }),
  ),
  ...(
    [
      { Regions: null },
      { Regions: [] },
      { Regions: [{ RegionName: 'us-east-1' }] },
      { Regions: [{ RegionOptStatus: 'ENABLED' }] },
      { Regions: ['us-east-1'] },
      { Regions: [{ RegionName: '../x', RegionOptStatus: 'ENABLED' }] },
      { Regions: [{ RegionName: 'us-east-1', RegionOptStatus: 'DISABLED' }] },
    ] as const
  ).map((json) => ({
    name: `ListRegions answers ${JSON.stringify(json)}, DescribeRegions answers`,
    source: 'design: truth rule 1, the list itself',
    world: { trails: [trail()], faults: { 'account:ListRegions': { json } } },
    expect: { 'multi-region-trail': 'PASS', '#region-coverage': 2 } as const,
  })),
  {
    name: 'both refused: every cell of the shipped list, and one result for what it may lack',
    source: FALLBACK,
    world: { trails: [trail()], regions: DEFAULTS, faults: bothDenied },
    expect: {
      'multi-region-trail': 'PASS',
      'any-trail-recording': 'PASS',
      '#region-coverage': SHIPPED.length + 1,
      'region-coverage @ sa-east-1': 'PASS',
      'region-coverage': 'UNKNOWN',
      '#trail-encryption': 2,
      'trail-encryption @ main': 'PASS',
      'trail-encryption': 'UNKNOWN',
      'trail-encryption > CloudTrail.2': 'UNKNOWN',
    },
    reasons: { 'region-coverage': ['regions.unverified', 'read.denied'], 'trail-encryption': ['regions.unverified'] },
  },
  {
    name: 'both refused, an opt-in Region answers',
    source: FALLBACK,
    world: { trails: [trail()], regions: { ...DEFAULTS, 'me-south-1': 'ENABLED' }, faults: bothDenied },
    expect: { '#region-coverage': SHIPPED.length + 2, 'region-coverage @ me-south-1': 'PASS' },
  },
  {
    name: 'both refused, an opt-in Region refuses the list',
    source: `${RULE3}; an unlisted Region that may be on`,
    world: {
      trails: [trail()],
      regions: DEFAULTS,
      faults: { ...bothDenied, 'cloudtrail:DescribeTrails me-south-1': 'denied' },
    },
    expect: {
      '#region-coverage': SHIPPED.length + 2,
      'region-coverage @ me-south-1': 'UNKNOWN',
      'multi-region-trail': 'PASS',
    },
  },
  {
    name: 'both refused, no trail anywhere',
    source: RULE3,
    world: { regions: DEFAULTS, faults: bothDenied },
    expect: {
      'multi-region-trail': 'FAIL',
      'any-trail-recording': 'UNKNOWN',
      'any-trail-recording > CloudTrail.3': 'UNKNOWN',
      '#log-file-validation': 1,
      'log-file-validation': 'UNKNOWN',
      'region-coverage @ eu-west-1': 'FAIL',
      'region-coverage': 'UNKNOWN',
    },
  },
  {
    name: 'DescribeRegions as a web page',
    source: FALLBACK,
    world: {
      trails: [trail()],
      regions: DEFAULTS,
      faults: { 'account:ListRegions': 'denied', 'ec2:DescribeRegions': 'html' },
    },
    expect: { 'region-coverage': 'UNKNOWN', '#region-coverage': SHIPPED.length + 1 },
  },
  {
    name: 'DescribeRegions cut in half',
    source: FALLBACK,
    world: {
      trails: [trail()],
      regions: DEFAULTS,
      faults: { 'account:ListRegions': 'denied', 'ec2:DescribeRegions': 'truncated' },
    },
    expect: { 'region-coverage': 'UNKNOWN', '#region-coverage': SHIPPED.length + 1 },
  },
]);
