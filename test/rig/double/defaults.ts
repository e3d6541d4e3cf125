/**
 * What is healthy: the settings and policies that a thing has which a trail names and nobody describes, and
 * those that a description leaves open. The policies are those that AWS's user guides give, for every trail
 * that names the thing.
 */

import type { BlockConfiguration } from '../world-delivery.ts';
import type { KeyUsers } from './named.ts';
import type { PlacedTrail } from './placed-trails.ts';

type Statement = Record<string, unknown>;

/** Where policies are valid: their ARNs carry the partition, their paths the organisation. */
export type Place = { partition: string; organizationId: string };

/** All four, as every account and every new bucket has had them since April 2023. */
export const BLOCK_ALL: BlockConfiguration = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** A log archive: private, versioned, locked, encrypted, its access logged, nothing ever deleted. */
export function archiveSettings(name: string) {
  return {
    Grants: [{ Permission: 'FULL_CONTROL' }],
    PublicAccessBlock: BLOCK_ALL,
    Versioning: { Status: 'Enabled' },
    ObjectLock: {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 400 } },
    },
    Lifecycle: null,
    Logging: { TargetBucket: `${name}-access-logs`, TargetPrefix: `${name}/` },
    Encryption: { SSEAlgorithm: 'AES256' },
    ObjectOwnership: 'BucketOwnerEnforced',
    Payer: 'BucketOwner',
  };
}

/** One statement for the check of the list, then one for each path that a trail writes to. */
export function bucketPolicy(name: string, writers: PlacedTrail[], place: Place): Record<string, unknown> {
  const bucket = `arn:${place.partition}:s3:::${name}`;
  const trailArns = unique(writers.map(({ arn }) => arn));
  const check = {
    Sid: 'AWSCloudTrailAclCheck20150319',
    ...cloudTrailMay('s3:GetBucketAcl', bucket),
    Condition: { StringEquals: { 'aws:SourceArn': oneOrMany(trailArns) } },
  };
  const writes = writers.flatMap((writer) => pathsOf(writer, place).map((path) => ({ path, arn: writer.arn })));
  const byPath = Map.groupBy(writes, ({ path }) => path);
  const write = [...byPath].map(([path, of], index) => ({
    Sid: sidOf(path, index),
    ...cloudTrailMay('s3:PutObject', `${bucket}/${path}`),
    Condition: {
      StringEquals: {
        's3:x-amz-acl': 'bucket-owner-full-control',
        'aws:SourceArn': oneOrMany(unique(of.map(({ arn }) => arn))),
      },
    },
  }));
  return policy(check, ...write);
}

function sidOf(path: string, index: number): string {
  if (path.includes('AWSLogs/o-')) return 'AWSCloudTrailOrganizationWrite20150319';
  return `AWSCloudTrailWrite20150319${index === 0 ? '' : index + 1}`;
}

/** The owner's folder, and for an organisation trail the organisation's beside it. */
function pathsOf({ trail, owner }: PlacedTrail, { organizationId }: Place): string[] {
  const prefix = trail.S3KeyPrefix === undefined || trail.S3KeyPrefix === '' ? '' : `${trail.S3KeyPrefix}/`;
  const own = `${prefix}AWSLogs/${owner.id}/*`;
  return trail.IsOrganizationTrail === true ? [own, `${prefix}AWSLogs/${organizationId}/*`] : [own];
}

