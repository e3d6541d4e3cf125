import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ARCHIVE,
  bucketWith,
  is,
  judgeStorage,
  keyWith,
  refused,
  type Statement,
} from '../../../test/support/buckets.ts';
import {
  deliveringTrail,
  KEY_STATEMENTS,
  rcpsOf,
  says,
  trailKey,
  unreadGuardrails,
} from '../../../test/support/delivery.ts';
import type { Key } from '../../model/storage.ts';
import { logKeyUsable } from './control.ts';

const [ENCRYPT, DESCRIBE] = KEY_STATEMENTS as readonly [Statement, Statement];
const ROOT: Statement = { Sid: 'Root', Effect: 'Allow', Principal: { AWS: ARCHIVE }, Action: 'kms:*', Resource: '*' };

function judge(key: Parameters<typeof deliveringTrail>[0]) {
  return judgeStorage(logKeyUsable, [deliveringTrail(key)]);
}

function judgeKey(overrides: Partial<Key>) {
  return judge({ key: is(trailKey(overrides), 'kms:DescribeKey') });
}

/** aws.md 5.3: what a key policy has to say, and what breaks it. */
const POLICIES: readonly (readonly [what: string, statements: readonly Statement[], says: string])[] = [
  ['as AWS writes it', [ROOT, ENCRYPT, DESCRIBE], 'yes'],
  ['for the one action', [{ ...ENCRYPT, Action: 'kms:GenerateDataKey' }, DESCRIBE], 'yes'],
  ['that lets the account in alone', [ROOT], 'no permission.not-allowed permission.not-allowed'],
  ['without a look at the key', [ENCRYPT], 'no permission.not-allowed'],
  [
    'for the trails of another account',
    [
      {
        ...ENCRYPT,
        Condition: {
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:000000000001:trail/*' },
        },
      },
      DESCRIBE,
    ],
    'no permission.other-condition',
  ],
  [
    'bound to another trail',
    [
      { ...ENCRYPT, Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:1:trail/x' } } },
      DESCRIBE,
    ],
    'no permission.other-condition',
  ],
  [
    'with a Deny for whoever is outside the organization',
    [
      ENCRYPT,
      DESCRIBE,
      {
        ...ROOT,
        Sid: 'Guard',
        Effect: 'Deny',
        Principal: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      },
    ],
    'no permission.denied permission.denied',
  ],
  [
    'that wants S3 in between',
    [{ ...ENCRYPT, Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } }, DESCRIBE],
    'unknown permission.depends',
  ],
];

describe('log-key-usable', () => {
  test('passes with every condition met', () => {
    const judged = judge({});
    equal(judged.verdict, 'PASS');
    deepEqual(judged.holds, ['key-exists yes', 'key-enabled yes', 'key-in-bucket-region yes', 'key-policy-allows yes']);
    deepEqual(judged.observed('key-policy-allows'), ['key policy:4:5 Encrypt', 'key policy:5:5 Describe']);
  });

  for (const [what, statements, wanted] of POLICIES) {
    test(`a key policy ${what}: ${wanted}`, () => {
      const judged = judge({ key: is(keyWith(statements), 'kms:DescribeKey') });
      equal(says(judged, 'key-policy-allows'), wanted);
    });
  }

  test('only an enabled key will do; the state is named, a deletion with its date', () => {
    equal(says(judgeKey({ state: 'Disabled' }), 'key-enabled'), 'no key.disabled');
    const pending = judgeKey({ state: 'PendingDeletion', deletionAt: '2026-12-01T00:00:00Z' });
    equal(says(pending, 'key-enabled'), 'no key.pending-deletion');
    match(pending.sentences('key-enabled')[0] ?? '', /to be deleted \(2026-12-01T00:00:00Z\)/);
    for (const state of ['PendingImport', 'Unavailable', 'Creating', 'Updating']) {
      const judged = judgeKey({ state });
      equal(says(judged, 'key-enabled'), 'no key.not-usable');
      match(judged.sentences('key-enabled')[0] ?? '', new RegExp(`state ${state}`));
    }
  });

  test('a key that does not exist, and one that was not read', () => {
    const gone = judge({ key: is(null, 'kms:DescribeKey') });
    equal(gone.verdict, 'FAIL');
    equal(says(gone, 'key-exists'), 'no key.missing');
    equal(says(gone, 'key-policy-allows'), 'no');
    const unread = judge({ key: refused('kms:DescribeKey') });
    equal(unread.verdict, 'UNKNOWN');
    deepEqual(
      unread.holds.filter((one) => !one.endsWith(' unknown')),
      [],
    );
    equal(
      says(judgeKey({ policy: refused('kms:GetKeyPolicy') }), 'key-policy-allows'),
      'unknown permission.unread read.denied',
    );
  });

  test('the key has to be in the Region of the bucket', () => {
    const elsewhere = is(bucketWith({ region: 'eu-west-1' }), 's3:HeadBucket');
    equal(says(judge({ bucket: elsewhere }), 'key-in-bucket-region'), 'no key.other-region');
    equal(says(judge({ bucket: refused('s3:HeadBucket') }), 'key-in-bucket-region'), 'unknown read.denied');
    equal(says(judge({ bucket: is(null, 's3:HeadBucket') }), 'key-in-bucket-region'), 'no trail.bucket-missing');
  });

  test('of the default key of the bucket, AWS does not say what CloudTrail needs', () => {
    const config = { kmsKey: is(null, 'cloudtrail:DescribeTrails') };
    const withKey = (...statements: readonly Statement[]) =>
      judge({ config, key: is(keyWith(statements), 'kms:DescribeKey') });
    equal(says(withKey({ ...DESCRIBE, Action: 'kms:*' }), 'key-policy-allows'), 'yes');
    equal(says(withKey(ROOT), 'key-policy-allows'), 'unknown permission.undocumented');
    equal(says(withKey(ENCRYPT), 'key-policy-allows'), 'unknown permission.depends');
    const gone = judge({ config, key: is(null, 'kms:DescribeKey') });
    match(gone.sentences('key-exists')[0] ?? '', /default encryption does not exist/);
  });

  test('does not arise where no key of the customer applies', () => {
    const judged = judge({ config: { kmsKey: is(null, 'cloudtrail:DescribeTrails') }, key: null });
    equal(judged.verdict, 'NOT_APPLICABLE');
    deepEqual(
      judged.result.reasons.map(({ id }) => id),
      ['trail.no-customer-key'],
    );
  });

  test('RCPs of the account that owns the key count', () => {
    const guard = { Effect: 'Deny', Principal: '*', Action: 'kms:GenerateDataKey', Resource: '*' };
    equal(says(judge({ guardrails: rcpsOf(ARCHIVE, guard) }), 'key-policy-allows'), 'no permission.denied');
    const unread = judge({ guardrails: unreadGuardrails(ARCHIVE) });
    equal(unread.verdict, 'PASS');
    equal(says(unread, 'key-policy-allows'), 'yes guardrails.unread');
  });
});
