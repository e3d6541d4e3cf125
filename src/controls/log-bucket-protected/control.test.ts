import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bucketWith,
  is,
  judgeStorage,
  lifecycleRule,
  refused,
  trailTo,
  withConfig,
} from '../../../test/support/buckets.ts';
import { ACCOUNT } from '../../../test/support/world.ts';
import type { Trail } from '../../model/facts.ts';
import type { Bucket, LifecycleRule } from '../../model/storage.ts';
import { logBucketProtected } from './control.ts';

const VERSIONING = 'versioning-on';
const RETENTION = 'retention-control';
const KEPT = 'kept-long-enough';

function judged(overrides: Partial<Bucket>, config: Partial<Trail['config']> = {}, retentionDays = 365) {
  const trail = withConfig(trailTo(is(bucketWith(overrides))), config);
  return judgeStorage(logBucketProtected, [trail], { storage: { retentionDays } });
}

function holds(overrides: Partial<Bucket>, condition: string, config: Partial<Trail['config']> = {}): string {
  const all = judged(overrides, config).holds;
  return all.find((one) => one.startsWith(`${condition} `))?.slice(condition.length + 1) ?? 'absent';
}

const mfa = (status: 'Enabled' | 'Suspended'): Bucket['versioning'] => is({ status, mfaDelete: true });

