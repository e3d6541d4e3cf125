import type { WorldTrail } from '../rig/world.ts';
import { type DemoAccount, id, keyArn, logGroup, logsLink, logsRole, member, topicLink, undelivered } from './parts.ts';
import { analytics, crm, FORMER_HOST_BUCKET, legacy } from './tidewater-storage.ts';

/** Tidewater Freight, acquired in spring: members that the organization trail does not reach, each with its own habits. */
export function tidewater(): DemoAccount[] {
  return [
    joined(
      21,
      'tidewater-main',
      'Covered by a trail of its own, without key and without digests; its notification topic was deleted, and who opens its log files is recorded nowhere.',
      {
        buckets: [{ name: `tidewater-trail-${id(21)}`, Logging: null }],
        trails: [
          own('tidewater-trail', 21, {
            LogFileValidationEnabled: false,
            ...topicLink('cloudtrail-notify', 21, 'us-east-1'),
            status: { LatestNotificationTime: '-31d', LatestNotificationError: 'NotFound' },
          }),
        ],
      },
    ),
    joined(
      22,
      'tidewater-legacy',
      'Two single-Region trails from 2016: 2 of 17 Regions are recorded, and one bucket is open to the world since then. Its Regions come from ec2:DescribeRegions.',
      {
        ...legacy(),
        trails: [
          own('Default', 22, { IsMultiRegionTrail: false, IncludeGlobalServiceEvents: true }),
          own('frankfurt', 22, { HomeRegion: 'eu-central-1', IsMultiRegionTrail: false }),
        ],
      },
    ),
    joined(
      23,
      'tidewater-edi',
      'The bucket was deleted, and its key with it: the trail says that it is logging, and nothing arrives.',
      {
        trails: [
          own('edi-trail', 23, {
            KmsKeyId: keyArn(23, 'us-east-1'),
            status: {
              LatestDeliveryTime: '2026-11-02T04:12:00Z',
              LatestDeliveryError: 'NoSuchBucket',
              LatestDigestDeliveryTime: '2026-11-02T03:55:00Z',
              LatestDigestDeliveryError: 'NoSuchBucket',
            },
          }),
        ],
      },
    ),
    joined(
      24,
      'tidewater-billing',
      'Leaves out KMS and RDS Data API events to save money: CIS is met, our verdict not. To save more, whoever reads its bucket pays, and CloudTrail cannot deliver to such a bucket.',
      {
        buckets: [{ name: `billing-trail-${id(24)}`, Payer: 'Requester' }],
        trails: [
          own('billing-trail', 24, {
            ...logsLink(24, 'us-east-1'),
            KmsKeyId: keyArn(24, 'us-east-1'),
            selectors: { basic: [{ ExcludeManagementEventSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] }] },
            status: undelivered('2026-11-16T16:45:00Z', 'AccessDenied'),
          }),
        ],
        logGroups: [logGroup('us-east-1')],
        roles: [logsRole()],
      },
    ),
    joined(
      25,
      'tidewater-wms',
      'Somebody stopped the only trail on Tuesday night and suspended the versioning of its bucket, and nobody noticed.',
      {
        buckets: [{ name: `wms-trail-${id(25)}`, Versioning: { Status: 'Suspended' }, ObjectLock: null }],
        trails: [
          own('wms-trail', 25, {
            ...logsLink(25, 'us-east-1'),
            status: {
              IsLogging: false,
              StopLoggingTime: '2026-11-17T02:14:00Z',
              LatestDeliveryTime: '2026-11-17T02:11:00Z',
              LatestDigestDeliveryTime: '2026-11-17T01:48:00Z',
              LatestCloudWatchLogsDeliveryTime: '2026-11-17T02:13:00Z',
            },
          }),
        ],
        logGroups: [logGroup('us-east-1')],
        roles: [logsRole()],
      },
    ),
    joined(
      26,
      'tidewater-crm',
      'Its trail was started two hours ago: too early to prove that it delivers, and yet certain that it will not. Bucket and key let in the organization alone, and CloudTrail belongs to none.',
      {
        ...crm(),
        trails: [
          own('crm-trail', 26, {
            ...logsLink(26, 'us-east-1'),
            KmsKeyId: keyArn(26, 'us-east-1'),
            status: {
              StartLoggingTime: '-2h',
              LatestDeliveryTime: null,
              LatestDigestDeliveryTime: null,
              LatestCloudWatchLogsDeliveryTime: null,
            },
          }),
        ],
        logGroups: [logGroup('us-east-1')],
        roles: [logsRole()],
      },
    ),
    joined(
      27,
      'tidewater-analytics',
      'One selector for reads, one for writes: covered, but AWS does not document what Security Hub says of it. A partner may delete its log files; whether key and topic let CloudTrail in, our role may not read.',
      {
        ...analytics(),
        trails: [
          own('analytics-trail', 27, {
            ...logsLink(27, 'us-east-1'),
            ...topicLink('analytics-trail', 27, 'us-east-1'),
            KmsKeyId: keyArn(27, 'us-east-1'),
            selectors: { basic: [{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }] },
          }),
        ],
        logGroups: [logGroup('us-east-1')],
        roles: [logsRole()],
      },
    ),
    joined(28, 'tidewater-hr', 'Every read is denied: UNKNOWN throughout, nothing is assumed to be good.', {
      trails: [own('hr-trail', 28)],
    }),
    joined(
      29,
      'tidewater-dr',
      'A quiet standby account without digests: nothing proves that its trail delivers, and its bucket belongs to a former host who lets nobody look.',
      {
        trails: [
          own('dr-trail', 29, {
            S3BucketName: FORMER_HOST_BUCKET,
            LogFileValidationEnabled: false,
            status: { LatestDeliveryTime: '-6d' },
          }),
        ],
      },
    ),
    joined(30, 'tidewater-dev', 'No trail at all.'),
  ];
}

/** Without CloudTrail's own role in it, an account gets no copy of the organization trail. */
function joined(number: number, name: string, story: string, more: Partial<DemoAccount> = {}): DemoAccount {
  return member(number, name, 'tidewater', '2026-05-18T08:00:00Z', story, { cloudTrailRole: false, ...more });
}

/** A trail as the acquired company made them: home in us-east-1, a bucket of its own, no key. */
function own(Name: string, account: number, more: Partial<WorldTrail> = {}): WorldTrail {
  return { Name, HomeRegion: 'us-east-1', S3BucketName: `${Name.toLowerCase()}-${id(account)}`, ...more };
}
