import { globalRegion } from '../../src/facts/shipped-regions.ts';
import { type Asking, inPages } from './asking.ts';
import { readKey } from './destinations.ts';
import { ARCHIVE, accountOf, KEY, laidOver, partitionOf, storeArn, type World } from './world.ts';

/** Asks every Region for its event data stores, then for each store once, in its home Region, and for its key. */
export function readStores(world: World, asking: Asking, regions: readonly string[]): void {
  const account = accountOf(world);
  const shown = new Set<string>();
  for (const region of regions) {
    const here = (world.stores ?? []).filter(({ home = 'us-east-1', listedIn = [home] }) => listedIn.includes(region));
    for (const [page, stores] of inPages(here, world.storesPerPage ?? 50).entries()) {
      const more = here.length > (page + 1) * (world.storesPerPage ?? 50) ? { NextToken: `t${page}` } : {};
      const EventDataStores = stores.map((store) => ({ EventDataStoreArn: storeArn(world, store), Name: store.id }));
      const body = JSON.stringify({ EventDataStores, ...more });
      const question = { call: 'cloudtrail:ListEventDataStores', account, region, parameters: {}, page, body } as const;
      if (!asking.ask(question)) break;
      for (const { id } of stores) shown.add(id);
    }
  }
  for (const store of (world.stores ?? []).filter(({ id }) => shown.has(id))) {
    const arn = storeArn(world, store);
    const { home: region = 'us-east-1', id } = store;
    const answer = laidOver(
      {
        EventDataStoreArn: arn,
        Name: id,
        Status: 'ENABLED',
        AdvancedEventSelectors: [],
        MultiRegionEnabled: true,
        OrganizationEnabled: false,
        RetentionPeriod: 366,
        TerminationProtectionEnabled: true,
        KmsKeyId: `arn:${partitionOf(world)}:kms:${globalRegion(partitionOf(world))}:${ARCHIVE}:key/${KEY}`,
      },
      store.fields,
    );
    const question = { call: 'cloudtrail:GetEventDataStore', account, region } as const;
    const body = JSON.stringify(answer);
    if (asking.ask({ ...question, parameters: { EventDataStore: arn }, body }, [id])) {
      readKey({ world, asking }, answer['KmsKeyId'], { account, region });
    }
  }
}
