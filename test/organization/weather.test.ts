/** Calls that fail at random, or that nobody answers: the verdicts of a run without faults, or UNKNOWN. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deny, hang, reset, unavailable } from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import { over, worldOf } from './over.ts';
import { verdictsOf } from './run.ts';

describe('30 % of the calls fail', { concurrency: 2 }, () => {
  const world = worldOf(40, { ownTrailShare: 0.3, suspended: 2, joining: 2 });
  const clean = over(world);

  for (const seed of [1, 2, 3]) {
    test(`verdicts as without faults, or UNKNOWN (seed ${seed})`, async () => {
      const calls = { service: ['cloudtrail', 'account', 'ec2', 'logs', 'iam'] };
      const rules: Rule[] = [
        { match: { ...calls, probability: 0.1 }, do: reset() },
        { match: { ...calls, probability: 0.1 }, do: unavailable(500) },
        { match: { operation: ['DescribeTrails', 'GetTrailStatus'], probability: 0.1 }, do: deny() },
        { match: { operation: 'AssumeRole', probability: 0.1 }, do: deny('trust') },
      ];
      const { document } = await over(world, { rules, seed });
      const expected = verdictsOf((await clean).document);
      const wrong = document.results.filter(({ id, verdict }) => {
        const was = expected.get(id);
        // A result of a list that was not read is there only with the fault.
        return verdict !== 'UNKNOWN' && was !== verdict;
      });
      assert.deepEqual(
        wrong.map(({ id, verdict }) => `${id} ${verdict}, was ${expected.get(id)}`),
        [],
      );
      assert.ok((document.summary['UNKNOWN'] ?? 0) > 0);
      assert.equal(document.run.complete, false);
    });
  }
});

test('three accounts time out: UNKNOWN there, and the others as ever', async () => {
  const world = worldOf(20);
  const silent = world.accounts.slice(4, 7).map(({ id }) => id);
  const rules: Rule[] = [{ match: { operation: 'DescribeTrails', account: silent }, do: hang() }];
  const { document } = await over(world, { rules });
  const expected = verdictsOf((await over(world)).document);
  for (const { id, account, verdict } of document.results) {
    if (account !== null && silent.includes(account) && !id.startsWith('scope-complete/'))
      assert.equal(verdict, 'UNKNOWN', id);
    else assert.equal(verdict, expected.get(id), id);
  }
});
