import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  BUCKET_ARN,
  blocks,
  bucketWith,
  is,
  judgeStorage,
  policyWith,
  refused,
  trailTo,
} from '../../../test/support/buckets.ts';
import type { AclGrant, Bucket } from '../../model/storage.ts';
import { logBucketNotPublic } from './control.ts';

const POLICY = 'policy-not-public';
const ACL = 'acl-not-public';
const OPEN = { Sid: 'Open', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/*` };

function judged(overrides: Partial<Bucket>) {
  return judgeStorage(logBucketNotPublic, [trailTo(is(bucketWith(overrides)))]);
}

function group(name: string, permission: string): AclGrant {
  return { group: `http://acs.amazonaws.com/groups/${name}`, canonicalId: null, permission, toOwner: false };
}

describe(logBucketNotPublic.id, () => {
  test('passes where neither policy nor list opens the bucket', () => {
    const good = judged({});
    deepEqual([good.verdict, ...good.holds], ['PASS', `${POLICY} yes`, `${ACL} yes`]);
    equal(good.clause('CloudTrail.6'), 'PASS');
    deepEqual([...good.reasons(POLICY), ...good.reasons(ACL)], []);
  });

  test('fails for a public policy and says where the statement stands', () => {
    const bad = judged({ policyPublic: is(true), policy: policyWith(OPEN) });
    deepEqual([bad.verdict, ...bad.holds], ['FAIL', `${POLICY} no`, `${ACL} yes`]);
    match(bad.sentences(POLICY)[0] ?? '', /statement 3 "Open" \(line 6, column 5\)\.$/);
    equal(/AclCheck|statement [12]/.test(bad.sentences(POLICY)[0] ?? ''), false);
    deepEqual([bad.clause('CloudTrail.6'), bad.clause('2.3'), bad.clause('A.8.3')], ['FAIL', 'FAIL', 'FAIL']);
  });

  test('fails for a public policy whose text was refused, all four blocks on or not', () => {
    const bad = judged({ policyPublic: is(true), policy: refused() });
    deepEqual([bad.holds[0], ...bad.reasons(POLICY)], [`${POLICY} no`, 'bucket.policy-public']);
    match(bad.sentences(POLICY)[0] ?? '', /cannot be told, the policy was not read/);
  });

  test('fails for any grant to everybody, and names each', () => {
    const open = [group('global/AllUsers', 'READ_ACP'), group('global/AuthenticatedUsers', 'WRITE')];
    const bad = judged({ acl: is([...open, group('s3/LogDelivery', 'WRITE')]) });
    deepEqual(bad.holds, [`${POLICY} yes`, `${ACL} no`]);
    deepEqual(
      bad.sentences(ACL).map((sentence) => /grants (.+)\.$/.exec(sentence)?.[1]),
      ['READ_ACP to AllUsers', 'WRITE to AuthenticatedUsers'],
    );
    equal(bad.clause('CloudTrail.6'), 'FAIL');
  });

  test('grants to named users and to the log delivery of S3 are not public', () => {
    const named: AclGrant = { group: null, canonicalId: 'b2d7', permission: 'READ', toOwner: false };
    equal(judged({ acl: is([named, group('s3/LogDelivery', 'WRITE')]) }).verdict, 'PASS');
  });

  test('all four blocks make up for what was refused', () => {
    for (const levels of [
      { block: blocks.on, accountBlock: blocks.refused },
      { block: blocks.none, accountBlock: blocks.on },
      { block: blocks.refused, accountBlock: blocks.on },
      { block: blocks.without('blockPublicAcls'), accountBlock: blocks.only('blockPublicAcls') },
    ]) {
      const one = judged({ policyPublic: refused(), acl: refused(), ...levels });
      deepEqual(one.holds, [`${POLICY} yes`, `${ACL} yes`]);
      deepEqual([...one.reasons(POLICY), ...one.reasons(ACL)], ['bucket.public-blocked', 'bucket.public-blocked']);
      equal(one.observed(POLICY), null);
    }
  });

  test('is unknown where one of the four is missing on both levels', () => {
    const missing = (
      ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'] as const
    ).map((setting) => ({ block: blocks.without(setting), accountBlock: blocks.none }));
    for (const levels of [...missing, { block: blocks.refused, accountBlock: blocks.none }]) {
      const one = judged({
        policyPublic: refused('s3:GetBucketPolicyStatus'),
        acl: refused('s3:GetBucketAcl'),
        ...levels,
      });
      deepEqual([one.verdict, ...one.holds], ['UNKNOWN', `${POLICY} unknown`, `${ACL} unknown`]);
      deepEqual([...one.reasons(POLICY), ...one.reasons(ACL)], ['read.denied', 'read.denied']);
    }
  });

  test('blocks change nothing about a policy and a list that were read', () => {
    const bad = judged({
      policyPublic: is(true),
      policy: policyWith(OPEN),
      acl: is([group('global/AllUsers', 'READ')]),
    });
    deepEqual(bad.holds, [`${POLICY} no`, `${ACL} no`]);
    const good = judged({ block: blocks.none, accountBlock: blocks.none });
    equal(good.verdict, 'PASS');
  });

  test('a bucket without a policy is not public by one', () => {
    const none = { policy: is(null), policyPublic: refused<boolean>(), block: blocks.none, accountBlock: blocks.none };
    equal(judged(none).holds[0], `${POLICY} yes`);
  });
});
