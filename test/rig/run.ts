/** Runs the program as a user would: a child process with a clean environment. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHECKOUT = join(import.meta.dirname, '..', '..');

export type RunOptions = {
  /** Added to a minimal environment; nothing of the caller's AWS settings gets in. */
  env?: Record<string, string>;
  input?: string;
  /** Kills the child and rejects; default 60 s. */
  timeoutMs?: number;
  /** Sends SIGINT, as Ctrl-C does. */
  signalAfterMs?: number;
  /** Default: a new empty folder, so that no policy file is found by accident. */
  cwd?: string;
};

export type RunResult = {
  code: number | null;
  stdout: string;
  stderr: string;
  ms: number;
  /** stdout parsed as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON of another program; each test says what it looks at
  json(): any;
};

/** Runs `trailproof ARGS` from this checkout and waits for its end. */
export function runTrailproof(args: string[], options: RunOptions = {}): Promise<RunResult> {
  return runScript(join(CHECKOUT, 'bin', 'trailproof.js'), args, options);
}

/** Runs any script with the Node of this process, in the same clean environment. */
export async function runScript(script: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  const home = mkdtempSync(join(tmpdir(), 'trailproof-run-'));
  try {
    return await runIn(home, script, args, options);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function runIn(home: string, script: string, args: string[], options: RunOptions): Promise<RunResult> {
  const { env = {}, input, timeoutMs = 60_000, signalAfterMs, cwd = home } = options;
  const started = performance.now();
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: home, TMPDIR: tmpdir(), TZ: 'UTC', LANG: 'C.UTF-8', ...env },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A child that ends before it has read its input is no error of the run.
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const signal = signalAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGINT'), signalAfterMs);
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(signal);
  clearTimeout(limit);
  if (isLate) throw new Error(`${script} ${args.join(' ')} did not end within ${timeoutMs} ms\n${stderr}`);
  return { code, stdout, stderr, ms: performance.now() - started, json: () => JSON.parse(stdout) };
}
