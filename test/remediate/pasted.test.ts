/** The lines to paste, run by bash: what is there is looked at first, and a command that fails stops the next. */

import { deepEqual, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import type { Change } from '../../src/model/change.ts';
import { cliLines } from '../../src/remediate/cli/lines.ts';
import { quoted } from '../../src/util/shell.ts';

const AT = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const statements = [{ Sid: 'New', Effect: 'Allow', Action: 's3:x', Resource: '*' }];
const OLD = policyOf([{ Sid: 'Old', Effect: 'Deny', Action: ['s3:Get*'], Resource: "it's! (NoSuchBucketPolicy)" }]);

function policyOf(all: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: all });
}

/** Operations that write, where reads print this text or are refused with this code; `fails` is refused as well. */
function run(change: Change, there: { text?: string; code?: string }, fails = 'none') {
  const { text = '', code } = there;
  const read = code === undefined ? `echo ${quoted(text)}` : `echo 'An error occurred (${code})' >&2; return 254`;
  const fake = [
    'aws() {',
    '  case $2 in',
    `    get-* | head-* | describe-*) ${read} ;;`,
    `    ${fails}) echo refused >&2; return 254 ;;`,
    '    *) echo "WROTE $2" >&2; echo answer ;;',
    '  esac',
    '}',
  ];
  const { stderr } = spawnSync('bash', ['-s'], { input: [...fake, ...cliLines(change)].join('\n') });
  return { wrote: [...String(stderr).matchAll(/WROTE (\S+)/g)].map(([, one]) => one), said: String(stderr) };
}

const bucket = (before: string | null): Change => ({
  kind: 'allow-delivery',
  ...AT,
  bucket: 'logs',
  before,
  statements,
});

describe('lines to paste', () => {
  const documents: Readonly<Record<string, readonly [Change, string]>> = {
    bucket: [bucket(OLD), 'put-bucket-policy'],
    key: [
      { kind: 'allow-key-use', ...AT, key: 'arn:aws:kms:us-east-1:111122223333:key/k', before: OLD, statements },
      'put-key-policy',
    ],
    topic: [{ kind: 'allow-publish', ...AT, topic: 'arn:t', before: OLD, statements }, 'set-topic-attributes'],
    role: [{ kind: 'allow-assume', ...AT, role: 'r', before: OLD, statements }, 'update-assume-role-policy'],
  };

  for (const [name, [change, operation]] of Object.entries(documents)) {
    test(`the policy of a ${name} is written only over the one that the plan saw`, () => {
      const spaced = JSON.stringify(JSON.parse(OLD), null, 4);
      for (const text of [OLD, spaced]) deepEqual(run(change, { text }).wrote, [operation], text);
      const others = [{ text: OLD.replace('Deny', 'Allow') }, { text: '' }, { text: 'None' }, { code: 'AccessDenied' }];
      for (const there of others) {
        const { wrote, said } = run(change, there);
        deepEqual(wrote, [], said);
        match(said, /is not what the plan saw, or may not be read: scan again/);
      }
    });
  }

  test('a first bucket policy is written only where there is none', () => {
    deepEqual(run(bucket(null), { code: 'NoSuchBucketPolicy' }).wrote, ['put-bucket-policy']);
    for (const there of [{ text: OLD }, { code: 'AccessDenied' }]) deepEqual(run(bucket(null), there).wrote, []);
  });

  test('where what was there is not known, nothing is written', () => {
    for (const [change] of Object.values(documents).slice(1)) {
      deepEqual(cliLines({ ...change, before: null } as Change), [
        '# trailproof fix export --as cli writes this with a check of what is there',
      ]);
    }
  });

  test('event selectors are written only over those that the plan saw', () => {
    const basic = (type: string) => [{ ReadWriteType: type, IncludeManagementEvents: true, DataResources: [] }];
    const change: Change = {
      kind: 'record-reads-and-writes',
      ...AT,
      trail: 'arn:trail',
      name: 'main',
      before: { basic: basic('WriteOnly'), advanced: null },
      selectors: { basic: basic('All'), advanced: null },
    };
    deepEqual(run(change, { text: '[ [ "WriteOnly", true, [], null ] ]' }).wrote, ['put-event-selectors']);
    deepEqual(run(change, { text: '[ [ "WriteOnly", true, [["AWS::S3::Object",["arn"]]], null ] ]' }).wrote, []);
  });

  test('retention is set only on a group that was just made', () => {
    const change: Change = { kind: 'create-log-group', ...AT, logGroup: 'logs', retentionDays: 7 } as Change;
    const missing = { code: 'ResourceNotFoundException' };
    deepEqual(run(change, missing).wrote, ['create-log-group', 'put-retention-policy']);
    deepEqual(run(change, missing, 'create-log-group').wrote, []);
    const { wrote, said } = run(change, { text: '{}' });
    deepEqual(wrote, []);
    match(said, /log group logs is there already/);
  });

  test('a bucket, a key, a role that is there is not made again', () => {
    const create: Change = { kind: 'create-bucket', ...AT, bucket: 'logs' };
    deepEqual(run(create, { code: '404' }).wrote, ['create-bucket']);
    for (const there of [{ text: '' }, { code: '403' }]) deepEqual(run(create, there).wrote, []);
    ok(!cliLines(create).join('\n').includes('"'), 'double quotes');
  });
});
