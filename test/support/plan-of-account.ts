/** A plan for whatever fails in an account of the rig: scanned by the program, then judged from what it kept. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from '../../src/library/evaluate.ts';
import type { ControlContext } from '../../src/model/control.ts';
import type { Result } from '../../src/model/result.ts';
import { type Plan, planFor } from '../../src/remediate/plan.ts';
import { type WhatIf, whatIf } from '../../src/remediate/what-if.ts';
import { type World, worldOf } from '../../src/remediate/world.ts';
import { runTrailproof } from '../rig/run.ts';
import type { RigServer } from '../rig/server.ts';

export interface Scanned {
  readonly world: World;
  readonly results: readonly Result[];
  readonly plan: Plan;
  readonly whatIf: WhatIf;
  /** Verdict by result id. */
  readonly verdicts: ReadonlyMap<string, string>;
}

/** Scans the account with every control that has a fix, and plans for all that fails. */
export async function planOfAccount(server: RigServer, account: string): Promise<Scanned> {
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-plan-'));
  try {
    const snapshot = join(folder, 'snapshot');
    const env = server.env(account, 'us-east-1');
    const run = await runTrailproof(['scan', '--save', snapshot, '--format', 'json'], { env, timeoutMs: 120_000 });
    if (![0, 1, 4, 5].includes(run.code ?? -1)) throw new Error(`scan: ${run.code}\n${run.stderr}`);
    return await planOfSnapshot(snapshot);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function planOfSnapshot(snapshot: string): Promise<Scanned> {
  const contexts: ControlContext[] = [];
  const results: Result[] = [];
  const { run } = await evaluate(
    { snapshot },
    {
      onJudged: ({ context, results: some }) => {
        if (context !== null) contexts.push(context);
        results.push(...some);
      },
    },
  );
  const world = worldOf(contexts);
  if (world === null) throw new Error('nothing was judged');
  const failing = results.filter(({ verdict }) => verdict === 'FAIL');
  const plan = planFor(world, run.controls, failing);
  const verdicts = new Map(results.map(({ id, verdict }) => [id, verdict]));
  return { world, results, plan, whatIf: whatIf(world, plan, run.controls), verdicts };
}
