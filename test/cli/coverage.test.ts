/** trailproof coverage: clause by clause what is judged and what is not; its figures are those of a scan. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { FRAMEWORKS } from '../../src/frameworks/index.ts';
import { ACCOUNT, HOME, smallWorld } from '../integration/worlds.ts';
import { startDouble } from '../rig/double.ts';
import { deny } from '../rig/faults.ts';
import type { RunResult } from '../rig/run.ts';
import { runTrailproof } from '../rig/run.ts';
import { assertValid } from '../support/schemas.ts';
import { assertRefused, runOffline } from './refusal.ts';

const ROOT = join(import.meta.dirname, '../..');
const DEMO = join(ROOT, 'demo');
const folder = mkdtempSync(join(tmpdir(), 'trailproof-coverage-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Judge {
  readonly control: string;
  readonly selected: boolean;
  readonly counts: Readonly<Record<string, number>> | null;
}

interface Clause {
  readonly id: string;
  readonly state: string;
  readonly judgedBy: readonly Judge[];
  readonly because: { readonly text: string } | null;
  readonly verdict: string | null;
}

interface Document {
  readonly run: { readonly complete: boolean } | null;
  readonly frameworks: readonly {
    readonly id: string;
    readonly summary: Readonly<Record<string, number>>;
    readonly verdicts: Readonly<Record<string, number>> | null;
    readonly clauses: readonly Clause[];
  }[];
}

function documentOf(run: RunResult): Document {
  const document: Document = run.json();
  assertValid('coverage', document);
  return document;
}

function assertWidth(text: string): void {
  assert.deepEqual(
    text.split('\n').filter((line) => line.length > 80),
    [],
  );
}

describe('coverage without facts', { concurrency: 2 }, () => {
  test('one line for each framework and version; the sums are those of its clauses', async () => {
    const table = await runOffline(['coverage']);
    assert.equal(table.code, 0, table.stderr);
    assertWidth(table.stdout);
    const { frameworks, run } = documentOf(await runOffline(['coverage', '--format', 'json']));
    assert.equal(run, null);
    assert.equal(frameworks.length, FRAMEWORKS.length);
    for (const { id, summary, clauses, verdicts } of frameworks) {
      const count = (state: string): number => clauses.filter((clause) => clause.state === state).length;
      const sums = [clauses.length, count('judged'), count('on-request'), count('not-judged')];
      assert.deepEqual(Object.values(summary), sums);
      const line = table.stdout.split('\n').find((one) => one.startsWith(`${id} `));
      assert.deepEqual(line?.trim().split(/\s+/).slice(-4).map(Number), sums, line);
      assert.equal(verdicts, null);
    }
  });

  test('every clause says what judges it, or why nothing does', async () => {
    const { frameworks } = documentOf(await runOffline(['coverage', '--format', 'json']));
    for (const { id, clauses } of frameworks) {
      assert.deepEqual(
        clauses.map((clause) => clause.id),
        Object.keys(FRAMEWORKS.find((one) => one.id === id)?.clauses ?? {}),
      );
      for (const { state, judgedBy, because, verdict } of clauses) {
        assert.equal(because === null, judgedBy.length > 0);
        assert.equal(
          state === 'judged',
          judgedBy.some(({ selected }) => selected),
        );
        assert.equal(verdict, null);
      }
    }
    const cis = frameworks.find(({ id }) => id === 'cis-aws-1.2')?.clauses ?? [];
    const whyNot = (clause: string) => cis.find(({ id }) => id === clause)?.because?.text;
    assert.match(whyNot('2.5') ?? '', /Not about CloudTrail/);
    assert.match(whyNot('3.5') ?? '', /alarms .* not read yet/);
  });

  for (const { id, clauses } of FRAMEWORKS) {
    test(`${id} in 80 columns, every clause in its place`, async () => {
      const { code, stdout, stderr } = await runOffline(['coverage', '--framework', id]);
      assert.equal(code, 0, stderr);
      assertWidth(stdout);
      const numbers = stdout.split('\n').flatMap((line) => (/^(\S+) {2,}\S/.exec(line)?.[1] ?? []) as string[]);
      assert.deepEqual(numbers, Object.keys(clauses));
      assert.match(stdout, /Who says so: \S/);
    });
  }

  test('what is not selected is on request', async () => {
    const args = ['coverage', '--framework', 'cis-aws-1.2', '--format', 'json', '--controls', 'trail-encryption'];
    const { frameworks } = documentOf(await runOffline(args));
    const states = Object.fromEntries((frameworks[0]?.clauses ?? []).map(({ id, state }) => [id, state]));
    assert.deepEqual([states['2.7'], states['2.1'], states['2.5']], ['judged', 'on-request', 'not-judged']);
  });

  test('CSV has a row for each clause and control, Markdown a table', async () => {
    const csv = (await runOffline(['coverage', '--framework', 'pci-dss-4.0.1', '--format', 'csv'])).stdout;
    const [head = '', ...rows] = csv.trim().split('\r\n');
    assert.match(head, /^framework,version,mapping,clause,title,state,control,/);
    assert.equal(rows.filter((row) => row.includes(',10.2.1,')).length, 2);
    assert.equal(rows.filter((row) => /,10\.7,.*,not-judged,/.test(row)).length, 1);
    const markdown = await runOffline(['coverage', '--format', 'markdown']);
    assert.equal(markdown.stdout.split('\n').filter((line) => line.startsWith('| `')).length, FRAMEWORKS.length);
  });
});

interface ScanResult {
  readonly control: string;
  readonly clauses: readonly { readonly framework: string; readonly id: string; readonly verdict: string }[];
}

function verdictsOfResult({ control, clauses }: ScanResult): readonly string[] {
  return clauses.map(({ framework, id, verdict }) => [framework, id, control, verdict].join(' '));
}

function tallied(words: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}

/** `framework clause control verdict` → how many, where there are any. */
function countsOf({ id: framework, clauses }: Document['frameworks'][number]): readonly [string, number][] {
  return clauses.flatMap(({ id, judgedBy }) =>
    judgedBy.flatMap(({ control, counts }) =>
      Object.entries(counts ?? {})
        .filter(([, number]) => number > 0)
        .map(([verdict, number]): [string, number] => [[framework, id, control, verdict].join(' '), number]),
    ),
  );
}