describe(logBucketProtected.id, () => {
  test('passes where versions are kept under a lock and nothing expires', () => {
    const good = judged({});
    deepEqual([good.verdict, ...good.holds], ['PASS', `${VERSIONING} yes`, `${RETENTION} yes`, `${KEPT} yes`]);
    deepEqual(good.observed(RETENTION), { mode: 'COMPLIANCE', days: 400 });
  });

  test('fails without versioning and where it is suspended, by different names', () => {
    const never = judged({ versioning: is({ status: null, mfaDelete: false }) });
    deepEqual([never.verdict, ...never.reasons(VERSIONING)], ['FAIL', 'bucket.not-versioned']);
    const suspended = judged({ versioning: is({ status: 'Suspended', mfaDelete: false }) });
    deepEqual([suspended.verdict, ...suspended.reasons(VERSIONING)], ['FAIL', 'bucket.versioning-suspended']);
    equal(holds({ versioning: refused('s3:GetBucketVersioning') }, VERSIONING), 'unknown');
  });

  const LOCKS = [
    { name: 'none', lock: null, holds: 'no', reasons: ['bucket.no-retention-control'] },
    { name: 'no default', lock: { mode: null, days: null }, holds: 'no', reasons: ['lock.no-default'] },
    { name: 'a day short', lock: { mode: 'COMPLIANCE', days: 364 }, holds: 'no', reasons: ['lock.too-short'] },
    { name: 'just enough', lock: { mode: 'COMPLIANCE', days: 365 }, holds: 'yes', reasons: [] },
    { name: 'governance', lock: { mode: 'GOVERNANCE', days: 365 }, holds: 'yes', reasons: ['lock.governance'] },
    { name: 'short governance', lock: { mode: 'GOVERNANCE', days: 1 }, holds: 'no', reasons: ['lock.too-short'] },
    { name: 'a new mode', lock: { mode: 'NOTARY', days: 400 }, holds: 'unknown', reasons: ['lock.mode-unknown'] },
  ];
  for (const { name, lock, holds: expected, reasons } of LOCKS) {
    test(`Object Lock, ${name}: ${expected}`, () => {
      const one = judged({ objectLock: is(lock) });
      deepEqual(one.holds[1], `${RETENTION} ${expected}`);
      deepEqual(one.reasons(RETENTION), reasons);
    });

    test(`MFA delete stands in for Object Lock, ${name}, where that does not hold`, () => {
      const one = judged({ objectLock: is(lock), versioning: mfa('Enabled') });
      deepEqual(one.holds[1], `${RETENTION} yes`);
      deepEqual(one.reasons(RETENTION), expected === 'yes' ? reasons : ['bucket.mfa-delete']);
    });
  }

  test('MFA delete counts only while versioning is on', () => {
    equal(holds({ objectLock: is(null), versioning: mfa('Suspended') }, RETENTION), 'no');
  });

  test('names the days and the days asked for', () => {
    match(judged({ objectLock: is({ mode: 'COMPLIANCE', days: 90 }) }).sentences(RETENTION)[0] ?? '', /90 days.*365/);
    equal(judged({ objectLock: is({ mode: 'COMPLIANCE', days: 90 }) }, {}, 90).verdict, 'PASS');
  });

  test('an unread lock or an unread MFA delete leaves retention unknown where the other does not decide', () => {
    const lock = refused<null>('s3:GetObjectLockConfiguration');
    equal(holds({ objectLock: lock }, RETENTION), 'unknown');
    equal(holds({ objectLock: lock, versioning: mfa('Enabled') }, RETENTION), 'yes');
    const versioning = refused<never>('s3:GetBucketVersioning');
    equal(holds({ objectLock: is(null), versioning }, RETENTION), 'unknown');
    equal(holds({ versioning }, RETENTION), 'yes');
  });

  const ROOT = `AWSLogs/${ACCOUNT}/CloudTrail/`;
  const RULES: readonly { name: string; rule: Partial<LifecycleRule>; holds: string; reasons: readonly string[] }[] = [
    { name: 'a day early', rule: { expirationDays: 364 }, holds: 'no', reasons: ['lifecycle.expires-early'] },
    { name: 'in time', rule: { expirationDays: 365 }, holds: 'yes', reasons: [] },
    { name: 'switched off', rule: { enabled: false, expirationDays: 1 }, holds: 'yes', reasons: [] },
    {
      name: 'by date',
      rule: { expirationDate: '2099-01-01T00:00:00Z' },
      holds: 'no',
      reasons: ['lifecycle.fixed-date'],
    },
    {
      name: 'under the log files',
      rule: { expirationDays: 30, prefix: ROOT },
      holds: 'no',
      reasons: ['lifecycle.expires-early'],
    },
    {
      name: 'under the digests',
      rule: { expirationDays: 30, prefix: `AWSLogs/${ACCOUNT}/CloudTrail-Digest/` },
      holds: 'no',
      reasons: ['lifecycle.expires-early'],
    },
    {
      name: 'above them',
      rule: { expirationDays: 30, prefix: 'AWS' },
      holds: 'no',
      reasons: ['lifecycle.expires-early'],
    },
    {
      name: "under an organization's files",
      rule: { expirationDays: 30, prefix: 'AWSLogs/o-exampleorgid/999988887777/' },
      holds: 'no',
      reasons: ['lifecycle.expires-early'],
    },
    { name: 'beside them', rule: { expirationDays: 30, prefix: 'athena/' }, holds: 'yes', reasons: [] },
    {
      name: 'for another service',
      rule: { expirationDays: 30, prefix: `AWSLogs/${ACCOUNT}/elasticloadbalancing/` },
      holds: 'yes',
      reasons: [],
    },
    {
      name: 'narrowed',
      rule: { expirationDays: 30, narrowed: true },
      holds: 'unknown',
      reasons: ['lifecycle.may-expire'],
    },
    { name: 'narrowed, in time', rule: { expirationDays: 400, narrowed: true }, holds: 'yes', reasons: [] },
    {
      name: 'old versions early',
      rule: { noncurrentDays: 30 },
      holds: 'yes',
      reasons: ['lifecycle.noncurrent-early'],
    },
    { name: 'old versions in time', rule: { noncurrentDays: 365 }, holds: 'yes', reasons: [] },
  ];
  for (const { name, rule, holds: expected, reasons } of RULES) {
    test(`lifecycle rule ${name}: ${expected}`, () => {
      const one = judged({ lifecycle: is([lifecycleRule(rule)]) });
      deepEqual(one.holds[2], `${KEPT} ${expected}`);
      deepEqual(one.reasons(KEPT), reasons);
    });
  }

  test('one rule that comes early decides over any number that do not', () => {
    const rules = [
      lifecycleRule({ id: 'narrow', narrowed: true, expirationDays: 1 }),
      lifecycleRule({ id: 'late', expirationDays: 4000 }),
      lifecycleRule({ id: 'early', expirationDays: 7 }),
    ];
    const one = judged({ lifecycle: is(rules) });
    equal(one.holds[2], `${KEPT} no`);
    deepEqual(one.reasons(KEPT), ['lifecycle.expires-early', 'lifecycle.may-expire']);
    match(one.sentences(KEPT)[0] ?? '', /rule early .* 7 days/);
  });

  test("looks under the trail's own prefix, and is unknown where that was not read", () => {
    const lifecycle = is([lifecycleRule({ expirationDays: 30, prefix: 'AWSLogs/' })]);
    equal(holds({ lifecycle }, KEPT, { prefix: is('audit') }), 'yes');
    const audit = is([lifecycleRule({ expirationDays: 30, prefix: 'audit/AWSLogs/' })]);
    equal(holds({ lifecycle: audit }, KEPT, { prefix: is('audit') }), 'no');
    const prefix = refused<string | null>('cloudtrail:DescribeTrails');
    const unread = judged({ lifecycle }, { prefix });
    deepEqual([unread.holds[2], ...unread.reasons(KEPT)], [`${KEPT} unknown`, 'lifecycle.may-expire', 'read.denied']);
    const all = is([lifecycleRule({ expirationDays: 30 })]);
    equal(holds({ lifecycle: all }, KEPT, { prefix }), 'no');
    equal(holds({ lifecycle: is([lifecycleRule({ expirationDays: 400, prefix: 'x' })]) }, KEPT, { prefix }), 'yes');
  });

  test('is unknown where the rules were refused', () => {
    equal(holds({ lifecycle: refused('s3:GetBucketLifecycleConfiguration') }, KEPT), 'unknown');
  });

  test('words every reason without a gap', () => {
    const worst = judged({
      versioning: is({ status: null, mfaDelete: false }),
      objectLock: is(null),
      lifecycle: is([lifecycleRule({ expirationDays: 1, noncurrentDays: 1 })]),
    });
    const sentences = [VERSIONING, RETENTION, KEPT].flatMap((id) => worst.sentences(id));
    equal(sentences.length, 4);
    for (const sentence of sentences) equal(/unknown|\{/.test(sentence), false, sentence);
  });
});
