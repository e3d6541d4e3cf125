import type { Topic } from '../../model/storage.ts';
import type { Ask } from './ask.ts';
import { CLOUDTRAIL, type Delivery, serviceContext } from './circumstances.ts';
import { gather } from './gathered.ts';

/** CloudTrail publishes one message for each log file (aws.md 5.4). RCPs do not cover topics. */
export function topicAsks(delivery: Delivery, topic: Topic): readonly Ask[] {
  return [
    {
      principal: CLOUDTRAIL,
      action: 'sns:Publish',
      resource: topic.arn,
      resourceAccount: topic.account,
      contexts: [serviceContext(delivery, topic.region)],
      policies: gather({ resource: topic.policy, resourceName: `the policy of ${topic.arn}` }),
    },
  ];
}
