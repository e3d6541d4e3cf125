/** The log archive of Harbour Lights: one bucket for the organization trail and for the trails of single accounts. */

import type { WorldBucket, WorldKey } from '../rig/world-delivery.ts';
import { ARCHIVE_BUCKET, CUSTODIAN, HOME, id, keyArn, keyId, ORGANIZATION, SECURITY_TOOLING } from './parts.ts';
import { cloudTrailWrites, onBucket, policy, trailArn, type Writer } from './policies.ts';

/** Whoever wrote the policy listed the parts of the world, and forgot Africa and the Middle East. */
const PARTS_OF_THE_WORLD = ['ap', 'ca', 'eu', 'sa', 'us'];

const ORGANIZATION_TRAIL: Writer = {
  trail: trailArn(id(1), HOME, 'harbour-organization'),
  folders: [
    `organization/AWSLogs/${id(1)}`,
    ...PARTS_OF_THE_WORLD.map((part) => `organization/AWSLogs/${ORGANIZATION}/*/CloudTrail*/${part}-*`),
  ],
};

/** Account, trail, and the prefix that the archive was told when it let the trail in. */
const MEMBERS: readonly (readonly [number, string, string])[] = [
  [3, 'siem-feed', 'siem-feed'],
  [4, 'payments-trail', 'payments-trail'],
  [7, 'customs-trail', 'customs-trail'],
  [8, 'tracking-trail', 'tracking-trail'],
  [9, 'staging-trail', 'staging-trail'],
  [20, 'fuel-cards-trail', 'fuel-cards-trail'],
];

export function archiveBucket(): WorldBucket {
  const members = MEMBERS.map(([account, name, prefix]) => ({
    trail: trailArn(id(account), HOME, name),
    folders: [`${prefix}/AWSLogs/${id(account)}`],
  }));
  return {
    name: ARCHIVE_BUCKET,
    region: HOME,
    Policy: policy(
      ...cloudTrailWrites(ARCHIVE_BUCKET, [ORGANIZATION_TRAIL, ...members]),
      onBucket(ARCHIVE_BUCKET, {
        Sid: 'SecurityReads',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${SECURITY_TOOLING}:role/siem-reader` },
        Action: ['s3:ListBucket', 's3:GetObject'],
      }),
      onBucket(ARCHIVE_BUCKET, {
        Sid: 'OnlyWithTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      onBucket(ARCHIVE_BUCKET, {
        Sid: 'NobodyElseDeletes',
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:DeleteObject*', 's3:DeleteBucket', 's3:PutLifecycleConfiguration', 's3:BypassGovernanceRetention'],
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': CUSTODIAN } },
      }),
    ),
    Versioning: { Status: 'Enabled' },
    ObjectLock: {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 400 } },
    },
    Lifecycle: [
      {
        ID: 'two-years',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        Transition: { Days: 90, StorageClass: 'GLACIER_IR' },
        Expiration: { Days: 731 },
      },
    ],
    Logging: { TargetBucket: `harbour-access-logs-${id(2)}`, TargetPrefix: 'cloudtrail/' },
    PublicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    Encryption: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn(2) },
  };
}

export function archiveKey(): WorldKey {
  return { KeyId: keyId(2), region: HOME, Description: 'Log files of the whole organization' };
}
