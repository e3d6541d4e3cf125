/** What the AWS CLI writes into moto, and what the program has to say of it. */

import type { WorldTrailStatus } from '../rig/world.ts';
import { HOME } from './worlds.ts';

export type Steps = { cli(...args: string[]): Promise<Record<string, string>>; account: string };

export type Scenario = {
  name: string;
  write(steps: Steps): Promise<void>;
  status?: WorldTrailStatus;
  /** Control (with `@ trail` for one of several) → verdict. */
  verdicts: Record<string, string>;
  /** Control → ids of the conditions that do not hold. */
  fails?: Record<string, string[]>;
  clauses?: Record<string, string>;
  reason?: string;
  /** Default: those of `scan`. */
  controls?: string;
};

const DELIVERED = { LatestDeliveryTime: '-5m', LatestDigestDeliveryTime: '-40m' } as const;
const NOTHING_DELIVERED = { LatestDeliveryTime: null } as const;

async function createTrail({ cli, account }: Steps, ...args: string[]): Promise<void> {
  await cli('s3api', 'create-bucket', '--bucket', `logs-${account}`);
  await cli('cloudtrail', 'create-trail', '--name', 'main', '--s3-bucket-name', `logs-${account}`, ...args);
}

async function startedTrail(steps: Steps, ...args: string[]): Promise<void> {
  await createTrail(steps, '--is-multi-region-trail', '--enable-log-file-validation', ...args);
  await steps.cli('cloudtrail', 'start-logging', '--name', 'main');
}

function logsArgs(account: string): string[] {
  const group = `arn:aws:logs:${HOME}:${account}:log-group:trail/events:*`;
  return [
    '--cloud-watch-logs-log-group-arn',
    group,
    '--cloud-watch-logs-role-arn',
    `arn:aws:iam::${account}:role/trail`,
  ];
}

async function createRole({ cli, account }: Steps): Promise<void> {
  const trust = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await cli('iam', 'create-role', '--role-name', 'trail', '--assume-role-policy-document', policy);
  const streams = `arn:aws:logs:${HOME}:${account}:log-group:trail/events:log-stream:${account}_CloudTrail_${HOME}*`;
  const write = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: streams };
  const document = ['--policy-document', JSON.stringify({ Version: '2012-10-17', Statement: [write] })];
  await cli('iam', 'put-role-policy', '--role-name', 'trail', '--policy-name', 'write', ...document);
}

async function createGroup({ cli }: Steps): Promise<void> {
  await cli('logs', 'create-log-group', '--log-group-name', 'trail/events');
}

function select(kind: 'event' | 'advanced-event', selectors: unknown): string[] {
  return [
    'cloudtrail',
    'put-event-selectors',
    '--trail-name',
    'main',
    `--${kind}-selectors`,
    JSON.stringify(selectors),
  ];
}

function tagged({ account }: Steps, operation: 'add-tags' | 'remove-tags', ...tags: string[]): string[] {
  const trail = `arn:aws:cloudtrail:${HOME}:${account}:trail/main`;
  return ['cloudtrail', operation, '--resource-id', trail, '--tags-list', ...tags];
}

