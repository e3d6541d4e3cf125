import type { Access } from '../collect/access.ts';
import { getRole } from '../collect/destinations.ts';
import { readEventDataStores } from '../collect/event-data-stores.ts';
import type { Reader } from '../collect/reader.ts';
import { readRegions } from '../collect/regions.ts';
import { describeTrails, getEventSelectors, getTrailStatus, listTags } from '../collect/trails.ts';
import { CaptureIndex } from '../facts/capture-index.ts';
import { eventDataStoresOf } from '../facts/event-data-stores.ts';
import { type AccountInRun, accountFacts, type RunScope, SERVICE_LINKED_ROLE } from '../facts/facts.ts';
import { globalRegion } from '../facts/shipped-regions.ts';
import type { Capture } from '../model/capture.ts';
import type { FactKey } from '../model/fact-keys.ts';
import { type Account, isOrganizationTrail, type Trail } from '../model/facts.ts';
import { failureOf } from '../model/failure.ts';
import type { DestinationReader } from './collect-destinations.ts';

export interface CollectOptions {
  readonly reader: Reader;
  readonly access: Access;
  readonly scope: RunScope;
  readonly needs: ReadonlySet<FactKey>;
  readonly destinations: DestinationReader;
  /** May refuse the run once the enabled Regions are known. */
  readonly regionsKnown: (account: Account) => void;
}

/**
 * Reads one account: its Regions, the trails of each Region, then what the selected controls need of each trail.
 * At most R DescribeTrails, per visible trail one GetEventSelectors and R GetTrailStatus, one ListTags per home Region,
 * and one call per destination (docs/collection.md); of an organization trail only what its owner did not answer already.
 */
export async function collectAccount(account: AccountInRun, options: CollectOptions): Promise<readonly Capture[]> {
  const { reader, access, scope, regionsKnown, destinations } = options;
  const refusal = await access.enter(account.id);
  if (refusal !== null) return [refusal];
  const regions = await readRegions(reader, account.id, globalRegion(account.partition));
  const planned = accountFacts(account, new CaptureIndex(regions), scope);
  regionsKnown(planned);
  const lists = await Promise.all(planned.regions.map((region) => describeTrails(reader, account.id, region)));
  const seen = accountFacts(account, new CaptureIndex([...regions, ...lists]), scope);
  const details = await Promise.all([
    // A copy whose home Region is not enabled here is no candidate, and nothing could be asked there.
    ...seen.trails
      .filter((trail) => trail.reach !== 'not-reached' || seen.regions.includes(trail.homeRegion))
      .map((trail) => readTrail(trail, seen, options)),
    readTags(seen, options),
    readStores(seen, options),
    readLinkedRole(seen, options),
    destinations.read(seen).then(() => []),
  ]);
  return [...regions, ...lists, ...details.flat()];
}

async function readTrail(trail: Trail, account: Account, options: CollectOptions): Promise<readonly Capture[]> {
  const { reader, needs, scope } = options;
  const { owner, arn, homeRegion } = trail;
  const ownerIndex = owner === account.id ? undefined : scope.owners.get(owner)?.index;
  const answered = (capture: Capture | undefined): boolean => capture !== undefined && failureOf(capture) === null;
  const asked: Promise<Capture>[] = [];
  if (needs.has('status')) {
    for (const region of statusRegions(account, trail)) {
      if (answered(ownerIndex?.one('cloudtrail:GetTrailStatus', owner, region, { Name: arn }))) continue;
      asked.push(getTrailStatus(reader, account.id, region, arn));
    }
  }
  const selectors = ownerIndex?.one('cloudtrail:GetEventSelectors', owner, homeRegion, { TrailName: arn });
  if (needs.has('selectors') && !answered(selectors)) {
    asked.push(getEventSelectors(reader, account.id, homeRegion, arn));
  }
  return Promise.all(asked);
}

/** The home Region, and for a trail that is or may be multi-Region every Region that lists it or could not be listed. */
function statusRegions({ regions, lists }: Account, trail: Trail): readonly string[] {
  const { multiRegion } = trail.config;
  if (multiRegion.known && !multiRegion.value) return [trail.homeRegion];
  const others = regions.filter((region) => trail.listedIn.includes(region) || !lists[region]?.known);
  return [...new Set([trail.homeRegion, ...others])];
}

/** Only the owner of a trail is told its tags, in the trail's home Region (aws.md 3.4). */
async function readTags({ id, trails }: Account, { reader, needs }: CollectOptions): Promise<readonly Capture[]> {
  if (!needs.has('tags')) return [];
  const own = Map.groupBy(
    trails.filter(({ owner }) => owner === id),
    ({ homeRegion }) => homeRegion,
  );
  const asked = [...own].map(([region, some]) =>
    listTags(
      reader,
      id,
      region,
      some.map(({ arn }) => arn),
    ),
  );
  return (await Promise.all(asked)).flat();
}

/** The event data stores, and whatever keys they name. */
async function readStores(account: Account, options: CollectOptions): Promise<readonly Capture[]> {
  const { reader, needs, destinations } = options;
  const { id, partition, regions } = account;
  if (!needs.has('event-data-stores')) return [];
  const captures = await readEventDataStores(reader, id, regions);
  const place = { account: id, partition, regions, shared: new CaptureIndex([]) };
  const found = eventDataStoresOf({ index: new CaptureIndex(captures), ...place });
  await destinations.readKeysOf(found?.stores ?? []);
  return captures;
}

/** CloudTrail's own role is looked for only where an organization trail does not reach the account. */
async function readLinkedRole(account: Account, { reader, needs, scope }: CollectOptions): Promise<readonly Capture[]> {
  if (!needs.has('service-linked-role')) return [];
  const missed = [...scope.owners.values()].some(({ facts }) =>
    facts.trails.some((trail) => {
      const list = account.lists[trail.homeRegion];
      const others = isOrganizationTrail(trail) && trail.owner !== account.id;
      return others && list?.known === true && !list.value.includes(trail.arn);
    }),
  );
  if (!missed) return [];
  return [await getRole(reader, { account: account.id, name: SERVICE_LINKED_ROLE }, globalRegion(account.partition))];
}
