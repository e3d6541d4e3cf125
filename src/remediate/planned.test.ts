import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contextOf } from '../../test/support/judge.ts';
import { MANAGEMENT as OWNER, trail } from '../../test/support/world.ts';
import type { Account } from '../model/facts.ts';
import { newTrail } from './planned.ts';
import { worldOf } from './world.ts';

const member = contextOf({ trails: [] });

function ownerWith(names: readonly string[], home = 'us-east-1'): Account {
  const trails = names.map((name) => trail({ name, home, fields: { IsMultiRegionTrail: false } }));
  return contextOf({ account: OWNER, trails }).account;
}

describe('the trail as it would be', () => {
  const change = {
    ...({
      kind: 'create-trail',
      account: OWNER,
      region: 'us-east-1',
      partition: 'aws',
      name: 'management-events',
    } as const),
    ...{ trail: `arn:aws:cloudtrail:us-east-1:${OWNER}:trail/management-events`, bucket: 'logs', organization: true },
  } as const;
  const trailsOf = (owner: Account) => {
    const world = worldOf([member, { ...member, account: owner }]);
    if (world === null) throw new Error('a world');
    return newTrail(world, change).accounts.map(({ trails }) => trails.length);
  };

  test('reaches members where its owner gets it', () => {
    deepEqual(trailsOf(ownerWith([])), [1, 1]);
  });

  test('reaches nobody where the owner has one of that name already', () => {
    const owner = ownerWith(['management-events'], 'eu-west-1');
    deepEqual(trailsOf(owner), [0, 1]);
  });
});
