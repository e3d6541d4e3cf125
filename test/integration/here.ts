/** Runs the program inside the test's own process: milliseconds instead of the start of a child. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { main } from '../../src/cli/main.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command line in a new empty folder. Only one at a time: the environment is the process's own. */
export async function runHere(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  policy?: string,
): Promise<Ran> {
  const cwd = mkdtempSync(join(tmpdir(), 'trailproof-here-'));
  if (policy !== undefined) writeFileSync(join(cwd, 'trailproof.yaml'), policy);
  const [stdout, stderr] = [new Text(), new Text()];
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    const code = await main([...words], { stdout: stdout as never, stderr: stderr as never, cwd });
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.env = before;
    rmSync(cwd, { recursive: true, force: true });
  }
}

class Text extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
