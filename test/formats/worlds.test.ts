/** Formats over worlds that are hard to write down: hostile names, nothing readable, one account, one framework. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ReportFormat } from '../../src/report/formats/names.ts';
import { runHere } from '../integration/here.ts';
import type { ScanDocument } from '../integration/scan.ts';
import { ACCOUNT, accountWith, arnOf, HOME, healthyTrail, localTrail, worldOf } from '../integration/worlds.ts';
import { startDouble } from '../rig/double.ts';
import { deny } from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import type { World } from '../rig/world.ts';
import { assertAsff, assertOcsf, assertSarif, readBack, readJunit, whyNoReaders } from './validators.ts';

const NOW = '2026-11-20T09:00:00Z';

async function scanned(
  world: World,
  format: ReportFormat,
  args: readonly string[] = [],
  rules: Rule[] = [],
): Promise<string> {
  const double = await startDouble(world, { rules });
  try {
    const words = ['scan', '--format', format, '--now', NOW, ...args];
    const { code, stdout, stderr } = await runHere(words, double.env(ACCOUNT, HOME));
    assert.ok([0, 1, 4, 5].includes(code), `exit code ${code}: ${stderr}`);
    return stdout;
  } finally {
    await double.close();
  }
}

async function documentOf(world: World, args: readonly string[] = [], rules: Rule[] = []): Promise<ScanDocument> {
  return JSON.parse(await scanned(world, 'json', args, rules));
}

const HOSTILE = [
  '<script>alert(1)</script>',
  `"><img src=x onerror='alert(1)'>`,
  'a]]>b<!--&amp;--><![CDATA[',
  "=cmd|'/c calc'!A1",
  '@SUM(1+1)',
  'red\u001b[31m\u0000\u0007gone',
  'line\r\nbreak\u2028',
  'txt\u202egnp.exe\u2066x',
  'half\ud800way\ufffe\uffff',
  '監査ログ-📜',
  '__proto__',
  'x'.repeat(600),
];

const hostileWorld = (): World =>
  worldOf(
    accountWith(
      HOSTILE.map((name) => ({
        ...healthyTrail(name),
        S3BucketName: name,
        status: { LatestDeliveryError: name },
      })),
      { logGroups: [], roles: [] },
    ),
  );

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come out
const HARMFUL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('hostile names', { skip: whyNoReaders() }, () => {
  test('CSV: every cell arrives, none is a formula', async () => {
    const text = await scanned(hostileWorld(), 'csv');
    const rows: Record<string, string>[] = await readBack('csv', text);
    assert.equal(rows.length, (await documentOf(hostileWorld())).results.length);
    assert.doesNotMatch(text, HARMFUL);
    for (const row of rows) for (const cell of Object.values(row)) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
  });

  test('JUnit: valid XML, one case for each result', async () => {
    const text = await scanned(hostileWorld(), 'junit');
    assert.doesNotMatch(text, HARMFUL);
    assert.equal(XMLValidator.validate(text), true);
    const names = (await readJunit(text)).flatMap((suite) => suite.names);
    assert.equal(names.length, (await documentOf(hostileWorld())).results.length);
    assert.ok(names.some((name) => name.endsWith('trail/<script>alert(1)</script>')));
    assert.ok(names.some((name) => name.endsWith('trail/a]]>b<!--&amp;--><![CDATA[')));
  });

  test('SARIF and OCSF: valid, and names arrive', async () => {
    const sarif = assertSarif(await scanned(hostileWorld(), 'sarif'));
    const ids = (sarif.runs[0]?.results ?? []).map(
      ({ partialFingerprints }) => partialFingerprints['trailproofResult/v1'],
    );
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.includes(`trail-delivery/${arnOf('__proto__')}`));
    const events = await assertOcsf(await scanned(hostileWorld(), 'ocsf'));
    assert.equal(events.length, ids.length);
  });

  test('ASFF: within the limits, and no two findings become one', async () => {
    const findings = await assertAsff(await scanned(hostileWorld(), 'asff'));
    assert.equal(new Set(findings.map(({ Id }) => Id)).size, findings.length);
    assert.equal(findings.length, (await documentOf(hostileWorld())).results.length);
    assert.ok(findings.every(({ Resources }) => Resources.every(({ Id }) => Id.length <= 512)));
  });

  test('HTML: names are text', async () => {
    const page = await scanned(hostileWorld(), 'html');
    assert.doesNotMatch(page, HARMFUL);
    assert.doesNotMatch(page, /<script|<img/);
    assert.ok(page.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
    assert.ok(page.includes('&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;'));
    // Every element that was opened is closed, and nothing else was.
    const open = (tag: string): number => page.split(new RegExp(`<${tag}[ >]`)).length;
    for (const tag of ['table', 'tr', 'td', 'details', 'div', 'span', 'ul', 'li']) {
      assert.equal(open(tag), page.split(`</${tag}>`).length, tag);
    }
  });
});

describe('an account that cannot be read', { skip: whyNoReaders() }, () => {
  const closed = (format: ReportFormat): Promise<string> =>
    scanned(worldOf(accountWith([healthyTrail()])), format, [], [{ match: { service: 'cloudtrail' }, do: deny() }]);

  test('nothing looks good in any format', async () => {
    const document: ScanDocument = JSON.parse(await closed('json'));
    assert.equal(document.summary['PASS'], 0);
    const unknown = document.summary['UNKNOWN'] ?? 0;
    assert.ok(unknown > 0);

    const rows: Record<string, string>[] = await readBack('csv', await closed('csv'));
    assert.equal(rows.filter(({ verdict }) => verdict === 'UNKNOWN').length, unknown);

    const suites = await readJunit(await closed('junit'));
    assert.equal(
      suites.reduce((sum, { said }) => sum + said.errors, 0),
      unknown,
    );
    assert.equal(
      suites.reduce((sum, { found }) => sum + (found.Passed ?? 0), 0),
      0,
    );

    const [run] = assertSarif(await closed('sarif')).runs;
    const warnings = run?.results.filter(({ kind, level }) => kind === 'fail' && level === 'warning') ?? [];
    assert.equal(warnings.filter(({ properties }) => properties.verdict === 'UNKNOWN').length, unknown);
    assert.ok(warnings.every(({ message }) => message.text.includes('Could not be decided')));

    const events = await assertOcsf(await closed('ocsf'));
    assert.equal(events.filter(({ compliance }) => compliance.status === 'Warning').length, unknown);
    assert.ok(events.every(({ compliance }) => compliance.status_id !== 1));

    const findings = await assertAsff(await closed('asff'));
    assert.equal(findings.filter(({ Compliance }) => Compliance.Status === 'WARNING').length, unknown);
    assert.ok(findings.every(({ Compliance }) => Compliance.Status !== 'PASSED'));

    const page = await closed('html');
    assert.match(page, /The picture is incomplete/);
    assert.match(page, /<b>0<\/b> <span class="badge PASS">/);
    assert.doesNotMatch(page, /<td class="PASS"/);
  });
});

describe('one account and one framework', { skip: whyNoReaders() }, () => {
  // It delivers nothing: a failure by our own verdict, and none by the first clause of CIS.
  const undelivered = healthyTrail('main', { status: { LatestDeliveryError: 'AccessDenied' } });
  const world = (): World => worldOf(accountWith([undelivered, localTrail()]));
  const args = ['--framework', 'cis-aws-1.2'];

  test('results without a clause are left out, and the verdict is the clause’s', async () => {
    const document = await documentOf(world(), args);
    const clauses = new Map(
      document.results.map(({ id, clauses }) => [id, clauses.filter(({ framework }) => framework === 'cis-aws-1.2')]),
    );
    assert.ok(clauses.size > 0 && clauses.size < (await documentOf(world())).results.length);
    // Otherwise nothing would show that the clause decides.
    const differ = document.results.filter(({ id, verdict }) => clauses.get(id)?.[0]?.verdict !== verdict);
    assert.ok(differ.length > 0);

    const rows: Record<string, string>[] = await readBack('csv', await scanned(world(), 'csv', args));
    assert.deepEqual(
      rows.map(({ result }) => result),
      [...clauses.keys()],
    );
    for (const { result = '', verdict, clauses: cell = '' } of rows) {
      assert.deepEqual(new Set(clauses.get(result)?.map((clause) => clause.verdict)), new Set([verdict]), result);
      assert.ok(
        cell.split('; ').every((one) => one.startsWith('cis-aws-1.2:')),
        cell,
      );
    }
    const total = (text: string): number => text.split('<testcase ').length - 1;
    assert.equal(total(await scanned(world(), 'junit', args)), clauses.size);
    const [run] = assertSarif(await scanned(world(), 'sarif', args)).runs;
    assert.match(run?.automationDetails.id ?? '', /^trailproof\/111122223333\/cis-aws-1\.2\//);
    const findings = await assertAsff(await scanned(world(), 'asff', args));
    assert.equal(findings.length, clauses.size);
    // The same result by another yardstick is another finding.
    assert.ok(findings.every(({ Id }) => Id.startsWith('trailproof/cis-aws-1.2/')));
    assert.equal((await assertOcsf(await scanned(world(), 'ocsf', args))).length, clauses.size);
    const page = await scanned(world(), 'html', args);
    assert.match(page, /Counted by the clauses of CIS AWS Foundations Benchmark v1\.2\.0/);
    assert.doesNotMatch(page, /PCI DSS/);
  });

  test('a bucket without a known owner is imported by the account that ran the scan', async () => {
    const elsewhere = (): World => worldOf(accountWith([healthyTrail()]));
    const rules: Rule[] = [{ match: { operation: 'HeadBucket' }, do: deny() }];
    const document = await documentOf(elsewhere(), [], rules);
    const unowned = document.results.filter(({ account }) => account === null);
    assert.ok(unowned.length > 0);
    const findings = await assertAsff(await scanned(elsewhere(), 'asff', [], rules));
    assert.equal(findings.length, document.results.length);
    const late = findings.slice(findings.length - unowned.length);
    for (const { AwsAccountId, Resources } of late) {
      assert.equal(AwsAccountId, ACCOUNT);
      assert.match(Resources[0]?.Id ?? '', /^arn:aws:/);
    }
  });

  test('two runs over the same answers differ in nothing', async () => {
    for (const format of ['csv', 'ocsf', 'asff', 'junit'] as const) {
      const [first, second] = [
        await runHere(['demo', '--format', format], {}),
        await runHere(['demo', '--format', format], {}),
      ];
      assert.equal(first.stdout === second.stdout, true, format);
    }
  });
});

test('XML that our own parser reads gives the names back', async () => {
  const { stdout } = await runHere(['demo', '--account', '111100000010', '--format', 'junit'], {});
  const parsed = new XMLParser({ ignoreAttributes: false }).parse(stdout);
  assert.equal(parsed.testsuites['@_name'], 'trailproof');
});
