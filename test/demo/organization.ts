import { defaultRegions } from '../rig/world.ts';
import { archiveBucket, archiveKey } from './archive.ts';
import { incident, oldModule, workshop } from './leftovers.ts';
import { organizationTrail, SIEM } from './organization-trail.ts';
import {
  type DemoAccount,
  HOME,
  id,
  keyArn,
  logGroup,
  logsLink,
  logsRole,
  member,
  silent,
  topicLink,
  trail,
  undelivered,
} from './parts.ts';
import { BLUEPRINT_BOUNDARY, trustOnly } from './policies.ts';

/** Harbour Lights Logistics: one organization trail, and the accounts that have a story. */
export function harbourLights(unreached: readonly string[]): DemoAccount[] {
  return [
    member(
      1,
      'harbour-management',
      'root',
      '2019-02-11T08:30:00Z',
      'The management account with the organization trail: everything in order, from the trail to its archive and to the SIEM.',
      {
        trails: [organizationTrail(unreached)],
        logGroups: [logGroup(HOME, { subscriptions: [{ filterName: 'to-siem', destinationArn: SIEM }] })],
        roles: [logsRole()],
      },
    ),
    member(
      2,
      'log-archive',
      'security',
      '2019-02-11T09:10:00Z',
      'Holds the bucket, locked and readable for few, and owns no trail: covered by the organization trail.',
      { buckets: [archiveBucket()], keys: [archiveKey()] },
    ),
    member(
      3,
      'security-tooling',
      'security',
      '2019-02-11T09:12:00Z',
      'Administers GuardDuty, Security Hub and Identity Center; a complete second trail of its own feeds the SIEM, which each message of its topic wakes.',
      {
        trails: [trail('siem-feed', { ...logsLink(3), ...topicLink('siem-feed', 3) })],
        logGroups: [logGroup()],
        roles: [logsRole()],
        topics: [{ name: 'siem-feed', region: HOME }],
      },
    ),
    member(
      4,
      'payments-prod',
      'production',
      '2020-06-03T12:00:00Z',
      'Security Hub shows CloudTrail.5 PASSED, yet nothing has reached CloudWatch Logs for three days: somebody gave the role to a pipeline and took CloudTrail out of its trust policy.',
      {
        trails: [
          trail('payments-trail', {
            ...logsLink(4),
            status: { LatestCloudWatchLogsDeliveryTime: '2026-11-17T05:52:00Z' },
          }),
        ],
        logGroups: [logGroup()],
        roles: [logsRole({ AssumeRolePolicyDocument: trustOnly(`arn:aws:iam::${id(4)}:role/log-shipping-pipeline`) })],
      },
    ),
    member(
      5,
      'data-platform-prod',
      'production',
      '2020-09-21T07:45:00Z',
      'Its own trail records object reads of the data lake only; the organization trail does the rest. The lake moved to Frankfurt and the bucket of the trail with it; the key stayed in Ireland.',
      {
        buckets: [{ name: `harbour-lake-trail-${id(5)}`, region: 'eu-central-1' }],
        trails: [
          trail('lake-objects', {
            S3BucketName: `harbour-lake-trail-${id(5)}`,
            KmsKeyId: keyArn(5),
            status: undelivered('2026-11-09T10:25:00Z', 'KMS.NotFoundException'),
            selectors: {
              advanced: [
                {
                  Name: 'objects of the data lake',
                  FieldSelectors: [
                    { Field: 'eventCategory', Equals: ['Data'] },
                    { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
                    { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::harbour-data-lake/'] },
                  ],
                },
              ],
            },
          }),
        ],
      },
    ),
    member(
      6,
      'shared-network',
      'infrastructure',
      '2019-03-04T10:00:00Z',
      'A residency policy denies all of sa-east-1, the read of its trails included: one Region stays open.',
    ),
    member(
      7,
      'customs-prod',
      'production',
      '2021-01-18T15:20:00Z',
      'Somebody tidied up IAM roles: the role for CloudWatch Logs is gone, and the alarms with it.',
      {
        trails: [
          trail('customs-trail', {
            ...logsLink(7),
            status: {
              LatestCloudWatchLogsDeliveryTime: '2026-10-29T16:04:00Z',
              LatestCloudWatchLogsDeliveryError: 'Access denied. Check the trust policy of your IAM role.',
            },
          }),
        ],
        logGroups: [logGroup()],
      },
    ),
    member(
      8,
      'tracking-prod',
      'production',
      '2021-04-12T09:00:00Z',
      'A clean-up script deleted the log group that the trail still names.',
      {
        trails: [
          trail('tracking-trail', {
            ...logsLink(8),
            status: {
              LatestCloudWatchLogsDeliveryTime: '2026-11-11T22:40:00Z',
              LatestCloudWatchLogsDeliveryError: 'The specified log group does not exist.',
            },
          }),
        ],
        roles: [logsRole()],
      },
    ),
    member(
      9,
      'shop-staging',
      'staging',
      '2021-11-30T13:10:00Z',
      'A guardrail also denies GetTrailStatus: nobody can tell whether its own trail records. That it cannot deliver can be told: its prefix was changed, and the archive still expects the old one.',
      {
        trails: [
          trail('staging-trail', {
            ...logsLink(9),
            S3KeyPrefix: 'shop/staging',
            status: undelivered('2026-11-12T13:30:00Z', 'AccessDenied'),
          }),
        ],
        logGroups: [logGroup(HOME, { logGroupClass: 'INFREQUENT_ACCESS', metricFilterCount: 0 })],
        roles: [logsRole()],
      },
    ),
    member(
      10,
      'data-science',
      'production',
      '2023-08-14T11:00:00Z',
      'Opted into two Regions: af-south-1 cannot deliver, and in me-central-1 the copy of the trail is missing.',
      { regions: defaultRegions({ 'af-south-1': 'ENABLED', 'me-central-1': 'ENABLED' }) },
    ),
    member(
      11,
      'sandbox-anna',
      'sandbox',
      '2024-02-27T14:30:00Z',
      'A trail from a workshop that was made through the API and never started, with a prefix that CloudTrail cannot deliver under. Anybody may write into its bucket and delete there, which was handy for the participants; no tag says whose it is.',
      workshop(),
    ),
    member(
      12,
      'sandbox-hackathon',
      'sandbox',
      '2026-11-19T15:05:00Z',
      'Joined 18 hours ago; the copy of the organization trail is still arriving, Region by Region.',
    ),
    member(
      13,
      'warehouse-iot',
      'production',
      '2022-05-09T08:00:00Z',
      'AWS never made the copy of the organization trail here; its own trail, from an old Terraform module, records writes only, keeps them for 90 days, has a role for another log group and a topic whose key lets no service in.',
      oldModule(),
    ),
    member(
      14,
      'old-web-shop',
      'suspended',
      '2019-05-20T10:00:00Z',
      'Suspended: not applicable, and said so, rather than dropped from the list.',
      { state: 'SUSPENDED' },
    ),
    member(
      15,
      'audit',
      'security',
      '2021-02-15T08:30:00Z',
      'Administers CloudTrail, and --exclude left it out of the run: special accounts do not go missing in silence.',
    ),
    member(
      16,
      'fleet-telemetry-prod',
      'production',
      '2022-10-03T09:25:00Z',
      "An ad hoc trail from an incident in 2023, tagged with its ticket and with nobody's name, still runs beside the organization trail, and is paid for. The forensics firm of those days ruled its key, and has now scheduled its deletion.",
      incident(),
    ),
    {
      ...member(
        17,
        'partner-portal',
        'production',
        '2023-03-27T10:05:00Z',
        'The reading role was never rolled out here: UNKNOWN, with the refusal, and nothing else is assumed.',
      ),
      roles: [],
    },
    member(
      18,
      'old-intranet',
      'suspended',
      '2019-07-01T07:15:00Z',
      'Closed: AWS lists it for 90 days more, and so do we.',
      { state: 'CLOSED' },
    ),
    member(
      19,
      'pilot-drones',
      'suspended',
      '2023-11-06T13:00:00Z',
      'About to be closed, and read nevertheless: as long as it answers, it is judged.',
      { state: 'PENDING_CLOSURE' },
    ),
    member(
      20,
      'fuel-cards-prod',
      'production',
      '2024-09-02T07:50:00Z',
      'A blueprint put a permissions boundary on every role on Wednesday; it knows nothing of logs, so the role of the trail may write no more.',
      {
        trails: [
          trail('fuel-cards-trail', {
            ...logsLink(20),
            status: silent('2026-11-18T11:06:00Z'),
          }),
        ],
        logGroups: [logGroup()],
        roles: [logsRole({ boundary: 'blueprint-boundary' })],
        policies: [{ PolicyName: 'blueprint-boundary', document: BLUEPRINT_BOUNDARY }],
      },
    ),
  ];
}
