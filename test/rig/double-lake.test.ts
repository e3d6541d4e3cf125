/** Tags and event data stores of the double, read by the AWS CLI: what AWS documents, and nothing else. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Double, startDouble } from './double.ts';
import { awsCli } from './moto.ts';
import { whyNoAwsCli } from './python.ts';

const OWNER = '111122223333';
const OTHER = '444455556666';
const HOME = 'eu-west-1';
const arnOf = (trail: string, account = OWNER) => `arn:aws:cloudtrail:${HOME}:${account}:trail/${trail}`;
const STORE = `arn:aws:cloudtrail:${HOME}:${OWNER}:eventdatastore/lake`;
const KEY = `arn:aws:kms:${HOME}:${OWNER}:key/of-lake`;

describe('tags and event data stores of the double', { skip: whyNoAwsCli(), concurrency: 4 }, () => {
  let double: Double;
  const cli = (account: string, region: string, ...args: string[]) =>
    awsCli(['cloudtrail', ...args], double.env(account, region));
  const refused = (code: string) => (error: Error) => error.message.includes(code);

  before(async () => {
    double = await startDouble({
      now: '2026-11-24T00:00:00Z',
      accounts: [
        {
          id: OWNER,
          trails: [
            { Name: 'main', HomeRegion: HOME },
            { Name: 'bare', HomeRegion: HOME, tags: {} },
            { Name: 'far', HomeRegion: 'us-east-1' },
          ],
          eventDataStores: [
            { Name: 'lake', home: HOME, KmsKeyId: KEY },
            { Name: 'local', home: 'us-east-1', MultiRegionEnabled: false, Status: 'PENDING_DELETION' },
          ],
        },
        { id: OTHER },
      ],
    });
  });
  after(() => double.close());

  test('every trail has an owner unless the world says otherwise', async () => {
    const { ResourceTagList } = await cli(OWNER, HOME, 'list-tags', '--resource-id-list', arnOf('main'), arnOf('bare'));
    assert.deepEqual(ResourceTagList, [
      { ResourceId: arnOf('main'), TagsList: [{ Key: 'owner', Value: 'platform' }] },
      { ResourceId: arnOf('bare'), TagsList: [] },
    ]);
  });

  test('tags are told to the owner alone, at home, of trails that are there', async () => {
    const tags = (account: string, region: string, arn: string) =>
      cli(account, region, 'list-tags', '--resource-id-list', arn);
    await assert.rejects(tags(OTHER, HOME, arnOf('main')), refused('CloudTrailARNInvalidException'));
    await assert.rejects(tags(OWNER, 'us-east-1', arnOf('main')), refused('ResourceNotFoundException'));
    await assert.rejects(tags(OWNER, HOME, arnOf('gone')), refused('ResourceNotFoundException'));
  });

  test('a multi-Region store is listed everywhere, another one at home', async () => {
    const list = async (region: string) =>
      (await cli(OWNER, region, 'list-event-data-stores')).EventDataStores.map(({ Name }: { Name: string }) => Name);
    assert.deepEqual(await list(HOME), ['lake']);
    assert.deepEqual(await list('us-east-1'), ['lake', 'local']);
    assert.deepEqual((await cli(OTHER, HOME, 'list-event-data-stores')).EventDataStores, []);
  });

  test('a store is described at home', async () => {
    const lake = await cli(OWNER, HOME, 'get-event-data-store', '--event-data-store', STORE);
    assert.deepEqual([lake.Name, lake.Status, lake.KmsKeyId, lake.RetentionPeriod], ['lake', 'ENABLED', KEY, 366]);
    await assert.rejects(
      cli(OWNER, 'us-east-1', 'get-event-data-store', '--event-data-store', STORE),
      refused('EventDataStoreNotFoundException'),
    );
  });
});
