import { describeLogGroup, getRole } from '../collect/destinations.ts';
import type { Reader } from '../collect/reader.ts';
import { readRegions } from '../collect/regions.ts';
import { describeTrails, getEventSelectors, getTrailStatus } from '../collect/trails.ts';
import { logGroupPlace, rolePlace } from '../facts/destinations.ts';
import { factsOf, type RunScope } from '../facts/facts.ts';
import { globalRegion } from '../facts/shipped-regions.ts';
import type { Capture } from '../model/capture.ts';
import type { Account, Trail } from '../model/facts.ts';
import type { FactKey } from '../model/operations.ts';

/**
 * Reads one account: its Regions, the trails of each Region, then what the selected controls need of each trail.
 * At most R DescribeTrails, per visible trail one GetEventSelectors and R GetTrailStatus, and one call per destination
 * (docs/collection.md). `regionsKnown` may refuse the run once the enabled Regions are known.
 */
export async function collectAccount(
  reader: Reader,
  scope: RunScope,
  needs: ReadonlySet<FactKey>,
  regionsKnown: (account: Account) => void,
): Promise<readonly Capture[]> {
  const [account] = scope.accounts;
  if (account === undefined) return [];
  const { id, partition } = account;
  const regions = await readRegions(reader, id, globalRegion(partition));
  const planned = only(regions, scope);
  regionsKnown(planned);
  const lists = await Promise.all(planned.regions.map((region) => describeTrails(reader, id, region)));
  const seen = only([...regions, ...lists], scope);
  const details = await Promise.all([
    // A copy whose home Region is not enabled here is no candidate, and nothing could be asked there.
    ...seen.trails
      .filter((trail) => trail.reach !== 'not-reached' || seen.regions.includes(trail.homeRegion))
      .map((trail) => readTrail(reader, seen, trail, needs)),
    readDestinations(reader, seen, needs),
  ]);
  return [...regions, ...lists, ...details.flat()];
}

function only(captures: readonly Capture[], scope: RunScope): Account {
  const [account] = factsOf(captures, scope).accounts;
  if (account === undefined) throw new Error('the scope has one account');
  return account;
}

async function readTrail(
  reader: Reader,
  account: Account,
  trail: Trail,
  needs: ReadonlySet<FactKey>,
): Promise<readonly Capture[]> {
  const asked: Promise<Capture>[] = [];
  if (needs.has('status')) {
    for (const region of statusRegions(account, trail))
      asked.push(getTrailStatus(reader, account.id, region, trail.arn));
  }
  if (needs.has('selectors')) asked.push(getEventSelectors(reader, account.id, trail.homeRegion, trail.arn));
  return Promise.all(asked);
}

/** The home Region, and for a trail that is or may be multi-Region every Region that lists it or could not be listed. */
function statusRegions({ regions, lists }: Account, trail: Trail): readonly string[] {
  const { multiRegion } = trail.config;
  if (multiRegion.known && !multiRegion.value) return [trail.homeRegion];
  const others = regions.filter((region) => trail.listedIn.includes(region) || !lists[region]?.known);
  return [...new Set([trail.homeRegion, ...others])];
}

/** The log groups and roles that trails name, each once, as far as they lie in this account. */
async function readDestinations(
  reader: Reader,
  account: Account,
  needs: ReadonlySet<FactKey>,
): Promise<readonly Capture[]> {
  const asked = new Map<string, () => Promise<readonly Capture[]>>();
  for (const { owner, config } of account.trails) {
    if (owner !== account.id) continue;
    const group = config.logGroup.known && config.logGroup.value !== null ? logGroupPlace(config.logGroup.value) : null;
    if (needs.has('log-group') && group?.account === account.id) {
      asked.set(`group ${group.region} ${group.name}`, () => describeLogGroup(reader, group));
    }
    const role = config.role.known && config.role.value !== null ? rolePlace(config.role.value) : null;
    if (needs.has('role') && role?.account === account.id) {
      asked.set(`role ${role.name}`, async () => [await getRole(reader, role, globalRegion(account.partition))]);
    }
  }
  return (await Promise.all([...asked.values()].map((ask) => ask()))).flat();
}
