import { jsonOf } from '../encode.ts';
import type { AwsCall } from '../wire.ts';
import { dateOf, isEnabled, type When, type WorldTrail } from '../world.ts';
import {
  denyCall,
  type Handler,
  isMember,
  type KnownAccount,
  PreparedAnswer,
  refuse,
  type WorldContext,
} from './handler.ts';
import { bucketOf, type PlacedTrail } from './placed-trails.ts';

/** CloudTrail as seen from one account and Region: own trails, their copies, copies of organisation trails. */
export function cloudTrailHandlers(world: WorldContext): Record<string, Handler> {
  const { trails } = world;
  // Thousands of accounts see the same trails: what they are answered is written once for each different view.
  const prepared = new Map<string, PreparedAnswer>();

  // A world may have ten thousand accounts: no request looks at the trails of all of them.
  const organizationTrails = trails.filter(({ trail }) => trail.IsOrganizationTrail === true);
  const ownTrails = Map.groupBy(trails, ({ owner }) => owner);

  function describeTrails(call: AwsCall, account: KnownAccount): PreparedAnswer {
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
    return once(`list/${listed.map(({ number }) => number).join()}`, () => ({
      trailList: listed.map(({ trail, arn }) => describe(trail, arn)),
    }));
  }

  function once(key: string, make: () => Record<string, unknown>): PreparedAnswer {
    const known = prepared.get(key);
    if (known !== undefined) return known;
    const answer = new PreparedAnswer(jsonOf(make()));
    prepared.set(key, answer);
    return answer;
  }

  function visibleTrails(account: KnownAccount, region: string): PlacedTrail[] {
    const copies = organizationTrails.filter((placed) => reaches(placed, account));
    const candidates = [...(ownTrails.get(account) ?? []), ...copies];
    return candidates.filter(({ trail, notIn }) => {
      if (notIn.size > 0 && [region, account.id, `${account.id}/${region}`].some((place) => notIn.has(place))) {
        return false;
      }
      return trail.HomeRegion === region || (isMultiRegion(trail) && isEnabled(account.regions[region]));
    });
  }

  /** An organisation trail is copied to members that have its home Region, and to nobody outside. */
  function reaches({ trail, owner }: PlacedTrail, account: KnownAccount): boolean {
    return owner !== account && isEnabled(account.regions[trail.HomeRegion]) && isTogether(owner, account);
  }

  function isTogether(owner: KnownAccount, account: KnownAccount): boolean {
    return world.organization === null || (isMember(world, account) && isMember(world, owner));
  }

  /** Finds a trail as AWS does: a name means the caller's own home Region, an ARN works in every Region. */
  function find(name: unknown, call: AwsCall, account: KnownAccount, kind: 'status' | 'selectors'): PlacedTrail {
    const region = call.region ?? '';
    if (typeof name !== 'string' || name === '') refuse('InvalidTrailNameException', 'Trail name or ARN is required.');
    const isArn = name.startsWith('arn:');
    const found = visibleTrails(account, region).find(({ trail, owner, arn }) =>
      isArn ? arn === name : trail.Name === name && trail.HomeRegion === region && owner === account,
    );
    const answer = found?.owner === account ? 'allowed' : (found?.trail.fromMembers?.[kind] ?? 'allowed');
    if (answer === 'denied') denyCall(world, call);
    if (found !== undefined && answer === 'allowed') return found;
    const arn = isArn ? name : `arn:${world.partition}:cloudtrail:${region}:${account.id}:trail/${name}`;
    const owner = arn.split(':')[4];
    if (
      owner !== account.id &&
      !organizationTrails.some((other) => other.arn === arn && isTogether(other.owner, account))
    ) {
      refuse(
        'CloudTrailARNInvalidException',
        `AccountID in ARN is wrong, you can only access resources with AccountID ${account.id}`,
      );
    }
    return refuse('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${account.id}`);
  }

  function getTrailStatus(call: AwsCall, account: KnownAccount): PreparedAnswer {
    const { trail, number } = find(call.params.Name, call, account, 'status');
    const region = call.region ?? '';
    return once(`status/${number}/${region}`, () => {
      const merged = { ...healthyStatus(trail), ...trail.status, ...trail.statusIn?.[region] };
      return Object.fromEntries(
        Object.entries(merged)
          .filter(([, value]) => value !== null && value !== undefined)
          .map(([name, value]) => [name, name.endsWith('Time') ? dateOf(value as When, world.now) : value]),
      );
    });
  }

  /** Selectors are answered in the trail's home Region alone. */
  function findAtHome(call: AwsCall, account: KnownAccount): PlacedTrail {
    const placed = find(call.params.TrailName, call, account, 'selectors');
    if (placed.trail.HomeRegion !== call.region)
      refuse('TrailNotFoundException', `Unknown trail: ${placed.arn} for the user: ${account.id}`);
    return placed;
  }

  function getEventSelectors(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { trail, arn } = findAtHome(call, account);
    const selectors = trail.selectors ?? { basic: [DEFAULT_SELECTOR] };
    if ('raw' in selectors) return selectors.raw;
    if ('advanced' in selectors) return { TrailARN: arn, AdvancedEventSelectors: selectors.advanced };
    return { TrailARN: arn, EventSelectors: selectors.basic.map((selector) => ({ ...DEFAULT_SELECTOR, ...selector })) };
  }

  function getInsightSelectors(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { trail, arn, owner } = findAtHome(call, account);
    // A member is told nothing of the Insights of its organisation's trail.
    if (owner !== account) refuse('UnsupportedOperationException', `This operation is not supported for ${arn}.`);
    const types = trail.insights ?? [];
    if (types.length === 0) refuse('InsightNotEnabledException', `Trail ${arn} does not have Insights enabled.`);
    return { TrailARN: arn, InsightSelectors: types.map((InsightType) => ({ InsightType })) };
  }

  function getTrail(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { trail, arn } = find(call.params.Name, call, account, 'status');
    return { Trail: describe(trail, arn) };
  }

  return {
    'cloudtrail:DescribeTrails': describeTrails,
    'cloudtrail:GetTrail': getTrail,
    'cloudtrail:GetTrailStatus': getTrailStatus,
    'cloudtrail:GetEventSelectors': getEventSelectors,
    'cloudtrail:GetInsightSelectors': getInsightSelectors,
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
  const { selectors, insights = [], tags: _, status: __, statusIn: ___, notIn: ____, ...rest } = trail;
  const { fromMembers: _____, ...fields } = rest;
  const defaults = {
    S3BucketName: bucketOf(trail),
    IncludeGlobalServiceEvents: isMultiRegion(trail),
    IsMultiRegionTrail: true,
    TrailARN: arn,
    LogFileValidationEnabled: true,
    HasCustomEventSelectors: selectors !== undefined,
    HasInsightSelectors: insights.length > 0,
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
