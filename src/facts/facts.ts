import type { Capture } from '../model/capture.ts';
import type { Account, Facts } from '../model/facts.ts';
import { noSource, notAsked, type Read, unread } from '../model/read.ts';
import { CaptureIndex } from './capture-index.ts';
import { regionListOf } from './regions.ts';
import { type ListedTrail, trailListOf } from './trail-list.ts';
import { mergeTrails } from './trails.ts';

/** An account of the run, as far as it is known before anything was read inside it. */
export interface AccountInRun {
  readonly id: string;
  readonly name: string | null;
  readonly state: string;
  readonly joinedAt: string | null;
  readonly ou: string | null;
  readonly partition: string;
}

export interface RunScope {
  readonly accounts: readonly AccountInRun[];
  /** `--regions`: other Regions count as not enabled in this run; null for all. */
  readonly regions: readonly string[] | null;
  /** Milliseconds since 1970, UTC. */
  readonly clock: number;
  readonly joinGraceHours: number;
}

/** Captures → facts. Pure: the order of the captures does not matter, and nothing else is looked at. */
export function factsOf(captures: Iterable<Capture>, scope: RunScope): Facts {
  const index = new CaptureIndex(captures);
  const accounts = scope.accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { clock: scope.clock, accounts: accounts.map((account) => accountOf(account, index, scope)) };
}

function accountOf(account: AccountInRun, index: CaptureIndex, scope: RunScope): Account {
  const regionList = regionListOf(index, account.id, account.partition);
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
  const trails = mergeTrails(listed, {
    index,
    account: account.id,
    partition: account.partition,
    clock: scope.clock,
    joinedAt: account.joinedAt,
    joinGraceHours: scope.joinGraceHours,
    regions,
    regionList,
    lists,
  });
  return { ...account, regions, regionList: regionList.origin, lists, trails };
}

function noList(account: string, region: string): Read<readonly string[]> {
  const call = 'cloudtrail:DescribeTrails';
  return unread(notAsked(call, account, region), noSource(call, account, region));
}
