import type { Reach, Trail, TrailStatus } from '../model/facts.ts';
import { noSource, notAsked, type Read, unread } from '../model/read.ts';
import type { CaptureIndex } from './capture-index.ts';
import { logGroupOf, logGroupPlace, roleOf, rolePlace } from './destinations.ts';
import type { RegionList } from './regions.ts';
import { selectorsOf } from './selectors.ts';
import { globalRegion } from './shipped-regions.ts';
import type { ListedTrail } from './trail-list.ts';
import { trailStatusOf } from './trail-status.ts';

const HOUR = 3_600_000;

export interface TrailContext {
  readonly index: CaptureIndex;
  readonly account: string;
  readonly partition: string;
  readonly clock: number;
  readonly joinedAt: string | null;
  readonly joinGraceHours: number;
  readonly regions: readonly string[];
  readonly regionList: RegionList;
  readonly lists: Readonly<Record<string, Read<readonly string[]>>>;
}

/** Merges the copies of every listed trail by ARN. The home Region's copy decides, where it was listed. */
export function mergeTrails(listed: readonly ListedTrail[], context: TrailContext): readonly Trail[] {
  const byArn = Map.groupBy(listed, (trail) => trail.arn);
  return [...byArn.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, copies]) => {
      const sorted = copies.toSorted((a, b) => (a.listedIn < b.listedIn ? -1 : 1));
      const best = sorted.find((copy) => copy.listedIn === copy.homeRegion) ?? sorted[0];
      return best === undefined ? [] : [trailOf(best, sorted, context)];
    });
}

function trailOf(best: ListedTrail, copies: readonly ListedTrail[], context: TrailContext): Trail {
  const { arn, name, owner, homeRegion, config } = best;
  const status = statusOf(best, context);
  return {
    arn,
    name,
    owner,
    homeRegion,
    reach: reachOf(best, status[homeRegion], context),
    listedIn: [...new Set(copies.map((copy) => copy.listedIn))],
    config,
    status,
    selectors: selectors(best, context),
    logGroup: logGroup(best, context),
    role: role(best, context),
  };
}

/** The home Region's status, and those of Regions that list the trail; a status that should be there and is not, is unread. */
function statusOf(
  { arn, homeRegion, config }: ListedTrail,
  { index, account, regions, lists }: TrailContext,
): Trail['status'] {
  const single = config.multiRegion.known && !config.multiRegion.value;
  const status: Record<string, Read<TrailStatus>> = {};
  for (const region of [...new Set([homeRegion, ...regions])].sort()) {
    const capture = index.one('cloudtrail:GetTrailStatus', account, region, { Name: arn });
    if (capture !== undefined) status[region] = trailStatusOf(capture);
    else if (region === homeRegion || (!single && isListed(lists[region], arn))) {
      const call = 'cloudtrail:GetTrailStatus';
      status[region] = unread(notAsked(call, account, region), noSource(call, account, region));
    }
  }
  return status;
}

function isListed(list: Read<readonly string[]> | undefined, arn: string): boolean {
  return list?.known === true && list.value.includes(arn);
}

function selectors({ arn, homeRegion }: ListedTrail, { index, account }: TrailContext): Trail['selectors'] {
  const call = 'cloudtrail:GetEventSelectors';
  const capture = index.one(call, account, homeRegion, { TrailName: arn });
  return capture === undefined
    ? unread(notAsked(call, account, homeRegion), noSource(call, account, homeRegion))
    : selectorsOf(capture);
}

function logGroup({ config }: ListedTrail, { index, account }: TrailContext): Trail['logGroup'] {
  if (!config.logGroup.known) return config.logGroup;
  const arn = config.logGroup.value;
  if (arn === null) return null;
  const place = logGroupPlace(arn);
  // AWS accepts no other form, so whatever this names, it is no log group.
  if (place === null) return { known: true, value: null, source: config.logGroup.source };
  if (place.account !== account) return elsewhere('logs:DescribeLogGroups', place.account, place.region);
  return logGroupOf(
    index.pages('logs:DescribeLogGroups', account, place.region, { logGroupNamePrefix: place.name }),
    place,
  );
}

function role({ config }: ListedTrail, { index, account, partition }: TrailContext): Trail['role'] {
  if (!config.role.known) return config.role;
  const arn = config.role.value;
  if (arn === null) return null;
  const place = rolePlace(arn);
  if (place === null) return { known: true, value: null, source: config.role.source };
  if (place.account !== account) return elsewhere('iam:GetRole', place.account, null);
  return roleOf(index.one('iam:GetRole', account, globalRegion(partition), { RoleName: place.name }), place);
}

/** A destination in an account that this run does not read. */
function elsewhere<T>(call: string, account: string, region: string | null): Read<T> {
  const failure = { ...notAsked(call, account, region), kind: 'out-of-scope' as const };
  return unread(failure, noSource(call, account, region));
}

/**
 * Whether the account may rely on the trail (design: "An organisation trail in a member"). A trail of another account
 * counts only where the account's own list, read in the trail's home Region, shows the copy.
 */
function reachOf(trail: ListedTrail, homeStatus: Read<TrailStatus> | undefined, context: TrailContext): Reach {
  const { account, lists, regions, regionList } = context;
  if (trail.owner === account) return 'own';
  const home = trail.homeRegion;
  if (regions.includes(home)) {
    const list = lists[home];
    if (list === undefined || !list.known) return 'unread';
    if (list.value.includes(trail.arn)) return 'reached';
    return justJoined(context) ? 'too-young' : 'not-reached';
  }
  const enabled = [...regionList.enabled, ...regionList.uncertain].includes(home);
  if (!enabled) return 'not-reached';
  // The home Region is enabled but outside --regions: there, only this trail was asked for, by its ARN.
  if (homeStatus?.known) return 'reached';
  const kind = homeStatus?.failure.kind;
  if (kind === 'not-found') return justJoined(context) ? 'too-young' : 'not-reached';
  return kind === 'region-off' ? 'not-reached' : 'unread';
}

function justJoined({ joinedAt, clock, joinGraceHours }: TrailContext): boolean {
  return joinedAt !== null && clock - Date.parse(joinedAt) < joinGraceHours * HOUR;
}
