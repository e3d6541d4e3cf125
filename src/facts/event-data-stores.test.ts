import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { capturesOf } from '../../test/support/captures.ts';
import { factsOf } from '../../test/support/judge.ts';
import { MANAGEMENT, storeArn, THREE_REGIONS, type World } from '../../test/support/world.ts';
import type { EventDataStores } from '../model/event-data-store.ts';
import type { Read } from '../model/read.ts';
import { CaptureIndex } from './capture-index.ts';

function storesIn(world: World): EventDataStores {
  const { eventDataStores } = factsOf(world, new Map());
  if (eventDataStores === null) throw new Error('nobody asked');
  return eventDataStores;
}

/** The value, or how it is unknown. */
function seen(read: Read<unknown> | null | undefined): unknown {
  if (read === null || read === undefined) return read;
  return read.known ? read.value : read.failure.kind;
}

describe('event data stores', () => {
  test('are null where nobody asked for them, and none where every list is empty', () => {
    const others = capturesOf({}).filter(({ call }) => call !== 'cloudtrail:ListEventDataStores');
    equal(factsOf({}, new Map(), new CaptureIndex(others)).eventDataStores, null);
    const { lists, stores } = storesIn({ stores: [] });
    deepEqual(Object.values(lists).map(seen), [[], []]);
    deepEqual(stores, []);
  });

  test('are merged by ARN where several Regions show one, and read in their home Region', () => {
    const store = { id: 'lake', home: 'eu-west-1', listedIn: ['us-east-1', 'eu-west-1'] };
    const { stores } = storesIn({ regions: THREE_REGIONS, stores: [store, { id: 'another' }] });
    deepEqual(
      stores.map(({ name, homeRegion, listedIn }) => [name, homeRegion, listedIn]),
      [
        ['lake', 'eu-west-1', ['eu-west-1', 'us-east-1']],
        ['another', 'us-east-1', ['us-east-1']],
      ],
    );
    const [lake] = stores;
    deepEqual(
      [lake?.status, lake?.multiRegion, lake?.organization, lake?.retentionDays, lake?.terminationProtection].map(seen),
      ['ENABLED', true, false, 366, true],
    );
    equal(lake?.key?.known && lake.key.value?.manager, 'CUSTOMER');
  });

  test('without a key, with a key that is gone, and with the name of none', () => {
    const of = (fields: object, keys?: World['keys']) =>
      storesIn({ stores: [{ id: 'lake', fields: fields as never }], ...(keys === undefined ? {} : { keys }) })
        .stores[0];
    const plain = of({ KmsKeyId: undefined });
    deepEqual([seen(plain?.kmsKey), plain?.key], [null, null]);
    equal(seen(of({}, [])?.key), null);
    equal(seen(of({ KmsKeyId: 'no key at all' })?.key), null);
    equal(seen(of({ KmsKeyId: 7 })?.kmsKey), 'malformed');
  });

  test('an answer that is not about the store says nothing of it', () => {
    for (const EventDataStoreArn of [undefined, storeArn({}, { id: 'another' })]) {
      const [lake] = storesIn({ stores: [{ id: 'lake', fields: { EventDataStoreArn, KmsKeyId: undefined } }] }).stores;
      deepEqual([lake?.kmsKey, lake?.key, lake?.status].map(seen), Array(3).fill('malformed'));
    }
  });

  test('each fact is unread where the store was not described, each list where it was not read', () => {
    const [lake] = storesIn({ stores: [{ id: 'lake' }], faults: { 'cloudtrail:GetEventDataStore': 'denied' } }).stores;
    deepEqual([lake?.status, lake?.kmsKey, lake?.key, lake?.multiRegion].map(seen), Array(4).fill('denied'));
    const stores = [{ id: 'lake' }, { id: 'there', home: 'eu-west-1' }];
    const faults = { 'cloudtrail:ListEventDataStores eu-west-1': 'throttled' } as const;
    const half = storesIn({ stores, faults });
    deepEqual(
      Object.entries(half.lists).map(([region, list]) => [region, list.known ? 'read' : list.failure.kind]),
      [
        ['eu-west-1', 'throttled'],
        ['us-east-1', 'read'],
      ],
    );
    equal(half.stores.length, 1);
  });

  test('a list that is not whole is no list; what could be read of it counts', () => {
    const arn = storeArn({}, { id: 'lake' });
    for (const json of [
      {},
      { EventDataStores: [{ EventDataStoreArn: arn }, { Name: 'nameless' }] },
      { EventDataStores: [{ EventDataStoreArn: arn }], NextToken: 'more' },
    ]) {
      const { lists } = storesIn({ stores: [], faults: { 'cloudtrail:ListEventDataStores us-east-1': { json } } });
      equal(seen(lists['us-east-1']), 'malformed', JSON.stringify(json));
    }
    const paged = storesIn({ stores: ['a', 'b', 'c'].map((id) => ({ id })), storesPerPage: 1 });
    equal(paged.stores.length, 3);
  });

  test('those of another account keep its number', () => {
    const [store] = storesIn({ stores: [{ id: 'org', owner: MANAGEMENT }] }).stores;
    equal(store?.owner, MANAGEMENT);
  });
});
