/** trailproof controls: filters, companions, severities, related controls; and severities as a scan sees them. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { assertValid } from '../support/schemas.ts';
import { assertRefused, runOffline } from './refusal.ts';

const ROOT = join(import.meta.dirname, '../..');
const DEMO = join(ROOT, 'demo');
const folder = mkdtempSync(join(tmpdir(), 'trailproof-controls-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Entry {
  readonly id: string;
  readonly severity: string;
  readonly shippedSeverity: string;
  readonly companion: boolean;
  readonly services: readonly string[];
  readonly assetTypes: readonly string[];
  readonly queries: number;
  readonly related: readonly string[];
}

async function library(...args: string[]): Promise<readonly Entry[]> {
  const run = await runOffline(['controls', '--format', 'json', ...args]);
  assert.equal(run.code, 0, run.stderr);
  const document: { readonly controls: readonly Entry[] } = run.json();
  assertValid('controls', document);
  return document.controls;
}

async function ids(...args: string[]): Promise<readonly string[]> {
  return (await library(...args)).map(({ id }) => id);
}

function policy(name: string, severity: string): string {
  const file = join(folder, name);
  writeFileSync(file, `version: 1\nseverity:\n${severity}`);
  return file;
}

/** The design's companions. */
const COMPANIONS = ['data-events', 'digest-chain', 'event-data-store-encryption', 'insights'];

describe('filters of the library', { concurrency: 4 }, () => {
  const FILTERS: [string[], readonly string[]][] = [
    [['framework=cis-aws-1.2,severity=high,category=logging'], ['multi-region-trail']],
    [
      ['framework=cis-aws-1.2'],
      [
        'cloudwatch-logs-integration',
        'log-bucket-access-logging',
        'log-bucket-not-public',
        'log-file-validation',
        'multi-region-trail',
        'trail-encryption',
      ],
    ],
    [
      ['framework=cis-aws-5.0', 'severity=medium,severity=low', 'category!=logging'],
      ['log-file-validation', 'trail-encryption'],
    ],
    [['population=bucket,severity=critical'], ['log-bucket-not-public']],
    [['service=sns'], ['log-notification']],
    [['provider=aws,population=member'], ['organization-trail-reach']],
    [['framework=pci-dss-4.0.1,framework!=nist-800-53-r5,population=account'], ['any-trail-recording']],
    [['provider!=aws'], []],
  ];
  for (const [filters, wanted] of FILTERS) {
    test(filters.join(' '), async () => {
      assert.deepEqual(await ids(...filters.flatMap((filter) => ['--filter', filter])), wanted);
    });
  }

  test('--framework is one more filter', async () => {
    const args = ['--framework', 'hipaa', '--filter', 'framework=cis-aws-5.0,population=account'];
    assert.deepEqual(await ids(...args), ['multi-region-trail']);
  });

  test('where nothing matches, that is said', async () => {
    const { stdout, code } = await runOffline(['controls', '--filter', 'provider!=aws']);
    assert.match(stdout, /^No control matches\.$/m);
    assert.equal(code, 0);
  });

  const WRONG: [string, RegExp][] = [
    ['colour=red', /no filter "colour".*framework, severity, category/],
    ['severity=urgent', /no severity is called "urgent".*low, medium, high, critical/],
    ['framework=cis', /no framework is called "cis".*cis-aws-1\.2/],
    ['framework!=cis', /no framework is called "cis"/],
    ['category=coverage', /no category is called "coverage".*logging/],
    ['service=route53', /no service is called "route53".*cloudtrail/],
    ['companion=perhaps', /no companion is called "perhaps".*yes, no/],
    ['population=everyone', /"everyone".*special-account/],
    ['severity', /"severity" is not of the form KEY=VALUE/],
    ['severity=', /no severity is called ""/],
    ['=high', /no filter ""/],
    ['constructor=x', /no filter "constructor"/],
    ['severity=high,,category=logging', /filter/],
    ['', /filter/],
  ];
  for (const [filter, said] of WRONG) {
    test(`"${filter}" is refused`, async () => {
      assertRefused(await runOffline(['controls', '--filter', filter]), said);
    });
  }
});

