/**
 * The benchmark of report formats: time and memory of each over a large organization. `node bench/formats.ts [ACCOUNTS]`,
 * or `--from DIR` for a snapshot that is there.
 */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { REPORT_FORMATS } from '../src/report/formats/names.ts';
import { pathWithNode } from './installed.ts';
import { measure } from './measure.ts';
import { withSnapshot } from './snapshot.ts';

const BIN = join(import.meta.dirname, '../bin/trailproof.js');

await withSnapshot(bench);

async function bench(snapshot: string, folder: string): Promise<void> {
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
