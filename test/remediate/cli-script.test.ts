/** What a script compares before it writes, and in which order scripts come. */

import { deepEqual, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { cliScript } from '../../src/remediate/cli/script.ts';
import type { Step } from '../../src/remediate/plan.ts';
import { quoted } from '../../src/util/shell.ts';

const ACCOUNT = '111122223333';

describe('what is compared with the plan', () => {
  const before = policyOf([{ Sid: 'Old', Effect: 'Deny', Action: ['s3:Get*'], Resource: '*' }]);
  const at = { account: ACCOUNT, region: 'us-east-1', partition: 'aws' };
  const statements = [{ Sid: 'New', Effect: 'Allow', Action: 's3:x', Resource: '*' }];
  const change = { kind: 'allow-delivery', ...at, bucket: 'logs', before, statements } as const;
  const after = policyOf([{ Sid: 'Old', Effect: 'Deny', Action: 's3:Get*', Resource: '*' }, ...statements]);

  function policyOf(all: readonly object[]): string {
    return JSON.stringify({ Version: '2012-10-17', Statement: all });
  }

  /** Runs the script where AWS has this policy; null: none. */
  function run(there: string | null): {
    readonly status: number | null;
    readonly said: string;
    readonly wrote: boolean;
  } {
    const [script] = cliScript({ steps: [{ change, results: ['a'] }], byHand: [] });
    const get =
      there === null ? 'echo "An error occurred (NoSuchBucketPolicy)" >&2; return 254' : `echo ${quoted(there)}`;
    const fake = [
      'aws() {',
      '  case "$1 $2" in',
      `    "sts get-caller-identity") echo ${ACCOUNT} ;;`,
      `    "s3api get-bucket-policy") ${get} ;;`,
      '    "s3api put-bucket-policy") echo WROTE ;;',
      '  esac',
      '}',
    ].join('\n');
    const text = script?.text.replace('\nset -euo pipefail\n', (line) => `${line}${fake}\n`);
    const { status, stdout, stderr } = spawnSync('bash', ['-s'], { input: text });
    const said = `${stdout}${stderr}`;
    return { status, said, wrote: said.includes('WROTE') };
  }

  test('the same policy is written over, however AWS sets it', () => {
    const spaced = JSON.stringify(JSON.parse(before), null, 4);
    const single = before.replace('["s3:Get*"]', '"s3:Get*"');
    for (const there of [before, spaced, single]) ok(run(there).wrote, there);
  });

  test('one that is as planned already is left alone', () => {
    const { said, wrote } = run(after);
    ok(!wrote, said);
    match(said, /is as planned already/);
  });

  test('another one, or none, ends with 3', () => {
    for (const there of [null, before.replace('Deny', 'Allow'), policyOf([])]) {
      // What follows reads the policy once more, which the script must not reach.
      const { status, said, wrote } = run(there);
      deepEqual([status, wrote], [3, false], said);
    }
  });
});

describe('the order of scripts', () => {
  const at = (account: string) => ({ account, region: 'us-east-1', partition: 'aws' });
  const bucket = (account: string, id: string): Step => ({
    change: { kind: 'create-bucket', ...at(account), bucket: 'b' },
    results: [id],
  });
  const start = (account: string, id: string): Step => ({
    change: { kind: 'start-logging', ...at(account), trail: 't', name: 't' },
    results: [id],
  });
  const names = (steps: readonly Step[]) => cliScript({ steps, byHand: [] }).map(({ name }) => name);

  test('an account that only prepares comes first', () => {
    deepEqual(names([bucket('222222222222', 'a'), start('111111111111', 'a')]), [
      '01-222222222222.sh',
      '02-111111111111.sh',
    ]);
  });

  test('two accounts that need one another come twice', () => {
    const [one, two] = ['111111111111', '222222222222'];
    deepEqual(names([bucket(one, 'a'), bucket(two, 'b'), start(one, 'b'), start(two, 'a')]), [
      `01-${one}.sh`,
      `02-${two}.sh`,
      `03-${one}.sh`,
      `04-${two}.sh`,
    ]);
  });

  test('accounts that have nothing to do with one another have one each', () => {
    const [one, two] = ['111111111111', '222222222222'];
    deepEqual(names([bucket(one, 'a'), bucket(two, 'b'), start(one, 'a'), start(two, 'b')]), [
      `01-${one}.sh`,
      `02-${two}.sh`,
    ]);
  });

  test('a plan without steps has none', () => {
    deepEqual(names([]), []);
  });
});
