import type { Account } from '../model/facts.ts';
import { failureOf } from '../model/failure.ts';
import type { Failure } from '../model/read.ts';
import { noSource, notAsked, type Read, type Source, unread } from '../model/read.ts';
import { sourceOf } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import { eventDataStoresOf } from './event-data-stores.ts';
import type { OrganizationView } from './guardrails.ts';
import { type RegionList, regionListOf } from './regions.ts';
import { roleOf } from './roles.ts';
import { globalRegion } from './shipped-regions.ts';
import { type ListedTrail, trailListOf } from './trail-list.ts';
import { mergeTrails, type OwnerView, type TrailContext, unlistedOrganizationTrails } from './trails.ts';

/** An account of the run, as far as it is known before anything was read inside it. */
export interface AccountInRun {
  readonly id: string;
  readonly name: string | null;
  readonly state: string;
  readonly joinedAt: string | null;
  readonly ou: string | null;
  readonly partition: string;
  readonly leftOut: string | null;
}

export interface RunScope {
  /** `--regions`: other Regions count as not enabled in this run; null for all. */
  readonly regions: readonly string[] | null;
  /** Milliseconds since 1970, UTC. */
  readonly clock: number;
  readonly joinGraceHours: number;
  /** Accounts that own organization trails and were read before their members. */
  readonly owners: ReadonlyMap<string, OwnerView>;
  /** What was read of destinations, in whichever account they lie. */
  readonly shared: CaptureIndex;
  /** null: the account is judged alone. */
  readonly organization: OrganizationView | null;
}

/** One account's captures → its facts. Pure: the order of the captures does not matter, and nothing else is looked at. */
export function accountFacts(account: AccountInRun, index: CaptureIndex, scope: RunScope): Account {
  const regionList = regionsOf(account, index);
  const inScope = (region: string): boolean => scope.regions === null || scope.regions.includes(region);
  const lists: Record<string, Read<readonly string[]>> = {};
  const listed: ListedTrail[] = [];
  const regions: string[] = [];
  for (const region of [...regionList.enabled, ...regionList.uncertain].filter(inScope).sort()) {
    const capture = index.one('cloudtrail:DescribeTrails', account.id, region, {});
    const list = capture === undefined ? null : trailListOf(capture);
    const arns = list?.arns ?? noList(account.id, region);
    const mayBeOff = !regionList.enabled.includes(region) && !arns.known && arns.failure.kind === 'region-off';
    if (mayBeOff) continue;
    regions.push(region);
    lists[region] = arns;
    listed.push(...(list?.trails ?? []));
  }
  const context: TrailContext = {
    index,
    account: account.id,
    partition: account.partition,
    clock: scope.clock,
    joinedAt: account.joinedAt,
    joinGraceHours: scope.joinGraceHours,
    regions,
    regionList,
    lists,
    owners: scope.owners,
    shared: scope.shared,
    organization: scope.organization,
  };
  const trails = [...mergeTrails(listed, context), ...unlistedOrganizationTrails(listed, context)];
  trails.sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const serviceLinkedRole = linkedRole(account, index);
  const eventDataStores = eventDataStoresOf(context);
  return { ...account, regions, regionList: regionList.origin, lists, trails, serviceLinkedRole, eventDataStores };
}

/** CloudTrail's own role in a member (CloudTrail user guide, service-linked roles); null where it was not asked for. */
export const SERVICE_LINKED_ROLE = 'AWSServiceRoleForCloudTrail';

function linkedRole({ id, partition }: AccountInRun, index: CaptureIndex): Account['serviceLinkedRole'] {
  const role = roleOf(index, { account: id, name: SERVICE_LINKED_ROLE }, globalRegion(partition));
  return !role.known && role.failure.kind === 'not-asked' ? null : role;
}

/** An account that could not be entered has no list of Regions, and the refusal is the reason. */
function regionsOf(account: AccountInRun, index: CaptureIndex): RegionList {
  // A renewal that was refused in the middle does not unmake what was read before.
  const entered = index.ofCall('account:ListRegions', account.id).length > 0;
  const refusal = entered ? undefined : index.ofCall('sts:AssumeRole', account.id).at(-1);
  const failure = refusal === undefined ? null : failureOf(refusal);
  if (refusal === undefined || failure === null) return regionListOf(index, account.id, account.partition);
  return closed(failure, sourceOf(refusal));
}

function closed(failure: Failure, source: Source): RegionList {
  return { origin: unread(failure, source), enabled: [], uncertain: [] };
}

function noList(account: string, region: string): Read<readonly string[]> {
  const call = 'cloudtrail:DescribeTrails';
  return unread(notAsked(call, account, region), noSource(call, account, region));
}
