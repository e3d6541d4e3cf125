import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { is, judgeStorage, keyWith, refused, type Statement } from '../../../test/support/buckets.ts';
import { deliveringTrail, namedPolicy, PUBLISH, says, TOPIC_ARN, topicWith } from '../../../test/support/delivery.ts';
import type { Key, Topic } from '../../model/storage.ts';
import { logNotification } from './control.ts';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/5555abcd-12ab-34cd-56ef-1234567890ab';
const USE_KEY: Statement = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
  Resource: '*',
};

function judge(links: Parameters<typeof deliveringTrail>[0]) {
  return judgeStorage(logNotification, [deliveringTrail(links)]);
}

function judgeTopic(overrides: Partial<Topic>) {
  return judge({ topic: is(topicWith(overrides), 'sns:GetTopicAttributes') });
}

function judgePolicy(...statements: readonly Statement[]) {
  return judgeTopic({ policy: namedPolicy('topic policy', ...statements) });
}

function judgeKey(statements: readonly Statement[], overrides: Partial<Key> = {}) {
  return judgeTopic({ kmsKey: KEY, key: is(keyWith(statements, { arn: KEY, ...overrides }), 'kms:DescribeKey') });
}

describe('log-notification', () => {
  test('passes with every condition met', () => {
    const judged = judge({});
    equal(judged.verdict, 'PASS');
    deepEqual(judged.holds, [
      'topic-exists yes',
      'topic-policy-allows yes',
      'topic-key-usable yes',
      'no-notification-error yes',
    ]);
    deepEqual(judged.observed('topic-exists'), { arn: TOPIC_ARN, subscriptionsConfirmed: 1, subscriptionsPending: 0 });
  });

  test('the topic has to exist', () => {
    const gone = judge({ topic: is(null, 'sns:GetTopicAttributes') });
    equal(gone.verdict, 'FAIL');
    equal(says(gone, 'topic-exists'), 'no topic.missing');
    equal(says(gone, 'topic-key-usable'), 'no');
    const unread = judge({ topic: refused('sns:GetTopicAttributes') });
    equal(unread.verdict, 'UNKNOWN');
    equal(unread.holds.filter((one) => one.endsWith(' unknown')).length, 3);
  });

  test('the topic policy has to let CloudTrail publish (aws.md 5.4)', () => {
    const id = 'topic-policy-allows';
    const { Condition: _, ...open } = PUBLISH;
    equal(says(judgePolicy(open), id), 'yes');
    equal(says(judgePolicy({ ...PUBLISH, Action: 'sns:*' }), id), 'yes');
    equal(
      says(judgePolicy({ ...PUBLISH, Condition: { StringEquals: { 'aws:SourceAccount': '000000000001' } } }), id),
      'no permission.other-condition',
    );
    equal(says(judgePolicy({ ...PUBLISH, Resource: `${TOPIC_ARN}-old` }), id), 'no permission.other-resource');
    equal(
      says(judgePolicy({ ...PUBLISH, Principal: { Service: 'cloudwatch.amazonaws.com' } }), id),
      'no permission.not-allowed',
    );
    equal(
      says(judgePolicy(open, { ...open, Sid: 'Guard', Effect: 'Deny', Principal: '*' }), id),
      'no permission.denied',
    );
    equal(
      says(judgePolicy({ ...PUBLISH, Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }), id),
      'unknown permission.depends',
    );
    equal(says(judgeTopic({ policy: is(null) }), id), 'no permission.not-allowed');
    equal(says(judgeTopic({ policy: refused('sns:GetTopicAttributes') }), id), 'unknown permission.unread read.denied');
  });

  test('the key of an encrypted topic has to let CloudTrail in', () => {
    const id = 'topic-key-usable';
    equal(says(judgeKey([USE_KEY]), id), 'yes');
    equal(says(judgeKey([{ ...USE_KEY, Action: 'kms:GenerateDataKey*' }]), id), 'no permission.not-allowed');
    equal(
      says(judgeKey([{ ...USE_KEY, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }]), id),
      'unknown permission.depends',
    );
    equal(says(judgeKey([USE_KEY], { state: 'Disabled' }), id), 'no key.disabled');
    equal(says(judgeTopic({ kmsKey: KEY, key: is(null, 'kms:DescribeKey') }), id), 'no key.missing');
    equal(says(judgeTopic({ kmsKey: KEY, key: refused('kms:DescribeKey') }), id), 'unknown read.denied');
    equal(says(judgeTopic({ kmsKey: 'what is this', key: null }), id), 'unknown topic.key-unclear');
  });

  test('the AWS managed key of SNS lets CloudTrail not in, by whatever name', () => {
    const id = 'topic-key-usable';
    equal(
      says(judgeTopic({ kmsKey: 'alias/aws/sns', key: refused('kms:DescribeKey') }), id),
      'no topic.aws-managed-key',
    );
    equal(says(judgeKey([USE_KEY], { manager: 'AWS' }), id), 'no topic.aws-managed-key');
  });

  test('a Region that reports an error fails', () => {
    const id = 'no-notification-error';
    const error = is('AuthorizationError', 'cloudtrail:GetTrailStatus');
    equal(says(judge({ status: { notificationError: error } }), id), 'no trail.notification-error');
    equal(
      says(judge({ status: { notificationError: refused('cloudtrail:GetTrailStatus') } }), id),
      'unknown read.denied',
    );
  });

  test('does not arise where the trail names no topic', () => {
    const judged = judge({ topic: null });
    equal(judged.verdict, 'NOT_APPLICABLE');
    deepEqual(
      judged.result.reasons.map(({ id }) => id),
      ['trail.no-topic'],
    );
  });
});
