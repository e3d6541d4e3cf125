/** Every fault of the wire on one read of a destination: UNKNOWN for exactly what depends on it, by its own reason. */

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { OPERATIONS, type Operation } from '../../src/model/operations.ts';
import { startDouble } from '../rig/double.ts';
import * as fault from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import { runHere } from './here.ts';
import { assertConsistent, assertNoDefect, type ScanDocument, scan, verdictsOf } from './scan.ts';
import { ACCOUNT, arnOf, BUCKET, fullWorld, HOME } from './worlds.ts';

type Weather = { name: string; do: fault.Fault; reason: string };

const xml = { headers: { 'Content-Type': 'text/xml' } };

/** Answers that nobody retries, each once. */
const FINAL: Weather[] = [
  { name: 'denied', do: fault.deny(), reason: 'read.denied' },
  { name: 'an error that nobody knows', do: fault.fail('Surprise', { status: 404 }), reason: 'read.refused' },
  { name: 'HTML with 200', do: fault.html(200), reason: 'read.malformed' },
  { name: 'an empty object', do: fault.emptyObject(), reason: 'read.malformed' },
  { name: 'half of an XML text', do: fault.reply('<A><B>{"Version": "20', xml), reason: 'read.malformed' },
  { name: 'half of a JSON text', do: fault.reply('{"Policy": "{\\"Vers'), reason: 'read.malformed' },
];

const TRAIL = arnOf('main');
const LOGS = `cloudwatch-logs-integration/${TRAIL}`;
const WRITABLE = `log-bucket-writable/${TRAIL}`;
const KEY = `log-key-usable/${TRAIL}`;
const TOPIC = `log-notification/${TRAIL}`;
const ofBucket = (control: string): string => `${control}/arn:aws:s3:::${BUCKET}`;
const PROTECTED = ofBucket('log-bucket-protected');
const PUBLIC = ofBucket('log-bucket-not-public');
const DELETE = ofBucket('log-delete-restricted');
const ACCESS_LOG = ofBucket('log-bucket-access-logging');
const SEPARATE = `log-archive-separate/${TRAIL}`;

/** What hangs on each read. Evidence and stand-ins change nothing where all else is read. */
const HANGS: Partial<Record<Operation, string[]>> = {
  'logs:DescribeLogGroups': [LOGS],
  'logs:DescribeLogStreams': [],
  'logs:DescribeSubscriptionFilters': [],
  'iam:GetRole': [LOGS],
  'iam:ListRolePolicies': [LOGS],
  'iam:GetRolePolicy': [LOGS],
  'iam:ListAttachedRolePolicies': [LOGS],
  'iam:GetPolicy': [LOGS],
  'iam:GetPolicyVersion': [LOGS],
  'kms:DescribeKey': [LOGS, KEY, TOPIC, DELETE],
  'kms:GetKeyPolicy': [LOGS, KEY, TOPIC, DELETE],
  'sns:GetTopicAttributes': [TOPIC],
  's3:GetBucketPolicy': [WRITABLE, DELETE],
  's3:GetBucketPolicyStatus': [PUBLIC],
  's3:GetBucketAcl': [PUBLIC],
  's3:GetPublicAccessBlock': [],
  's3:GetAccountPublicAccessBlock': [],
  's3:GetBucketVersioning': [PROTECTED],
  's3:GetObjectLockConfiguration': [PROTECTED],
  's3:GetBucketLifecycleConfiguration': [PROTECTED],
  's3:GetBucketLogging': [ACCESS_LOG],
  // The trail names a key of its own.
  's3:GetBucketEncryption': [],
  's3:GetBucketOwnershipControls': [],
  's3:GetBucketRequestPayment': [WRITABLE],
};

async function under(rules: Rule[]): Promise<ScanDocument> {
  const double = await startDouble(fullWorld(), { rules });
  try {
    const ran = await runHere(['scan', '--format', 'json'], double.env(ACCOUNT, HOME));
    assertNoDefect(ran);
    const document: ScanDocument = JSON.parse(ran.stdout);
    assertConsistent(ran, document);
    return document;
  } finally {
    await double.close();
  }
}

