import type { Capture } from '../model/capture.ts';
import { type Account, organizationTrailsOf, type Reach, type Trail, type TrailStatus } from '../model/facts.ts';
import { failureOf } from '../model/failure.ts';
import type { JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { type Read, unasked } from '../model/read.ts';
import type { CaptureIndex } from './capture-index.ts';
import { type DestinationContext, type Destinations, destinationsOf } from './destinations.ts';
import type { RegionList } from './regions.ts';
import { selectorsOf } from './selectors.ts';
import { tagsOf } from './tags.ts';
import type { ListedTrail } from './trail-list.ts';
import { trailStatusOf } from './trail-status.ts';

const HOUR = 3_600_000;

export interface TrailContext extends DestinationContext {
  readonly index: CaptureIndex;
  readonly clock: number;
  readonly joinedAt: string | null;
  readonly joinGraceHours: number;
  readonly regions: readonly string[];
  readonly regionList: RegionList;
  readonly lists: Readonly<Record<string, Read<readonly string[]>>>;
  readonly owners: ReadonlyMap<string, OwnerView>;
}

/** An account that owns organization trails: what it showed, and its answers, for its members to use. */
export interface OwnerView {
  readonly facts: Account;
  readonly index: CaptureIndex;
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
    tags: asTheOwnerHasIt(best, context)?.tags ?? tagsOf(best, context),
    ...destinations(best, context),
  };
}

/** Where the trail delivers to: as its owner knows it, who is part of the run, else as far as it was read for this account. */
function destinations(trail: ListedTrail, context: TrailContext): Destinations {
  const theirs = asTheOwnerHasIt(trail, context);
  if (theirs === undefined) return destinationsOf(trail, context);
  const { logGroup, role, bucket, key, topic, insights, guardrails, organizationId } = theirs;
  return { logGroup, role, bucket, key, topic, insights, guardrails, organizationId };
}

/** A trail of another account that was read before, because its organization trails serve others. */
function asTheOwnerHasIt({ arn, owner }: ListedTrail, { account, owners }: TrailContext): Trail | undefined {
  return owner === account ? undefined : owners.get(owner)?.facts.trails.find((trail) => trail.arn === arn);
}

/**
 * Call by call from the trail's owner, where the owner is in the run and answered, else from the account itself: a
 * member may be refused what the owner may read (design, "An organisation trail in a member").
 */
function answerOf(
  owner: string,
  call: Operation,
  region: string,
  parameters: JsonObject,
  { index, account, owners }: TrailContext,
): Capture | undefined {
  const fromOwner = owner === account ? undefined : owners.get(owner)?.index.one(call, owner, region, parameters);
  if (fromOwner !== undefined && failureOf(fromOwner) === null) return fromOwner;
  return index.one(call, account, region, parameters) ?? fromOwner;
}

/** The home Region's status, and those of Regions that list the trail; a status that should be there and is not, is unread. */
function statusOf({ arn, owner, homeRegion, config }: ListedTrail, context: TrailContext): Trail['status'] {
  const { account, regions, lists } = context;
  const single = config.multiRegion.known && !config.multiRegion.value;
  const status: Record<string, Read<TrailStatus>> = {};
  for (const region of [...new Set([homeRegion, ...regions])].sort()) {
    const call = 'cloudtrail:GetTrailStatus';
    const capture = answerOf(owner, call, region, { Name: arn }, context);
    if (capture !== undefined) status[region] = trailStatusOf(capture);
    else if (region === homeRegion || (!single && isListed(lists[region], arn))) {
      status[region] = unasked(call, account, region);
    }
  }
  return status;
}

function isListed(list: Read<readonly string[]> | undefined, arn: string): boolean {
  return list?.known === true && list.value.includes(arn);
}

function selectors({ arn, owner, homeRegion }: ListedTrail, context: TrailContext): Trail['selectors'] {
  const { account } = context;
  const call = 'cloudtrail:GetEventSelectors';
  const capture = answerOf(owner, call, homeRegion, { TrailName: arn }, context);
  return capture === undefined ? unasked(call, account, homeRegion) : selectorsOf(capture);
}

/**
 * Whether the account may rely on the trail (design: "An organisation trail in a member"). A trail of another account
 * counts only where the account's own list, read in the trail's home Region, shows the copy.
 */
function reachOf(
  trail: Pick<ListedTrail, 'arn' | 'owner' | 'homeRegion'>,
  homeStatus: Read<TrailStatus> | undefined,
  context: TrailContext,
): Reach {
  const { account, lists, regions, regionList } = context;
  if (trail.owner === account) return 'own';
  const home = trail.homeRegion;
  if (regions.includes(home)) {
    const list = lists[home];
    if (list === undefined || !list.known) return 'unread';
    if (list.value.includes(trail.arn)) return 'reached';
    return justJoined(context) ? 'too-young' : 'not-reached';
  }
  // An account that could not be entered may have any Region enabled.
  const enabled = [...regionList.enabled, ...regionList.uncertain].includes(home);
  if (!enabled) return regionList.origin.known || regionList.enabled.length > 0 ? 'not-reached' : 'unread';
  // The home Region is enabled but outside --regions: there, only this trail was asked for, by its ARN.
  if (homeStatus?.known) return 'reached';
  const kind = homeStatus?.failure.kind;
  if (kind === 'not-found') return justJoined(context) ? 'too-young' : 'not-reached';
  return kind === 'region-off' ? 'not-reached' : 'unread';
}

function justJoined({ joinedAt, clock, joinGraceHours }: TrailContext): boolean {
  return joinedAt !== null && clock - Date.parse(joinedAt) < joinGraceHours * HOUR;
}

/**
 * Organization trails that an owner shows and the account does not list: in doubt where the account's list in the home
 * Region was not read, or where the account has just joined; else no candidates (organization-trail-reach names them).
 */
export function unlistedOrganizationTrails(listed: readonly ListedTrail[], context: TrailContext): readonly Trail[] {
  const seen = new Set(listed.map((trail) => trail.arn));
  return [...context.owners.values()].flatMap(({ facts }) =>
    organizationTrailsOf(facts).flatMap((trail): Trail[] => {
      if (facts.id === context.account || seen.has(trail.arn)) return [];
      const reach = reachOf(trail, undefined, context);
      return reach === 'unread' || reach === 'too-young' ? [{ ...trail, reach, listedIn: [] }] : [];
    }),
  );
}
