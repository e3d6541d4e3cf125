/** Every format over the demo organization: valid by its published schema, and it says what the JSON says. */

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { CSV_COLUMNS } from '../../src/report/formats/csv.ts';
import type { ReportFormat } from '../../src/report/formats/names.ts';
import { runHere } from '../integration/here.ts';
import type { OrganizationDocument } from '../organization/document.ts';
import { type Moto, startMoto } from '../rig/moto.ts';
import { MissingPart } from '../rig/python.ts';
import { assertAsff, assertOcsf, assertSarif, readBack, readJunit, whyNoReaders } from './validators.ts';

async function demo(format: ReportFormat): Promise<string> {
  const { code, stdout, stderr } = await runHere(['demo', '--format', format], {});
  assert.equal(code, 0, stderr);
  assert.equal(stderr, '');
  return stdout;
}

const ASFF: Readonly<Record<string, readonly string[]>> = {
  PASS: ['PASSED', 'RESOLVED'],
  FAIL: ['FAILED', 'NEW'],
  UNKNOWN: ['WARNING', 'NEW'],
  NOT_APPLICABLE: ['NOT_AVAILABLE', 'RESOLVED'],
};

const OCSF: Readonly<Record<string, readonly (number | null)[]>> = {
  PASS: [1, null],
  FAIL: [3, 1],
  UNKNOWN: [2, 1],
  NOT_APPLICABLE: [99, null],
};

const SARIF: Readonly<Record<string, RegExp>> = {
  PASS: /^pass none$/,
  FAIL: /^fail (error|warning|note)$/,
  UNKNOWN: /^fail warning$/,
  NOT_APPLICABLE: /^notApplicable none$/,
};

