/** trailproof iam explain: offline, one sentence first, and one clear line for what is no question. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { assertValid } from '../support/schemas.ts';
import { assertRefused, runOffline } from './refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-iam-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const ACCOUNT = '111122223333';
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;
const OBJECT = `arn:aws:s3:::logs/AWSLogs/${ACCOUNT}/x.json.gz`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/admin`;

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

write(
  'bucket.json',
  `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Write",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::logs/AWSLogs/${ACCOUNT}/*",
      "Condition": { "StringEquals": { "aws:SourceArn": "${TRAIL}" } }
    }, {
      "Sid": "OnlyTls",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::logs/*",
      "Condition": { "Bool": { "aws:SecureTransport": "false" } }
    }
  ]
}
`,
);
const statement = (effect: string, action: string, more = ''): string =>
  `{"Version":"2012-10-17","Statement":[{"Effect":"${effect}","Action":"${action}","Resource":"*"${more}}]}`;
write('admin.json', statement('Allow', '*'));
write('guard.json', statement('Deny', 'cloudtrail:StopLogging', ',"Sid":"Guard"'));
write(
  'break-glass.json',
  statement(
    'Deny',
    'cloudtrail:*',
    ',"Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/break-glass"}}',
  ),
);
write('odd.json', statement('Deny', 's3:*', ',"Condition":{"StringIs":{"a":"b"}}'));

const words = (principal: string, action: string, resource: string, ...more: readonly string[]): string[] => [
  'iam',
  'explain',
  '--principal',
  principal,
  '--action',
  action,
  '--resource',
  resource,
  ...more,
];
const write3 = (...more: readonly string[]): string[] =>
  words('cloudtrail.amazonaws.com', 's3:PutObject', OBJECT, ...more);
const stop = (...more: readonly string[]): string[] => words(ROLE, 'cloudtrail:StopLogging', TRAIL, ...more);
const run = (args: string[]) => runOffline(args, { cwd: folder });

const ANSWERS: [string, string[], number, RegExp][] = [
  [
    'allowed',
    write3('--policy', 'bucket.json', '--context', `aws:SourceArn=${TRAIL}`, 'aws:SecureTransport=true'),
    0,
    /^ALLOWED: cloudtrail\.amazonaws\.com may do s3:PutObject on\n[\s\S]*\n {2}bucket\.json:4:5 {2}Write {2}Allow\n/,
  ],
  [
    'depends, and how to give what is missing',
    write3('--resource-policy', 'bucket.json', '--context', `aws:SourceArn=${TRAIL}`),
    4,
    /^DEPENDS ON aws:securetransport: whether[\s\S]*OnlyTls {2}Deny[\s\S]*--context aws:securetransport=VALUE, or --absent/,
  ],
  [
    'denied by a statement',
    write3('--policy', 'bucket.json', '--context', 'aws:SecureTransport=false', `AWS:SourceArn=${TRAIL}`),
    0,
    /^DENIED: [\s\S]*a Deny statement applies\.\n\nBecause of:\n {2}bucket\.json:11:8 {2}OnlyTls {2}Deny\n/,
  ],
  [
    'denied because nothing allows',
    write3('--policy', 'bucket.json', '--absent', 'aws:SourceArn', 'aws:SecureTransport'),
    0,
    /^DENIED: [\s\S]*no\s+resource\s+policy\s+allows\s+it\./,
  ],
  ['an administrator', stop('--policy', 'admin.json'), 0, /^ALLOWED/],
  [
    'a guard of one level',
    stop('--identity', 'admin.json', '--scp', 'admin.json,guard.json', 'admin.json'),
    0,
    /^DENIED[\s\S]*guard\.json:1:\d+ {2}Guard {2}Deny/,
  ],
  [
    'a level that does not allow',
    stop('--identity', 'admin.json', '--scp', 'admin.json', 'odd.json'),
    0,
    /level of odd\.json does\s+not/,
  ],
  [
    'a boundary',
    stop('--identity', 'admin.json', '--boundary', 'odd.json'),
    0,
    /no\s+permissions\s+boundary\s+allows\s+it/,
  ],
  [
    'something that is not understood',
    words(ROLE, 's3:GetObject', OBJECT, '--policy', 'admin.json', 'odd.json', '--resource-account', ACCOUNT),
    4,
    /^DEPENDS ON what is not understood[\s\S]*Not understood:\n {2}odd\.json:1:\d+\n {6}unknown condition operator "StringIs"/,
  ],
  [
    'an owner that is not known',
    words(ROLE, 's3:GetObject', OBJECT, '--policy', 'admin.json'),
    4,
    /^DEPENDS ON aws:resourceaccount[\s\S]*--resource-account ID/,
  ],
  [
    'a session, where the path of its role does not matter',
    words(`arn:aws:sts::${ACCOUNT}:assumed-role/admin/ana`, 'cloudtrail:StopLogging', TRAIL, '--policy', 'admin.json'),
    0,
    /^ALLOWED/,
  ],
  [
    'a session, where the path of its role matters',
    words(
      `arn:aws:sts::${ACCOUNT}:assumed-role/admin/ana`,
      'cloudtrail:StopLogging',
      TRAIL,
      '--policy',
      'admin.json',
      '--scp',
      'admin.json,break-glass.json',
    ),
    4,
    /^DEPENDS ON aws:principalarn[\s\S]*--context aws:principalarn=ARN of the role, with its path/,
  ],
  ['no policy at all', stop(), 0, /^DENIED: [\s\S]*no\s+identity\s+policy\s+allows\s+it\.\n$/],
];

describe('iam explain', { concurrency: 4 }, () => {
  for (const [name, args, expected, said] of ANSWERS) {
    test(name, async () => {
      const { stdout, stderr, code } = await run(args);
      assert.match(stdout, said);
      assert.deepEqual([stderr, code], ['', expected]);
      for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
    });

    test(`${name}, as JSON`, async () => {
      const { stdout, code } = await run([...args, '--format', 'json']);
      const document: unknown = JSON.parse(stdout);
      assertValid('iam-explain', document);
      assert.equal(code, expected);
    });
  }

  test('the result goes to a file', async () => {
    const { stdout, code } = await run(stop('--policy', 'admin.json', '--output', 'out.txt'));
    assert.deepEqual([stdout, code], ['', 0]);
    assert.match(readFileSync(join(folder, 'out.txt'), 'utf8'), /^ALLOWED/);
  });

  test('its help fits 80 columns', async () => {
    const { stdout, code } = await run(['iam', 'explain', '--help']);
    assert.equal(code, 0);
    assert.match(stdout, /--resource-policy <file>/);
    for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
  });
});

write('cut.json', '{\n  "Version": "2012-10-17",\n  "Statement": [');
write('escape.json', '{"Statement":[]}\u001b[31m');

const WRONG: [string[], RegExp][] = [
  [['iam', 'explain'], /required option '--principal/],
  [stop('--nonsense'), /unknown option '--nonsense'/],
  [stop('--format', 'yaml'), /yaml.*table, json/],
  [stop('--policy', 'cut.json'), /cut\.json:3:17: not JSON: the text ends/],
  [stop('--policy', 'escape.json'), /escape\.json:1:17: not JSON/],
  [stop('--scp', 'admin.json,missing.json'), /missing\.json.*no such file/],
  [stop('--policy', 'admin.json', '--boundary', '.'), /cannot read the policy \./],
  [stop('--policy', 'bucket.json', '--resource-policy', 'bucket.json'), /bucket\.json and bucket\.json.*one/],
  [stop('--context', 'aws:SourceArn'), /aws:SourceArn.*key=value/],
  [stop('--context', 'a:b=1', '--absent', 'A:B'), /A:B.*--context/],
  [stop('--resource-account', '42'), /42.*twelve digits/],
  [words('ana', 's3:GetObject', OBJECT), /"ana" is no principal/],
  [words(`arn:aws:iam::${ACCOUNT}:role/*`, 's3:GetObject', OBJECT), /is no principal/],
  [words(ROLE, 'GetObject', OBJECT), /"GetObject" is no action/],
  [words(ROLE, 's3:*', OBJECT), /"s3:\*" is no action/],
  [words(ROLE, 's3:GetObject', 'logs'), /"logs" is no ARN/],
  [words(ROLE, 's3:GetObject', 'arn:aws:s3:::logs/*'), /is no ARN of one resource/],
];

describe('iam explain: wrong usage', { concurrency: 4 }, () => {
  for (const [args, said] of WRONG) {
    test(`trailproof ${args.slice(0, 2).join(' ')} … ${args.slice(-2).join(' ')}`, async () =>
      assertRefused(await run(args), said));
  }
});
