/** Everything that the benchmark runs, each with what must be true of a run that counts. */

import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RigServer } from '../test/rig/server.ts';
import { pathWithNode } from './installed.ts';
import type { Command, Finished } from './measure.ts';
import { CLOUD_AUDIT, cloudAuditChecks, cloudAuditCommand, PROWLER, prowlerCommand } from './peers.ts';
import { ACCOUNT, HOME, REGIONS } from './world.ts';

export type Tool = {
  name: string;
  /** Not compared with the others: another job. */
  isAside: boolean;
  command: Command;
  /** Throws where the run did not do the job. */
  check(run: Finished): void;
};

type Place = { folder: string; bin: string; server: RigServer };

/** Trailproof's own runs. `snapshot` is a folder that `--save` has filled. */
export function ownTools(place: Place, snapshot: string): Tool[] {
  const node = { PATH: pathWithNode() };
  const scan = [place.bin, 'scan', '--format', 'json'];
  return [
    tool(place, 'trailproof scan', scan, node, checkScan),
    { ...tool(place, 'trailproof scan --from', [...scan, '--from', snapshot], node, checkScan), isAside: true },
    { ...tool(place, 'trailproof --help', [place.bin, '--help'], node, checkHelp), isAside: true },
    { ...tool(place, 'node, doing nothing', [process.execPath, '-e', '0'], node, checkNode), isAside: true },
  ];
}

/** A scan that keeps its captures, for `--from`. */
export function savingScan(place: Place, snapshot: string): Command {
  const argv = [place.bin, 'scan', '--format', 'json', '--save', snapshot];
  return tool(place, 'save', argv, { PATH: pathWithNode() }, checkScan).command;
}

/** Prowler with two checks; cloud-audit with two and with eight. */
export function peerTools({ folder, server }: Place): Tool[] {
  const prowler = roomOf(folder, 'prowler');
  const two = roomOf(folder, 'cloud-audit-2');
  const eight = roomOf(folder, 'cloud-audit-8');
  const envOf = (home: string) => environment(server, home);
  const all = cloudAuditChecks(envOf(eight)).filter((id) => id.startsWith('aws-ct-'));
  const pair = ['aws-ct-001', 'aws-ct-008'];
  return [
    {
      name: `${PROWLER.replace('==', ' ')}, 2 checks`,
      isAside: false,
      command: prowlerCommand(prowler, envOf(prowler)),
      check: (run) => checkProwler(run, prowler),
    },
    ...[
      { home: two, checks: pair },
      { home: eight, checks: all },
    ].map(({ home, checks }) => ({
      name: `${CLOUD_AUDIT.replace('==', ' ')}, ${checks.length} checks, 1 Region`,
      isAside: false,
      command: cloudAuditCommand(home, envOf(home), checks),
      check: (run: Finished) => checkCloudAudit(run, home, checks),
    })),
  ];
}

function tool(place: Place, name: string, argv: string[], env: Record<string, string>, check: Tool['check']): Tool {
  const home = roomOf(place.folder, 'trailproof');
  return {
    name,
    isAside: false,
    command: { argv, cwd: home, env: { ...environment(place.server, home), ...env } },
    check,
  };
}

/** A home folder of its own for each tool: configuration, history and caches land there. */
function roomOf(folder: string, name: string): string {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  return home;
}

function environment(server: RigServer, home: string): Record<string, string> {
  const { PATH = '' } = process.env;
  return { PATH, HOME: home, TMPDIR: home, TZ: 'UTC', LANG: 'C.UTF-8', COLUMNS: '120', ...server.env(ACCOUNT, HOME) };
}

function checkScan({ code, stdout, stderr }: Finished): void {
  // The third trail has no log group: an honest scan of this world fails.
  if (code !== 1) throw new Error(`trailproof scan ended with ${code}\n${stderr}`);
  const { run, scope, results } = JSON.parse(stdout);
  const regions = scope.regions[ACCOUNT].length;
  const isWhole = run.complete === true && regions === REGIONS && results.length > 0;
  if (!isWhole) throw new Error(`trailproof scan is not complete: ${regions} Regions, ${results.length} results`);
}

function checkHelp({ code, stdout }: Finished): void {
  if (code !== 0 || !stdout.includes('scan')) throw new Error(`trailproof --help ended with ${code}`);
}

function checkNode({ code }: Finished): void {
  if (code !== 0) throw new Error(`node ended with ${code}`);
}

function checkProwler({ code, stderr, stdout }: Finished, folder: string): void {
  const output = join(folder, 'output');
  const files = existsSync(output) ? readdirSync(output).filter((name) => name.endsWith('.ocsf.json')) : [];
  const newest = files.sort().at(-1);
  // 3 means that a check failed.
  if (code !== 3 || newest === undefined) throw new Error(`prowler ended with ${code}\n${stdout}\n${stderr}`);
  const findings: unknown[] = JSON.parse(readFileSync(join(output, newest), 'utf8'));
  if (findings.length < REGIONS) throw new Error(`prowler: ${findings.length} findings`);
}

function checkCloudAudit({ code, stderr, stdout }: Finished, folder: string, checks: readonly string[]): void {
  if (code !== 0 && code !== 1) throw new Error(`cloud-audit ended with ${code}\n${stdout}\n${stderr}`);
  const { results } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  const ran: string[] = results.map(({ check_id }: { check_id: string }) => check_id);
  if (ran.length !== checks.length) throw new Error(`cloud-audit ran ${ran.join(' ')}`);
}
