/** Mistakes in trailproof.yaml: file, line and what is wrong, in one line, before any call. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { scan } from '../integration/scan.ts';
import { ACCOUNT, arnOf, HOME, smallWorld } from '../integration/worlds.ts';
import { startDouble } from '../rig/double.ts';
import { runTrailproof } from '../rig/run.ts';
import { assertRefused } from './refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-policy-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const double = await startDouble(smallWorld());
after(() => double.close());
const env = double.env(ACCOUNT, HOME);

let files = 0;

function write(text: string): string {
  files += 1;
  const file = join(folder, `policy-${files}.yaml`);
  writeFileSync(file, text);
  return file;
}

const WRONG: [string, string, RegExp][] = [
  ['broken YAML', 'version: 1\nscope:\n  accounts: ["1\n', /:[34]:/],
  ['a tab', 'version: 1\nscope:\n\taccounts: []\n', /:3:/],
  ['a key twice', 'version: 1\nversion: 1\n', /:2:/],
  ['an unknown key', 'version: 1\nscoop:\n  accounts: []\n', /:2:1: unknown key "scoop"/],
  ['an unknown key further down', 'version: 1\nscope:\n  acounts: ["111122223333"]\n', /:3:3: unknown key "acounts"/],
  ['no version', 'controls: [default]\n', /:1:.*version/],
  ['another version', 'version: 2\n', /:1:.*version/],
  ['an account as a number', 'version: 1\nscope:\n  accounts:\n    - 111122223333\n', /:4:.*(12-digit|quotes)/],
  ['a short account', 'version: 1\nscope:\n  accounts:\n    - "123"\n', /:4:.*12-digit/],
  ['no accounts', 'version: 1\nscope:\n  accounts: []\n', /:3:.*at least one/],
  ['an exclusion without a reason', 'version: 1\nscope:\n  exclude:\n    - account: "111122223333"\n', /:4:.*reason/],
  [
    'an exclusion with a blank reason',
    'version: 1\nscope:\n  exclude:\n    - account: "111122223333"\n      reason: "          "\n',
    /:5:.*reason/,
  ],
  [
    'an excluded trail by its name',
    'version: 1\nscope:\n  excludeTrails:\n    - trail: main\n      reason: Is being replaced.\n',
    /:4:.*ARN/,
  ],
  [
    'an account in two classes',
    'version: 1\nscope:\n  classes:\n    a: ["111122223333"]\n    b: ["111122223333"]\n',
    /111122223333.*two classes/,
  ],
  ['an unknown control', 'version: 1\ncontrols: [zebra]\n', /zebra/],
  ['a negative age', 'version: 1\nthresholds:\n  digestMaxAge: -1\n', /:3:.*more than 0/],
  ['an age of a year', 'version: 1\nthresholds:\n  digestMaxAge: 8760\n', /:3:.*at most/],
  ['an age in words', 'version: 1\nthresholds:\n  digestMaxAge: six\n', /:3:/],
  ['infinity', 'version: 1\nthresholds:\n  digestMaxAge: .inf\n', /:3:/],
  ['an unknown profile', 'version: 1\nseverity:\n  profile: harsh\n', /:3:3: severity\.profile: .*default, .*strict/],
  [
    'a severity of an unknown control',
    'version: 1\nseverity:\n  controls:\n    log-notification: low\n    zebra: high\n',
    /:5:5: no control is called "zebra"/,
  ],
  [
    'an unknown severity',
    'version: 1\nseverity:\n  controls:\n    log-notification: urgent\n',
    /:4:5: severity\.controls\.log-notification: .*low, medium, high, critical/,
  ],
  ['severities as a list', 'version: 1\nseverity: [strict]\n', /:2:/],
  [
    'seven required tags',
    'version: 1\ntags:\n  required: [a, b, c, d, e, f, g]\n',
    /:3:3: tags\.required: .*at most 6/,
  ],
  ['a required tag of AWS', 'version: 1\ntags:\n  required: [owner, "aws:x"]\n', /:3:21: tags\.required\.1: .*aws:/],
  ['an empty tag', 'version: 1\ntags:\n  required: [""]\n', /:3:14: .*key of a tag/],
  ['the same tag twice', 'version: 1\ntags:\n  required: [owner, owner]\n', /:3:3: tags\.required: .*twice/],
  [
    'a key of stores by its alias',
    'version: 1\neventDataStores:\n  keys:\n    - arn:aws:kms:us-east-1:111122223333:alias/lake\n',
    /:4:7: eventDataStores\.keys\.0: .*alias/,
  ],
  [
    'four keys of stores',
    `version: 1\neventDataStores:\n  keys:\n${'abcd'.replace(/./g, '    - arn:aws:kms:us-east-1:111122223333:key/$&\n')}`,
    /:3:3: eventDataStores\.keys: .*at most 3/,
  ],
  ['data events of no type', 'version: 1\nevents:\n  data:\n    - type: S3\n', /:4:7: events\.data\.0\.type: .*AWS::/],
  [
    'an unknown kind of data events',
    'version: 1\nevents:\n  data:\n    - type: AWS::S3::Object\n      kind: Some\n',
    /:5:7: events\.data\.0\.kind: .*All.*ReadOnly.*WriteOnly/,
  ],
  ['a list instead of a map', '- version: 1\n', /:1:/],
  ['an empty file', '', /:1:/],
  [
    'another account than the one that scans',
    'version: 1\nscope:\n  accounts: ["444455556666"]\n',
    /111122223333.*scope\.accounts/,
  ],
  [
    'aliases without end',
    `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]\n`,
    /./,
  ],
  ['binary', '\u0000\u0001\u001b[31m', /./],
];

describe('mistakes in a policy file', { concurrency: 4 }, () => {
  for (const [name, text, said] of WRONG) {
    test(name, async () => {
      const file = write(text);
      const result = await runTrailproof(['scan', '--policy', file], { env });
      assertRefused(result, said);
      if (!name.startsWith('an unknown control')) assert.ok(result.stderr.includes(file), 'the file is not named');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come out
      assert.doesNotMatch(result.stderr, /[\u0000-\u0009\u000b-\u001f]/);
    });
  }

  test('a folder instead of a file', async () => {
    assertRefused(await runTrailproof(['scan', '--policy', folder], { env }), /cannot read the policy file/);
  });
});

test('only who asks was asked, and only where the account itself was wrong', () => {
  assert.deepEqual(double.counts(), { 'sts:GetCallerIdentity': 1 });
});

describe('what a policy file changes', () => {
  test('the run names file and hash; an excluded trail stays visible and does not count', async () => {
    const text = `version: 1\nscope:\n  excludeTrails:\n    - trail: ${arnOf('main')}\n      reason: Replaced by the trail of the organization.\n`;
    const file = write(text);
    const { document, verdicts } = await scan(double, ACCOUNT, ['--policy', file]);
    assert.equal(document.policy.file, file);
    assert.equal(document.policy.sha256, createHash('sha256').update(text).digest('hex'));
    assert.equal(verdicts[`multi-region-trail/${ACCOUNT}`], 'FAIL');
    assert.equal(verdicts[`trail-encryption/${arnOf('main')}`], 'NOT_APPLICABLE');
    const reasons = document.results.find(({ id }) => id === `trail-encryption/${arnOf('main')}`)?.reasons;
    assert.match(reasons?.[0]?.text ?? '', /Replaced by the trail of the organization/);
  });

  test('trailproof.yaml of the working directory is found, --policy wins', async () => {
    const cwd = mkdtempSync(join(folder, 'cwd-'));
    writeFileSync(join(cwd, 'trailproof.yaml'), 'version: 1\ncontrols: [trail-encryption]\n');
    const found = await runTrailproof(['scan'], { cwd, env });
    assert.match(found.stdout, /Policy: trailproof\.yaml \(sha256 [0-9a-f]{12}\)/);
    assert.doesNotMatch(found.stdout, /region-coverage/);
    const other = write('version: 1\ncontrols: [region-coverage]\n');
    const won = await runTrailproof(['scan', '--policy', other], { cwd, env });
    assert.match(won.stdout, /region-coverage/);
    const flag = await runTrailproof(['scan', '--controls', 'log-*'], { cwd, env });
    assert.match(flag.stdout, /log-file-validation/);
    assert.doesNotMatch(flag.stdout, /trail-encryption/);
  });

  test('the tags that it requires are asked for; without it any tag will do', async () => {
    const file = write('version: 1\ntags:\n  required: [owner, environment]\n');
    const id = `trail-tagged/${arnOf('main')}`;
    const required = await scan(double, ACCOUNT, ['--policy', file, '--controls', 'trail-tagged']);
    assert.equal(required.verdicts[id], 'FAIL');
    assert.match(required.document.results.find((one) => one.id === id)?.reasons[0]?.text ?? '', /environment/);
    assert.equal((await scan(double, ACCOUNT, ['--controls', 'trail-tagged'])).verdicts[id], 'PASS');
  });

  test('an excluded account is NOT_APPLICABLE and nothing in it is read', async () => {
    const file = write(
      `version: 1\nscope:\n  exclude:\n    - account: "${ACCOUNT}"\n      reason: Closed in October, ticket SEC-1.\n`,
    );
    const { document, code } = await scan(double, ACCOUNT, ['--policy', file]);
    assert.equal(code, 0);
    assert.deepEqual(document.apiCalls, { 'sts:GetCallerIdentity': 1 });
    assert.ok(document.results.length > 0);
    assert.ok(document.results.every(({ verdict }) => verdict === 'NOT_APPLICABLE'));
  });
});
