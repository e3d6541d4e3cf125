/** Runs the program against a server of the rig and reads its JSON as far as the tests look at it. */

import assert from 'node:assert/strict';
import { type RunOptions, type RunResult, runTrailproof } from '../rig/run.ts';
import type { RigServer } from '../rig/server.ts';

export type Reason = { id: string; params: Record<string, unknown>; text: string };
export type Condition = { id: string; holds: 'yes' | 'no' | 'unknown'; observed: unknown; resource: string | null };
export type Clause = { framework: string; id: string; verdict: string; reasons: Reason[] };
export type Result = {
  id: string;
  control: string;
  /** Null: the owner of a bucket is not known. */
  account: string | null;
  region: string | null;
  resource: string;
  verdict: string;
  conditions: Condition[];
  clauses: Clause[];
  reasons: Reason[];
};
export type ScanDocument = {
  schema: string;
  run: { id: string; clock: string; complete: boolean; incompleteBecause: string[] };
  policy: { file: string | null; sha256: string };
  scope: { regions: Record<string, string[]> };
  apiCalls: Record<string, number>;
  trails: { arn: string; name: string; account: string; logging: boolean | null; reads: string; writes: string }[];
  results: Result[];
  summary: Record<string, number>;
};

export type Scan = RunResult & { document: ScanDocument; verdicts: Record<string, string> };

/**
 * Controls that judge each account and each trail by itself. trail-duplicates compares trails with one another, and the
 * controls about an organization need one; both have tests of their own.
 */
const CONTROLS = [
  'any-trail-recording',
  'cloudwatch-logs-integration',
  'log-file-validation',
  'multi-region-trail',
  'region-coverage',
  'trail-delivery',
  'trail-encryption',
];

/** Scans as a user of the account; the result must be JSON, whatever the server did. */
export async function scan(
  server: RigServer,
  account: string,
  args: string[] = [],
  options: RunOptions = {},
): Promise<Scan> {
  const env = { ...server.env(account, 'us-east-1'), ...options.env };
  const controls = args.includes('--controls') ? [] : ['--controls', CONTROLS.join(',')];
  const run = await runTrailproof(['scan', '--format', 'json', ...controls, ...args], { ...options, env });
  assertNoDefect(run);
  assert.ok([0, 1, 4, 5].includes(run.code ?? -1), `exit code ${run.code}\n${run.stderr}`);
  const document: ScanDocument = run.json();
  assertConsistent(run, document);
  return { ...run, document, verdicts: verdictsOf(document) };
}

/** Verdict by result id. */
export function verdictsOf({ results }: ScanDocument): Record<string, string> {
  return Object.fromEntries(results.map(({ id, verdict }) => [id, verdict]));
}

export function resultOf({ document }: Pick<Scan, 'document'>, id: string): Result {
  const found = document.results.find((result) => result.id === id);
  assert.ok(found, `no result ${id}`);
  return found;
}

/** No stack trace and no word of a defect, on neither stream. */
export function assertNoDefect({ stdout, stderr }: Pick<RunResult, 'stdout' | 'stderr'>): void {
  assert.doesNotMatch(stderr, /^\s+at .+:\d+:\d+\)?$/m, 'a stack trace on stderr');
  assert.doesNotMatch(`${stdout}${stderr}`, /defect in trailproof|UnhandledPromise|node:internal/, 'a defect');
}

/** Exit code, `complete` and the counts must tell the same story (design, exit codes and truth rule 2). */
export function assertConsistent({ code }: Pick<RunResult, 'code'>, { run, results, summary }: ScanDocument): void {
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  for (const verdict of ['PASS', 'FAIL', 'UNKNOWN', 'NOT_APPLICABLE'])
    assert.equal(summary[verdict], count(verdict), verdict);
  assert.equal(new Set(results.map(({ id }) => id)).size, results.length, 'two results share an id');
  const isFailed = count('FAIL') > 0;
  assert.equal(code, isFailed ? (run.complete ? 1 : 5) : run.complete ? 0 : 4, 'the exit code does not fit');
  if (count('UNKNOWN') > 0) assert.equal(run.complete, false, 'UNKNOWN, but complete');
  assert.equal(run.incompleteBecause.length === 0, run.complete);
}
