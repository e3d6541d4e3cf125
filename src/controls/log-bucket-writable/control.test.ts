import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ACL_CHECK,
  bucketPolicy,
  deny,
  judgeWritable,
  saysBoth,
  WRITE,
} from '../../../test/support/bucket-policies.ts';
import { ARCHIVE, BUCKET_ARN, is, judgeStorage, refused } from '../../../test/support/buckets.ts';
import {
  deliveringTrail,
  ORGANIZATION,
  organizationWith,
  rcpsOf,
  unreadGuardrails,
} from '../../../test/support/delivery.ts';
import { ACCOUNT } from '../../../test/support/world.ts';
import { logBucketWritable } from './control.ts';

describe('log-bucket-writable', () => {
  test('passes with every condition met', () => {
    const judged = judgeWritable({});
    equal(judged.verdict, 'PASS');
    deepEqual(judged.holds, [
      'bucket-exists yes',
      'prefix-sound yes',
      'may-check-acl yes',
      'may-write yes',
      'not-requester-pays yes',
    ]);
    deepEqual(judged.observed('may-write'), ['policy of bucket trail-logs:5:5 Write']);
  });

  test('no policy, an unread one and one that is no JSON', () => {
    equal(saysBoth(judgeWritable({ policy: is(null) })), 'no permission.not-allowed | no permission.not-allowed');
    equal(
      saysBoth(judgeWritable({ policy: refused() })),
      'unknown permission.unread read.denied | unknown permission.unread read.denied',
    );
    const broken = judgeWritable({ policy: is({ name: 'bucket policy', text: '{"Version": ' }) });
    equal(broken.verdict, 'UNKNOWN');
    match(broken.sentences('may-write')[0] ?? '', /bucket policy, line 1, column \d+/);
  });

  test('names the resource that the policy misses and the one that it has', () => {
    const policy = bucketPolicy(ACL_CHECK, { ...WRITE, Resource: `${BUCKET_ARN}/old/AWSLogs/${ACCOUNT}/*` });
    const [sentence = ''] = judgeWritable(
      { policy },
      { config: { prefix: is('new', 'cloudtrail:DescribeTrails') } },
    ).sentences('may-write');
    match(sentence, /trail-logs\/new\/AWSLogs\/111122223333\/\*: /);
    match(sentence, /on arn:aws:s3:::trail-logs\/old\/AWSLogs\/111122223333\/\* only/);
  });

  test('digests are written as well where validation is on', () => {
    const policy = bucketPolicy(ACL_CHECK, { ...WRITE, Resource: `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/CloudTrail/*` });
    equal(saysBoth(judgeWritable({ policy })), 'yes | no permission.other-resource');
    const off = { config: { validation: is(false, 'cloudtrail:DescribeTrails') } };
    equal(saysBoth(judgeWritable({ policy }, off)), 'yes | yes');
  });

  test('a bucket that does not exist fails, one that was not found is unknown', () => {
    const gone = judgeStorage(logBucketWritable, [deliveringTrail({ bucket: is(null, 's3:HeadBucket') })]);
    equal(gone.verdict, 'FAIL');
    deepEqual(gone.reasons('bucket-exists'), ['trail.bucket-missing']);
    deepEqual(gone.reasons('may-write'), []);
    const unread = judgeStorage(logBucketWritable, [deliveringTrail({ bucket: refused('s3:HeadBucket') })]);
    equal(unread.verdict, 'UNKNOWN');
    equal(unread.holds.filter((one) => one.endsWith(' unknown')).length, 4);
  });

  test('Requester Pays and a prefix with AWSLogs/ fail; unread, they are unknown', () => {
    deepEqual(judgeWritable({ payer: is('Requester') }).reasons('not-requester-pays'), ['bucket.requester-pays']);
    equal(judgeWritable({ payer: refused() }).verdict, 'UNKNOWN');
    const prefixed = (prefix: string) =>
      judgeWritable({}, { config: { prefix: is(prefix, 'cloudtrail:DescribeTrails') } });
    deepEqual(prefixed('x/AWSLogs/y').reasons('prefix-sound'), ['trail.prefix-holds-awslogs']);
    deepEqual(prefixed('AWSLogs').reasons('prefix-sound'), ['trail.prefix-holds-awslogs']);
    deepEqual(prefixed('MyAWSLogsX').reasons('prefix-sound'), []);
    const unread = judgeWritable({}, { config: { prefix: refused('cloudtrail:DescribeTrails') } });
    deepEqual(
      unread.holds.filter((one) => one.endsWith(' unknown')),
      ['prefix-sound unknown', 'may-write unknown'],
    );
  });

  test('RCPs of the account that owns the bucket count where they were read, and are named where not', () => {
    const perimeter = deny({
      Action: 's3:*',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-other00000' } },
    });
    const known = judgeWritable({}, { guardrails: rcpsOf(ARCHIVE, perimeter) }, organizationWith());
    equal(saysBoth(known), 'no permission.denied | no permission.denied');
    const own = deny({
      Action: 's3:*',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { 'aws:SourceOrgID': ORGANIZATION } },
    });
    equal(saysBoth(judgeWritable({}, { guardrails: rcpsOf(ARCHIVE, own) }, organizationWith())), 'yes | yes');
    equal(
      saysBoth(judgeWritable({}, { guardrails: rcpsOf(ARCHIVE, own) })),
      'unknown permission.depends | unknown permission.depends',
    );
    const unread = judgeWritable({}, { guardrails: unreadGuardrails(ARCHIVE) });
    equal(unread.verdict, 'PASS');
    equal(saysBoth(unread), 'yes guardrails.unread | yes guardrails.unread');
    equal(saysBoth(judgeWritable({}, { guardrails: unreadGuardrails(ACCOUNT) })), 'yes | yes');
  });
});
