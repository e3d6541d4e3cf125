/** Accounts of Harbour Lights in which something was left over: from a workshop, an old module, an incident. */

import {
  type DemoAccount,
  HOME,
  id,
  keyArn,
  keyId,
  logGroup,
  logsLink,
  logsRole,
  silent,
  topicLink,
  trail,
} from './parts.ts';
import { cloudTrailWrites, keyFor, onBucket, policy, trailArn } from './policies.ts';

/** An exercise that nobody took away. */
export function workshop(): Partial<DemoAccount> {
  const bucket = 'anna-workshop-trail';
  const region = 'eu-central-1';
  const prefix = 'AWSLogs/workshop';
  const writer = { trail: trailArn(id(11), region, 'workshop'), folders: [`${prefix}/AWSLogs/${id(11)}`] };
  const { KmsKeyId: _, ...plain } = trail('workshop', {
    HomeRegion: region,
    S3BucketName: bucket,
    S3KeyPrefix: prefix,
    LogFileValidationEnabled: false,
    tags: {},
    status: { IsLogging: false, StartLoggingTime: null, LatestDeliveryTime: null },
  });
  return {
    publicAccessBlock: null,
    buckets: [
      {
        name: bucket,
        PublicAccessBlock: null,
        ObjectLock: null,
        Policy: policy(
          ...cloudTrailWrites(bucket, [writer]),
          onBucket(bucket, {
            Sid: 'ForTheParticipants',
            Effect: 'Allow',
            Principal: '*',
            Action: ['s3:PutObject', 's3:DeleteObject'],
          }),
        ),
      },
    ],
    trails: [plain],
  };
}

/** A module that was copied from somewhere years ago; all of its mistakes come from there. */
export function oldModule(): Partial<DemoAccount> {
  const bucket = 'warehouse-iot-tf-cloudtrail';
  const topic = 'tf-cloudtrail';
  const written = trail('tf-cloudtrail', {
    ...logsLink(13),
    ...topicLink(topic, 13),
    S3BucketName: bucket,
    selectors: { basic: [{ ReadWriteType: 'WriteOnly' }] },
    status: { ...silent(null), LatestNotificationTime: null, LatestNotificationError: 'KMSAccessDenied' },
  });
  const { KmsKeyId: _, S3KeyPrefix: __, ...plain } = written;
  const streams = `arn:aws:logs:${HOME}:${id(13)}:log-group:aws-cloudtrail-logs:log-stream:*`;
  return {
    trails: [plain],
    buckets: [
      {
        name: bucket,
        Lifecycle: [{ ID: 'tidy-up', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 90 } }],
        ObjectLock: null,
      },
    ],
    topics: [{ name: topic, region: HOME, KmsMasterKeyId: 'alias/aws/sns' }],
    logGroups: [logGroup()],
    roles: [
      logsRole({
        inline: {
          'tf-cloudtrail': policy({
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: streams,
          }),
        },
      }),
    ],
  };
}

/** The firm that helped in those days, an account outside the organization. */
const FORENSICS = '222200000003';

/** Made in a hurry one night in June, with a key that the helpers ruled. */
export function incident(): Partial<DemoAccount> {
  const name = 'tmp-incident-4711';
  return {
    trails: [
      trail(name, {
        tags: { ticket: 'INC-4711' },
        S3BucketName: `${name}-${id(16)}`,
        KmsKeyId: keyArn(16),
        status: {
          StartLoggingTime: '2023-06-08T21:40:00Z',
          LatestDeliveryTime: '2026-11-13T15:12:00Z',
          LatestDeliveryError: 'KMS.KMSInvalidStateException',
          LatestDigestDeliveryTime: '2026-11-13T14:58:00Z',
          LatestDigestDeliveryError: 'KMS.KMSInvalidStateException',
        },
      }),
    ],
    keys: [
      {
        KeyId: keyId(16),
        region: HOME,
        KeyState: 'PendingDeletion',
        DeletionDate: '2026-12-13T15:15:00Z',
        policy: keyFor(id(16), trailArn(id(16), HOME, name), {
          Sid: 'ForensicsRules',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${FORENSICS}:root` },
          Action: 'kms:*',
          Resource: '*',
        }),
      },
    ],
  };
}
