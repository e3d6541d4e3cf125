/**
 * The benchmark of queries: every stored query over a large organization. `npm run -s bench:queries -- [ACCOUNTS]`, or
 * `--from DIR` for a snapshot that is there. Load is what making rows, writing them and handing them to the sandbox takes;
 * judging the snapshot is measured apart.
 */

import { CONTROLS } from '../src/controls/registry.generated.ts';
import type { Run } from '../src/evaluate/run.ts';
import { DEFAULT_POLICY } from '../src/model/policy.ts';
import { QuerySandbox } from '../src/store/query-sandbox.ts';
import { FactDatabase, SHAPES } from '../src/workflow/fact-database.ts';
import { judgeSnapshot } from '../src/workflow/judge-snapshot.ts';
import { planQuery, storedQueries } from '../src/workflow/query.ts';
import { selectControls } from '../src/workflow/select-controls.ts';
import { withSnapshot } from './snapshot.ts';

/** What issue 6 promises, in seconds. */
const PROMISED = { query: 1, load: 5 };

await withSnapshot(bench);

async function bench(snapshot: string): Promise<void> {
  const head = ['judged', 'load', 'query', 'rows'].map((name) => name.padStart(10)).join('');
  process.stdout.write(`${'query'.padEnd(32)}${head}\n`);
  for (const { name } of storedQueries(CONTROLS)) await benchQuery(snapshot, name);
}

/** As the command does it: the snapshot is judged by the controls that the query needs, and its tables are filled. */
async function benchQuery(snapshot: string, name: string): Promise<void> {
  const plan = planQuery(name, CONTROLS);
  const named = CONTROLS.filter(({ id }) => id === name);
  const controls = !plan.readsResults ? [] : named.length > 0 ? named : selectControls(CONTROLS, null);
  const policy = { policy: DEFAULT_POLICY, file: null, sha256: '0'.repeat(64) };
  const facts = new FactDatabase(plan.views);
  let filling = 0;
  const began = performance.now();
  const run = await judgeSnapshot(snapshot, { policy, controls, framework: null, now: null }, (judged) => {
    filling += timed(() => facts.add(judged));
  });
  const judging = performance.now() - began - filling;
  const { load, query, rows } = await ask(plan.sql, facts, run);
  const whole = (filling + load) / 1000;
  const kept = whole <= PROMISED.load && query / 1000 <= PROMISED.query;
  if (!kept) process.exitCode = 1;
  const cells = [judging / 1000, whole, query / 1000].map((seconds) => `${seconds.toFixed(2)} s`);
  const line = [...cells, String(rows), kept ? '' : 'NO'].map((cell) => cell.padStart(10)).join('');
  process.stdout.write(`${name.padEnd(32)}${line.trimEnd()}\n`);
}

async function ask(sql: string, facts: FactDatabase, run: Run) {
  let sandbox: QuerySandbox | undefined;
  const load = timed(() => {
    const database = facts.finish(run, DEFAULT_POLICY);
    sandbox = new QuerySandbox({ shapes: SHAPES, bytes: database.bytes() });
    database.close();
  });
  // The first answer waits for the process and its copy of the tables: that is load as well.
  const before = performance.now();
  await sandbox?.run('select 1');
  const started = performance.now();
  const result = await sandbox?.run(sql);
  const ended = performance.now();
  sandbox?.close();
  return { load: load + started - before, query: ended - started, rows: result?.rows.length ?? 0 };
}

function timed(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}
