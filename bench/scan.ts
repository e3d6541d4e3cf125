/**
 * How long a scan takes, next to the tools that people use today:
 *
 *     npm run -s bench -- [--runs N] [--only trailproof] [--json FILE] [--latency MS]
 *     npm run -s bench -- --org 1000,10000        # a whole organization instead
 *
 * One account, 17 Regions, three trails, on a loopback double of AWS that waits before each answer.
 * Whole processes, from start to exit; the tools take turns, so that noise strikes all alike.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Double, startDouble } from '../test/rig/double.ts';
import { installTrailproof } from './installed.ts';
import { measure } from './measure.ts';
import { benchOrganizations } from './organization.ts';
import { installPeers } from './peers.ts';
import { type Figures, figuresOf, medianOf, type Sample, tableOf } from './table.ts';
import { ownTools, peerTools, savingScan, type Tool } from './tools.ts';
import { benchWorld, REGIONS, SIDE_ANSWERS } from './world.ts';

/** What issue 3 promises. */
const SCAN_MS = 1_000;
const HELP_MS = 120;
const TIMES_PROWLER = 20;

type Options = { org: readonly number[]; runs: number; only: string | null; json: string | null; latencyMs: number };

async function main(): Promise<void> {
  const options = readOptions();
  if (options.org.length > 0) return benchOrganizations(options.org, options.latencyMs);
  if (options.only === null) installPeers();
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-bench-'));
  const double = await startDouble(benchWorld(), { latencyMs: options.latencyMs, rules: SIDE_ANSWERS });
  try {
    const load = loadOf();
    const rows = await benchmark(folder, double, options);
    report(rows, load, options);
  } finally {
    await double.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '7' },
      only: { type: 'string' },
      json: { type: 'string' },
      latency: { type: 'string', default: '20' },
      org: { type: 'string' },
    },
  });
  const runs = Number(values.runs);
  const latencyMs = Number(values.latency);
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number from 1');
  if (!(latencyMs >= 0)) throw new Error('--latency takes milliseconds');
  if (values.only !== undefined && values.only !== 'trailproof') throw new Error('--only takes trailproof');
  const org = values.org === undefined ? [] : values.org.split(',').map(Number);
  if (org.some((size) => !Number.isInteger(size) || size < 10)) throw new Error('--org takes numbers of accounts');
  return { org, runs, latencyMs, only: values.only ?? null, json: values.json ?? null };
}

async function benchmark(folder: string, double: Double, { runs, only }: Options): Promise<Figures[]> {
  const place = { folder, bin: installTrailproof(folder), server: double };
  const snapshot = join(folder, 'snapshot');
  await measure(savingScan(place, snapshot));
  const tools = [...ownTools(place, snapshot), ...(only === null ? peerTools(place) : [])];
  const samples = new Map<Tool, Sample[]>(tools.map((tool) => [tool, []]));
  // The first round fills the caches of every tool and of the file system, and does not count.
  for (let round = 0; round <= runs; round += 1) {
    for (const tool of tools) {
      const sample = await sampleOf(tool, double);
      if (round > 0) samples.get(tool)?.push(sample);
      note(`round ${round} of ${runs}: ${tool.name}: ${Math.round(sample.wallMs)} ms`);
    }
  }
  note('');
  const unit = medianOf([...samples.values()][0]?.map(({ wallMs }) => wallMs) ?? []);
  return tools.map((tool) => figuresOf(tool.name, tool.isAside, samples.get(tool) ?? [], unit));
}

async function sampleOf(tool: Tool, double: Double): Promise<Sample> {
  double.log.length = 0;
  const finished = await measure(tool.command);
  tool.check(finished);
  const { code, wallMs, cpuMs, peakMiB } = finished;
  return { code, wallMs, cpuMs, peakMiB, calls: double.log.length };
}

function report(rows: Figures[], load: string, { runs, latencyMs, json }: Options): void {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'));
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  const where = `${machine}, Node ${process.versions.node}, load average ${load} before and ${loadOf()} after`;
  const what = `trailproof ${version}; one account, ${REGIONS} Regions, 3 trails, ${latencyMs} ms per answer, ${runs} runs`;
  const date = new Date().toISOString().slice(0, 10);
  process.stdout.write(`\n${date}: ${what}\n${where}\n\n${tableOf(rows)}\n${promises(rows).join('\n')}\n`);
  if (json === null) return;
  const document = {
    date,
    trailproof: version,
    node: process.versions.node,
    machine,
    load,
    latencyMs,
    regions: REGIONS,
    rows,
  };
  writeFileSync(json, `${JSON.stringify(document, null, 2)}\n`);
}

function promises(rows: Figures[]): string[] {
  const find = (start: string) => rows.find(({ name }) => name.startsWith(start));
  const scan = find('trailproof scan')?.wallMs.median ?? Number.NaN;
  const help = find('trailproof --help')?.wallMs.median ?? Number.NaN;
  const prowler = find('prowler');
  const cloudAudit = find('cloud-audit');
  return [
    `scan at most ${SCAN_MS} ms: ${verdict(scan <= SCAN_MS)}, ${Math.round(scan)} ms`,
    `--help at most ${HELP_MS} ms: ${verdict(help <= HELP_MS)}, ${Math.round(help)} ms`,
    ...(prowler === undefined
      ? []
      : [`${TIMES_PROWLER} × faster than Prowler: ${verdict((prowler.ratio ?? 0) >= TIMES_PROWLER)}`]),
    ...(cloudAudit === undefined ? [] : [`not slower than cloud-audit: ${verdict((cloudAudit.ratio ?? 0) >= 1)}`]),
  ];
}

function verdict(isKept: boolean): string {
  if (!isKept) process.exitCode = 1;
  return isKept ? 'yes' : 'NO';
}

function loadOf(): string {
  return readFileSync('/proc/loadavg', 'utf8').split(' ', 1).join('');
}

/** One line of progress on a terminal. */
function note(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}

await main();
