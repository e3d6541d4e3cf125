/** Tags, Insights, data events and event data stores over an organization: what is asked of whom, and what follows. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deny, throttle } from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import type { World } from '../rig/world.ts';
import {
  ARCHIVE,
  DELEGATE,
  HOME,
  MANAGEMENT,
  MEMBER,
  ORG,
  organizationOf,
  organizationTrail,
  ownTrail,
  SECOND,
} from './accounts.ts';
import { type Organization, runOver, scanOrganization } from './in-process.ts';

const ALL = ['--controls', 'trail-tagged,insights,data-events,event-data-store-encryption'];
const BOTH = ['ApiCallRateInsight', 'ApiErrorRateInsight'];
const EVERY_OBJECT = {
  basic: [{ ReadWriteType: 'All', DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }],
} as const;
const COMPLETE = organizationTrail({ insights: BOTH, selectors: { basic: [...EVERY_OBJECT.basic] } as never });
const KEY = `arn:aws:kms:${HOME}:${ARCHIVE}:key/of-lake`;
const STORES = 'event-data-store-encryption';

function scan(world: World, rules: Rule[] = [], args: string[] = []): Promise<Organization> {
  return scanOrganization(world, { rules, args: [...ALL, ...args] });
}

describe('the organization trail', () => {
  test('serves its members with its Insights and data events, which only its owner is asked for', async () => {
    const whole = await scan(organizationOf({ trails: [COMPLETE] }));
    for (const control of ['insights', 'data-events']) {
      for (const account of [MANAGEMENT, MEMBER]) assert.equal(whole.verdict(control, account), 'PASS');
      assert.equal(whole.one(control, MEMBER).satisfiedBy, ORG);
      assert.equal(whole.document.byAccount[MEMBER]?.[control]?.via, 'organization');
    }
    assert.deepEqual(whole.asked('GetInsightSelectors'), [`${MANAGEMENT} ${HOME}`]);
    assert.deepEqual(whole.asked('ListTags'), [`${MANAGEMENT} ${HOME}`]);
  });

  test('is tagged, or not, once; its members show that verdict', async () => {
    const bare = await scan(organizationOf({ trails: [{ ...COMPLETE, tags: {} }] }));
    assert.equal(bare.verdict('trail-tagged', MANAGEMENT), 'FAIL');
    assert.equal(bare.verdict('trail-tagged', MEMBER), 'NOT_APPLICABLE');
    assert.equal(bare.document.byAccount[MEMBER]?.['trail-tagged']?.verdict, 'FAIL');
  });

  test('leaves Insights unknown in members whose owner is refused, or not part of the run', async () => {
    const world = organizationOf({ trails: [COMPLETE] });
    const rules: Rule[] = [{ match: { operation: 'GetInsightSelectors' }, do: deny() }];
    const refused = await scan(world, rules);
    for (const account of [MANAGEMENT, MEMBER]) {
      assert.equal(refused.verdict('insights', account), 'UNKNOWN');
      assert.deepEqual(refused.permissions('insights', account), ['cloudtrail:GetInsightSelectors']);
      assert.equal(refused.verdict('data-events', account), 'PASS');
    }
    const alone = await scan(world, [], ['--exclude', MANAGEMENT]);
    assert.equal(alone.verdict('insights', MEMBER), 'UNKNOWN');
    assert.deepEqual(alone.reasons('insights', MEMBER), ['read.out-of-scope']);
    assert.equal(alone.verdict('data-events', MEMBER), 'PASS');
  });
});

describe('the sentence on top', () => {
  const first = async (controls: string, format: string): Promise<string> => {
    const args = ['--org', '--format', format, '--controls', controls];
    const { stdout } = await runOver(organizationOf({ trails: [COMPLETE] }), { command: ['scan'], args });
    return stdout.replace(/\s+/g, ' ').slice(0, 400);
  };

  test('claims coverage only where that was judged', async () => {
    for (const format of ['table', 'markdown']) {
      assert.match(await first('insights', format), /4 accounts, 4 results: 4 PASS\./);
      assert.match(await first('insights,multi-region-trail', format), /4 of 4 accounts are covered/);
    }
  });
});

describe('tags of trails of one account', () => {
  test('are asked for in each home Region; one that is throttled leaves its own trails open', async () => {
    const trails = [ownTrail(), ownTrail({ Name: 'far', HomeRegion: SECOND })];
    const rules: Rule[] = [{ match: { operation: 'ListTags', region: SECOND, account: MEMBER }, do: throttle() }];
    const half = await scan(organizationOf({ trails: [COMPLETE], member: { trails } }), rules);
    const own = half.of('trail-tagged', MEMBER).map(({ resource, verdict }) => [resource.split('/')[1], verdict]);
    assert.deepEqual(own, [
      ['far', 'UNKNOWN'],
      ['own', 'PASS'],
    ]);
    assert.equal(half.ended.code, 4);
  });
});

describe('event data stores', () => {
  const stores = [
    { Name: 'lake', home: HOME, KmsKeyId: KEY },
    { Name: 'plain', home: SECOND, MultiRegionEnabled: false },
  ];

  test('are judged in the account that owns them, with the key of another one', async () => {
    const world = organizationOf({ trails: [COMPLETE], member: { eventDataStores: stores } });
    const found = await scan(world);
    const own = found.of(STORES, MEMBER).map(({ resource, verdict }) => [resource.split('/')[1], verdict]);
    assert.deepEqual(own.sort(), [
      ['lake', 'PASS'],
      ['plain', 'FAIL'],
    ]);
    for (const account of [MANAGEMENT, ARCHIVE, DELEGATE]) {
      assert.equal(found.verdict(STORES, account), 'NOT_APPLICABLE');
      assert.deepEqual(found.reasons(STORES, account), ['account.no-event-data-store']);
    }
    assert.deepEqual(found.asked('DescribeKey'), [`${ARCHIVE} ${HOME}`]);
    assert.deepEqual(found.asked('GetEventDataStore'), [`${MEMBER} ${SECOND}`, `${MEMBER} ${HOME}`].sort());
    const everywhere = [MANAGEMENT, ARCHIVE, DELEGATE, MEMBER].flatMap((id) => [`${id} ${SECOND}`, `${id} ${HOME}`]);
    assert.deepEqual(found.asked('ListEventDataStores'), everywhere.sort());
  });

  test('a Region that refuses the list is one UNKNOWN result beside those of the others', async () => {
    const world = organizationOf({ trails: [COMPLETE], member: { eventDataStores: stores } });
    const match = { operation: 'ListEventDataStores', region: SECOND, account: MEMBER };
    const half = await scan(world, [{ match, do: deny() }]);
    const own = half
      .of(STORES, MEMBER)
      .map(({ id, region, verdict }) => [id.slice(STORES.length + 1), region, verdict]);
    assert.deepEqual(own, [
      [`${MEMBER}/${SECOND}`, SECOND, 'UNKNOWN'],
      [`arn:aws:cloudtrail:${HOME}:${MEMBER}:eventdatastore/lake`, null, 'PASS'],
    ]);
    assert.deepEqual(half.permissions(STORES, MEMBER), ['cloudtrail:ListEventDataStores']);
  });

  test('an account that lets nobody in is one UNKNOWN result', async () => {
    const rules: Rule[] = [
      {
        match: { operation: 'AssumeRole', where: ({ params }) => String(params['RoleArn']).includes(MEMBER) },
        do: deny(),
      },
    ];
    const closed = await scan(organizationOf({ trails: [COMPLETE] }), rules);
    assert.deepEqual(
      closed.of(STORES, MEMBER).map(({ id, region, verdict }) => [id, region, verdict]),
      [[`${STORES}/${MEMBER}`, null, 'UNKNOWN']],
    );
  });

  test('a key in an account outside of the run leaves the manager open, and the clause decided', async () => {
    const world = organizationOf({
      trails: [COMPLETE],
      member: { eventDataStores: [stores[0] ?? { Name: '', home: '' }] },
    });
    const open = await scan(world, [], ['--exclude', ARCHIVE]);
    const result = open.one(STORES, MEMBER);
    assert.equal(result.verdict, 'UNKNOWN');
    assert.deepEqual(open.reasons(STORES, MEMBER), ['read.out-of-scope']);
    assert.equal(result.clauses.find(({ id }) => id === 'CloudTrail.10')?.verdict, 'PASS');
  });
});
