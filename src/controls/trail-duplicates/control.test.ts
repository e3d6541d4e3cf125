import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../test/support/judge.ts';
import {
  ago,
  basic,
  isoAgo,
  organizationTrail,
  singleRegion,
  trail,
  type World,
  type WorldTrail,
} from '../../../test/support/world.ts';

const ID = 'trail-duplicates';
const STOPPED = { 'us-east-1': { IsLogging: false, StopLoggingTime: ago(2) } };
const DATA_ONLY = basic({ ReadWriteType: 'All', IncludeManagementEvents: false });

/** The trail `main`, beside another one that makes it superfluous. */
const DUPLICATES: readonly (readonly [what: string, other: WorldTrail, one?: WorldTrail])[] = [
  ['an organization trail', organizationTrail()],
  ['a multi-Region trail that comes first by name', trail({ name: 'a' })],
  ['a multi-Region trail, itself of one Region', trail({ name: 'z' }), singleRegion({ name: 'main' })],
  ['a trail of the same Region, itself of one', singleRegion({ name: 'a' }), singleRegion({ name: 'main' })],
];

/** The same, where the other one records less than `main` does. */
const DIFFERENT: readonly (readonly [what: string, other: WorldTrail, one?: WorldTrail])[] = [
  ['a trail that is stopped', trail({ name: 'a', status: STOPPED })],
  ['a trail of data events', trail({ name: 'a', selectors: DATA_ONLY })],
  ['a trail of writes only', trail({ name: 'a', selectors: basic({ ReadWriteType: 'WriteOnly' }) })],
  [
    'a trail without KMS',
    trail({ name: 'a', selectors: basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }) }),
  ],
  ['a trail of one Region', singleRegion({ name: 'a' })],
  [
    'a trail of another Region, itself of one',
    singleRegion({ name: 'a', home: 'eu-west-1' }),
    singleRegion({ name: 'main' }),
  ],
  ['an organization trail that does not reach the account', organizationTrail({ notListedIn: ['us-east-1'] })],
];

function judged(other: WorldTrail, one = trail(), more: Partial<World> = {}) {
  return judge({ trails: [one, other], ...more });
}

describe(ID, () => {
  test('passes for the only trail: not-duplicate', () => {
    const alone = judge({ trails: [trail()] });
    equal(alone.verdict(ID, 'main'), 'PASS');
    deepEqual(alone.conditions(ID, 'yes', 'main'), ['not-duplicate']);
  });

  for (const [what, other, one] of DUPLICATES) {
    test(`fails: not-duplicate, beside ${what}`, () => {
      const result = judged(other, one).result(ID, 'main');
      equal(result.verdict, 'FAIL');
      deepEqual(
        result.reasons.map(({ id }) => id),
        ['trail.duplicates'],
      );
      equal(String(result.reasons[0]?.params['by']).split('/').at(-1), other.name);
    });
  }

  for (const [what, other, one] of DIFFERENT) {
    test(`passes beside ${what}`, () => {
      equal(judged(other, one).verdict(ID, 'main'), 'PASS');
    });
  }

  test('of two equal trails one stays', () => {
    const two = judged(trail({ name: 'a' }));
    deepEqual([two.verdict(ID, 'a'), two.verdict(ID, 'main')], ['PASS', 'FAIL']);
  });

  test('passes for a trail of data events, whatever is beside it', () => {
    equal(judged(organizationTrail(), trail({ selectors: DATA_ONLY })).verdict(ID, 'main'), 'PASS');
  });

  test('passes for a stopped trail, whatever is beside it', () => {
    equal(judged(organizationTrail(), trail({ status: STOPPED })).verdict(ID, 'main'), 'PASS');
  });

  test('is unknown where it was not read whether the trail itself records', () => {
    const faults = { 'cloudtrail:GetTrailStatus us-east-1 main': 'throttled' } as const;
    equal(judged(organizationTrail(), trail(), { faults }).verdict(ID, 'main'), 'UNKNOWN');
  });

  test('is unknown where the selectors of either were not read', () => {
    for (const name of ['main', 'a']) {
      const faults = { [`cloudtrail:GetEventSelectors us-east-1 ${name}`]: 'denied' } as const;
      const half = judged(trail({ name: 'a' }), trail(), { faults });
      equal(half.verdict(ID, 'main'), 'UNKNOWN');
      deepEqual(half.reasons(ID, 'main'), ['read.denied']);
    }
  });

  test('is unknown where it was not read whether the better one records', () => {
    const faults = { 'cloudtrail:GetTrailStatus us-east-1 a': 'throttled' } as const;
    equal(judged(trail({ name: 'a' }), trail(), { faults }).verdict(ID, 'main'), 'UNKNOWN');
  });

  test('a copy that may still come makes nothing superfluous', () => {
    const world = { joinedAt: isoAgo(2) };
    equal(judged(organizationTrail({ notListedIn: ['us-east-1'] }), trail(), world).verdict(ID, 'main'), 'PASS');
  });

  test('an excluded trail makes nothing superfluous', () => {
    const other = trail({ name: 'a' });
    const excludedTrails = new Map([['arn:aws:cloudtrail:us-east-1:111122223333:trail/a', 'Ends in December']]);
    equal(judged(other, trail(), { policy: { excludedTrails } }).verdict(ID, 'main'), 'PASS');
  });

  test('is not applicable to an account without trails of its own', () => {
    equal(judge({ trails: [organizationTrail()] }).verdict(ID), 'NOT_APPLICABLE');
  });
});
