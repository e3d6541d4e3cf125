import type { Delivery } from '../../iam/cloudtrail/circumstances.ts';
import { keyUsable } from '../../iam/cloudtrail/key-state.ts';
import { topicKeyAsks } from '../../iam/cloudtrail/keys.ts';
import { decided, reason } from '../../model/conditions/condition.ts';
import type { Source } from '../../model/read.ts';
import type { Topic } from '../../model/storage.ts';
import type { Condition } from '../../model/verdict.ts';

/** The AWS managed key of SNS has a policy that nobody can change and that lets in SNS alone. */
export function keyUsableByTopic(delivery: Delivery, topic: Topic, source: Source): Condition {
  const id = 'topic-key-usable';
  const { arn } = delivery.trail;
  const { key, kmsKey } = topic;
  if (kmsKey === null) return decided(id, arn, 'yes', null, [source]);
  const isManaged = kmsKey.endsWith('alias/aws/sns') || (key?.known && key.value?.manager === 'AWS');
  if (isManaged) {
    return decided(id, arn, 'no', kmsKey, [source], [reason('topic.aws-managed-key', { topic: topic.arn })]);
  }
  if (key === null) {
    const why = reason('topic.key-unclear', { topic: topic.arn, key: kmsKey });
    return decided(id, arn, 'unknown', kmsKey, [source], [why]);
  }
  return keyUsable(id, arn, key, kmsKey, (one) => topicKeyAsks(delivery, topic, one));
}
