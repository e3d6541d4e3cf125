import type { ChangeOf } from '../../model/change.ts';
import type { Insight, Trail } from '../../model/facts.ts';
import { selectorSet } from '../../model/fixes/selectors.ts';
import type { Json } from '../../model/json.ts';
import { orNull } from '../../model/read.ts';
import { distinct } from '../../util/distinct.ts';
import { type AccountChanges, isOfTrail, trailIn, worldAfter } from '../places.ts';
import type { Plan } from '../plan.ts';
import type { TextFile } from '../text-file.ts';
import type { World } from '../world.ts';
import { logicalId } from './resources.ts';
import { bodyOf, textOf } from './template-text.ts';

/** A trail that is there, to be taken into a stack: the template as it is, the same as it is to be, and the list to import. */
export interface TrailImport {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly stack: string;
  /** As it is; as it is to be; the resources to import. */
  readonly files: readonly [TextFile, TextFile, TextFile];
}

/**
 * Imports of the trails that the plan changes. A trail of which something was not read is left out: the update would not
 * know it, and might take it away.
 */
export function trailImports(world: World, plan: Plan, { account, changes }: AccountChanges): readonly TrailImport[] {
  const after = worldAfter(world, plan);
  const made = new Set(changes.flatMap((change) => (change.kind === 'create-trail' ? [change.trail] : [])));
  const trails = distinct(changes.filter(isOfTrail), ({ trail }) => trail).filter(({ trail }) => !made.has(trail));
  return trails.flatMap(({ trail: arn, region, name }) => {
    const change = changes.find(
      (one): one is ChangeOf<'record-reads-and-writes'> => one.kind === 'record-reads-and-writes' && one.trail === arn,
    );
    const before = propertiesOf(trailIn(world, arn), undefined);
    const then = propertiesOf(trailIn(after, arn), change);
    if (before === null || then === null) return [];
    const id = logicalId('Trail', name);
    const base = `import/${account}-${region}-${id}`;
    const template = (properties: Record<string, Json>, what: string) =>
      textOf(
        {
          AWSTemplateFormatVersion: '2010-09-09',
          Description: what,
          Resources: {
            [id]: bodyOf({ id, type: 'AWS::CloudTrail::Trail', properties, kept: true, after: [] }, new Set()),
          },
        },
        [what],
      );
    const toImport = [
      { ResourceType: 'AWS::CloudTrail::Trail', LogicalResourceId: id, ResourceIdentifier: { TrailName: name } },
    ];
    return [
      {
        ...{ account, region, trail: arn, stack: `trailproof-import-${id}`.slice(0, 128) },
        files: [
          {
            name: `${base}.before.yaml`,
            text: template(before, 'The trail as it is. Import it with this; never create a stack from it.'),
          },
          {
            name: `${base}.after.yaml`,
            text: template(
              then,
              'The trail as it is to be. Update the stack of the import with this; never create one from it.',
            ),
          },
          { name: `${base}.resources.json`, text: `${JSON.stringify(toImport, null, 2)}\n` },
        ],
      },
    ];
  });
}

/** Everything that the trail has; null where part of it is not known. */
function propertiesOf(
  trail: Trail | null,
  change: ChangeOf<'record-reads-and-writes'> | undefined,
): Record<string, Json> | null {
  if (trail === null) return null;
  const { config, tags, insights } = trail;
  const home = trail.status[trail.homeRegion];
  const isLogging = home?.known ? orNull(home.value.logging) : null;
  const now = orNull(trail.selectors);
  const selectors = change?.selectors ?? (now === null ? null : selectorSet(now));
  const isUnread = Object.values(config).some((read) => !read.known) || !tags.known || isLogging === null;
  if (isUnread || selectors === null || !insights.known) return null;
  const own = (orNull(tags) ?? []).filter(({ key }) => !key.startsWith('aws:'));
  const optional = {
    S3KeyPrefix: orNull(config.prefix),
    SnsTopicName: orNull(config.snsTopic),
    KMSKeyId: orNull(config.kmsKey),
    CloudWatchLogsLogGroupArn: orNull(config.logGroup),
    CloudWatchLogsRoleArn: orNull(config.role),
  };
  return {
    TrailName: trail.name,
    S3BucketName: orNull(config.bucket),
    IsLogging: isLogging,
    IsMultiRegionTrail: orNull(config.multiRegion),
    IsOrganizationTrail: orNull(config.organization),
    IncludeGlobalServiceEvents: orNull(config.globalServiceEvents),
    EnableLogFileValidation: orNull(config.validation),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null && value !== '')),
    ...(selectors.advanced === null
      ? { EventSelectors: selectors.basic }
      : { AdvancedEventSelectors: selectors.advanced }),
    ...insightProperties(orNull(insights) ?? []),
    ...(own.length === 0 ? {} : { Tags: own.map(({ key, value }) => ({ Key: key, Value: value })) }),
  };
}

function insightProperties(insights: readonly Insight[]): Record<string, Json> {
  if (insights.length === 0) return {};
  return {
    InsightSelectors: insights.map(({ type, categories }) => ({
      InsightType: type,
      ...(categories.includes('Data') ? { EventCategories: categories } : {}),
    })),
  };
}
