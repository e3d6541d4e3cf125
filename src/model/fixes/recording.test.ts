import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contextOf } from '../../../test/support/judge.ts';
import { trail, type World } from '../../../test/support/world.ts';
import { tagTrail } from './recording.ts';

/** The tags that the fix asks for on the world's one trail; it sets none by itself. */
function keys(world: World): readonly string[] {
  const context = contextOf(world);
  const [one] = context.account.trails;
  if (one === undefined) throw new Error('a trail');
  const { changes, byHand } = tagTrail(one, context);
  deepEqual(changes, []);
  return byHand.flatMap(({ id, params }) => {
    equal(id, 'fix.tags-by-hand');
    const [list] = /^'(.*)'$/.exec(String(params['tags']))?.slice(1) ?? [];
    return (JSON.parse(list ?? '') as { readonly Key: string }[]).map(({ Key }) => Key);
  });
}

describe('tagTrail', () => {
  test('asks for every required tag that is missing, and none that is there', () => {
    const tagged = trail({ tags: { TagsList: [{ Key: 'team', Value: 'x' }] } });
    deepEqual(keys({ trails: [tagged], policy: { requiredTags: ['owner', 'team', 'ticket'] } }), ['owner', 'ticket']);
  });

  test('without required tags, asks for one that says whom to ask', () => {
    deepEqual(keys({ trails: [trail({ tags: { TagsList: [] } })] }), ['owner']);
  });
});
