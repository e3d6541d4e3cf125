/** A companion is judged only where it is named; `explain` takes the name of one of its results for that. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { runHere } from '../integration/here.ts';
import { ACCOUNT, HOME, smallWorld } from '../integration/worlds.ts';
import { startDouble } from '../rig/double.ts';

const double = await startDouble(smallWorld());
after(() => double.close());
const explain = (...words: string[]) => runHere(['explain', ...words], double.env(ACCOUNT, HOME));

describe('explain of a companion', { concurrency: 1 }, () => {
  for (const what of ['insights', `insights/${ACCOUNT}`]) {
    test(`${what}: judges it`, async () => {
      const { stdout, stderr, code } = await explain(what);
      assert.equal(stderr, '');
      assert.match(stdout, new RegExp(`^FAIL {2}insights/${ACCOUNT}`));
      assert.equal(code, 0);
    });
  }

  test('does so for no other word, and not against --controls', async () => {
    const before = double.counts()['cloudtrail:GetInsightSelectors'];
    assert.doesNotMatch((await explain(ACCOUNT)).stdout, /insights/);
    assert.equal((await explain('insights', '--controls', 'default')).code, 2);
    assert.equal(double.counts()['cloudtrail:GetInsightSelectors'], before);
  });
});
