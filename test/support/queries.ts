import { deepEqual } from 'node:assert/strict';
import { CONTROLS } from '../../src/controls/registry.generated.ts';
import type { LoadedPolicy, Run } from '../../src/evaluate/run.ts';
import type { Judged } from '../../src/evaluate/tally.ts';
import type { Control } from '../../src/model/control.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Result } from '../../src/model/result.ts';
import { VIEWS } from '../../src/queries/views.ts';
import type { QueryDatabase } from '../../src/store/query-database.ts';
import { FactDatabase } from '../../src/workflow/fact-database.ts';
import { judgeSnapshot } from '../../src/workflow/judge-snapshot.ts';

/** What v_run is made from, where a test has no run. */
export function runOf(controls: readonly Control[], policy: Policy, clock: number, mode: Run['mode']): Run {
  const at = new Date(clock).toISOString();
  return {
    tool: { name: 'trailproof', version: '0.0.0' },
    id: 'run',
    startedAt: at,
    finishedAt: at,
    clock: at,
    interrupted: false,
    accountsListed: true,
    identity: { arn: 'arn:aws:iam::111122223333:root', account: '111122223333' },
    mode,
    apiCalls: {},
    policy: { policy, file: null, sha256: '0'.repeat(64) },
    controls,
    framework: null,
  };
}

/** The tables of everything that was judged. */
export function databaseOf(judged: readonly Judged[], run: Run): QueryDatabase {
  const facts = new FactDatabase(VIEWS);
  for (const one of judged) facts.add(one);
  return facts.finish(run, run.policy.policy);
}

/** Each control's stored query returns exactly the subjects that its verdicts fail. */
export function assertQueriesAgree(judged: readonly Judged[], run: Run): void {
  const results = judged.flatMap((one) => one.results);
  const database = databaseOf(judged, run);
  try {
    for (const control of run.controls) {
      const found = [...database.rows(control.query)].map(([subject]) => String(subject));
      deepEqual([...new Set(found)].sort(), failing(results, control), `the query of ${control.id}`);
    }
  } finally {
    database.close();
  }
}

function failing(results: readonly Result[], { id }: Control): readonly string[] {
  return results
    .filter((result) => result.control === id && result.verdict === 'FAIL')
    .map((result) => result.id.slice(id.length + 1))
    .sort();
}

/** The same for a saved run over an organization: judged again, by every control. */
export async function assertSnapshotQueriesAgree(folder: string, policy: LoadedPolicy): Promise<void> {
  const judged: Judged[] = [];
  const options = { policy, controls: CONTROLS, framework: null, now: null };
  const run = await judgeSnapshot(folder, options, (one) => {
    judged.push(one);
  });
  assertQueriesAgree(judged, run);
}
