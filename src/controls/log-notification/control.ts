import { type Delivery, deliveryOf } from '../../iam/cloudtrail/circumstances.ts';
import { keyMissingWording, keyStateWording } from '../../iam/cloudtrail/key-state.ts';
import { permission } from '../../iam/cloudtrail/permission.ts';
import { topicAsks } from '../../iam/cloudtrail/topic.ts';
import { permissionWording } from '../../iam/cloudtrail/wording.ts';
import { trailSubjects } from '../../model/conditions/candidates.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { noError, notificationError } from '../../model/conditions/delivery.ts';
import { defineControl } from '../../model/control.ts';
import type { Trail } from '../../model/facts.ts';
import { allowPublish } from '../../model/fixes/delivery.ts';
import { byHand } from '../../model/fixes/fix.ts';
import { fixByCondition } from '../../model/fixes/tables.ts';
import type { Read, Source } from '../../model/read.ts';
import type { Topic } from '../../model/storage.ts';
import type { Condition } from '../../model/verdict.ts';
import { QUERY } from './query.ts';
import { keyUsableByTopic } from './topic-key.ts';

export const logNotification = defineControl({
  id: 'log-notification',
  title: 'Every trail that names an SNS topic may publish to it',
  category: 'delivery',
  severity: 'low',
  rationale:
    'Whoever waits for a message before reading a log file waits for ever when the topic, its policy or its key stops CloudTrail; the log files themselves go on arriving, so nobody looks.',
  population: 'trail',
  needs: ['trails', 'status', 'topic', 'key', 'guardrails'],
  conditions: {
    'topic-exists': {
      title: 'The topic exists',
      reasons: {
        'topic.missing': {
          text: 'Trail {trail} notifies {topic}, which does not exist.',
          next: 'Make the topic again, name another one on the trail, or take it off.',
        },
        'trail.no-topic': { text: 'Trail {trail} names no SNS topic.' },
      },
    },
    'topic-policy-allows': { title: 'The topic policy lets CloudTrail publish', reasons: permissionWording },
    'topic-key-usable': {
      title: 'CloudTrail can use the key of the topic',
      reasons: {
        ...permissionWording,
        ...keyMissingWording,
        ...keyStateWording,
        'topic.aws-managed-key': {
          text: 'Topic {topic} is encrypted with the AWS managed key of SNS, which lets no other service in.',
          next: 'Encrypt the topic with a key of your own whose policy lets cloudtrail.amazonaws.com use it, or not at all.',
        },
        'topic.key-unclear': {
          text: 'Topic {topic} is encrypted with {key}, which is no name of a KMS key as we know them.',
          next: 'Name the key by its ARN: aws sns set-topic-attributes --topic-arn {topic} --attribute-name KmsMasterKeyId --attribute-value ARN',
        },
      },
    },
    'no-notification-error': { title: 'No Region reports an error of notification', reasons: notificationError },
  },
  clauses: [],
  related: ['trail-delivery'],
  query: QUERY,
  fix: fixByCondition({
    'topic-exists': allowPublish,
    'topic-policy-allows': allowPublish,
    'topic-key-usable': () => byHand('fix.topic-key-by-hand'),
    'no-notification-error': allowPublish,
  }),
  subjects: (context) =>
    trailSubjects(
      context,
      ({ topic, ...trail }) => {
        if (topic === null) return [];
        const notifying = { ...trail, topic };
        const delivery = deliveryOf(notifying, context.organization);
        return [
          topicExists(notifying),
          topicPolicyAllows(notifying, delivery),
          ofTopic('topic-key-usable', notifying, (one, source) => keyUsableByTopic(delivery, one, source)),
          noError(
            'no-notification-error',
            notifying,
            context.account.regions,
            'notificationError',
            'trail.notification-error',
          ),
        ];
      },
      ({ arn, topic }) => (topic === null ? reason('trail.no-topic', { trail: arn }) : null),
    ),
});

/** A trail that names a topic; whether that could be read is another question. */
type Notifying = Trail & { readonly topic: Read<Topic | null> };

function topicExists({ arn, topic, config }: Notifying): Condition {
  const id = 'topic-exists';
  if (!topic.known) return unknownBecause(id, arn, topic.failure, topic.source);
  if (topic.value === null) {
    const named = config.snsTopic.known ? config.snsTopic.value : null;
    return decided(id, arn, 'no', named, [topic.source], [reason('topic.missing', { trail: arn, topic: named })]);
  }
  const { arn: observed, subscriptionsConfirmed, subscriptionsPending } = topic.value;
  // Who listens is evidence; a topic that nobody listens to still takes messages.
  return decided(id, arn, 'yes', { arn: observed, subscriptionsConfirmed, subscriptionsPending }, [topic.source]);
}

function topicPolicyAllows(trail: Notifying, delivery: Delivery): Condition {
  const id = 'topic-policy-allows';
  return ofTopic(id, trail, (topic) => permission(id, trail.arn, topicAsks(delivery, topic)));
}

/** A condition on a topic that is there; of one that is missing, the reason stands at topic-exists. */
function ofTopic(id: string, { arn, topic }: Notifying, judge: (topic: Topic, source: Source) => Condition): Condition {
  if (!topic.known) return unknownBecause(id, arn, topic.failure, topic.source);
  return topic.value === null ? decided(id, arn, 'no', null, [topic.source]) : judge(topic.value, topic.source);
}
