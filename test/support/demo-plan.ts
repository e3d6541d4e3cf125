/** The plan that repairs whatever fails in the demo. */

import { join } from 'node:path';
import { evaluate } from '../../src/library/evaluate.ts';
import { loadPolicy } from '../../src/library/policy.ts';
import type { ControlContext } from '../../src/model/control.ts';
import type { Result } from '../../src/model/result.ts';
import { type Plan, planFor } from '../../src/remediate/plan.ts';
import { type World, worldOf } from '../../src/remediate/world.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'demo');

export async function demoPlan(): Promise<{ plan: Plan; world: World }> {
  const contexts: ControlContext[] = [];
  const results: Result[] = [];
  const { run } = await evaluate(
    { snapshot: DEMO },
    {
      policy: await loadPolicy(null, DEMO),
      onJudged: ({ context, results: some }) => {
        if (context !== null) contexts.push(context);
        results.push(...some);
      },
    },
  );
  const world = worldOf(contexts);
  if (world === null) throw new Error('the demo has accounts');
  const failing = results.filter(({ verdict }) => verdict === 'FAIL');
  return { plan: planFor(world, run.controls, failing), world };
}
