import { checksum } from '../../util/checksum.ts';
import type { Statement } from '../change.ts';
import { isOrganizationTrail, type Trail } from '../facts.ts';

/** As much of a trail as policies speak of; one that is only planned has no more. */
export type NamedTrail = Pick<Trail, 'arn' | 'name' | 'owner' | 'homeRegion'> & {
  readonly config: Pick<Trail['config'], 'organization'>;
};

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/**
 * A Sid of its own for each trail, since a bucket may take the logs of many: names that differ in what a Sid cannot hold,
 * or in the Region alone, are told apart by the last part. Letters and digits only.
 */
function sidOf(what: string, { arn, owner, name }: NamedTrail): string {
  return `${what}${owner}${name.replace(/[^A-Za-z0-9]/g, '').slice(0, 40)}${checksum(arn)}`;
}

/**
 * What lets a trail deliver to a bucket: it looks at the access control list and writes below `AWSLogs/`, for an
 * organization trail for every member (CloudTrail user guide, bucket policy; aws.md 5.2).
 */
export function deliveryStatements(
  trail: NamedTrail,
  bucketArn: string,
  prefix: string | null,
  organizationId: string | null,
): readonly Statement[] {
  const folder = `${bucketArn}/${prefix === null || prefix === '' ? '' : `${prefix}/`}AWSLogs`;
  const folders = [
    `${folder}/${trail.owner}/*`,
    ...(isOrganizationTrail(trail) && organizationId !== null ? [`${folder}/${organizationId}/*`] : []),
  ];
  const base = { Effect: 'Allow', Principal: { Service: CLOUDTRAIL } } as const;
  return [
    {
      Sid: sidOf('CloudTrailAclCheck', trail),
      ...base,
      Action: 's3:GetBucketAcl',
      Resource: bucketArn,
      Condition: { StringEquals: { 'aws:SourceArn': trail.arn } },
    },
    {
      Sid: sidOf('CloudTrailWrite', trail),
      ...base,
      Action: 's3:PutObject',
      Resource: folders.length === 1 ? (folders[0] ?? '') : folders,
      Condition: {
        StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trail.arn },
      },
    },
  ];
}

/** What lets a trail encrypt with a key: data keys for its own log files, and a look at the key (aws.md 5.3). */
export function keyStatements(trail: NamedTrail): readonly Statement[] {
  const partition = trail.arn.split(':')[1] ?? 'aws';
  const base = { Effect: 'Allow', Principal: { Service: CLOUDTRAIL }, Resource: '*' } as const;
  return [
    {
      Sid: sidOf('CloudTrailEncrypt', trail),
      ...base,
      Action: 'kms:GenerateDataKey*',
      Condition: {
        StringEquals: { 'aws:SourceArn': trail.arn },
        StringLike: {
          'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${partition}:cloudtrail:*:${trail.owner}:trail/*`,
        },
      },
    },
    {
      Sid: sidOf('CloudTrailDescribe', trail),
      ...base,
      Action: 'kms:DescribeKey',
      Condition: { StringEquals: { 'aws:SourceArn': trail.arn } },
    },
  ];
}

/** What lets a trail publish to a topic (aws.md 5.4). */
export function publishStatements(trail: NamedTrail, topicArn: string): readonly Statement[] {
  return [
    {
      Sid: sidOf('CloudTrailPublish', trail),
      Effect: 'Allow',
      Principal: { Service: CLOUDTRAIL },
      Action: 'SNS:Publish',
      Resource: topicArn,
      Condition: { StringEquals: { 'aws:SourceArn': trail.arn } },
    },
  ];
}

/** What lets CloudTrail assume its role, as in AWS's sample: no condition, since it supports none (aws.md 5.1). */
export const ASSUME_STATEMENT: Statement = {
  Sid: 'CloudTrailAssume',
  Effect: 'Allow',
  Principal: { Service: CLOUDTRAIL },
  Action: 'sts:AssumeRole',
};

/** What lets the role make streams and write events, for an organization trail those of the members as well (aws.md 5.1). */
export function logWriteStatements(
  trail: NamedTrail,
  logGroupArn: string,
  organizationId: string | null,
): readonly Statement[] {
  const group = logGroupArn.replace(/:\*$/, '');
  const stream = `${trail.owner}_CloudTrail_${trail.homeRegion}*`;
  const members = isOrganizationTrail(trail) && organizationId !== null ? [`${organizationId}_*`] : [];
  return [
    {
      Sid: sidOf('CloudTrailEvents', trail),
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [stream, ...members].map((name) => `${group}:log-stream:${name}`),
    },
  ];
}
