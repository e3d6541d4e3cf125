import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contextOf } from '../../../test/support/judge.ts';
import { trail, type World } from '../../../test/support/world.ts';
import { tagTrail } from './recording.ts';

/** The tags that the fix would set on the world's one trail. */
function keys(world: World): readonly string[] {
  const context = contextOf(world);
  const [one] = context.account.trails;
  if (one === undefined) throw new Error('a trail');
  return tagTrail(one, context).changes.flatMap((change) =>
    change.kind === 'tag' ? change.tags.map(({ key }) => key) : [change.kind],
  );
}

describe('tagTrail', () => {
  test('sets every required tag that is missing, and none that is there', () => {
    const tagged = trail({ tags: { TagsList: [{ Key: 'team', Value: 'x' }] } });
    deepEqual(keys({ trails: [tagged], policy: { requiredTags: ['owner', 'team', 'ticket'] } }), ['owner', 'ticket']);
  });

  test('without required tags, sets one that says whom to ask', () => {
    deepEqual(keys({ trails: [trail({ tags: { TagsList: [] } })] }), ['owner']);
  });
});
