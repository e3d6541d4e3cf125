import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Judgement, judge } from '../../../test/support/judge.ts';
import { ARCHIVE, KEY, MANAGEMENT, storeArn, type World, type WorldStore } from '../../../test/support/world.ts';

const ID = 'event-data-store-encryption';
const ORDINARY_KEY = `arn:aws:kms:us-east-1:${ARCHIVE}:key/${KEY}`;

function store(fields: WorldStore['fields'] = {}, id = 'lake'): WorldStore {
  return { id, fields };
}

/** The verdict on the one store of the world. */
function verdictOn(world: World): string {
  return judge(world).verdict(ID, arnOf('lake'));
}

function arnOf(id: string): string {
  return storeArn({}, { id });
}

function seen(judged: Judgement): unknown {
  return judged.of(ID).map(({ id, verdict, region }) => [id.slice(ID.length + 1), verdict, region]);
}

describe(ID, () => {
  test('passes and fails, store by store', () => {
    const judged = judge({ stores: [store(), store({ KmsKeyId: undefined }, 'plain')] });
    equal(judged.verdict(ID, arnOf('lake')), 'PASS');
    equal(judged.verdict(ID, arnOf('plain')), 'FAIL');
    deepEqual(judged.conditions(ID, 'no', arnOf('plain')), ['key-set', 'key-customer-managed']);
    deepEqual(judged.reasons(ID, arnOf('plain')), ['store.no-key']);
    equal(judged.clauses(ID, 'CloudTrail.10', arnOf('plain'))[0]?.verdict, 'FAIL');
    equal(judged.clauses(ID, 'SC-12(2)', arnOf('lake'))[0]?.verdict, 'PASS');
  });

  test('fails on a key that AWS manages, by its name or as KMS says; the clause looks at the name of a key alone', () => {
    const byName = judge({ stores: [store({ KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:alias/aws/cloudtrail' })] });
    deepEqual(byName.reasons(ID, arnOf('lake')), ['store.aws-managed-key']);
    const managed = judge({ stores: [store()], keys: [{ id: KEY, metadata: { KeyManager: 'AWS' } }] });
    deepEqual(managed.conditions(ID, 'no', arnOf('lake')), ['key-customer-managed']);
    const [clause] = managed.clauses(ID, 'CloudTrail.10', arnOf('lake'));
    deepEqual([clause?.verdict, clause?.reasons.at(-1)?.id], ['PASS', 'parity.undocumented']);
  });

  test('is unknown where the store or its key was not read; a key that is gone says nothing of who managed it', () => {
    for (const fault of ['denied', 'throttled', 'timeout', 'html', 'not-found', 'missing'] as const) {
      equal(verdictOn({ stores: [store()], faults: { 'cloudtrail:GetEventDataStore': fault } }), 'UNKNOWN', fault);
    }
    const denied = judge({ stores: [store()], faults: { 'kms:DescribeKey': 'denied' } });
    equal(denied.verdict(ID, arnOf('lake')), 'UNKNOWN');
    equal(denied.clauses(ID, 'CloudTrail.10', arnOf('lake'))[0]?.verdict, 'PASS');
    deepEqual(judge({ stores: [store()], keys: [] }).reasons(ID, arnOf('lake')), ['store.key-missing']);
    equal(verdictOn({ stores: [store({ KmsKeyId: 7 })] }), 'UNKNOWN');
    const elsewhere = judge({ stores: [store()], readable: [] });
    deepEqual(elsewhere.reasons(ID, arnOf('lake')), ['read.out-of-scope']);
  });

  test('asks for the keys of the policy file, where it names any', () => {
    const others = [`arn:aws:kms:us-east-1:${ARCHIVE}:key/other`];
    equal(verdictOn({ stores: [store()], policy: { eventDataStoreKeys: [ORDINARY_KEY] } }), 'PASS');
    const judged = judge({ stores: [store()], policy: { eventDataStoreKeys: others } });
    deepEqual(judged.reasons(ID, arnOf('lake')), ['store.key-not-allowed']);
    equal(judged.clauses(ID, 'CloudTrail.10', arnOf('lake'))[0]?.verdict, 'FAIL');
    const plain = judge({ stores: [store({ KmsKeyId: undefined })], policy: { eventDataStoreKeys: others } });
    deepEqual(plain.conditions(ID, 'no', arnOf('lake')), ['key-set', 'key-customer-managed', 'key-allowed']);
  });

  test('knows an alias by the key that it stands for', () => {
    const alias = `arn:aws:kms:us-east-1:${ARCHIVE}:alias/lake`;
    const world = {
      stores: [store({ KmsKeyId: alias })],
      keys: [{ id: KEY, aliases: ['alias/lake'] }],
      policy: { eventDataStoreKeys: [ORDINARY_KEY] },
    };
    equal(verdictOn(world), 'PASS');
    equal(verdictOn({ ...world, faults: { 'kms:DescribeKey': 'denied' } }), 'UNKNOWN');
  });

  test('notes a store that waits for its deletion, and judges it', () => {
    const judged = judge({ stores: [store({ Status: 'PENDING_DELETION' })] });
    equal(judged.verdict(ID, arnOf('lake')), 'PASS');
    deepEqual(judged.reasons(ID, arnOf('lake')), ['store.pending-deletion']);
    const plain = judge({ stores: [store({ Status: 'PENDING_DELETION', KmsKeyId: undefined })] });
    deepEqual(plain.reasons(ID, arnOf('lake')), ['store.no-key']);
  });

  test('is not applicable without a store, and one result per Region whose list was not read', () => {
    deepEqual(seen(judge({})), [['111122223333', 'NOT_APPLICABLE', null]]);
    const half = judge({ stores: [store()], faults: { 'cloudtrail:ListEventDataStores eu-west-1': 'denied' } });
    deepEqual(seen(half), [
      ['111122223333/eu-west-1', 'UNKNOWN', 'eu-west-1'],
      [arnOf('lake'), 'PASS', null],
    ]);
    const malformed = judge({ faults: { 'cloudtrail:ListEventDataStores us-east-1': 'empty-object' } });
    deepEqual(seen(malformed), [['111122223333/us-east-1', 'UNKNOWN', 'us-east-1']]);
  });

  test('is one unknown result where nothing could be read', () => {
    const faults = {
      'account:ListRegions': 'denied',
      'ec2:DescribeRegions': 'denied',
      'cloudtrail:DescribeTrails': 'denied',
      'cloudtrail:ListEventDataStores': 'denied',
    } as const;
    deepEqual(seen(judge({ faults })), [['111122223333', 'UNKNOWN', null]]);
  });

  test('counts a store once where several Regions list it, and not that of another account', () => {
    const listedIn = ['us-east-1', 'eu-west-1'];
    deepEqual(seen(judge({ stores: [{ id: 'lake', listedIn }] })), [[arnOf('lake'), 'PASS', null]]);
    deepEqual(seen(judge({ stores: [{ id: 'org', owner: MANAGEMENT }] })), [['111122223333', 'NOT_APPLICABLE', null]]);
  });
});
