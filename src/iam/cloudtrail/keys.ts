import type { LogGroup } from '../../model/facts.ts';
import type { Key, Topic } from '../../model/storage.ts';
import type { Principal, RequestContext } from '../model.ts';
import type { Ask } from './ask.ts';
import { CLOUDTRAIL, type Delivery, serviceContext, transport } from './circumstances.ts';
import { gather } from './gathered.ts';
import { groupArnOf } from './log-streams.ts';

const NO_CONTEXT = ['kms:encryptioncontext:aws:cloudtrail:arn', null] as const;

/** S3 asks for a data key in CloudTrail's name for each file, and CloudTrail looks at the key (aws.md 5.3). */
export function trailKeyAsks(delivery: Delivery, key: Key): readonly Ask[] {
  const { trail } = delivery;
  const encrypting = serviceContext(delivery, key.region, [['kms:encryptioncontext:aws:cloudtrail:arn', [trail.arn]]]);
  // Only operations that encrypt or decrypt have an encryption context (KMS developer guide).
  const describing = serviceContext(delivery, key.region, [NO_CONTEXT]);
  return [
    keyAsk(delivery, key, CLOUDTRAIL, 'kms:GenerateDataKey', encrypting),
    keyAsk(delivery, key, CLOUDTRAIL, 'kms:DescribeKey', describing),
  ];
}

/**
 * The default key of the bucket, where the trail names none. What S3 tells KMS about such a delivery, AWS does not say:
 * neither the trail nor an encryption context is taken for granted.
 */
export function bucketKeyAsks(delivery: Delivery, key: Key): readonly Ask[] {
  const context = new Map(transport(key.region));
  return [{ ...keyAsk(delivery, key, CLOUDTRAIL, 'kms:GenerateDataKey', context), doubt: 'permission.undocumented' }];
}

/**
 * What CloudWatch Logs needs to keep events under a key (CloudWatch Logs user guide, "Encrypt log data"). AWS's sample
 * lists Describe* as well, under a condition that no DescribeKey can meet: so it is not needed.
 */
const LOGS_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey'];

export function logGroupKeyAsks(delivery: Delivery, group: LogGroup, key: Key): readonly Ask[] {
  const { homeRegion } = delivery.trail;
  const suffix = delivery.partition === 'aws-cn' ? '.cn' : '';
  const logs = { kind: 'service', name: `logs.${homeRegion}.amazonaws.com${suffix}` } as const;
  const context: RequestContext = new Map([
    ...transport(key.region),
    ['kms:encryptioncontext:aws:logs:arn', [groupArnOf(group)]],
  ]);
  return LOGS_ACTIONS.map((action) => keyAsk(delivery, key, logs, action, context));
}

/** CloudTrail publishes to an encrypted topic: SNS asks in its name (SNS developer guide, key management). */
export function topicKeyAsks(delivery: Delivery, topic: Topic, key: Key): readonly Ask[] {
  const context: RequestContext = new Map([
    ...transport(key.region),
    ['kms:encryptioncontext:aws:sns:topicarn', [topic.arn]],
  ]);
  return ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => keyAsk(delivery, key, CLOUDTRAIL, action, context));
}

function keyAsk({ trail }: Delivery, key: Key, principal: Principal, action: string, context: RequestContext): Ask {
  const { account } = key;
  return {
    principal,
    action,
    resource: key.arn,
    resourceAccount: account,
    contexts: [context],
    policies: gather({
      resource: key.policy,
      resourceName: `the policy of ${key.arn}`,
      resourceGuardrails: { account, guardrails: trail.guardrails.get(account) },
    }),
  };
}
