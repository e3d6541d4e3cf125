/** Runs a program and measures it whole, from its start to its end. */

import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export type Command = {
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
};

export type Measurement = {
  /** Exit code; a signal counts as 128 and more, as in a shell. */
  code: number;
  wallMs: number;
  /** User and system time of the process and of its children. */
  cpuMs: number;
  /** Of the largest process among them. */
  peakMiB: number;
};

export type Finished = Measurement & { stdout: string; stderr: string };

// Node does not tell what a child has used; wait4 does. The clock runs next to it, so that the start
// of this interpreter is not part of any figure.
const WAIT = `
import json, os, signal, sys, time
os.set_inheritable(3, False)
start = time.perf_counter()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
signal.alarm(600)
_, status, used = os.wait4(pid, 0)
wall = time.perf_counter() - start
cpu = used.ru_utime + used.ru_stime
code = os.waitstatus_to_exitcode(status)
report = {"code": code if code >= 0 else 128 - code, "wallMs": wall * 1000, "cpuMs": cpu * 1000, "peakMiB": used.ru_maxrss / 1024}
os.write(3, json.dumps(report).encode())
`;

/** Runs a command to its end, at most ten minutes: longer than anything that a benchmark promises. Its environment is the given one and nothing of the caller's. */
export async function measure({ argv, env, cwd }: Command): Promise<Finished> {
  const child = spawn('python3', ['-S', '-E', '-c', WAIT, ...argv], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const failed = new Promise<never>((_, reject) => {
    child.on('error', reject);
  });
  const texts = Promise.all([1, 2, 3].map((fd) => textOf(child.stdio[fd] as Readable)));
  const [stdout = '', stderr = '', report = ''] = await Promise.race([texts, failed]);
  if (report === '') throw new Error(`${argv.join(' ')} was not measured:\n${stderr.slice(-2000)}`);
  const measured: Measurement = JSON.parse(report);
  return { ...measured, stdout, stderr };
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) text += chunk;
  return text;
}
