/** The benchmark of `scan --org`: one organization trail, 5 % of the accounts with a trail of their own, 17 Regions. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDouble } from '../test/rig/double.ts';
import { organizationWorld } from '../test/rig/organization-world.ts';
import { installTrailproof, pathWithNode } from './installed.ts';
import { type Command, type Finished, measure } from './measure.ts';

/** What issue 4 promises, by number of accounts. */
const PROMISES: Readonly<
  Record<number, { readonly seconds: number; readonly mebibytes: number; readonly fromSeconds: number }>
> = {
  1000: { seconds: 30, mebibytes: 500, fromSeconds: 3 },
  10000: { seconds: 300, mebibytes: 1024, fromSeconds: 60 },
};

/** Runs it for each number of accounts and prints a line per command; sets the exit code where a promise is broken. */
export async function benchOrganizations(sizes: readonly number[], latencyMs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-bench-org-'));
  try {
    const bin = installTrailproof(folder);
    for (const accounts of sizes) await benchOrganization(folder, bin, accounts, latencyMs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchOrganization(folder: string, bin: string, accounts: number, latencyMs: number): Promise<void> {
  const world = organizationWorld({ accounts, ownTrailShare: 0.05, now: new Date(), seed: 1 });
  const double = await startDouble(world, { latencyMs, keepLog: false });
  const snapshot = join(folder, `snapshot-${accounts}`);
  const management = world.organization?.management ?? '';
  const env = { ...double.env(management, 'us-east-1'), PATH: pathWithNode(), HOME: folder };
  const scan = (...args: string[]): Command => {
    const output = join(folder, 'result.json');
    return { argv: [bin, 'scan', '--format', 'json', '--output', output, ...args], env, cwd: folder };
  };
  try {
    const before = process.cpuUsage();
    const plain = await measure(scan('--org'));
    const { user, system } = process.cpuUsage(before);
    const counts = double.counts();
    const calls = Object.values(counts).reduce((sum, number) => sum + number, 0);
    checkReads(counts, accounts);
    check(plain, folder, accounts);
    const saving = await measure(scan('--org', '--save', snapshot));
    check(saving, folder, accounts);
    const again = await measure(scan('--from', snapshot));
    check(again, folder, accounts);
    const load = readFileSync('/proc/loadavg', 'utf8').split(' ', 1).join('');
    process.stdout.write(
      `\n${accounts} accounts × 17 Regions, ${latencyMs} ms per answer, load average ${load} at the end\n`,
    );
    // The server shares the machine: where its own CPU time comes near the wall time, it is what limits.
    const server = `server ${((user + system) / 1e6).toFixed(1)} s CPU`;
    line('scan --org', plain, `${calls} calls, ${Math.round((calls / plain.wallMs) * 1000)} a second, ${server}`);
    line('scan --org --save', saving, '');
    line('scan --from', again, '');
    promise(accounts, plain, again);
  } finally {
    await double.close();
  }
}

/** A run that did not do its job does not count. */
function check({ code, stderr }: Finished, folder: string, accounts: number): void {
  if (code !== 1 && code !== 0) throw new Error(`exit code ${code}: ${stderr.slice(-500)}`);
  const text = readFileSync(join(folder, 'result.json'), 'utf8');
  const judged = text.match(/"id":"multi-region-trail\//g)?.length ?? 0;
  if (judged !== accounts) throw new Error(`${judged} of ${accounts} accounts were judged`);
}

function checkReads(counts: Readonly<Record<string, number>>, accounts: number): void {
  const own = Math.round(accounts * 0.05) + 5;
  const selectors = counts['cloudtrail:GetEventSelectors'] ?? 0;
  if (selectors > own)
    throw new Error(`${selectors} GetEventSelectors: the organization trail's are read more than once`);
}

function line(name: string, { wallMs, cpuMs, peakMiB }: Finished, note: string): void {
  const cells = [
    `${(wallMs / 1000).toFixed(1)} s wall`,
    `${(cpuMs / 1000).toFixed(1)} s CPU`,
    `${Math.round(peakMiB)} MiB`,
    note,
  ];
  process.stdout.write(`  ${name.padEnd(20)}${cells.filter((cell) => cell !== '').join(', ')}\n`);
}

function promise(accounts: number, plain: Finished, again: Finished): void {
  const due = PROMISES[accounts];
  if (due === undefined) return;
  const kept =
    plain.wallMs <= due.seconds * 1000 && plain.peakMiB <= due.mebibytes && again.wallMs <= due.fromSeconds * 1000;
  process.stdout.write(
    `  at most ${due.seconds} s and ${due.mebibytes} MiB, --from at most ${due.fromSeconds} s: ${kept ? 'yes' : 'NO'}\n`,
  );
  if (!kept) process.exitCode = 1;
}