describe('the library', { concurrency: 4 }, () => {
  test('companions are those of the design, and stand apart', async () => {
    const companions = await ids('--filter', 'companion=yes');
    assert.ok(companions.length > 0);
    assert.deepEqual(
      companions.filter((id) => !COMPANIONS.includes(id)),
      [],
    );
    assert.deepEqual(
      (await ids('--filter', 'companion=no')).filter((id) => COMPANIONS.includes(id)),
      [],
    );
    const [before = '', behind = ''] = (await runOffline(['controls'])).stdout.split(/^Companions: .*$/m);
    for (const id of companions) {
      assert.doesNotMatch(before, new RegExp(`^${id} `, 'm'));
      assert.match(behind, new RegExp(`^${id} `, 'm'));
    }
    const scanned = (await runOffline(['scan', '--from', DEMO, '--format', 'json'])).json();
    for (const { id } of scanned.controls) assert.ok(!companions.includes(id), `${id} was judged unasked`);
  });

  test('related controls are related both ways, and their pages say so', async () => {
    const all = await library();
    for (const { id, related } of all) {
      const page = readFileSync(join(ROOT, 'docs/controls', `${id}.md`), 'utf8');
      for (const other of related) {
        assert.ok(all.find((one) => one.id === other)?.related.includes(id), `${other} does not name ${id}`);
        assert.ok(page.includes(`[${other}](${other}.md)`), `the page of ${id} does not name ${other}`);
      }
    }
    assert.ok(all.find(({ id }) => id === 'multi-region-trail')?.related.includes('trail-duplicates'));
  });

  test('a control says what it is about', async () => {
    const all = await library();
    const bucket = all.find(({ id }) => id === 'log-bucket-not-public');
    assert.equal(bucket?.assetTypes[0], 'AWS::S3::Bucket');
    assert.ok(bucket?.services.includes('s3'));
    assert.equal(bucket?.queries, 1);
    for (const { id, assetTypes, services } of all) {
      assert.ok(assetTypes.length > 0, id);
      assert.ok(services.includes('cloudtrail'), id);
    }
  });
});

describe('severities of the policy file', { concurrency: 2 }, () => {
  test('the library shows them, and says so on the page', async () => {
    const strict = policy('strict.yaml', '  profile: strict\n  controls:\n    log-notification: critical\n');
    const shown = Object.fromEntries(
      (await library('--policy', strict)).map(({ id, severity, shippedSeverity }) => [id, [severity, shippedSeverity]]),
    );
    assert.deepEqual(shown['multi-region-trail'], ['critical', 'high']);
    assert.deepEqual(shown['log-notification'], ['critical', 'low']);
    assert.deepEqual(shown['trail-encryption'], ['high', 'medium']);
    const critical = await ids('--policy', strict, '--filter', 'severity=critical,category=logging');
    assert.ok(critical.includes('multi-region-trail'));
    const table = await runOffline(['controls', '--policy', strict]);
    assert.match(table.stdout, /^Severities: strict, log-notification=critical\.$/m);
    const page = await runOffline(['controls', 'multi-region-trail', '--policy', strict]);
    assert.match(page.stdout, /^Severity here: critical, by the policy file \(strict, log-notification=critical\)/);
    assert.doesNotMatch((await runOffline(['controls'])).stdout, /^Severities:/m);
  });

  test('results, --fail-on and the footer of a scan follow', async () => {
    const raised = policy('raised.yaml', '  controls:\n    trail-encryption: critical\n');
    const args = ['scan', '--from', DEMO, '--controls', 'trail-encryption'];
    const document = (await runOffline([...args, '--policy', raised, '--format', 'json'])).json();
    assert.equal(document.policy.severityProfile, 'default, trail-encryption=critical');
    assert.equal(document.controls[0].severity, 'critical');
    assert.deepEqual([...new Set(document.results.map(({ severity }: Entry) => severity))], ['critical']);
    const failOn = [...args, '--fail-on', 'critical'];
    const [asShipped, asRaised] = [await runOffline(failOn), await runOffline([...failOn, '--policy', raised])];
    assert.deepEqual([asShipped.code, asRaised.code], [asRaised.code === 5 ? 4 : 0, asRaised.code === 5 ? 5 : 1]);
    assert.match(asRaised.stdout.replaceAll('\n', ' '), /severities: default, trail-encryption=critical/);
    assert.doesNotMatch(asShipped.stdout, /severities:/);
    const shipped = (await runOffline([...args, '--format', 'json'])).json();
    assert.equal(shipped.policy.severityProfile, 'default');
  });

  test('a broken policy file is refused, whatever is asked of the library', async () => {
    const file = policy('broken.yaml', '  profile: harsh\n');
    assertRefused(await runOffline(['controls', '--policy', file]), /:3:3: severity\.profile: must be one of default/);
  });
});
