import type { Holds, Verdict } from '../../src/model/verdict.ts';
import { runCases, type TruthCase } from '../support/cases.ts';
import { ago, type Fault, type Fields, trail, type World } from '../support/world.ts';

const LINE1 = 'design: delivering, line 1';
const LINE3 = 'design: delivering, line 3';
const LINE4 = 'design: delivering, line 4';
const YOUNG = 'design: within 6 h of StartLogging';
const RULE1 = 'design: truth rule 1';
const GTS = 'CloudTrail API, GetTrailStatus';

const VERDICT: Readonly<Record<Holds, Verdict>> = { yes: 'PASS', no: 'FAIL', unknown: 'UNKNOWN' };

interface More {
  readonly fields?: Fields;
  readonly reasons?: readonly string[];
  readonly world?: Partial<World>;
  readonly eu?: Fields;
  readonly faults?: Readonly<Record<string, Fault>>;
}

/** One trail whose status at home is the ordinary one but for the fields: only `delivering` can differ. */
function row(
  name: string,
  source: string,
  home: Fields,
  holds: Holds,
  { fields = {}, reasons, world, eu, faults = {} }: More = {},
): TruthCase {
  const status = { 'us-east-1': home, ...(eu === undefined ? {} : { 'eu-west-1': eu }) };
  return {
    name,
    source,
    world: { trails: [trail({ fields, status })], faults, ...world },
    expect: {
      'multi-region-trail : delivering': holds,
      'multi-region-trail': VERDICT[holds],
      'multi-region-trail > CloudTrail.1': 'PASS',
      'multi-region-trail > 2.1': 'PASS',
      'trail-delivery @ main': VERDICT[holds],
    },
    ...(reasons === undefined ? {} : { reasons: { 'multi-region-trail': reasons, 'trail-delivery @ main': reasons } }),
  };
}

const digest = (hours: number): Fields => ({ LatestDigestDeliveryTime: ago(hours) });
const log = (hours: number): Fields => ({ LatestDeliveryTime: ago(hours) });
const noDigest: Fields = { LatestDigestDeliveryTime: undefined };
const off: Fields = { LogFileValidationEnabled: false };
const noFlag: Fields = { LogFileValidationEnabled: undefined };
const minute = 1 / 60;

