/** A snapshot of a large organization for benchmarks that need no AWS: made once over the double, or one that is there. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDouble } from '../test/rig/double.ts';
import { organizationWorld } from '../test/rig/organization-world.ts';
import { runTrailproof } from '../test/rig/run.ts';

/** Reads `[ACCOUNTS]` or `--from DIR` from the command line; `folder` is gone afterwards. */
export async function withSnapshot(use: (snapshot: string, folder: string) => Promise<void>): Promise<void> {
  const words = process.argv.slice(2);
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-bench-'));
  try {
    const given = words[0] === '--from' ? words[1] : undefined;
    await use(given ?? (await snapshotOf(Number(words[0] ?? 1000), folder)), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function snapshotOf(accounts: number, folder: string): Promise<string> {
  const world = organizationWorld({ accounts, ownTrailShare: 0.05, now: new Date(), seed: 1 });
  const double = await startDouble(world, { keepLog: false });
  const saved = join(folder, 'snapshot');
  try {
    const env = double.env(world.organization?.management ?? '', 'us-east-1');
    const args = ['scan', '--org', '--save', saved, '--output', join(folder, 'scan.txt')];
    const { code, stderr } = await runTrailproof(args, { env, timeoutMs: 1_200_000 });
    if (code === null || code === 2) throw new Error(`the scan ended with ${code}: ${stderr.slice(-300)}`);
    return saved;
  } finally {
    await double.close();
  }
}
