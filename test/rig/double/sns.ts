import { createHash } from 'node:crypto';
import type { AwsCall } from '../wire.ts';
import type { WorldSubscription, WorldTopic } from '../world-delivery.ts';
import { topicPolicy } from './defaults.ts';
import {
  denyCall,
  documentText,
  type Handler,
  type KnownAccount,
  pageOf,
  refuse,
  type WorldContext,
} from './handler.ts';

const SUBSCRIBED: WorldSubscription[] = [{ Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:000000000000:notices' }];

/** SNS: topics by their ARN, described or only named; each is read by its own account. */
export function snsHandlers(world: WorldContext): Record<string, Handler> {
  function find(call: AwsCall, account: KnownAccount): WorldTopic & { arn: string } {
    const arn = String(call.params.TopicArn);
    const [, , service, region, owner, name = ''] = arn.split(':');
    if (service !== 'sns' || region !== call.region) {
      refuse('InvalidParameter', 'Invalid parameter: TopicArn', 400);
    }
    if (owner !== account.id) denyCall(world, call);
    const topic = account.topics?.find((one) => one.name === name && one.region === region);
    const isNamed = topic !== undefined || world.named.byTopic.has(arn);
    if (world.missing.has(arn) || !isNamed) refuse('NotFound', 'Topic does not exist', 404);
    return { name, region, ...topic, arn };
  }

  function getTopicAttributes(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { arn, name: _, region: __, subscriptions = SUBSCRIBED, Policy, ...fields } = find(call, account);
    const policy = Policy === undefined ? topicPolicy(arn, world.named.byTopic.get(arn) ?? []) : Policy;
    const confirmed = subscriptions.filter(({ isConfirmed = true }) => isConfirmed).length;
    const attributes = {
      TopicArn: arn,
      Owner: account.id,
      DisplayName: '',
      Policy: policy === null ? null : documentText(policy),
      SubscriptionsConfirmed: confirmed,
      SubscriptionsPending: subscriptions.length - confirmed,
      SubscriptionsDeleted: 0,
      ...fields,
    };
    const sent = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined);
    return { Attributes: new Map(sent.map(([key, value]) => [key, String(value)])) };
  }

  function listSubscriptions(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { arn, subscriptions = SUBSCRIBED } = find(call, account);
    const { page, next } = pageOf(subscriptions, call.params.NextToken, Math.min(world.pageSize, 100));
    const Subscriptions = page.map(({ isConfirmed = true, ...subscription }) => ({
      // A subscription has no ARN of its own until somebody has confirmed it.
      SubscriptionArn: isConfirmed ? `${arn}:${idOf(subscription.Endpoint)}` : 'PendingConfirmation',
      Owner: account.id,
      ...subscription,
      TopicArn: arn,
    }));
    return { Subscriptions, NextToken: next };
  }

  return { 'sns:GetTopicAttributes': getTopicAttributes, 'sns:ListSubscriptionsByTopic': listSubscriptions };
}

function idOf(text: string): string {
  const hash = createHash('sha1').update(text).digest('hex');
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
