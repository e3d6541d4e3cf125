import type { AwsCall } from '../wire.ts';
import { isEnabled, type When, type WorldTrail, dateOf } from '../world.ts';
import { type Handler, type KnownAccount, refuse, type WorldContext } from './handler.ts';

type PlacedTrail = { trail: WorldTrail; owner: KnownAccount; arn: string };

/** CloudTrail as seen from one account and Region: own trails, their copies, copies of organisation trails. */
export function cloudTrailHandlers(world: WorldContext): Record<string, Handler> {
  const trails: PlacedTrail[] = [...world.accounts.values()].flatMap((owner) =>
    (owner.trails ?? []).map((trail) => ({ trail, owner, arn: arnOf(trail, owner) })),
  );

  // A world may have a thousand accounts: no request looks at the trails of all of them.
  const organizationTrails = trails.filter(({ trail }) => trail.IsOrganizationTrail === true);
  const ownTrails = Map.groupBy(trails, ({ owner }) => owner);

  function arnOf(trail: WorldTrail, owner: KnownAccount): string {
    return trail.TrailARN ?? `arn:${world.partition}:cloudtrail:${trail.HomeRegion}:${owner.id}:trail/${trail.Name}`;
  }

  function describeTrails(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const region = call.region ?? '';
    const wanted = call.params.trailNameList;
    const shadows = call.params.includeShadowTrails !== false;
    const listed = visibleTrails(account, region)
      .filter(({ trail, owner }) => shadows || (trail.HomeRegion === region && owner === account))
      .filter(({ trail, owner, arn }) => {
        if (!Array.isArray(wanted) || wanted.length === 0) return true;
        return (
          wanted.includes(arn) || (wanted.includes(trail.Name) && trail.HomeRegion === region && owner === account)
        );
      });
    return { trailList: listed.map(({ trail, arn }) => describe(trail, arn)) };
  }

  function visibleTrails(account: KnownAccount, region: string): PlacedTrail[] {
    const candidates = [
      ...(ownTrails.get(account) ?? []),
      ...organizationTrails.filter(({ owner }) => owner !== account),
    ];
    return candidates.filter(({ trail }) => {
      if (trail.notIn?.some((place) => [region, account.id, `${account.id}/${region}`].includes(place))) return false;
      return trail.HomeRegion === region || (isMultiRegion(trail) && isEnabled(account.regions[region]));
    });
  }

  /** Finds a trail as AWS does: a name means the caller's own home Region, an ARN works in every Region. */
  function find(name: unknown, call: AwsCall, account: KnownAccount): PlacedTrail {
    const region = call.region ?? '';
    if (typeof name !== 'string' || name === '') refuse('InvalidTrailNameException', 'Trail name or ARN is required.');
    const isArn = name.startsWith('arn:');
    const found = visibleTrails(account, region).find(({ trail, owner, arn }) =>
      isArn ? arn === name : trail.Name === name && trail.HomeRegion === region && owner === account,
    );
    if (found !== undefined) return found;
    const arn = isArn ? name : `arn:${world.partition}:cloudtrail:${region}:${account.id}:trail/${name}`;
    const owner = arn.split(':')[4];
    if (owner !== account.id && !organizationTrails.some((other) => other.arn === arn)) {
      refuse(
        'CloudTrailARNInvalidException',
        `AccountID in ARN is wrong, you can only access resources with AccountID ${account.id}`,
      );
    }
    return refuse('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${account.id}`);
  }

  function getTrailStatus(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { trail } = find(call.params.Name, call, account);
    const merged = { ...healthyStatus(trail), ...trail.status, ...trail.statusIn?.[call.region ?? ''] };
    return Object.fromEntries(
      Object.entries(merged)
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => [name, name.endsWith('Time') ? dateOf(value as When, world.now) : value]),
    );
  }

  function getEventSelectors(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { trail, arn } = find(call.params.TrailName, call, account);
    if (trail.HomeRegion !== call.region)
      refuse('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${account.id}`);
    const selectors = trail.selectors ?? { basic: [DEFAULT_SELECTOR] };
    if ('raw' in selectors) return selectors.raw;
    if ('advanced' in selectors) return { TrailARN: arn, AdvancedEventSelectors: selectors.advanced };
    return { TrailARN: arn, EventSelectors: selectors.basic.map((selector) => ({ ...DEFAULT_SELECTOR, ...selector })) };
  }

  function getTrail(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { trail, arn } = find(call.params.Name, call, account);
    return { Trail: describe(trail, arn) };
  }

  return {
    'cloudtrail:DescribeTrails': describeTrails,
    'cloudtrail:GetTrail': getTrail,
    'cloudtrail:GetTrailStatus': getTrailStatus,
    'cloudtrail:GetEventSelectors': getEventSelectors,
  };
}

const DEFAULT_SELECTOR = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};

function isMultiRegion(trail: WorldTrail): boolean {
  return trail.IsMultiRegionTrail !== false;
}

function describe(trail: WorldTrail, arn: string): Record<string, unknown> {
  const { selectors, status: _, statusIn: __, notIn: ___, ...fields } = trail;
  const defaults = {
    S3BucketName: `${trail.Name}-logs`,
    IncludeGlobalServiceEvents: isMultiRegion(trail),
    IsMultiRegionTrail: true,
    TrailARN: arn,
    LogFileValidationEnabled: true,
    HasCustomEventSelectors: selectors !== undefined,
    HasInsightSelectors: false,
    IsOrganizationTrail: false,
  };
  const merged: Record<string, unknown> = { ...defaults, ...fields };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null && value !== undefined));
}

function healthyStatus(trail: WorldTrail): Record<string, When | boolean> {
  return {
    IsLogging: true,
    StartLoggingTime: '-90d',
    LatestDeliveryTime: '-5m',
    ...(trail.LogFileValidationEnabled === false ? {} : { LatestDigestDeliveryTime: '-40m' }),
    ...(trail.SnsTopicARN === undefined ? {} : { LatestNotificationTime: '-5m' }),
    ...(trail.CloudWatchLogsLogGroupArn === undefined ? {} : { LatestCloudWatchLogsDeliveryTime: '-2m' }),
  };
}
