import type { Holds, Verdict } from '../../src/model/verdict.ts';
import { runCases, type TruthCase } from '../support/cases.ts';
import { ago, type Fault, type Fields, THREE_REGIONS, trail } from '../support/world.ts';

const LINE1 = 'design: delivering, line 1';
const LINE2 = 'design: delivering, line 2';
const VERDICT: Readonly<Record<Holds, Verdict>> = { yes: 'PASS', no: 'FAIL', unknown: 'UNKNOWN' };

/** Everything that the home status decides is open; the Security Hub and CIS clauses too. */
function homeUnread(name: string, fault: Fault, reason: string): TruthCase {
  return {
    name: `home status: ${name}`,
    source: LINE2,
    world: { trails: [trail()], faults: { 'cloudtrail:GetTrailStatus us-east-1': fault } },
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'multi-region-trail > CloudTrail.1': 'UNKNOWN',
      'multi-region-trail > 2.1': 'UNKNOWN',
      'multi-region-trail : recording': 'unknown',
      'multi-region-trail : delivering': 'unknown',
      'any-trail-recording': 'UNKNOWN',
      'trail-delivery @ main': 'UNKNOWN',
      'cloudwatch-logs-integration @ main': 'UNKNOWN',
      'cloudwatch-logs-integration @ main > CloudTrail.5': 'PASS',
      'cloudwatch-logs-integration @ main > 2.4': 'UNKNOWN',
      'region-coverage @ eu-west-1': 'UNKNOWN',
      'trail-encryption @ main': 'PASS',
    },
    reasons: { 'multi-region-trail': [reason], 'any-trail-recording': [reason] },
  };
}

runCases('delivery: the home status was not read', [
  homeUnread('refused', 'denied', 'read.denied'),
  homeUnread('throttled', 'throttled', 'read.throttled'),
  homeUnread('server error', 'server-error', 'read.unreachable'),
  homeUnread('timed out', 'timeout', 'read.unreachable'),
  homeUnread('reset', 'reset', 'read.unreachable'),
  homeUnread('expired credentials', 'expired', 'read.credentials'),
  homeUnread('trail not found', 'not-found', 'read.not-found'),
  homeUnread('a web page', 'html', 'read.malformed'),
  homeUnread('cut in half', 'truncated', 'read.malformed'),
  homeUnread('nothing', 'empty-body', 'read.malformed'),
  homeUnread('{}', 'empty-object', 'read.malformed'),
  homeUnread('[]', 'list', 'read.malformed'),
  homeUnread('never asked', 'missing', 'read.not-asked'),
  homeUnread('IsLogging null', { json: { IsLogging: null, LatestDigestDeliveryTime: ago(1) } }, 'read.malformed'),
  homeUnread('IsLogging as text', { json: { IsLogging: 'true', LatestDigestDeliveryTime: ago(1) } }, 'read.malformed'),
  homeUnread('IsLogging as a number', { json: { IsLogging: 1, LatestDigestDeliveryTime: ago(1) } }, 'read.malformed'),
  {
    name: 'home status refused, an error elsewhere',
    source: LINE1,
    world: {
      trails: [trail({ status: { 'eu-west-1': { LatestDeliveryError: 'NoSuchBucket' } } })],
      faults: { 'cloudtrail:GetTrailStatus us-east-1': 'denied' },
    },
    expect: {
      'multi-region-trail': 'FAIL',
      'multi-region-trail : delivering': 'no',
      'multi-region-trail > 2.1': 'UNKNOWN',
      'trail-delivery @ main': 'FAIL',
    },
  },
  {
    name: 'stopped at home, logging elsewhere',
    source: 'CloudTrail API, GetTrailStatus: home Region’s IsLogging is the switch',
    world: {
      trails: [trail({ status: { 'us-east-1': { IsLogging: false, StopLoggingTime: ago(3) } } })],
      regions: THREE_REGIONS,
    },
    expect: {
      'multi-region-trail': 'FAIL',
      'multi-region-trail > 2.1': 'FAIL',
      'any-trail-recording': 'FAIL',
      'region-coverage @ ap-south-1': 'FAIL',
    },
    reasons: { 'any-trail-recording': ['trail.stopped'], 'region-coverage @ ap-south-1': ['trail.stopped'] },
  },
  {
    name: 'logging at home, stopped elsewhere',
    source: 'CloudTrail API, GetTrailStatus: home Region’s IsLogging is the switch',
    world: { trails: [trail({ status: { 'eu-west-1': { IsLogging: false } } })] },
    expect: { 'multi-region-trail': 'PASS', 'any-trail-recording': 'PASS', 'region-coverage @ eu-west-1': 'PASS' },
  },
  {
    name: 'never started',
    source: 'aws.md 3.12: CreateTrail does not start logging',
    world: { trails: [trail({ status: { 'us-east-1': { IsLogging: false, StartLoggingTime: undefined } } })] },
    expect: { 'any-trail-recording': 'FAIL', 'any-trail-recording > CloudTrail.3': 'FAIL' },
    reasons: { 'any-trail-recording': ['trail.not-logging', '!trail.stopped'] },
  },
]);

/** Only conditions of trail-delivery other than freshness differ; the headline control does not look at them. */
function other(
  name: string,
  home: Fields,
  eu: Fields,
  condition: string,
  holds: Holds,
  reasons: readonly string[] = [],
): TruthCase {
  return {
    name,
    source: 'design: trail-delivery, no-s3-error · no-digest-error · no-sns-error over enabled Regions',
    world: { trails: [trail({ status: { 'us-east-1': home, 'eu-west-1': eu } })] },
    expect: {
      'trail-delivery @ main': VERDICT[holds],
      [`trail-delivery @ main : ${condition}`]: holds,
      'multi-region-trail': 'PASS',
    },
    reasons: { 'trail-delivery @ main': reasons },
  };
}

runCases('delivery: digests and notifications', [
  other('digest error at home', { LatestDigestDeliveryError: 'AccessDenied' }, {}, 'no-digest-error', 'no', [
    'trail.digest-error',
  ]),
  other('digest error elsewhere', {}, { LatestDigestDeliveryError: 'AccessDenied' }, 'no-digest-error', 'no', [
    'trail.digest-error',
  ]),
  other('digest error of another type at home', { LatestDigestDeliveryError: {} }, {}, 'no-digest-error', 'unknown', [
    'read.malformed',
  ]),
  other('notification error at home', { LatestNotificationError: 'AuthorizationError' }, {}, 'no-sns-error', 'no', [
    'trail.notification-error',
  ]),
  other('notification error elsewhere', {}, { LatestNotificationError: 'NotFound' }, 'no-sns-error', 'no', [
    'trail.notification-error',
  ]),
  other(
    'notification error of another type at home',
    { LatestNotificationError: false },
    {},
    'no-sns-error',
    'unknown',
    ['read.malformed'],
  ),
  other('no error anywhere', {}, {}, 'no-s3-error', 'yes'),
]);
