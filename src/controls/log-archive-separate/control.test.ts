import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ARCHIVE, bucketWith, is, judgeStorage, refused, trailTo, withConfig } from '../../../test/support/buckets.ts';
import { ACCOUNT, MANAGEMENT } from '../../../test/support/world.ts';
import type { OrganizationFacts } from '../../model/facts.ts';
import type { Read } from '../../model/read.ts';
import { logArchiveSeparate } from './control.ts';

const SEPARATE = 'separate-account';
const DECLARED = 'in-declared-archive';
const ORGANIZATION: OrganizationFacts = {
  id: is('o-exampleorgid'),
  management: MANAGEMENT,
  caller: MANAGEMENT,
  accountsListed: is(true),
  trails: [],
  ownerListed: is(true),
  trustedAccess: is(true),
  delegatedAdministrators: is(new Map()),
};

/** A trail of the ordinary account into a bucket of the given owner. */
function judged(owner: string, archiveAccounts: readonly string[] = [], ofOrganization: Read<boolean> = is(false)) {
  const trail = withConfig(trailTo(is(bucketWith({ owner }))), { organization: ofOrganization });
  return judgeStorage(logArchiveSeparate, [trail], { storage: { archiveAccounts }, organization: ORGANIZATION });
}

describe(logArchiveSeparate.id, () => {
  test('passes where another account owns the bucket; a missing declaration is noted', () => {
    const good = judged(ARCHIVE);
    equal(good.verdict, 'PASS');
    equal(good.observed(SEPARATE), ARCHIVE);
    deepEqual(good.reasons(DECLARED), ['archive.not-declared']);
    const declared = judged(ARCHIVE, [ARCHIVE]);
    deepEqual([declared.verdict, ...declared.reasons(SEPARATE), ...declared.reasons(DECLARED)], ['PASS']);
  });

  test('fails where the recorded account owns the bucket', () => {
    const own = judged(ACCOUNT);
    deepEqual(own.holds, [`${SEPARATE} no`, `${DECLARED} yes`]);
    deepEqual(own.reasons(SEPARATE), ['archive.same-account']);
  });

  test('fails where a declared archive is not the owner', () => {
    const elsewhere = judged('444455556666', [ARCHIVE]);
    deepEqual(elsewhere.holds, [`${SEPARATE} yes`, `${DECLARED} no`]);
    deepEqual(elsewhere.reasons(DECLARED), ['archive.other-account']);
  });

  test("takes the management account as recorded by an organization's trail, and by no other", () => {
    deepEqual(judged(MANAGEMENT, [], is(true)).reasons(SEPARATE), ['archive.same-account']);
    equal(judged(MANAGEMENT, [], is(false)).verdict, 'PASS');
    equal(judged(ARCHIVE, [], is(true)).verdict, 'PASS');
  });

  test('lets the archive keep its own trail, but not that of the organization', () => {
    const own = judged(ACCOUNT, [ACCOUNT]);
    deepEqual([own.verdict, ...own.reasons(SEPARATE)], ['PASS', 'archive.own-trail']);
    deepEqual(judged(ACCOUNT, [ACCOUNT], is(true)).reasons(SEPARATE), ['archive.same-account']);
  });

  test('is unknown where it hangs on an unread field whether the trail is of the organization, and only there', () => {
    const field = refused<boolean>('cloudtrail:DescribeTrails');
    deepEqual(judged(MANAGEMENT, [], field).holds, [`${SEPARATE} unknown`, `${DECLARED} yes`]);
    deepEqual(judged(ACCOUNT, [ACCOUNT], field).holds, [`${SEPARATE} unknown`, `${DECLARED} yes`]);
    equal(judged(ACCOUNT, [], field).verdict, 'FAIL');
    equal(judged(ARCHIVE, [], field).verdict, 'PASS');
  });

  test("is unknown with the bucket's failure where its owner is not known", () => {
    const unread = judgeStorage(logArchiveSeparate, [trailTo(refused('s3:HeadBucket'))]);
    deepEqual(unread.holds, [`${SEPARATE} unknown`, `${DECLARED} unknown`]);
    deepEqual([...unread.reasons(SEPARATE), ...unread.reasons(DECLARED)], ['read.denied', 'read.denied']);
  });

  test('does not apply where there is no such bucket', () => {
    const { result } = judgeStorage(logArchiveSeparate, [trailTo(is(null, 's3:HeadBucket'))]);
    equal(result.verdict, 'NOT_APPLICABLE');
    deepEqual(
      result.reasons.map(({ id }) => id),
      ['bucket.missing'],
    );
  });
});
