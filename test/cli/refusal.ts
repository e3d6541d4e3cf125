/** What every refusal looks like: one line on stderr, nothing on stdout, exit code 2. */

import assert from 'node:assert/strict';
import { type RunOptions, type RunResult, runTrailproof } from '../rig/run.ts';

/** Runs the program without credentials and without a network. */
export function runOffline(args: string[], options: RunOptions = {}): Promise<RunResult> {
  const nothing = { AWS_EC2_METADATA_DISABLED: 'true', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  return runTrailproof(args, { ...options, env: { ...nothing, ...options.env } });
}

export function assertRefused({ code, stdout, stderr }: RunResult, said: RegExp): void {
  assert.match(stderr, said);
  assert.match(stderr, /^trailproof: [^\n]{10,}\n$/, 'not one line');
  assert.doesNotMatch(stderr, /defect in trailproof|^\s+at /m);
  assert.equal(stdout, '');
  assert.equal(code, 2);
}