runCases('delivery: ages', [
  row('digest 5 h 59 old', LINE3, digest(6 - minute), 'yes'),
  row('digest 6 h old to the second', LINE3, digest(6), 'yes'),
  row('digest a second older than 6 h', LINE3, digest(6 + 1 / 3600), 'no', { reasons: ['trail.digest-stale'] }),
  row('digest 6 h 01 old', LINE3, digest(6 + minute), 'no', { reasons: ['trail.digest-stale'] }),
  row('digest three days old, log file fresh', LINE3, { ...digest(72), ...log(0.1) }, 'no', {
    reasons: ['trail.digest-stale'],
  }),
  row('digest fresh, log file ten days old: a quiet Region', LINE3, log(240), 'yes'),
  row('digest fresh, no log file ever', LINE3, { LatestDeliveryTime: undefined }, 'yes'),
  row('digest a few minutes in the future: clocks differ', LINE3, digest(-0.05), 'yes'),
  row('no digest yet, log file fresh', LINE4, noDigest, 'yes'),
  row('no digest, log file 23 h 59 old', LINE4, { ...noDigest, ...log(24 - minute) }, 'yes'),
  row('no digest, log file 24 h old to the second', LINE4, { ...noDigest, ...log(24) }, 'yes'),
  row('no digest, log file 24 h 01 old', LINE4, { ...noDigest, ...log(24 + minute) }, 'unknown', {
    reasons: ['no-heartbeat'],
  }),
  row('no digest, no log file', LINE4, { ...noDigest, LatestDeliveryTime: undefined }, 'unknown', {
    reasons: ['no-heartbeat'],
  }),
  row('validation off, stale digest of old, log file fresh', LINE4, digest(500), 'yes', { fields: off }),
  row('validation off, fresh digest, log file 25 h old', LINE4, { ...digest(1), ...log(25) }, 'unknown', {
    fields: off,
    reasons: ['no-heartbeat'],
  }),
  row('validation off, log file 10 days old', LINE4, { ...noDigest, ...log(240) }, 'unknown', {
    fields: off,
    reasons: ['no-heartbeat', '!trail.digest-stale'],
  }),
  row('validation off, digest time of another type', LINE4, { LatestDigestDeliveryTime: 'yesterday' }, 'yes', {
    fields: off,
  }),
  row('validation unread, digest and log file fresh', RULE1, {}, 'yes', { fields: noFlag }),
  row('validation unread, digest stale, log file fresh', RULE1, digest(7), 'unknown', {
    fields: noFlag,
    reasons: ['read.malformed'],
  }),
  row('validation unread, digest fresh, log file old', RULE1, log(25), 'unknown', {
    fields: noFlag,
    reasons: ['read.malformed'],
  }),
  row('validation unread, digest and log file old', RULE1, { ...digest(7), ...log(25) }, 'unknown', {
    fields: noFlag,
    reasons: ['read.malformed'],
  }),
  row('validation unread, no digest, log file fresh', LINE4, noDigest, 'yes', { fields: noFlag }),
  row('digest time of another type', RULE1, { LatestDigestDeliveryTime: '2026-11-24T00:00:00Z' }, 'unknown', {
    reasons: ['read.malformed'],
  }),
  row('log file time of another type, digest fresh', LINE3, { LatestDeliveryTime: 'now' }, 'yes'),
  row('log file time of another type, no digest', RULE1, { ...noDigest, LatestDeliveryTime: 'now' }, 'unknown', {
    reasons: ['read.malformed'],
  }),
  row('digest time beyond the calendar', RULE1, { LatestDigestDeliveryTime: 1e18 }, 'unknown'),
  row('log file time beyond the calendar', RULE1, { ...noDigest, LatestDeliveryTime: 1e18 }, 'unknown'),
  row(
    'legacy text fields say otherwise',
    'CloudTrail API, GetTrailStatus: legacy fields are not to be used',
    {
      LatestDeliveryAttemptTime: '2001-01-01T00:00:00Z',
      LatestDeliveryAttemptSucceeded: '',
      TimeLoggingStopped: '2026-11-23T00:00:00Z',
    },
    'yes',
  ),
  row('a threshold of the policy file', 'design: thresholds live in the policy file', digest(8), 'yes', {
    world: {
      policy: {
        thresholds: {
          digestMaxAge: 12,
          deliveryMaxAge: 24,
          logsMaxAge: 24,
          startGrace: 6,
          joinDeliveryGrace: 6,
          joinGrace: 24,
        },
      },
    },
  }),
]);

runCases('delivery: young trails', [
  row('restart 5 h ago, digest 30 h old', YOUNG, { StartLoggingTime: ago(5), ...digest(30) }, 'unknown', {
    reasons: ['too-young', '!trail.digest-stale'],
  }),
  row('restart 6 h ago to the second, digest 30 h old', YOUNG, { StartLoggingTime: ago(6), ...digest(30) }, 'unknown', {
    reasons: ['too-young'],
  }),
  row('restart 6 h 01 ago, digest 30 h old', YOUNG, { StartLoggingTime: ago(6 + minute), ...digest(30) }, 'no', {
    reasons: ['trail.digest-stale', '!too-young'],
  }),
  row('restart 5 h ago, digest fresh', YOUNG, { StartLoggingTime: ago(5) }, 'yes', { reasons: ['!too-young'] }),
  row(
    'start 1 h ago, nothing delivered',
    YOUNG,
    { StartLoggingTime: ago(1), ...noDigest, LatestDeliveryTime: undefined },
    'unknown',
    { reasons: ['no-heartbeat'] },
  ),
  row('start 1 h ago, log file fresh', YOUNG, { StartLoggingTime: ago(1), ...noDigest }, 'yes'),
  row('no start time, digest stale', YOUNG, { StartLoggingTime: undefined, ...digest(7) }, 'no', {
    reasons: ['trail.digest-stale'],
  }),
  row('start time of another type, digest stale', RULE1, { StartLoggingTime: 'yesterday', ...digest(7) }, 'unknown', {
    reasons: ['read.malformed'],
  }),
  row('start time of another type, digest fresh', LINE3, { StartLoggingTime: 'yesterday' }, 'yes'),
  row('restart 5 h ago and an error', LINE1, { StartLoggingTime: ago(5), LatestDeliveryError: 'AccessDenied' }, 'no', {
    reasons: ['trail.delivery-error', '!too-young'],
  }),
  row('restart 5 h ago elsewhere says nothing', 'design: the home status decides the start', digest(7), 'no', {
    eu: { StartLoggingTime: ago(5) },
  }),
]);

