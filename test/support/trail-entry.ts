import { globalRegion } from '../../src/facts/shipped-regions.ts';
import type { JsonObject } from '../../src/model/json.ts';
import {
  ARCHIVE,
  accountOf,
  GROUP,
  homeOf,
  KEY,
  LOG_BUCKET,
  laidOver,
  partitionOf,
  ROLE,
  TOPIC,
  trailArn,
  type World,
  type WorldTrail,
} from './world.ts';

/** The ordinary answer of DescribeTrails for one trail, with the fields of the world over it. */
export function trailEntry(world: World, trail: WorldTrail, region: string): JsonObject {
  const partition = partitionOf(world);
  const owner = trail.owner ?? accountOf(world);
  const home = homeOf(trail);
  return laidOver(
    {
      Name: trail.name,
      TrailARN: trailArn(world, trail),
      HomeRegion: home,
      S3BucketName: LOG_BUCKET,
      SnsTopicARN: `arn:${partition}:sns:${home}:${owner}:${TOPIC}`,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      IsOrganizationTrail: false,
      LogFileValidationEnabled: true,
      HasCustomEventSelectors: false,
      HasInsightSelectors: false,
      KmsKeyId: `arn:${partition}:kms:${globalRegion(partition)}:${ARCHIVE}:key/${KEY}`,
      CloudWatchLogsLogGroupArn: `arn:${partition}:logs:${home}:${owner}:log-group:${GROUP}:*`,
      CloudWatchLogsRoleArn: `arn:${partition}:iam::${owner}:role/${ROLE}`,
    },
    trail.fields,
    trail.copies?.[region],
  );
}