export const SCENARIOS: Scenario[] = [
  {
    name: 'no trail',
    async write() {},
    verdicts: {
      'multi-region-trail': 'FAIL',
      'any-trail-recording': 'FAIL',
      'region-coverage': 'FAIL',
      'trail-delivery': 'NOT_APPLICABLE',
      'cloudwatch-logs-integration': 'NOT_APPLICABLE',
    },
    clauses: { 'CloudTrail.1': 'FAIL', 'CloudTrail.5': 'NOT_APPLICABLE' },
    reason: 'account.no-trail',
  },
  {
    name: 'a multi-Region trail, validated and delivering',
    write: (steps) => startedTrail(steps),
    status: DELIVERED,
    verdicts: {
      'multi-region-trail': 'PASS',
      'any-trail-recording': 'PASS',
      'region-coverage': 'PASS',
      'trail-delivery': 'PASS',
      'log-file-validation': 'PASS',
      'trail-encryption': 'FAIL',
      'cloudwatch-logs-integration': 'FAIL',
    },
    clauses: { 'CloudTrail.1': 'PASS', 'CloudTrail.4': 'PASS' },
  },
  {
    name: 'stopped',
    async write(steps) {
      await startedTrail(steps);
      await steps.cli('cloudtrail', 'stop-logging', '--name', 'main');
    },
    status: DELIVERED,
    verdicts: { 'multi-region-trail': 'FAIL', 'any-trail-recording': 'FAIL', 'region-coverage': 'FAIL' },
    fails: { 'multi-region-trail': ['recording'] },
    clauses: { 'CloudTrail.1': 'FAIL', 'CloudTrail.3': 'FAIL' },
    reason: 'trail.stopped',
  },
  {
    name: 'created and never started',
    write: (steps) => createTrail(steps, '--is-multi-region-trail'),
    status: NOTHING_DELIVERED,
    // Nothing was ever delivered, and without digests that proves nothing (design, delivering, line 4).
    verdicts: { 'multi-region-trail': 'FAIL', 'log-file-validation': 'FAIL', 'trail-delivery': 'UNKNOWN' },
    clauses: { 'CloudTrail.1': 'FAIL' },
    reason: 'trail.not-logging',
  },
  {
    name: 'one Region only',
    async write(steps) {
      await createTrail(steps, '--enable-log-file-validation');
      await steps.cli('cloudtrail', 'start-logging', '--name', 'main');
    },
    status: DELIVERED,
    verdicts: { 'multi-region-trail': 'FAIL', 'any-trail-recording': 'PASS', 'trail-delivery': 'PASS' },
    fails: { 'multi-region-trail': ['multi-region'] },
    reason: 'trail.single-region',
  },
  {
    name: 'writes only',
    async write(steps) {
      await startedTrail(steps);
      await steps.cli(...select('event', [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }]));
    },
    status: DELIVERED,
    verdicts: { 'multi-region-trail': 'FAIL', 'any-trail-recording': 'PASS', 'region-coverage': 'FAIL' },
    fails: { 'multi-region-trail': ['reads'] },
  },
  {
    name: 'KMS left out by a basic selector',
    async write(steps) {
      const selector = { ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] };
      await startedTrail(steps);
      await steps.cli(...select('event', [{ IncludeManagementEvents: true, ...selector }]));
    },
    status: DELIVERED,
    verdicts: { 'multi-region-trail': 'FAIL', 'region-coverage': 'PASS' },
    fails: { 'multi-region-trail': ['all-sources'] },
    clauses: { 'CloudTrail.1': 'FAIL', '2.1': 'PASS' },
  },
  {
    name: 'KMS left out by an advanced selector',
    async write(steps) {
      const fields = [
        { Field: 'eventCategory', Equals: ['Management'] },
        { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
      ];
      await startedTrail(steps);
      await steps.cli(...select('advanced-event', [{ Name: 'no KMS', FieldSelectors: fields }]));
    },
    status: DELIVERED,
    verdicts: { 'multi-region-trail': 'FAIL', 'region-coverage': 'PASS' },
    fails: { 'multi-region-trail': ['all-sources'] },
    clauses: { 'CloudTrail.1': 'FAIL', '2.1': 'PASS' },
  },
  {
    name: 'delivers to CloudWatch Logs; group and role are there',
    async write(steps) {
      await Promise.all([createGroup(steps), createRole(steps)]);
      await startedTrail(steps, ...logsArgs(steps.account));
    },
    status: { ...DELIVERED, LatestCloudWatchLogsDeliveryTime: '-2m' },
    verdicts: { 'cloudwatch-logs-integration': 'PASS', 'multi-region-trail': 'PASS' },
    clauses: { 'CloudTrail.5': 'PASS' },
  },
  {
    name: 'names a role that is gone',
    async write(steps) {
      await createGroup(steps);
      await startedTrail(steps, ...logsArgs(steps.account));
    },
    status: { ...DELIVERED, LatestCloudWatchLogsDeliveryTime: '-2m' },
    verdicts: { 'cloudwatch-logs-integration': 'FAIL', 'multi-region-trail': 'PASS' },
    fails: { 'cloudwatch-logs-integration': ['role-exists', 'role-trusts-cloudtrail', 'role-may-write'] },
    clauses: { 'CloudTrail.5': 'PASS' },
    reason: 'role.missing',
  },
  {
    name: 'names a log group that is gone, while one with a longer name is there',
    async write(steps) {
      const longer = ['logs', 'create-log-group', '--log-group-name', 'trail/events-old'];
      await Promise.all([createRole(steps), steps.cli(...longer)]);
      await startedTrail(steps, ...logsArgs(steps.account));
    },
    status: { ...DELIVERED, LatestCloudWatchLogsDeliveryTime: '-2m' },
    verdicts: { 'cloudwatch-logs-integration': 'FAIL' },
    fails: { 'cloudwatch-logs-integration': ['log-group-exists', 'role-may-write'] },
    clauses: { 'CloudTrail.5': 'PASS' },
  },
  {
    name: 'logging for 90 days, its bucket refuses',
    write: (steps) => startedTrail(steps),
    status: { ...DELIVERED, LatestDeliveryError: 'AccessDenied', StartLoggingTime: '-90d' },
    verdicts: { 'multi-region-trail': 'FAIL', 'trail-delivery': 'FAIL', 'any-trail-recording': 'PASS' },
    fails: { 'multi-region-trail': ['delivering'], 'trail-delivery': ['no-s3-error'] },
    clauses: { 'CloudTrail.1': 'PASS' },
    reason: 'trail.delivery-error',
  },
  {
    name: 'tagged, with every data event of S3 objects and both types of Insights',
    async write(steps) {
      await startedTrail(steps);
      await steps.cli(...tagged(steps, 'add-tags', 'Key=owner,Value=platform', 'Key=aws-like'));
      const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }];
      await steps.cli(...select('event', [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources }]));
      const types = ['InsightType=ApiCallRateInsight', 'InsightType=ApiErrorRateInsight'];
      await steps.cli('cloudtrail', 'put-insight-selectors', '--trail-name', 'main', '--insight-selectors', ...types);
    },
    status: DELIVERED,
    controls: 'multi-region-trail,trail-tagged,data-events,insights',
    verdicts: { 'multi-region-trail': 'PASS', 'trail-tagged': 'PASS', 'data-events': 'PASS', insights: 'PASS' },
    clauses: { 'CloudTrail.9': 'PASS', '3.10': 'PASS', '3.9': 'PASS' },
  },
  {
    name: 'its tag taken off again, with the writes of one bucket',
    async write(steps) {
      await startedTrail(steps);
      await steps.cli(...tagged(steps, 'add-tags', 'Key=owner,Value=platform'));
      await steps.cli(...tagged(steps, 'remove-tags', 'Key=owner,Value=platform'));
      const management = [{ Field: 'eventCategory', Equals: ['Management'] }];
      const data = [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::photos/'] },
        { Field: 'readOnly', Equals: ['false'] },
      ];
      const selectors = [management, data].map((FieldSelectors, index) => ({ Name: `s${index}`, FieldSelectors }));
      await steps.cli(...select('advanced-event', selectors));
    },
    status: DELIVERED,
    controls: 'multi-region-trail,trail-tagged,data-events',
    verdicts: { 'multi-region-trail': 'PASS', 'trail-tagged': 'FAIL', 'data-events': 'FAIL' },
    fails: { 'trail-tagged': ['has-tag'], 'data-events': ['object-writes', 'object-reads'] },
    clauses: { 'CloudTrail.9': 'FAIL', '3.10': 'FAIL', '3.9': 'FAIL' },
    reason: 'trail.data-events-partial',
  },
];
