import type { JsonObject } from '../../src/model/json.ts';
import { partitionOf, type World } from './world.ts';

const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

/** Open to CloudTrail for log files and for topics, to CloudWatch Logs, and to the account's own policies. */
export function keyPolicy(world: World, account: string, ...more: readonly JsonObject[]): string {
  const partition = partitionOf(world);
  const suffix = partition === 'aws-cn' ? '.cn' : '';
  const grant = (Sid: string, Principal: JsonObject, Action: readonly string[], context: string, value: string) => {
    const Condition = { StringLike: { [`kms:EncryptionContext:${context}`]: value } };
    return { Sid, Effect: 'Allow', Principal, Action, Resource: '*', Condition };
  };
  const regions = Object.keys(world.regions ?? { 'us-east-1': '', 'eu-west-1': '' });
  const logs = { Service: regions.map((region) => `logs.${region}.amazonaws.com${suffix}`) };
  const trails = `arn:${partition}:cloudtrail:*:*:trail/*`;
  const cipher = ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Sid: 'Delegate', Effect: 'Allow', Principal: { AWS: `arn:${partition}:iam::${account}:root` } },
        ...{ Action: 'kms:*', Resource: '*' },
      },
      grant('Encrypt', CLOUDTRAIL, ['kms:GenerateDataKey*'], 'aws:cloudtrail:arn', trails),
      { Sid: 'Describe', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:DescribeKey', Resource: '*' },
      grant(
        'Notify',
        CLOUDTRAIL,
        ['kms:GenerateDataKey*', 'kms:Decrypt'],
        'aws:sns:topicArn',
        `arn:${partition}:sns:*`,
      ),
      grant('Logs', logs, cipher, 'aws:logs:arn', `arn:${partition}:logs:*`),
      ...more,
    ],
  });
}

/** What SNS says of an ordinary topic: any trail of the account may publish, one subscription is confirmed. */
export function topicAttributes(TopicArn: string, account: string): Record<string, string | undefined> {
  const statement = {
    ...{ Sid: 'Publish', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'SNS:Publish', Resource: TopicArn },
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
  return {
    TopicArn,
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    SubscriptionsConfirmed: '1',
    SubscriptionsPending: '0',
  };
}

/** GetTopicAttributes as SNS answers it. */
export function topicBody(attributes: Readonly<Record<string, string | undefined>>): string {
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const entries = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [`<entry><key>${key}</key><value>${escaped(value)}</value></entry>`],
  );
  return `<GetTopicAttributesResponse xmlns="https://sns.amazonaws.com/doc/2010-03-31/"><GetTopicAttributesResult><Attributes>${entries.join('')}</Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>`;
}