describe('coverage with facts', { concurrency: 2 }, () => {
  test('counts are those of the results of a scan', async () => {
    const coverage = await runOffline(['coverage', '--from', DEMO, '--format', 'json']);
    const { frameworks, run } = documentOf(coverage);
    const scan = (await runOffline(['scan', '--from', DEMO, '--format', 'json'])).json();
    const wanted = tallied(scan.results.flatMap(verdictsOfResult));
    const got = new Map(frameworks.flatMap(countsOf));
    assert.ok(got.size > 100);
    assert.deepEqual(new Map([...got].sort()), new Map([...wanted].sort()));
    const isUnknown = [...wanted.keys()].some((key) => key.endsWith(' UNKNOWN'));
    assert.equal(run?.complete, !isUnknown);
    assert.equal(coverage.code, isUnknown ? 4 : 0);
  });

  test('the tables have them, in 80 columns', async () => {
    const overview = await runOffline(['coverage', '--from', DEMO]);
    assertWidth(overview.stdout);
    const table = await runOffline(['coverage', '--from', DEMO, '--framework', 'hipaa']);
    assertWidth(table.stdout);
    assert.match(table.stdout, /PASS \d+, FAIL \d+/);
  });

  test('explain names the clauses of one result, a line for each framework and verdict', async () => {
    const { stdout } = await runOffline(['explain', 'multi-region-trail/111100000010', '--from', DEMO]);
    assert.match(stdout, /^ {2}Clauses\n {4}aws-security-hub PASS CloudTrail\.1 \(undocumented by AWS\)$/m);
    assert.match(stdout, /^ {4}cis-aws-1\.2 PASS 2\.1$/m);
    assert.match(stdout, /^ {4}soc-2 PASS CC7\.2, CC6\.8, CC7\.3$/m);
    assertWidth(stdout);
  });

  test('a scan is asked for by --scan or by what says what to scan; what fails is no failure of the command', async () => {
    const double = await startDouble(smallWorld());
    try {
      const env = double.env(ACCOUNT, HOME);
      const args = ['coverage', '--framework', 'cis-aws-1.2', '--format', 'json'];
      const asked = await runTrailproof([...args, '--scan'], { env });
      const { frameworks, run } = documentOf(asked);
      assert.equal(asked.code, run?.complete === true ? 0 : 4);
      assert.notEqual(frameworks[0]?.clauses.find(({ id }) => id === '2.1')?.verdict, null);
      const region = await runTrailproof([...args, '--regions', HOME], { env });
      assert.notEqual(documentOf(region).run, null);
    } finally {
      await double.close();
    }
  });

  test('an unread fact makes the clause UNKNOWN and the exit code 4, where that clause is shown', async () => {
    const rules = [{ match: { operation: 'GetTrailStatus' }, do: deny() }];
    const double = await startDouble(smallWorld(), { rules });
    try {
      const env = double.env(ACCOUNT, HOME);
      const run = await runTrailproof(['coverage', '--scan', '--framework', 'cis-aws-1.2'], { env });
      assert.equal(run.code, 4, run.stderr);
      assert.match(run.stdout, /multi-region-trail: .*\n +UNKNOWN 1\n/);
      assert.match(run.stdout, /not complete: UNKNOWN is not PASS/);
      const other = await runTrailproof(
        ['coverage', '--scan', '--framework', 'cis-aws-1.2', '--controls', 'trail-encryption'],
        { env },
      );
      assert.equal(other.code, 0, other.stdout);
    } finally {
      await double.close();
    }
  });
});

describe('coverage that cannot be shown', { concurrency: 4 }, () => {
  const WRONG: [string[], RegExp][] = [
    [['--framework', 'cis-aws-9'], /cis-aws-9.*cis-aws-1\.2/],
    [['--format', 'yaml'], /yaml.*table, json, csv, markdown/],
    [['--now', '2026-11-24'], /--now goes with --from or --scan/],
    [['--scan', '--from', DEMO], /--scan does not go with --from/],
    [['--from', DEMO, '--regions', HOME], /--regions does not go with --from/],
    [['--from', join(folder, 'missing')], /no snapshot at/],
    [['--controls', 'zebra'], /zebra.*multi-region-trail/],
    [['--policy', 'missing.yaml'], /missing\.yaml/],
    [['--output', join(folder, 'missing', 'out.json')], /missing/],
    [['--accounts', ACCOUNT], /--accounts goes with --org only/],
  ];
  for (const [args, said] of WRONG) {
    test(args.join(' ').replaceAll(ROOT, '.').replaceAll(folder, 'folder'), async () => {
      assertRefused(await runOffline(['coverage', ...args]), said);
    });
  }
});
