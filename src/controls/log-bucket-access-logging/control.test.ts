import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BUCKET, bucketWith, is, judgeStorage, refused, trailTo } from '../../../test/support/buckets.ts';
import type { Bucket } from '../../model/storage.ts';
import { logBucketAccessLogging } from './control.ts';

const ON = 'access-logging-on';

function judged(overrides: Partial<Bucket>) {
  return judgeStorage(logBucketAccessLogging, [trailTo(is(bucketWith(overrides)))]);
}

describe(logBucketAccessLogging.id, () => {
  test('passes where requests are logged, and shows whereto', () => {
    const good = judged({});
    equal(good.verdict, 'PASS');
    deepEqual(good.observed(ON), { bucket: 'access-logs', prefix: 'trail-logs/' });
    deepEqual(good.reasons(ON), []);
  });

  test('fails where they are not; every clause follows', () => {
    const bad = judged({ logging: is(null) });
    equal(bad.verdict, 'FAIL');
    deepEqual(bad.reasons(ON), ['bucket.no-access-log']);
    deepEqual([...new Set(bad.result.clauses.map(({ verdict }) => verdict))], ['FAIL']);
    equal(bad.clause('CloudTrail.7'), 'FAIL');
  });

  test('passes with a note where the bucket logs into itself, as AWS counts it', () => {
    const loop = judged({ logging: is({ bucket: BUCKET, prefix: 'access/' }) });
    equal(loop.verdict, 'PASS');
    deepEqual(loop.reasons(ON), ['bucket.logs-into-itself']);
    equal(loop.clause('CloudTrail.7'), 'PASS');
  });

  test('is unknown where the setting was refused', () => {
    const unread = judged({ logging: refused('s3:GetBucketLogging') });
    deepEqual([unread.verdict, unread.clause('CloudTrail.7')], ['UNKNOWN', 'UNKNOWN']);
    deepEqual(unread.reasons(ON), ['read.denied']);
  });
});
