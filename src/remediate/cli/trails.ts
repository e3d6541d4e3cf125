import type { ChangeTable, OfTrail, SelectorSet } from '../../model/change.ts';
import { aws, type CliChange, type Command, json, type Options } from './command.ts';
import { selectorQuery, selectorsSeen } from './guards.ts';

type TrailKinds =
  | 'create-trail'
  | 'make-multi-region'
  | 'enable-validation'
  | 'encrypt'
  | 'connect-logs'
  | 'record-reads-and-writes'
  | 'start-logging';

/** What AWS answers while a policy or a role that was written just before is not yet known everywhere. */
const SETTLING = {
  bucket: ['InsufficientS3BucketPolicyException', 'S3BucketDoesNotExistException'],
  key: ['InsufficientEncryptionPolicyException', 'KmsKeyNotFoundException'],
  logs: [
    'InvalidCloudWatchLogsLogGroupArnException',
    'InvalidCloudWatchLogsRoleArnException',
    'CloudWatchLogsDeliveryUnavailableException',
  ],
} as const;

/** A trail is changed in its home Region, by its name. */
export const TRAIL_COMMANDS: Pick<ChangeTable<CliChange>, TrailKinds> = {
  'create-trail': (change) => ({
    guard: {
      kind: 'missing',
      what: `trail ${change.name}`,
      look: aws(change, 'cloudtrail get-trail', { name: change.name }),
      code: 'TrailNotFoundException',
    },
    commands: [
      settling('bucket', {
        ...aws(change, 'cloudtrail create-trail', {
          name: change.name,
          's3-bucket-name': change.bucket,
          'is-multi-region-trail': true,
          'include-global-service-events': true,
          'enable-log-file-validation': true,
          'is-organization-trail': change.organization ? true : null,
        }),
      }),
    ],
    checks: reads(change),
    back: [aws(change, 'cloudtrail delete-trail', { name: change.name })],
  }),
  'make-multi-region': (change) => ({
    guard: null,
    commands: [update(change, { 'is-multi-region-trail': true, 'include-global-service-events': true })],
    checks: reads(change),
    back: [update(change, { 'no-is-multi-region-trail': true })],
  }),
  'enable-validation': (change) => ({
    guard: null,
    commands: [update(change, { 'enable-log-file-validation': true })],
    checks: reads(change),
    back: [update(change, { 'no-enable-log-file-validation': true })],
  }),
  encrypt: (change) => ({
    guard: null,
    commands: [settling('key', update(change, { 'kms-key-id': change.key }))],
    checks: reads(change),
    back: [update(change, { 'kms-key-id': '' })],
  }),
  'connect-logs': (change) => ({
    guard: null,
    commands: [settling('logs', connect(change, change.logGroupArn, change.roleArn))],
    checks: reads(change),
    // Both are taken off by empty texts (CloudTrail user guide, stop sending events to CloudWatch Logs).
    back: [connect(change, change.before.logGroup ?? '', change.before.role ?? '')],
  }),
  'record-reads-and-writes': (change) => ({
    guard: {
      kind: 'as-planned',
      what: `the event selectors of trail ${change.name}`,
      look: aws(change, 'cloudtrail get-event-selectors', {
        'trail-name': change.name,
        query: selectorQuery(change.before),
        output: 'json',
      }),
      code: 'TrailNotFoundException',
      before: selectorsSeen(change.before),
      after: selectorsSeen(change.selectors),
    },
    commands: [select(change, change.selectors)],
    checks: reads(change),
    back: [select(change, change.before)],
  }),
  'start-logging': (change) => ({
    guard: null,
    commands: [aws(change, 'cloudtrail start-logging', { name: change.name })],
    checks: reads(change),
    back: [aws(change, 'cloudtrail stop-logging', { name: change.name })],
  }),
};

function update(change: OfTrail, options: Options): Command {
  return aws(change, 'cloudtrail update-trail', { name: change.name, ...options });
}

function connect(change: OfTrail, group: string, role: string): Command {
  return update(change, { 'cloud-watch-logs-log-group-arn': group, 'cloud-watch-logs-role-arn': role });
}

function select(change: OfTrail, { basic, advanced }: SelectorSet): Command {
  return aws(change, 'cloudtrail put-event-selectors', {
    'trail-name': change.name,
    'event-selectors': basic === null ? null : json(basic),
    'advanced-event-selectors': advanced === null ? null : json(advanced),
  });
}

function settling(what: keyof typeof SETTLING, command: Command): Command {
  return { ...command, settles: SETTLING[what] };
}

/** The trail, its status and its selectors: that it is there, that it logs, and what. */
function reads(change: OfTrail): readonly Command[] {
  return [
    aws(change, 'cloudtrail describe-trails', { 'trail-name-list': change.name }),
    aws(change, 'cloudtrail get-trail-status', { name: change.name }),
    aws(change, 'cloudtrail get-event-selectors', { 'trail-name': change.name }),
  ];
}