describe('the demo organization', { skip: whyNoReaders() }, () => {
  let document: OrganizationDocument;
  let verdicts: ReadonlyMap<string, string>;

  before(async () => {
    document = JSON.parse(await demo('json'));
    verdicts = new Map(document.results.map(({ id, verdict }) => [id, verdict]));
    assert.ok(['PASS', 'FAIL', 'UNKNOWN', 'NOT_APPLICABLE'].every((verdict) => (document.summary[verdict] ?? 0) > 0));
  });

  test('CSV: Python reads a row for each result, with the documented columns', async () => {
    const rows: Record<string, string>[] = await readBack('csv', await demo('csv'));
    assert.deepEqual(
      Object.keys(rows[0] ?? {}),
      CSV_COLUMNS.map(({ name }) => name),
    );
    assert.deepEqual(
      rows.map(({ result, verdict }) => [result, verdict]),
      document.results.map(({ id, verdict }) => [id, verdict]),
    );
    for (const row of rows) {
      assert.equal(Object.keys(row).length, CSV_COLUMNS.length);
      assert.notEqual(row['reasons'], '');
    }
  });

  test('SARIF: valid, and sarif-tools counts what fails or is unknown', async () => {
    const text = await demo('sarif');
    const [run] = assertSarif(text).runs;
    assert.ok(run !== undefined);
    assert.equal(run.results.length, verdicts.size);
    for (const { partialFingerprints, kind, level, ruleId, ruleIndex, properties } of run.results) {
      const verdict = verdicts.get(partialFingerprints['trailproofResult/v1'] ?? '') ?? '';
      assert.match(`${kind} ${level}`, SARIF[verdict] ?? /never/);
      assert.equal(properties.verdict, verdict);
      assert.equal(run.tool.driver.rules[ruleIndex]?.id, ruleId);
    }
    const { none, ...open }: Record<string, number> = await readBack('sarif', text);
    const { PASS = 0, FAIL = 0, UNKNOWN = 0, NOT_APPLICABLE = 0 } = document.summary;
    assert.equal(none, PASS + NOT_APPLICABLE);
    assert.equal(
      Object.values(open).reduce((sum, number) => sum + number, 0),
      FAIL + UNKNOWN,
    );
    const [invocation] = run.invocations;
    assert.deepEqual(
      invocation?.toolConfigurationNotifications.map(({ descriptor }) => descriptor.id),
      ['results.unknown'],
    );
  });

  test('JUnit: valid, a suite for each control, and the counts are those of the cases', async () => {
    const suites = await readJunit(await demo('junit'));
    const controls = new Map(document.results.map(({ control }) => [control, 0]));
    assert.deepEqual(suites.map(({ name }) => name).sort(), [...controls.keys()].sort());
    for (const { name, said, found, names } of suites) {
      const own = document.results.filter(({ control }) => control === name);
      const count = (verdict: string): number => own.filter((one) => one.verdict === verdict).length;
      const cases = {
        tests: names.length,
        failures: found.Failure ?? 0,
        errors: found.Error ?? 0,
        skipped: found.Skipped ?? 0,
      };
      assert.deepEqual(said, cases, name);
      assert.deepEqual(
        said,
        {
          tests: own.length,
          failures: count('FAIL'),
          errors: count('UNKNOWN'),
          skipped: count('NOT_APPLICABLE'),
        },
        name,
      );
      assert.deepEqual(
        names,
        own.map(({ id }) => id.slice(name.length + 1)),
      );
    }
  });

  test('OCSF: every event is valid, and the Pydantic model reads it', async () => {
    const text = await demo('ocsf');
    const events = await assertOcsf(text);
    assert.equal(events.length, verdicts.size);
    const read: Record<string, (number | null)[]> = await readBack('ocsf', text);
    for (const [id, verdict] of verdicts) assert.deepEqual(read[id], OCSF[verdict], id);
    const clock = Date.parse(document.run.clock);
    assert.ok(events.every(({ time }) => time === clock));
  });

  test('ASFF: the model of BatchImportFindings takes every finding', async () => {
    const findings = await assertAsff(await demo('asff'));
    assert.equal(findings.length, verdicts.size);
    for (const { Id, Compliance, Workflow, Severity, ProductArn, AwsAccountId, Region } of findings) {
      const verdict = verdicts.get(Id.replace(/^trailproof\//, '')) ?? '';
      assert.deepEqual([Compliance.Status, Workflow.Status], ASFF[verdict], Id);
      const isOpen = verdict === 'FAIL' || verdict === 'UNKNOWN';
      assert.equal(Severity.Label === 'INFORMATIONAL', !isOpen, Id);
      const product = `arn:aws:securityhub:${Region}:${AwsAccountId}:product/${AwsAccountId}/default`;
      assert.equal(ProductArn, product);
    }
  });

  test('HTML: one page with every control, nothing from outside, no script', async () => {
    const page = await demo('html');
    assert.doesNotMatch(page, /<script|<link|<img|<iframe|@import|url\(|srcset|\son\w+=/i);
    assert.match(page, /Content-Security-Policy" content="default-src 'none'/);
    for (const { control } of document.results) assert.ok(page.includes(`<span class="id">${control}</span>`), control);
    for (const verdict of ['PASS', 'FAIL', 'UNKNOWN']) {
      assert.ok(page.includes(`<b>${document.summary[verdict]}</b> <span class="badge ${verdict}">`), verdict);
    }
    for (const [account, cells] of Object.entries(document.cells)) {
      if (Object.keys(cells).length > 0) continue;
      // Nobody could look: that is no empty row.
      const left = document.scope.accounts.find(({ id }) => id === account)?.reason?.id === 'scope.left-out';
      const row = new RegExp(`>${account}[^<]*</th><td class="(UNKNOWN|NOT_APPLICABLE)" colspan`);
      if (!left) assert.match(page, row);
    }
  });
});

describe('Security Hub of moto', { skip: whyNoReaders() }, () => {
  test('imports every finding and lists it again', async (t) => {
    let moto: Moto;
    try {
      moto = await startMoto();
    } catch (error) {
      if (!(error instanceof MissingPart) || process.env.CI) throw error;
      return t.skip(error.message);
    }
    try {
      const { stdout } = await runHere(['demo', '--account', '111100000010', '--format', 'asff'], {});
      const findings = await assertAsff(stdout);
      const { failed, listed } = await readBack('asff', stdout, moto.url);
      assert.equal(failed, 0);
      assert.deepEqual(
        listed,
        Object.fromEntries(findings.map(({ Id, Compliance, Workflow }) => [Id, [Compliance.Status, Workflow.Status]])),
      );
    } finally {
      await moto.stop();
    }
  });
});
