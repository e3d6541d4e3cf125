/**
 * The benchmark of report formats: time and memory of each over a large organization. `node bench/formats.ts [ACCOUNTS]`,
 * or `--from DIR` for a snapshot that is there.
 */

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPORT_FORMATS } from '../src/report/formats/names.ts';
import { startDouble } from '../test/rig/double.ts';
import { organizationWorld } from '../test/rig/organization-world.ts';
import { runTrailproof } from '../test/rig/run.ts';
import { pathWithNode } from './installed.ts';
import { measure } from './measure.ts';

const BIN = join(import.meta.dirname, '../bin/trailproof.js');

const words = process.argv.slice(2);
const given = words[0] === '--from' ? words[1] : undefined;
const accounts = given === undefined ? Number(words[0] ?? 1000) : 0;
const folder = mkdtempSync(join(tmpdir(), 'trailproof-bench-formats-'));
try {
  await bench(given ?? (await snapshotOf(accounts)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function snapshotOf(size: number): Promise<string> {
  const world = organizationWorld({ accounts: size, ownTrailShare: 0.05, now: new Date(), seed: 1 });
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

async function bench(snapshot: string): Promise<void> {
  const env = { PATH: pathWithNode(), HOME: folder };
  for (const format of REPORT_FORMATS) {
    const output = join(folder, 'report');
    const argv = [process.execPath, BIN, 'scan', '--from', snapshot, '--format', format, '--output', output];
    const { code, stderr, wallMs, peakMiB } = await measure({ argv, env, cwd: folder });
    if (code === 2 || stderr !== '') throw new Error(`${format}: exit code ${code}: ${stderr.slice(-300)}`);
    const cells = [
      `${(wallMs / 1000).toFixed(1)} s`,
      `${Math.round(peakMiB)} MiB`,
      `${(statSync(output).size / 1e6).toFixed(1)} MB`,
    ];
    process.stdout.write(`${format.padEnd(10)}${cells.map((cell) => cell.padStart(12)).join('')}\n`);
  }
}
