/** Names and policies that mean harm, or are no policies at all: never PASS by them, never a stack trace, the place named. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { startDouble } from '../rig/double.ts';
import { deny, type Fault, reply } from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import type { World } from '../rig/world.ts';
import { runHere } from './here.ts';
import { assertConsistent, assertNoDefect, type ScanDocument, verdictsOf } from './scan.ts';
import { ACCOUNT, arnOf, BUCKET, fullWorld, HOME } from './worlds.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-hostile-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const TRAIL = arnOf('main');
const WRITABLE = `log-bucket-writable/${TRAIL}`;
const LOGS = `cloudwatch-logs-integration/${TRAIL}`;
const KEY = `log-key-usable/${TRAIL}`;
const DELETE = `log-delete-restricted/arn:aws:s3:::${BUCKET}`;
const TOPIC = `log-notification/${TRAIL}`;

let runs = 0;

/** Scans, keeps the captures, and judges them again offline: the same bytes. */
async function judged(world: World, rules: Rule[] = []): Promise<{ document: ScanDocument; text: string }> {
  const dir = join(folder, String(runs++));
  const double = await startDouble(world, { rules });
  try {
    const first = await runHere(['scan', '--format', 'json', '--save', dir], double.env(ACCOUNT, HOME));
    assertNoDefect(first);
    const document: ScanDocument = JSON.parse(first.stdout);
    assertConsistent(first, document);
    const again = await runHere(['scan', '--format', 'json', '--from', dir], {});
    assert.equal(again.code, first.code);
    assert.ok(again.stdout === first.stdout, 'the snapshot gives other bytes');
    for (const words of [['path'], ['scan'], ['explain', 'main']]) {
      const drawn = await runHere([...words, '--from', dir], {});
      assertNoDefect(drawn);
      assert.doesNotMatch(drawn.stdout, CONTROL, words.join(' '));
    }
    return { document, text: first.stdout };
  } finally {
    await double.close();
  }
}

