import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../test/support/judge.ts';
import { ago, type Fields, trail } from '../../../test/support/world.ts';

const ID = 'trail-delivery';
const ALL = ['no-s3-error', 'no-digest-error', 'no-sns-error', 'fresh'];

/** Conditions and the status, at home and elsewhere, that breaks each. */
const BROKEN: readonly (readonly [condition: string, home: Fields, elsewhere: Fields, reason: string])[] = [
  ['no-s3-error', { LatestDeliveryError: 'NoSuchBucket' }, {}, 'trail.delivery-error'],
  ['no-s3-error', {}, { LatestDeliveryError: 'NoSuchBucket' }, 'trail.delivery-error'],
  ['no-digest-error', { LatestDigestDeliveryError: 'AccessDenied' }, {}, 'trail.digest-error'],
  ['no-digest-error', {}, { LatestDigestDeliveryError: 'AccessDenied' }, 'trail.digest-error'],
  ['no-sns-error', { LatestNotificationError: 'AuthorizationError' }, {}, 'trail.notification-error'],
  ['no-sns-error', {}, { LatestNotificationError: 'AuthorizationError' }, 'trail.notification-error'],
  ['fresh', { LatestDigestDeliveryTime: ago(6.1) }, {}, 'trail.digest-stale'],
];

describe(ID, () => {
  test('passes', () => {
    const judged = judge({ trails: [trail()] });
    equal(judged.verdict(ID, 'main'), 'PASS');
    deepEqual(judged.conditions(ID, 'yes', 'main'), ALL);
  });

  for (const [condition, home, elsewhere, reason] of BROKEN) {
    test(`fails: ${condition}, by ${JSON.stringify([home, elsewhere])}`, () => {
      const judged = judge({ trails: [trail({ status: { 'us-east-1': home, 'eu-west-1': elsewhere } })] });
      equal(judged.verdict(ID, 'main'), 'FAIL');
      deepEqual(judged.conditions(ID, 'no', 'main'), [condition]);
      deepEqual(judged.reasons(ID, 'main'), [reason]);
    });
  }

  test('is unknown where the home status was not read', () => {
    const judged = judge({ trails: [trail()], faults: { 'cloudtrail:GetTrailStatus us-east-1': 'timeout' } });
    equal(judged.verdict(ID, 'main'), 'UNKNOWN');
    deepEqual(judged.conditions(ID, 'unknown', 'main'), ALL);
  });

  test('is unknown where nothing proves delivery', () => {
    const status = { 'us-east-1': { LatestDigestDeliveryTime: undefined, LatestDeliveryTime: ago(25) } };
    const judged = judge({ trails: [trail({ status })] });
    equal(judged.verdict(ID, 'main'), 'UNKNOWN');
    deepEqual(judged.reasons(ID, 'main'), ['no-heartbeat']);
  });
});
