/** Figures of many runs, and the table that shows them. */

import type { Measurement } from './measure.ts';

export type Sample = Measurement & { calls: number };

export type Figures = {
  name: string;
  isAside: boolean;
  runs: number;
  wallMs: { median: number; min: number; max: number };
  cpuMs: { median: number; min: number };
  peakMiB: number;
  /** Requests that reached the double, per run. */
  calls: number;
  /** Median wall time in units of the first row's; null for what is not compared. */
  ratio: number | null;
};

/** Sums up the runs of one tool; `unit` is the wall time that counts as 1. */
export function figuresOf(name: string, isAside: boolean, samples: readonly Sample[], unit: number | null): Figures {
  const wall = samples.map(({ wallMs }) => wallMs);
  const cpu = samples.map(({ cpuMs }) => cpuMs);
  const median = medianOf(wall);
  return {
    name,
    isAside,
    runs: samples.length,
    wallMs: { median, min: Math.min(...wall), max: Math.max(...wall) },
    cpuMs: { median: medianOf(cpu), min: Math.min(...cpu) },
    peakMiB: medianOf(samples.map(({ peakMiB }) => peakMiB)),
    calls: medianOf(samples.map(({ calls }) => calls)),
    ratio: isAside ? null : median / (unit ?? median),
  };
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half - 0.5)] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

/** A Markdown table, aligned, so that it reads in a terminal as well. */
export function tableOf(rows: readonly Figures[]): string {
  const head = ['', 'wall, median', 'wall, min to max', 'CPU', 'peak memory', 'calls', 'ratio'];
  const body = rows.map(({ name, wallMs, cpuMs, peakMiB, calls, ratio }) => [
    name,
    seconds(wallMs.median),
    `${seconds(wallMs.min)} to ${seconds(wallMs.max)}`,
    seconds(cpuMs.median),
    `${Math.round(peakMiB)} MiB`,
    String(calls),
    ratio === null ? '' : `${ratio.toFixed(ratio < 10 ? 2 : 1)} ×`,
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((row) => row[column]?.length ?? 0)));
  const lineOf = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return `${[head, rule, ...body].map(lineOf).join('\n')}\n`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 3 : 1)} s`;
}
