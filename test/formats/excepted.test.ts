/** A failure that an exception covers, in every format. The engine knows no exceptions yet, so the result is made by hand. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { REPORT_WRITERS } from '../../src/cli/report-writers.ts';
import { CONTROLS } from '../../src/controls/registry.generated.ts';
import type { Run } from '../../src/evaluate/run.ts';
import { Tally } from '../../src/evaluate/tally.ts';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import type { Result } from '../../src/model/result.ts';
import type { ReportFormat } from '../../src/report/formats/names.ts';
import { assertAsff, assertOcsf, assertSarif, readBack, readJunit, whyNoReaders } from './validators.ts';

const CONTROL = CONTROLS.filter(({ id }) => id === 'trail-encryption');
const TRAIL = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/legacy';
const CLOCK = '2026-11-20T09:00:00.000Z';
const EXCEPTION = {
  id: 'EX-7',
  owner: 'Ada <ada@example.org>',
  expiresAt: '2027-01-31T00:00:00.000Z',
  reason: 'The key comes with the new account.',
};

const EXCEPTED: Result = {
  id: `trail-encryption/${TRAIL}`,
  control: 'trail-encryption',
  account: '111122223333',
  region: null,
  resource: TRAIL,
  severity: 'medium',
  verdict: 'FAIL',
  exception: EXCEPTION,
  satisfiedBy: null,
  via: null,
  shown: null,
  others: [],
  clauses: [{ framework: 'aws-security-hub', id: 'CloudTrail.2', verdict: 'FAIL', reasons: [] }],
  reasons: [],
};

const RUN: Run = {
  tool: { name: 'trailproof', version: '0.0.0' },
  id: 'run-1',
  startedAt: CLOCK,
  finishedAt: CLOCK,
  clock: CLOCK,
  interrupted: false,
  accountsListed: true,
  identity: { arn: 'arn:aws:iam::111122223333:user/auditor', account: '111122223333' },
  mode: 'account',
  apiCalls: {},
  policy: { policy: DEFAULT_POLICY, file: null, sha256: '0'.repeat(64) },
  controls: CONTROL,
  framework: null,
};

/** The report of one result, which no account is judged with: its time is the run's. */
async function written(format: ReportFormat, result = EXCEPTED): Promise<string> {
  const tally = new Tally(CONTROL, DEFAULT_POLICY, null);
  const judged = { account: null, context: null, results: [result] };
  const tool = RUN.tool;
  const setting = { controls: CONTROL, framework: null, tool, snapshot: null, fixes: null, afterTable: '' };
  const begin = await REPORT_WRITERS[format]();
  const writer = begin({ ...setting, paint: (_, text) => text });
  tally.add(judged);
  const first = writer.open() + writer.account(judged);
  return first + [...writer.close(RUN, tally, tally.outcome(RUN))].join('');
}

describe('an excepted failure', { skip: whyNoReaders() }, () => {
  test('JSON and CSV: FAIL, with the exception beside it', async () => {
    const { results } = JSON.parse(await written('json'));
    assert.equal(results[0].verdict, 'FAIL');
    assert.deepEqual(results[0].exception, EXCEPTION);
    const [row] = await readBack('csv', await written('csv'));
    assert.deepEqual([row.verdict, row.exception, row.exception_expires_at], ['FAIL', 'EX-7', EXCEPTION.expiresAt]);
  });

  test('SARIF: still a failure, suppressed', async () => {
    const [result] = assertSarif(await written('sarif')).runs[0]?.results ?? [];
    assert.deepEqual([result?.kind, result?.level], ['fail', 'warning']);
    assert.equal(result?.suppressions?.[0]?.status, 'accepted');
    assert.match(result?.suppressions?.[0]?.justification ?? '', /The key comes.*EX-7.*2027-01-31/);
  });

  test('JUnit: skipped, and says why', async () => {
    const text = await written('junit');
    const [suite] = await readJunit(text);
    assert.deepEqual(suite?.said, { tests: 1, failures: 0, errors: 0, skipped: 1 });
    assert.match(text, /<skipped>Excepted until 2027-01-31.* by Ada &lt;ada@example.org&gt; \(EX-7\)/);
  });

  test('OCSF: a failed check, the finding suppressed', async () => {
    const text = await written('ocsf');
    const [event] = await assertOcsf(text);
    assert.deepEqual([event?.compliance.status, event?.status], ['Fail', 'Suppressed']);
    assert.equal(event?.time, Date.parse(CLOCK));
  });

  test('ASFF: FAILED stays FAILED, SUPPRESSED with a note', async () => {
    const [finding] = await assertAsff(await written('asff'));
    assert.deepEqual([finding?.Compliance.Status, finding?.Workflow.Status], ['FAILED', 'SUPPRESSED']);
    assert.match(finding?.Note?.Text ?? '', /EX-7 until 2027-01-31.*new account/);
    assert.equal(finding?.Note?.UpdatedBy, EXCEPTION.owner);
  });

  test('HTML: both words, and who answers for it', async () => {
    const page = await written('html');
    assert.match(page, /badge FAIL">FAIL<\/span> <span class="badge EXCEPTED">EXCEPTED/);
    assert.match(page, /Ada &lt;ada@example\.org&gt;/);
  });

  test('an exception excuses no other verdict', async () => {
    const unknown = { ...EXCEPTED, verdict: 'UNKNOWN' } as const;
    const [finding] = await assertAsff(await written('asff', unknown));
    assert.deepEqual([finding?.Compliance.Status, finding?.Workflow.Status], ['WARNING', 'NEW']);
    assert.equal((await readJunit(await written('junit', unknown)))[0]?.said.errors, 1);
    assert.equal(assertSarif(await written('sarif', unknown)).runs[0]?.results[0]?.suppressions, undefined);
  });
});
