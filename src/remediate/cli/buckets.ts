import type { ChangeTable, OfBucket } from '../../model/change.ts';
import { policyWith } from '../../model/policy-addition.ts';
import { aws, type CliChange, type Command, json, type Options } from './command.ts';
import { asPlanned, minified } from './guards.ts';

type BucketKinds =
  | 'create-bucket'
  | 'block-public-access'
  | 'close-acl'
  | 'version-bucket'
  | 'owner-pays'
  | 'allow-delivery'
  | 'log-bucket-access';

/** S3 refuses each of these where the bucket is somebody else's: the expected owner goes with every request. */
export const BUCKET_COMMANDS: Pick<ChangeTable<CliChange>, BucketKinds> = {
  'create-bucket': (change) => ({
    guard: { kind: 'missing', what: `bucket ${change.bucket}`, look: on(change, 'head-bucket'), code: '404' },
    commands: [
      aws(change, 's3api create-bucket', {
        bucket: change.bucket,
        // us-east-1 is the one Region that must not be named (S3 API reference, CreateBucket).
        'create-bucket-configuration':
          change.region === 'us-east-1' ? null : json({ LocationConstraint: change.region }),
      }),
    ],
    checks: [on(change, 'head-bucket')],
    back: [on(change, 'delete-bucket')],
  }),
  'block-public-access': (change) => ({
    guard: null,
    commands: [
      on(change, 'put-public-access-block', {
        'public-access-block-configuration': json({
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        }),
      }),
    ],
    checks: [on(change, 'get-public-access-block')],
    back: [on(change, 'delete-public-access-block')],
  }),
  'close-acl': (change) => ({
    guard: null,
    commands: [on(change, 'put-bucket-acl', { acl: 'private' })],
    checks: [on(change, 'get-bucket-acl')],
    back: [],
  }),
  'version-bucket': (change) => ({
    guard: null,
    commands: [versioning(change, 'Enabled')],
    checks: [on(change, 'get-bucket-versioning')],
    back: [versioning(change, 'Suspended')],
  }),
  'owner-pays': (change) => ({
    guard: null,
    commands: [payer(change, 'BucketOwner')],
    checks: [on(change, 'get-bucket-request-payment')],
    back: [payer(change, 'Requester')],
  }),
  'allow-delivery': (change) => {
    const look = on(change, 'get-bucket-policy', { query: 'Policy', output: 'text' });
    const put = (policy: string): Command => on(change, 'put-bucket-policy', { policy });
    const after = json(policyWith(change));
    return {
      guard: asPlanned(`the policy of bucket ${change.bucket}`, look, 'NoSuchBucketPolicy', change.before, after),
      commands: [put(after)],
      checks: [look],
      back: [change.before === null ? on(change, 'delete-bucket-policy') : put(minified(change.before))],
    };
  },
  'log-bucket-access': (change) => ({
    guard: null,
    commands: [logging(change, { LoggingEnabled: { TargetBucket: change.target, TargetPrefix: change.prefix } })],
    checks: [on(change, 'get-bucket-logging')],
    back: [logging(change, {})],
  }),
};

function on(change: OfBucket, operation: string, options: Options = {}): Command {
  return aws(change, `s3api ${operation}`, {
    bucket: change.bucket,
    ...options,
    'expected-bucket-owner': change.account,
  });
}

function versioning(change: OfBucket, Status: 'Enabled' | 'Suspended'): Command {
  return on(change, 'put-bucket-versioning', { 'versioning-configuration': json({ Status }) });
}

function payer(change: OfBucket, Payer: 'BucketOwner' | 'Requester'): Command {
  return on(change, 'put-bucket-request-payment', { 'request-payment-configuration': json({ Payer }) });
}

function logging(change: OfBucket, status: object): Command {
  return on(change, 'put-bucket-logging', { 'bucket-logging-status': json(status) });
}
