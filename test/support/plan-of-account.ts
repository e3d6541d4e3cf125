/** A plan for whatever fails in an account of the rig: scanned by the program, then judged from what it kept. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTrailproof } from '../rig/run.ts';
import type { RigServer } from '../rig/server.ts';
import { type PlannedSnapshot, planOfSnapshot } from './plan-of-snapshot.ts';

export interface Scanned extends PlannedSnapshot {
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
    const planned = await planOfSnapshot(snapshot);
    return { ...planned, verdicts: new Map(planned.results.map(({ id, verdict }) => [id, verdict])) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
