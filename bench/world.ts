/** What every tool of the benchmark looks at: one account, 17 enabled Regions, three trails. */

import { answerWith, fail } from '../test/rig/faults.ts';
import type { Rule, RuledCall } from '../test/rig/rules.ts';
import { defaultRegions, type World } from '../test/rig/world.ts';

export const ACCOUNT = '111122223333';
export const HOME = 'us-east-1';
export const REGIONS = Object.values(defaultRegions()).filter((state) => state !== 'DISABLED').length;

/** An organisation trail with CloudWatch Logs, a multi-Region trail without, and one of a single Region. */
export function benchWorld(): World {
  return {
    now: new Date(),
    organization: { management: ACCOUNT },
    accounts: [
      {
        id: ACCOUNT,
        trails: [
          {
            Name: 'organization-trail',
            HomeRegion: HOME,
            IsOrganizationTrail: true,
            S3BucketName: 'archive-logs',
            KmsKeyId: `arn:aws:kms:${HOME}:${ACCOUNT}:key/1a2b3c4d-0000-4000-8000-123456789012`,
            CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:cloudtrail/organization:*`,
            CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/cloudtrail-to-logs`,
          },
          { Name: 'security-trail', HomeRegion: 'eu-west-1', S3BucketName: 'security-logs' },
          {
            Name: 'frankfurt-writes',
            HomeRegion: 'eu-central-1',
            IsMultiRegionTrail: false,
            S3BucketName: 'frankfurt-logs',
            selectors: { basic: [{ ReadWriteType: 'WriteOnly' }] },
          },
        ],
        logGroups: [{ region: HOME, logGroupName: 'cloudtrail/organization' }],
        roles: [{ RoleName: 'cloudtrail-to-logs' }],
      },
    ],
  };
}

/**
 * What Prowler asks besides, and the double does not know or refuses: tags, Insights selectors, and event selectors of a
 * trail's copy outside the home Region. A refusal ends its loop early, which would spare it calls.
 */
export const SIDE_ANSWERS: Rule[] = [
  { match: { service: 'cloudtrail', operation: 'ListTags' }, do: answerWith({ ResourceTagList: [] }) },
  {
    match: { service: 'cloudtrail', operation: 'GetInsightSelectors' },
    do: fail('InsightNotEnabledException', { message: 'The trail has no Insights selectors.' }),
  },
  {
    match: { service: 'cloudtrail', operation: 'GetEventSelectors', where: isOutsideHome },
    do: answerWith({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }] }),
  },
];

function isOutsideHome({ params, region }: RuledCall): boolean {
  return String(params['TrailName']).split(':')[3] !== region;
}