function ruleOf(operation: string, what: fault.Fault): Rule {
  const [service = '', method = ''] = operation.split(':');
  return { match: { service, operation: method }, do: what };
}

describe('the wire to destinations', { concurrency: 2 }, () => {
  let faultless: Record<string, string>;
  before(async () => {
    const document = await under([]);
    faultless = verdictsOf(document);
    assert.deepEqual(
      Object.keys(faultless).filter((id) => faultless[id] === 'FAIL'),
      [SEPARATE],
    );
    assert.equal(document.run.complete, true);
    const destinations = Object.keys(document.apiCalls).filter((call) => /^(s3|kms|sns|iam|logs):/.test(call));
    assert.deepEqual(Object.keys(HANGS).concat('s3:HeadBucket').sort(), destinations.sort());
  });

  /** Also what the fault hides from clauses must be UNKNOWN or as before; the reasons name the call. */
  function assertUnknown(
    document: ScanDocument,
    operation: string,
    ids: string[],
    { reason, do: what }: Weather,
  ): void {
    const expected = { ...faultless, ...Object.fromEntries(ids.map((id) => [id, 'UNKNOWN'])) };
    assert.deepEqual(verdictsOf(document), expected);
    for (const { id, reasons } of document.results.filter((result) => ids.includes(result.id))) {
      const named = reasons.filter(({ params }) => params['call'] === operation);
      assert.ok(named.length > 0, `${id} does not name ${operation}: ${JSON.stringify(reasons)}`);
      for (const one of named) {
        assert.equal(one.id, reason, id);
        assert.doesNotMatch(one.text, /\{\w+\}|undefined/);
        const { action } = OPERATIONS[operation as Operation];
        if (what.kind === 'deny') assert.equal(one.params['permission'], action, id);
      }
    }
  }

  // In a process of its own: it waits while the others work.
  test('KMS throttled without end: UNKNOWN by name', async () => {
    const weather = { name: 'throttled', do: fault.throttle(), reason: 'read.throttled' };
    const double = await startDouble(fullWorld(), { rules: [ruleOf('kms:GetKeyPolicy', weather.do)] });
    const { document } = await scan(double, ACCOUNT, ['--controls', 'default'], { timeoutMs: 120_000 });
    await double.close();
    assertUnknown(document, 'kms:GetKeyPolicy', [LOGS, KEY, TOPIC, DELETE], weather);
  });

  describe('one after the other', { concurrency: 1 }, () => {
    for (const [operation, ids] of Object.entries(HANGS)) {
      // A bucket policy is JSON itself: what is wrong with it is said by line and column (hostile-policies.test.ts).
      const isText = operation === 's3:GetBucketPolicy';
      const weathers = FINAL.filter(({ name }) => !isText || name !== 'half of a JSON text');
      test(operation, async () => {
        for (const weather of weathers) {
          const document = await under([ruleOf(operation, weather.do)]);
          try {
            assertUnknown(document, operation, ids, weather);
          } catch (error) {
            throw new Error(`${weather.name}: ${error instanceof Error ? error.message : error}`);
          }
        }
      });
    }

    test('s3:HeadBucket: refused, unreadable, or no answer of S3 at all: nobody knows whose the bucket is', async () => {
      const ids = [WRITABLE, KEY, SEPARATE, PROTECTED, PUBLIC, DELETE, ACCESS_LOG];
      const moved = fault.reply('', { status: 301 });
      const portal = fault.html(200);
      const bad = fault.reply('', { status: 400 });
      for (const what of [fault.deny(), portal, moved, bad, fault.html(403)]) {
        const verdicts = verdictsOf(await under([ruleOf('s3:HeadBucket', what)]));
        for (const id of ids) assert.equal(verdicts[id], 'UNKNOWN', `${id} ${JSON.stringify(what)}`);
      }
    });

    test('throttled and cut off at first: waited for, nothing changes', async () => {
      const match = { service: ['s3', 'kms', 'sns', 'iam', 'logs'], nth: 1 };
      for (const what of [fault.throttle(), fault.reset(), fault.unavailable(503)])
        assert.deepEqual(verdictsOf(await under([{ match, do: what }])), faultless);
    });
  });
});