runCases('delivery: errors', [
  row('error at home', LINE1, { LatestDeliveryError: 'NoSuchBucket' }, 'no', { reasons: ['trail.delivery-error'] }),
  row('error in another enabled Region', LINE1, {}, 'no', {
    eu: { LatestDeliveryError: 'AccessDenied' },
    reasons: ['trail.delivery-error'],
  }),
  row('error in a Region being disabled', LINE1, {}, 'no', {
    eu: { LatestDeliveryError: 'AccessDenied' },
    world: { regions: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'eu-west-1': 'DISABLING' } },
  }),
  row('error in a Region being enabled', 'design: enabled Regions', {}, 'yes', {
    eu: { LatestDeliveryError: 'AccessDenied' },
    world: { regions: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'eu-west-1': 'ENABLING' } },
  }),
  row('error in a Region that is not enabled', 'design: enabled Regions', {}, 'yes', {
    eu: { LatestDeliveryError: 'AccessDenied' },
    world: { regions: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'eu-west-1': 'DISABLED' } },
  }),
  row('error outside --regions', 'issue 3: other Regions count as not enabled in this run', {}, 'yes', {
    eu: { LatestDeliveryError: 'AccessDenied' },
    world: { only: ['us-east-1'] },
  }),
  row(
    'error at home outside --regions',
    'design: delivering, line 1, or the home Region',
    { LatestDeliveryError: 'AccessDenied' },
    'no',
    { world: { only: ['eu-west-1'] } },
  ),
  row(
    'error at home although the digest is fresh',
    LINE1,
    { LatestDeliveryError: 'AccessDenied', ...digest(0.1) },
    'no',
  ),
  row('error as an empty text', GTS, { LatestDeliveryError: '' }, 'yes'),
  row('error as null', GTS, { LatestDeliveryError: null }, 'yes'),
  row('error of another type at home', RULE1, { LatestDeliveryError: 5 }, 'unknown', { reasons: ['read.malformed'] }),
  row(
    'error of another type elsewhere',
    'design: another Region’s unread status changes no yes; it is named',
    {},
    'yes',
    { eu: { LatestDeliveryError: 5 }, reasons: ['read.malformed'] },
  ),
  row('status refused elsewhere', 'design: another Region’s unread status changes no yes; it is named', {}, 'yes', {
    faults: { 'cloudtrail:GetTrailStatus eu-west-1': 'denied' },
    reasons: ['read.denied'],
  }),
  row('status empty elsewhere', 'design: another Region’s unread status changes no yes; it is named', {}, 'yes', {
    faults: { 'cloudtrail:GetTrailStatus eu-west-1': 'empty-object' },
    reasons: ['read.malformed'],
  }),
  row('status not there elsewhere', 'design: another Region’s unread status changes no yes; it is named', {}, 'yes', {
    faults: { 'cloudtrail:GetTrailStatus eu-west-1': 'missing' },
    reasons: ['read.not-asked'],
  }),
  row('an old log file elsewhere', 'design: an old log delivery in a quiet Region is never a failure', {}, 'yes', {
    eu: { ...log(2000), ...digest(2000) },
  }),
]);