/** Control characters that would move the cursor, but for the end of a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

function reasonsOf({ results }: ScanDocument, id: string): string {
  return JSON.stringify(results.find((result) => result.id === id)?.reasons);
}

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };
const POLICIES: [string, string][] = [
  ['no JSON', 'hello'],
  ['cut off', `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resour`],
  ['an empty object', '{}'],
  ['a list', '[]'],
  ['a number', '17'],
  ['a key twice', '{"Version":"2012-10-17","Statement":[],"Statement":[{"Effect":"Allow"}]}'],
  ['a version that nobody knows', JSON.stringify({ Version: '2099-01-01', Statement: [ALLOW] })],
  [
    'an effect that nobody knows',
    JSON.stringify({ Version: '2012-10-17', Statement: [{ ...ALLOW, Effect: 'Maybe' }] }),
  ],
  [
    'an operator that nobody knows',
    JSON.stringify({ Version: '2012-10-17', Statement: [{ ...ALLOW, Condition: { StringIsh: { 'aws:x': 'y' } } }] }),
  ],
  ['brackets without end', '['.repeat(100_000)],
  ['objects in objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
];

describe('documents that are no policies', { concurrency: 1 }, () => {
  for (const [name, text] of POLICIES) {
    test(`${name}: of bucket, key, role and topic`, async () => {
      const world = fullWorld({
        buckets: [{ name: BUCKET, Policy: text, isPublic: false }],
        keys: [{ KeyId: 'of-trail', region: HOME, policy: text }],
        topics: [{ name: 'notices', region: HOME, Policy: text }],
        roles: [{ RoleName: 'ct', inline: { odd: text } }],
      });
      const { document } = await judged(world);
      const verdicts = verdictsOf(document);
      for (const id of [WRITABLE, KEY, LOGS, TOPIC]) {
        assert.ok(['UNKNOWN', 'FAIL'].includes(verdicts[id] ?? ''), `${id} is ${verdicts[id]}`);
        assert.match(reasonsOf(document, id), /"id":"(permission|read|role)\./, id);
      }
      assert.notEqual(verdicts[DELETE], undefined);
    });
  }

  const RAW: [string, string][] = [
    ['not URL-encoded', '{"Version":"2012-10-17","Statement":[]}'],
    ['half URL-encoded', '%7B%22Version%22%3A%2'],
    ['URL-encoded nonsense', encodeURIComponent('no JSON')],
    ['nothing', ''],
  ];
  for (const [name, text] of RAW) {
    test(`a document of IAM: ${name}`, async () => {
      const body =
        '<GetRolePolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRolePolicyResult>' +
        `<RoleName>ct</RoleName><PolicyName>reads</PolicyName><PolicyDocument>${text}</PolicyDocument>` +
        '</GetRolePolicyResult></GetRolePolicyResponse>';
      const { document } = await judged(fullWorld(), [{ match: { operation: 'GetRolePolicy' }, do: reply(body) }]);
      const verdict = verdictsOf(document)[LOGS];
      // The managed policy lets the role write; the inline one may deny it, unless it was read.
      assert.equal(verdict, name === 'not URL-encoded' ? 'PASS' : 'UNKNOWN', reasonsOf(document, LOGS));
    });
  }

  test('a Deny in a page of inline policies that was refused: UNKNOWN, by name', async () => {
    const inline = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`p${at}`, '{"Statement":[]}']));
    const role = { RoleName: 'ct', inline, attached: ['writes'] };
    const rules: Rule[] = [{ match: { operation: 'ListRolePolicies', nth: { from: 2 } }, do: deny() }];
    const double = await startDouble(fullWorld({ roles: [role] }), { rules, pageSize: 4 });
    const ran = await runHere(['scan', '--format', 'json'], double.env(ACCOUNT, HOME));
    await double.close();
    const document: ScanDocument = JSON.parse(ran.stdout);
    assert.equal(verdictsOf(document)[LOGS], 'UNKNOWN');
    assert.match(reasonsOf(document, LOGS), /iam:ListRolePolicies/);
  });
});

describe('policies and names without measure', { concurrency: 1 }, () => {
  test('a bucket policy of 10 MB is read, judged and kept', async () => {
    const many = Array.from({ length: 60_000 }, (_, at) => ({
      Sid: `S${at}`,
      Effect: 'Deny',
      Principal: { AWS: `arn:aws:iam::${String(200_000_000_000 + at)}:root` },
      Action: 's3:DeleteObject',
      Resource: `arn:aws:s3:::${BUCKET}/some/folder/${at}/*`,
    }));
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: many });
    assert.ok(Policy.length > 10_000_000);
    const { document } = await judged(fullWorld({ buckets: [{ name: BUCKET, Policy, isPublic: false }] }));
    assert.equal(verdictsOf(document)[WRITABLE], 'FAIL');
    assert.match(reasonsOf(document, WRITABLE), /s3:PutObject/);
  });

  test('statements, keys and values that would draw on the terminal', async () => {
    const evil = '\u001b[2J\u001b[31mPASS\u0007\u202e$(id)<script>alert(1)</script>\r\n| ok |';
    const statement = {
      ...{ Sid: evil, Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${BUCKET}/*` },
      Condition: { StringNotEquals: { [`aws:RequestTag/${evil}`]: evil } },
    };
    const Policy = { Version: '2012-10-17', Statement: [statement] };
    const world = fullWorld({
      buckets: [{ name: BUCKET, Policy, isPublic: false }],
      roles: [{ RoleName: 'ct', inline: { [`x${evil}`]: { Version: '2012-10-17', Statement: [] } } }],
    });
    const { document } = await judged(world);
    assert.ok(['FAIL', 'UNKNOWN'].includes(verdictsOf(document)[WRITABLE] ?? ''));
    assert.ok(['FAIL', 'UNKNOWN'].includes(verdictsOf(document)[LOGS] ?? ''));
  });

  const NAMES: [string, Partial<World['accounts'][number]>][] = [
    ['a bucket', { trails: [{ Name: 'main', HomeRegion: HOME, S3BucketName: '../../etc/passwd?x=<b>\u001b[1m' }] }],
    [
      'a role',
      {
        trails: [
          { Name: 'main', HomeRegion: HOME, CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/..%2f\u001b[1m` },
        ],
      },
    ],
    ['a key', { trails: [{ Name: 'main', HomeRegion: HOME, KmsKeyId: 'alias/\u001b[1m&<>' }] }],
    ['a topic', { trails: [{ Name: 'main', HomeRegion: HOME, SnsTopicARN: 'arn:aws:sns:nowhere:\u001b[1m:x y' }] }],
    [
      'a log group',
      {
        trails: [
          {
            Name: 'main',
            HomeRegion: HOME,
            CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:\u001b[1m:*`,
          },
        ],
      },
    ],
  ];
  for (const [what, more] of NAMES) {
    test(`${what} with a hostile name`, async () => {
      const { document } = await judged(fullWorld(more));
      assert.ok(document.results.some(({ id }) => id === WRITABLE));
    });
  }
});

describe('keys by their alias', { concurrency: 1 }, () => {
  const ALIAS = `arn:aws:kms:${HOME}:${ACCOUNT}:alias/logs`;
  const trails = [{ Name: 'main', HomeRegion: HOME, KmsKeyId: ALIAS }];
  const key = { KeyId: 'behind', region: HOME, aliases: ['alias/logs'] };

  test('the policy is asked of the key itself', async () => {
    const double = await startDouble(fullWorld({ trails, keys: [key] }));
    const ran = await runHere(['scan', '--format', 'json'], double.env(ACCOUNT, HOME));
    const asked = double.log.flatMap(({ operation, params }) =>
      operation === 'GetKeyPolicy' ? [params['KeyId']] : [],
    );
    await double.close();
    assert.deepEqual(asked, [`arn:aws:kms:${HOME}:${ACCOUNT}:key/behind`]);
    assert.equal(verdictsOf(JSON.parse(ran.stdout))[KEY], 'PASS');
  });

  const STATES: [string, object, string][] = [
    ['disabled', { KeyState: 'Disabled' }, 'FAIL'],
    ['pending deletion', { KeyState: 'PendingDeletion', DeletionDate: '+5d' }, 'FAIL'],
  ];
  for (const [state, fields, verdict] of STATES) {
    test(`a key that is ${state}`, async () => {
      const { document } = await judged(fullWorld({ trails, keys: [{ ...key, ...fields }] }));
      assert.equal(verdictsOf(document)[KEY], verdict);
    });
  }

  test('an alias that points nowhere', async () => {
    const { document } = await judged({ ...fullWorld({ trails, keys: [] }), missing: [ALIAS] });
    assert.equal(verdictsOf(document)[KEY], 'FAIL');
    assert.match(reasonsOf(document, KEY), /key\.missing/);
  });
});

const NOT_XML: Fault = reply('<Policy');
test('S3 answers half of an XML text to every setting: nothing is known of the bucket', async () => {
  const match = { service: 's3', where: ({ operation }: { operation: string }) => operation !== 'HeadBucket' };
  const { document } = await judged(fullWorld(), [{ match, do: NOT_XML }]);
  const verdicts = verdictsOf(document);
  for (const control of [
    'log-bucket-access-logging',
    'log-bucket-not-public',
    'log-bucket-protected',
    'log-delete-restricted',
  ])
    assert.equal(verdicts[`${control}/arn:aws:s3:::${BUCKET}`], 'UNKNOWN', control);
  assert.equal(verdicts[WRITABLE], 'UNKNOWN');
});
