import { runCases } from '../support/cases.ts';
import { ago } from '../support/world.ts';
import { logs, destinationCase as row, withStatus } from './destination-case.ts';

const CIS24 = 'CIS v1.2 2.4: delivered within about one day';
const STATUS = 'design: which status decides';
const RULE1 = 'design: truth rule 1';
const minute = 1 / 60;

runCases('delivery to CloudWatch Logs', [
  row('23 h 59 old', CIS24, withStatus(logs(24 - minute)), { own: 'PASS' }),
  row('24 h old to the second', 'design: delivered-recently, at most 24 h', withStatus(logs(24)), { own: 'PASS' }),
  row('24 h 01 old', CIS24, withStatus(logs(24 + minute)), {
    own: 'FAIL',
    cis: 'FAIL',
    reasons: ['logs.delivery-stale'],
  }),
  row('never', 'design: time absent is no', withStatus({ LatestCloudWatchLogsDeliveryTime: undefined }), {
    own: 'FAIL',
    cis: 'FAIL',
    reasons: ['logs.never-delivered'],
  }),
  row(
    'stale, restart 5 h ago',
    'design: within 6 h of StartLogging',
    withStatus({ ...logs(30), StartLoggingTime: ago(5) }),
    { own: 'UNKNOWN', cis: 'UNKNOWN', reasons: ['too-young'] },
  ),
  row(
    'stale, restart 6 h 01 ago',
    'design: within 6 h of StartLogging',
    withStatus({ ...logs(30), StartLoggingTime: ago(6 + minute) }),
    { own: 'FAIL', cis: 'FAIL', reasons: ['!too-young'] },
  ),
  row('time of another type', RULE1, withStatus({ LatestCloudWatchLogsDeliveryTime: '1' }), {
    own: 'UNKNOWN',
    cis: 'UNKNOWN',
    reasons: ['read.malformed'],
  }),
  row('stale at home, fresh elsewhere', STATUS, withStatus(logs(30), logs(0.1)), { own: 'FAIL', cis: 'FAIL' }),
  row('fresh at home, stale elsewhere', STATUS, withStatus(logs(0.1), logs(300)), { own: 'PASS' }),
  row('time beyond the calendar', RULE1, withStatus({ LatestCloudWatchLogsDeliveryTime: 1e18 }), {
    own: 'UNKNOWN',
    cis: 'UNKNOWN',
  }),
  row('error at home', STATUS, withStatus({ LatestCloudWatchLogsDeliveryError: 'Access denied.' }), {
    own: 'FAIL',
    cis: 'PASS',
    holds: { 'no-delivery-error': 'no' },
    reasons: ['logs.delivery-error'],
  }),
  row(
    'error in another enabled Region',
    STATUS,
    withStatus({}, { LatestCloudWatchLogsDeliveryError: 'Access denied.' }),
    { own: 'FAIL', cis: 'PASS', reasons: ['logs.delivery-error'] },
  ),
  row(
    'error in a Region that is not enabled',
    STATUS,
    {
      ...withStatus({}, { LatestCloudWatchLogsDeliveryError: 'x' }),
      regions: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'eu-west-1': 'DISABLED' },
    },
    { own: 'PASS' },
  ),
  row('error of another type at home', RULE1, withStatus({ LatestCloudWatchLogsDeliveryError: ['x'] }), {
    own: 'UNKNOWN',
    cis: 'PASS',
    reasons: ['read.malformed'],
  }),
  row(
    'status refused elsewhere',
    STATUS,
    { faults: { 'cloudtrail:GetTrailStatus eu-west-1': 'throttled' } },
    { own: 'PASS', reasons: ['read.throttled'] },
  ),
  row(
    'home refused, error elsewhere',
    STATUS,
    {
      ...withStatus({}, { LatestCloudWatchLogsDeliveryError: 'x' }),
      faults: { 'cloudtrail:GetTrailStatus us-east-1': 'denied' },
    },
    {
      own: 'FAIL',
      cis: 'UNKNOWN',
      holds: { 'no-delivery-error': 'no', 'delivered-recently': 'unknown' },
    },
  ),
  row(
    'home refused',
    STATUS,
    { faults: { 'cloudtrail:GetTrailStatus us-east-1': 'denied' } },
    { own: 'UNKNOWN', cis: 'UNKNOWN', holds: { 'no-delivery-error': 'unknown' } },
  ),
  row(
    'a stopped trail that delivered an hour ago',
    'Security Hub, CloudTrail.5: does not look at logging',
    withStatus({ IsLogging: false, ...logs(1) }),
    { own: 'PASS' },
  ),
]);