/** CloudTrail may assume the role. */
export function roleTrust(): Record<string, unknown> {
  return policy({ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' });
}

/** The name of the inline policy that a role has which trails name and whose policies nobody describes. */
export const ROLE_POLICY_NAME = 'write-to-log-group';

/** The role may make the streams of each trail that names it and write to them. */
export function rolePolicy(writers: PlacedTrail[], place: Place): Record<string, unknown> {
  const streams = unique(
    writers.flatMap((writer) => {
      const group = writer.trail.CloudWatchLogsLogGroupArn?.replace(/:\*$/, '') ?? '*';
      return streamPrefixes(writer, place).map((prefix) => `${group}:log-stream:${prefix}*`);
    }),
  );
  return policy(
    {
      Sid: 'AWSCloudTrailCreateLogStream2014110',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream'],
      Resource: streams,
    },
    { Sid: 'AWSCloudTrailPutLogEvents20141101', Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: streams },
  );
}

function streamPrefixes({ trail, owner }: PlacedTrail, { organizationId }: Place): string[] {
  const own = streamOf({ trail, owner });
  return trail.IsOrganizationTrail === true ? [own, `${organizationId}_`] : [own];
}

/** The stream of a trail's own account. */
export function streamOf({ trail, owner }: Pick<PlacedTrail, 'trail' | 'owner'>): string {
  return `${owner.id}_CloudTrail_${trail.HomeRegion}`;
}

/**
 * The owner's account may do everything by its own policies; CloudTrail may encrypt the files of the trails
 * that name the key, and what it puts into buckets and topics that do; CloudWatch Logs may use it for groups.
 */
export function keyPolicy(arn: string, { trails, logGroupArns, storage }: KeyUsers): Record<string, unknown> {
  const [, partition = 'aws', , region = '', account = ''] = arn.split(':');
  const trailArns = unique(trails.map((placed) => placed.arn));
  const storageArns = unique(storage.map((placed) => placed.arn));
  const owners = unique(trails.map(({ owner }) => `arn:${partition}:cloudtrail:*:${owner.id}:trail/*`));
  const statements: Statement[] = [];
  if (trails.length > 0) {
    const from = { 'aws:SourceArn': oneOrMany(trailArns) };
    const encrypts = { 'kms:EncryptionContext:aws:cloudtrail:arn': oneOrMany(owners) };
    statements.push(
      {
        Sid: 'Allow CloudTrail to encrypt logs',
        ...cloudTrailMay('kms:GenerateDataKey*', '*'),
        Condition: { StringEquals: from, StringLike: encrypts },
      },
      {
        Sid: 'Allow CloudTrail to describe key',
        ...cloudTrailMay('kms:DescribeKey', '*'),
        Condition: { StringEquals: from },
      },
    );
  }
  if (storage.length > 0) {
    statements.push({
      Sid: 'Allow CloudTrail to write to what the key encrypts',
      ...cloudTrailMay(['kms:GenerateDataKey*', 'kms:Decrypt'], '*'),
      Condition: { StringEquals: { 'aws:SourceArn': oneOrMany(storageArns) } },
    });
  }
  if (logGroupArns.length > 0) {
    statements.push({
      Sid: 'Allow CloudWatch Logs',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
      Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': oneOrMany(logGroupArns) } },
    });
  }
  return policy(accountMay(partition, account), ...statements);
}

function accountMay(partition: string, account: string): Statement {
  return {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/** An AWS managed key serves one service in its own account, and nobody can change that. */
export function awsManagedKeyPolicy(arn: string, service: string): Record<string, unknown> {
  const [, , , region = '', account = ''] = arn.split(':');
  return policy({
    Sid: `Allow access through ${service} for all principals in the account that are authorized to use it`,
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `${service}.${region}.amazonaws.com` },
    },
  });
}

/** The statement that SNS gives every topic, and leave for CloudTrail to publish for the trails that name it. */
export function topicPolicy(arn: string, writers: PlacedTrail[]): Record<string, unknown> {
  const [, , , , account = ''] = arn.split(':');
  const owner = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['SNS:GetTopicAttributes', 'SNS:SetTopicAttributes', 'SNS:Subscribe', 'SNS:Publish'],
    Resource: arn,
    Condition: { StringEquals: { 'AWS:SourceOwner': account } },
  };
  const publish = {
    Sid: 'AWSCloudTrailSNSPolicy20131101',
    ...cloudTrailMay('SNS:Publish', arn),
    Condition: { StringEquals: { 'aws:SourceArn': oneOrMany(unique(writers.map((placed) => placed.arn))) } },
  };
  return writers.length > 0 ? policy(owner, publish) : policy(owner);
}

function cloudTrailMay(action: string | string[], resource: string): Statement {
  return {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: action,
    Resource: resource,
  };
}

function policy(...Statement: Statement[]): Record<string, unknown> {
  return { Version: '2012-10-17', Statement };
}

function oneOrMany(values: string[]): string | string[] {
  return values.length === 1 && values[0] !== undefined ? values[0] : values;
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
