/** Runs the program as a child over an organization, and compares what two runs said. */

import assert from 'node:assert/strict';
import { CONTROLS } from '../../src/controls/registry.generated.ts';
import { assertNoDefect } from '../integration/scan.ts';
import { type RunOptions, type RunResult, runTrailproof } from '../rig/run.ts';
import type { RigServer } from '../rig/server.ts';
import { HOME, NOW } from './accounts.ts';
import type { OrganizationDocument, OrganizationResult } from './document.ts';

export type ChildScan = RunResult & { document: OrganizationDocument };

/** `scan --org --format json` by a child process. */
export async function scanAs(
  server: RigServer,
  caller: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<ChildScan> {
  const all = ['scan', '--org', '--format', 'json', '--now', NOW, ...args];
  const run = await runTrailproof(all, {
    timeoutMs: 120_000,
    ...options,
    env: { ...server.env(caller, HOME), ...options.env },
  });
  assertNoDefect(run);
  assert.ok([0, 1, 4, 5].includes(run.code ?? -1), `exit code ${run.code}\n${run.stderr}`);
  const document: OrganizationDocument = run.json();
  assertWhole(run, document);
  return { ...run, document };
}

const OF_BUCKETS = new Set(CONTROLS.filter(({ population }) => population === 'bucket').map(({ id }) => id));

/**
 * Exit code, `complete` and the counts tell one story; the accounts come in the order of their ids, and after them the
 * buckets, each of them once.
 */
export function assertWhole({ code }: Pick<RunResult, 'code'>, document: OrganizationDocument): void {
  const { results, summary, run, scope } = document;
  for (const verdict of ['PASS', 'FAIL', 'UNKNOWN', 'NOT_APPLICABLE']) {
    assert.equal(summary[verdict], results.filter((result) => result.verdict === verdict).length, verdict);
  }
  assert.equal(new Set(results.map(({ id }) => id)).size, results.length, 'two results share an id');
  // After the last result of another control come those of buckets, with the accounts that have none.
  const end = results.findLastIndex(({ control }) => !OF_BUCKETS.has(control)) + 1;
  const accounts = results.slice(0, end).map(({ account }) => account);
  assert.deepEqual(accounts, accounts.toSorted(), 'the results are not in the order of the accounts');
  const isOfBucket = ({ control, resource }: OrganizationResult): boolean =>
    OF_BUCKETS.has(control) && resource.startsWith('arn:');
  const early = results.slice(0, end).filter(isOfBucket);
  assert.deepEqual(
    early.map(({ id }) => id),
    [],
    'the results of buckets are not the last',
  );
  for (const [control, list] of Map.groupBy(results.filter(isOfBucket), (result) => result.control)) {
    const names = list.map(({ resource }) => resource);
    assert.deepEqual(names, [...new Set(names)].sort(), `${control} does not judge each bucket once, in order`);
  }
  const ids = scope.accounts.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)].sort());
  assert.equal(run.incompleteBecause.length === 0, run.complete);
  if ((summary['UNKNOWN'] ?? 0) > 0) assert.equal(run.complete, false);
  assert.equal(code, ((summary['FAIL'] ?? 0) > 0 ? 1 : 0) + (run.complete ? 0 : 4));
}

/** apiCalls must be what the server counted. */
export function assertCounted(server: RigServer, { apiCalls }: OrganizationDocument): void {
  const counts = Object.entries(server.counts()).sort(([a], [b]) => (a < b ? -1 : 1));
  assert.deepEqual(apiCalls, Object.fromEntries(counts));
}

export function verdictsOf({ results }: OrganizationDocument): Map<string, string> {
  return new Map(results.map(({ id, verdict }) => [id, verdict]));
}

/** Whatever another run with the same answers says in other words: its id, its times, the hashes of refusals. */
export function masked(text: string, { run }: Pick<OrganizationDocument, 'run'>): string {
  return text
    .replaceAll(run.id, 'RUN')
    .replaceAll(run.id.slice(0, 8), 'RUN')
    .replace(/"(startedAt|finishedAt|at)": ?"[^"]*"/g, '"$1":"TIME"')
    .replace(/"capture": ?"sha256:[0-9a-f]+"/g, '"capture":"HASH"');
}

/** The parts of a run that an interruption must not change; run, calls, times and hashes of captures left out. */
export function essence(document: OrganizationDocument): object {
  const { results, cells, byAccount, summary, scope, trails, operatingModel, run, sources } = document;
  const text = JSON.stringify(
    { results, cells, byAccount, summary, scope, trails, operatingModel, complete: run.complete },
    (key, value: unknown) => (key === 'sources' && Array.isArray(value) ? value.map((index) => sources[index]) : value),
  );
  return JSON.parse(masked(text, document)) as object;
}
