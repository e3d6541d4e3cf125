/** What fails in a saved snapshot, the plan for it, and what that plan would come to. */

import { type EvaluateOptions, evaluate } from '../../src/library/evaluate.ts';
import type { ControlContext } from '../../src/model/control.ts';
import type { Result } from '../../src/model/result.ts';
import { type Plan, planFor } from '../../src/remediate/plan.ts';
import { type WhatIf, whatIf } from '../../src/remediate/what-if.ts';
import { type World, worldOf } from '../../src/remediate/world.ts';

export interface PlannedSnapshot {
  readonly world: World;
  readonly results: readonly Result[];
  readonly plan: Plan;
  readonly whatIf: WhatIf;
}

/** Plans for all that fails, or for what fails by some controls. */
export async function planOfSnapshot(
  snapshot: string,
  options: Pick<EvaluateOptions, 'policy'> = {},
  controls: readonly string[] | null = null,
): Promise<PlannedSnapshot> {
  const contexts: ControlContext[] = [];
  const results: Result[] = [];
  const { run } = await evaluate(
    { snapshot },
    {
      ...options,
      onJudged: ({ context, results: some }) => {
        if (context !== null) contexts.push(context);
        results.push(...some);
      },
    },
  );
  const world = worldOf(contexts);
  if (world === null) throw new Error('nothing was judged');
  const failing = results.filter(({ verdict, control }) => verdict === 'FAIL' && (controls?.includes(control) ?? true));
  const plan = planFor(world, run.controls, failing);
  return { world, results, plan, whatIf: whatIf(world, plan, run.controls) };
}
