/** Everything that a trail delivers to, made in moto by the AWS CLI. */

import { awsCli } from '../rig/moto.ts';
import type { RigServer } from '../rig/server.ts';
import { HOME } from './worlds.ts';

export type Statement = Record<string, unknown>;

const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

export const TRAIL = 'main';
export const PREFIX = 'trails';
export const GROUP = 'trail/events';
export const ROLE = 'to-logs';
export const TOPIC = 'notices';
export const ROLE_POLICY = 'write';

/** One trail of one account with bucket, key, log group, role and topic, all of it in working order. */
export class MotoDelivery {
  readonly account: string;
  readonly bucket: string;
  key = '';
  readonly #server: RigServer;

  constructor(server: RigServer, account: string, bucket = `trail-logs-${account}`) {
    this.#server = server;
    this.account = account;
    this.bucket = bucket;
  }

  get trail(): string {
    return `arn:aws:cloudtrail:${HOME}:${this.account}:trail/${TRAIL}`;
  }

  /** moto disables and deletes keys by their id alone. */
  get keyId(): string {
    return this.key.replace(/.*\//, '');
  }

  get group(): string {
    return `arn:aws:logs:${HOME}:${this.account}:log-group:${GROUP}`;
  }

  get role(): string {
    return `arn:aws:iam::${this.account}:role/${ROLE}`;
  }

  get topic(): string {
    return `arn:aws:sns:${HOME}:${this.account}:${TOPIC}`;
  }

  /** Runs the AWS CLI as the account. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON of another program
  cli(...args: string[]): Promise<any> {
    return awsCli(args, this.#server.env(this.account, HOME));
  }

  async make(): Promise<void> {
    await this.makeBucket();
    this.key = await this.makeKey(this.keyStatements());
    await this.makeGroup();
    await this.makeRole();
    await this.makeTopic();
    const names = ['--name', TRAIL, '--s3-bucket-name', this.bucket, '--kms-key-id', this.key];
    const logs = ['--cloud-watch-logs-log-group-arn', `${this.group}:*`, '--cloud-watch-logs-role-arn', this.role];
    const flags = ['--is-multi-region-trail', '--enable-log-file-validation', '--sns-topic-name', TOPIC];
    const prefix = ['--s3-key-prefix', PREFIX];
    await this.cli('cloudtrail', 'create-trail', ...names, ...logs, ...flags, ...prefix);
    await this.cli('cloudtrail', 'start-logging', '--name', TRAIL);
  }

  async makeBucket(): Promise<void> {
    await this.cli('s3api', 'create-bucket', '--bucket', this.bucket);
    await this.cli(...this.onBucket('put-bucket-versioning'), '--versioning-configuration', 'Status=Enabled');
    await this.setBucketPolicy(this.bucketStatements());
  }

  onBucket(operation: string): string[] {
    return ['s3api', operation, '--bucket', this.bucket];
  }

  async setBucketPolicy(statements: Statement[]): Promise<void> {
    await this.cli(...this.onBucket('put-bucket-policy'), '--policy', policy(statements));
  }

  bucketStatements(from = this.trail, prefix = PREFIX): Statement[] {
    const bucket = `arn:aws:s3:::${this.bucket}`;
    return [mayCheck(bucket, from), mayWrite(`${bucket}/${prefix}/AWSLogs/${this.account}/*`, from)];
  }

  async makeKey(statements: Statement[], region = HOME): Promise<string> {
    const made = await this.cli('kms', 'create-key', '--policy', policy(statements), '--region', region);
    return String(made.KeyMetadata.Arn);
  }

  keyStatements(): Statement[] {
    const encrypts = { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${this.account}:trail/*` };
    const from = { 'aws:SourceArn': this.trail };
    return [
      this.ownerMay(),
      {
        ...allow(CLOUDTRAIL, 'kms:GenerateDataKey*', '*'),
        Condition: { StringEquals: from, StringLike: encrypts },
      },
      { ...allow(CLOUDTRAIL, 'kms:DescribeKey', '*'), Condition: { StringEquals: from } },
    ];
  }

  ownerMay(): Statement {
    return allow({ AWS: `arn:aws:iam::${this.account}:root` }, 'kms:*', '*');
  }

  async makeGroup(...args: string[]): Promise<void> {
    await this.cli('logs', 'create-log-group', '--log-group-name', GROUP, ...args);
  }

  async makeRole(): Promise<void> {
    const trust = ['--assume-role-policy-document', policy([mayAssume()])];
    await this.cli('iam', 'create-role', '--role-name', ROLE, ...trust);
    await this.setRolePolicy(this.roleStatements());
  }

  async setRolePolicy(statements: Statement[]): Promise<void> {
    const names = ['--role-name', ROLE, '--policy-name', ROLE_POLICY];
    await this.cli('iam', 'put-role-policy', ...names, '--policy-document', policy(statements));
  }

  roleStatements(group = this.group, streams = this.streams): Statement[] {
    const resource = `${group}:log-stream:${streams}`;
    return [allow(null, 'logs:CreateLogStream', resource), allow(null, 'logs:PutLogEvents', resource)];
  }

  get streams(): string {
    return `${this.account}_CloudTrail_${HOME}*`;
  }

  async makeTopic(): Promise<void> {
    await this.cli('sns', 'create-topic', '--name', TOPIC);
    await this.setTopic('Policy', policy(this.topicStatements()));
  }

  async setTopic(name: string, value: string): Promise<void> {
    const attribute = ['--attribute-name', name, '--attribute-value', value];
    await this.cli('sns', 'set-topic-attributes', '--topic-arn', this.topic, ...attribute);
  }

  topicStatements(): Statement[] {
    const publish = allow(CLOUDTRAIL, 'SNS:Publish', this.topic);
    return [{ ...publish, Condition: { StringEquals: { 'aws:SourceArn': this.trail } } }];
  }
}

export function policy(statements: Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function allow(principal: unknown, action: string | string[], resource: string): Statement {
  const who = principal === null ? {} : { Principal: principal };
  return { Effect: 'Allow', ...who, Action: action, Resource: resource };
}

export function mayAssume(): Statement {
  return { Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'sts:AssumeRole' };
}

function mayCheck(bucket: string, from: string): Statement {
  return {
    ...allow(CLOUDTRAIL, 's3:GetBucketAcl', bucket),
    Condition: { StringEquals: { 'aws:SourceArn': from } },
  };
}

function mayWrite(path: string, from: string): Statement {
  const equals = { 'aws:SourceArn': from, 's3:x-amz-acl': 'bucket-owner-full-control' };
  return { ...allow(CLOUDTRAIL, 's3:PutObject', path), Condition: { StringEquals: equals } };
}
