/** Policies of the demo that are not as AWS's user guides give them; the healthy ones are the rig's defaults. */

import type { WorldOrganizationPolicy } from '../rig/world-delivery.ts';
import { id, ORGANIZATION } from './parts.ts';

export type Statement = Record<string, unknown>;

export function policy(...statements: Statement[]): Record<string, unknown> {
  return { Version: '2012-10-17', Statement: statements };
}

/** Whom a bucket lets in for one trail, and below which folders. */
export interface Writer {
  readonly trail: string;
  readonly folders: readonly string[];
}

/** CloudTrail may look at the bucket's list and write there, for each of these trails into its own folders. */
export function cloudTrailWrites(bucket: string, writers: readonly Writer[]): Statement[] {
  const arn = `arn:aws:s3:::${bucket}`;
  const check: Statement = {
    Sid: 'CloudTrailChecksList',
    ...cloudTrailMay('s3:GetBucketAcl', arn),
    Condition: { StringEquals: { 'aws:SourceArn': writers.map(({ trail }) => trail) } },
  };
  const writes = writers.map(({ trail, folders }) => ({
    Sid: `CloudTrailWrites${inCamelCase(trail.slice(trail.lastIndexOf('/') + 1))}`,
    ...cloudTrailMay(
      's3:PutObject',
      folders.map((folder) => `${arn}/${folder}/*`),
    ),
    Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trail } },
  }));
  return [check, ...writes];
}

function cloudTrailMay(Action: string, Resource: string | string[]): Statement {
  return { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action, Resource };
}

function inCamelCase(name: string): string {
  return name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

export function trailArn(account: string, region: string, name: string): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}

/** A statement on the whole bucket and all that lies in it. */
export function onBucket(bucket: string, statement: Statement): Statement {
  const arn = `arn:aws:s3:::${bucket}`;
  return { ...statement, Resource: [arn, `${arn}/*`] };
}

/** Meant: nobody from outside. Forgotten: a service that acts by its own name belongs to no organization. */
export function onlyOurOrganization(bucket: string): Statement {
  return onBucket(bucket, {
    Sid: 'OnlyOurOrganization',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Condition: { StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
  });
}

/** The same thought in a key policy: whoever belongs to the organization may use the key, and CloudTrail does not. */
export function keyForOurOrganization(account: string): Record<string, unknown> {
  return policy(accountRulesKey(account), {
    Sid: 'OurOrganizationEncrypts',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['kms:GenerateDataKey*', 'kms:Decrypt', 'kms:DescribeKey'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
  });
}

/** A key that CloudTrail may use for one trail. */
export function keyFor(account: string, trail: string, ...more: Statement[]): Record<string, unknown> {
  return policy(
    accountRulesKey(account),
    {
      Sid: 'CloudTrailEncrypts',
      ...cloudTrailMay('kms:GenerateDataKey*', '*'),
      Condition: {
        StringEquals: { 'aws:SourceArn': trail },
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${account}:trail/*` },
      },
    },
    {
      Sid: 'CloudTrailDescribes',
      ...cloudTrailMay('kms:DescribeKey', '*'),
      Condition: { StringEquals: { 'aws:SourceArn': trail } },
    },
    ...more,
  );
}

function accountRulesKey(account: string): Statement {
  return {
    Sid: 'AccountRulesKey',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/** A trust policy that lets in this one role. */
export function trustOnly(role: string): Record<string, unknown> {
  return policy({ Effect: 'Allow', Principal: { AWS: role }, Action: 'sts:AssumeRole' });
}

/** What an application needs, in the eyes of those who wrote the blueprint. */
export const BLUEPRINT_BOUNDARY = policy({
  Sid: 'WhatApplicationsNeed',
  Effect: 'Allow',
  Action: ['dynamodb:*', 'ecs:*', 'lambda:*', 's3:*', 'sqs:*', 'xray:*'],
  Resource: '*',
});

/** What the organization forbids; the refusals in world.ts are theirs. */
export const GUARDRAILS: WorldOrganizationPolicy[] = [
  {
    Id: 'p-residency',
    Name: 'Residency',
    Type: 'SERVICE_CONTROL_POLICY',
    targets: [id(6)],
    content: policy({
      Sid: 'NothingInSaoPaulo',
      Effect: 'Deny',
      NotAction: ['account:*', 'iam:*', 'organizations:*', 'sts:*', 'support:*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'sa-east-1' } },
    }),
  },
  {
    Id: 'p-trailsonly',
    Name: 'HandsOffTrails',
    Type: 'SERVICE_CONTROL_POLICY',
    targets: [id(9)],
    content: policy({
      Sid: 'HandsOffTrails',
      Effect: 'Deny',
      Action: ['cloudtrail:*TrailStatus', 'cloudtrail:DeleteTrail', 'cloudtrail:StopLogging'],
      Resource: '*',
    }),
  },
];
