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
  trailTo,
} from '../../../test/support/buckets.ts';
import { ACCOUNT } from '../../../test/support/world.ts';
import type { Trail } from '../../model/facts.ts';
import type { AclGrant, Bucket } from '../../model/storage.ts';
import { logDeleteRestricted } from './control.ts';
import { SENSITIVE_ACTIONS } from './sensitive-actions.ts';

const ACL = 'acl-grants-no-writing';
const KEY = 'key-grants-no-destruction';
const CUSTODIAN = `arn:aws:iam::${ARCHIVE}:role/LogCustodian`;
const ROOT = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ARCHIVE}:root` }, Action: 'kms:*', Resource: '*' };
const USE = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 'kms:GenerateDataKey*',
  Resource: '*',
};

function grant(more: Statement = {}): Statement {
  const Principal = { AWS: `arn:aws:iam::${ACCOUNT}:role/Developer` };
  return { Sid: 'Grant', Effect: 'Allow', Principal, Action: 'kms:ScheduleKeyDeletion', Resource: '*', ...more };
}

function withKeys(...keys: readonly Trail['key'][]) {
  const trails = keys.map((key, at) => {
    const name = `trail-${at}`;
    const arn = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/${name}`;
    return trailTo(is(bucketWith()), { name, arn, key });
  });
  return judgeStorage(logDeleteRestricted, trails, { storage: { securityRoles: [CUSTODIAN] } });
}

function key(...statements: readonly Statement[]): readonly string[] {
  const one = withKeys(is(keyWith([USE, ...statements])));
  return [one.holds[2]?.slice(KEY.length + 1) ?? '', ...one.reasons(KEY)];
}

describe(`${logDeleteRestricted.id}: key`, () => {
  test('passes without a customer key, with nothing observed', () => {
    const none = withKeys(null);
    deepEqual([none.verdict, none.observed(KEY), ...none.reasons(KEY)], ['PASS', null]);
  });

  test("passes where the policy leaves everything to the owner's IAM, and says so", () => {
    deepEqual(key(), ['yes']);
    deepEqual(key(ROOT), ['yes', 'grant.delegates']);
  });

  for (const { action } of SENSITIVE_ACTIONS.filter(({ on }) => on === 'key')) {
    test(`sees ${action}, by name and among all`, () => {
      deepEqual(key(grant({ Action: action })), ['no', 'grant.broad']);
      const all = withKeys(is(keyWith([grant({ Action: 'kms:*' })])));
      equal(all.sentences(KEY)[0]?.includes(action), true);
    });
  }

  test('passes for security roles and harmless actions', () => {
    deepEqual(key(grant({ Principal: { AWS: CUSTODIAN } })), ['yes']);
    deepEqual(key(grant({ Action: ['kms:Decrypt', 'kms:CreateGrant', 'kms:DescribeKey'] })), ['yes']);
  });

  test('another account delegates to people who are not seen here: a grant', () => {
    const elsewhere = key(grant({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }));
    deepEqual(elsewhere, ['no', 'grant.broad']);
  });

  test('a Deny takes away, and one that is not known leaves it unknown', () => {
    const Condition = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } };
    const all = { Effect: 'Deny', Principal: '*', Action: 'kms:ScheduleKeyDeletion', Resource: '*' };
    deepEqual(key(grant(), all), ['yes']);
    deepEqual(key(grant(), { ...all, Condition }), ['unknown', 'grant.deny-unknown']);
  });

  test('says in which key and where', () => {
    const bad = withKeys(is(keyWith([USE, grant()])));
    equal(bad.verdict, 'FAIL');
    match(bad.sentences(KEY)[0] ?? '', /policy of key arn:aws:kms:.*statement 2 "Grant" \(line 5, column 5\)\.$/);
  });

  test('is unknown where the key or its policy was refused, unless another key decides', () => {
    deepEqual(withKeys(refused('kms:DescribeKey')).holds[2], `${KEY} unknown`);
    const closed = keyWith([], { policy: refused('kms:GetKeyPolicy') });
    deepEqual([withKeys(is(closed)).verdict, ...withKeys(is(closed)).reasons(KEY)], ['UNKNOWN', 'read.denied']);
    const open = keyWith([grant()], { arn: `arn:aws:kms:us-east-1:${ARCHIVE}:key/other` });
    equal(withKeys(is(closed), is(open)).holds[2], `${KEY} no`);
    equal(withKeys(is(keyWith([USE])), refused('kms:DescribeKey')).holds[2], `${KEY} unknown`);
  });

  test('a key that AWS manages cannot be destroyed, and one that is gone already is no question here', () => {
    const managed = keyWith([grant()], { manager: 'AWS', policy: refused('kms:GetKeyPolicy') });
    deepEqual(
      [withKeys(is(managed)).holds[2], ...withKeys(is(managed)).reasons(KEY)],
      [`${KEY} yes`, 'key.managed-by-aws'],
    );
    equal(withKeys(is(null)).holds[2], `${KEY} yes`);
  });

  test('judges a key that two trails share once', () => {
    const shared = is(keyWith([grant()]));
    deepEqual(withKeys(shared, shared).reasons(KEY), ['grant.broad']);
  });
});

const OWNER: AclGrant = { group: null, canonicalId: '79a5', permission: 'FULL_CONTROL', toOwner: true };

function list(grants: readonly AclGrant[], overrides: Partial<Bucket> = {}) {
  const bucket = bucketWith({ acl: is([OWNER, ...grants]), ownership: is('ObjectWriter'), ...overrides });
  return judgeStorage(logDeleteRestricted, [trailTo(is(bucket))]);
}

describe(`${logDeleteRestricted.id}: access control list`, () => {
  const other = (permission: string): AclGrant => ({ group: null, canonicalId: 'b2d7', permission, toOwner: false });

  test('the owner alone, and readers, are fine', () => {
    equal(list([]).holds[1], `${ACL} yes`);
    equal(list([other('READ'), other('READ_ACP')]).holds[1], `${ACL} yes`);
    equal(list([], { ownership: is(null) }).holds[1], `${ACL} yes`);
  });

  for (const permission of ['WRITE', 'WRITE_ACP', 'FULL_CONTROL']) {
    test(`fails for ${permission} to anybody else`, () => {
      const bad = list([other(permission)]);
      deepEqual([bad.verdict, ...bad.reasons(ACL)], ['FAIL', 'acl.writing']);
      match(bad.sentences(ACL)[0] ?? '', new RegExp(`grants ${permission} to canonical user b2d7\\.$`));
    });
  }

  test('notes the log delivery of S3', () => {
    const group = 'http://acs.amazonaws.com/groups/s3/LogDelivery';
    const one = list([{ group, canonicalId: null, permission: 'WRITE', toOwner: false }]);
    deepEqual([one.verdict, ...one.reasons(ACL)], ['PASS', 'acl.log-delivery']);
  });

  test('a list that is switched off grants nothing, read or not', () => {
    const ownership = is('BucketOwnerEnforced');
    equal(list([other('WRITE')], { ownership }).holds[1], `${ACL} yes`);
    equal(list([], { ownership, acl: refused('s3:GetBucketAcl') }).holds[1], `${ACL} yes`);
  });

  test('is unknown where the list was refused, or whether it is switched off matters and was', () => {
    equal(list([], { acl: refused('s3:GetBucketAcl') }).holds[1], `${ACL} unknown`);
    const ownership = refused<null>('s3:GetBucketOwnershipControls');
    equal(list([other('WRITE')], { ownership }).holds[1], `${ACL} unknown`);
    equal(list([], { ownership }).holds[1], `${ACL} yes`);
  });
});
