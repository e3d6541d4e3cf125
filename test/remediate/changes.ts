/** One change of each kind, with names of the test's choice. */

import { CHANGE_KINDS, type Change, type ChangeOf } from '../../src/model/change.ts';

export interface Names {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Stands for every name: bucket, trail, role, log group. */
  readonly name: string;
}

/** A change of every kind of the union. */
export function changesNamed({ account, region, partition, name }: Names): readonly Change[] {
  const at = { account, region, partition };
  const trail = `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`;
  const ofTrail = { ...at, trail, name };
  const ofBucket = { ...at, bucket: name };
  const key = `arn:${partition}:kms:${region}:${account}:key/${name}`;
  const statements = [
    { Sid: 'New', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:x', Resource: name },
  ];
  const before = `{\n "Version" : "2012-10-17",\r\n\t"Statement": {"Sid": "Old", "Effect": "Deny", "Resource": ${JSON.stringify(name)}}}`;
  const addition = { before, statements };
  const basic = [
    { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [{ Type: name, Values: [name] }] },
  ];
  const advanced = [
    {
      Name: name,
      FieldSelectors: [
        { Field: 'resources.ARN', NotStartsWith: [name, '-x'] },
        { Field: 'a', Equals: ['b'] },
      ],
    },
  ];
  const table: { readonly [Kind in Change['kind']]: ChangeOf<Kind> } = {
    'create-bucket': { kind: 'create-bucket', ...ofBucket },
    'block-public-access': { kind: 'block-public-access', ...ofBucket },
    'close-acl': { kind: 'close-acl', ...ofBucket },
    'version-bucket': { kind: 'version-bucket', ...ofBucket },
    'owner-pays': { kind: 'owner-pays', ...ofBucket },
    'allow-delivery': { kind: 'allow-delivery', ...ofBucket, ...addition },
    'log-bucket-access': { kind: 'log-bucket-access', ...ofBucket, target: name, prefix: name },
    'create-key': { kind: 'create-key', ...at, alias: `alias/${name}`, statements },
    'enable-key': { kind: 'enable-key', ...at, key },
    'allow-key-use': { kind: 'allow-key-use', ...at, key, ...addition },
    'allow-publish': { kind: 'allow-publish', ...at, topic: name, ...addition },
    'create-log-group': { kind: 'create-log-group', ...at, logGroup: name, retentionDays: 365 },
    'create-delivery-role': { kind: 'create-delivery-role', ...at, role: name },
    'allow-assume': { kind: 'allow-assume', ...at, role: name, ...addition },
    'allow-log-writes': { kind: 'allow-log-writes', ...at, role: name, statements },
    'enable-trusted-access': { kind: 'enable-trusted-access', ...at },
    'create-service-linked-role': { kind: 'create-service-linked-role', ...at },
    'create-trail': { kind: 'create-trail', ...ofTrail, bucket: name, organization: true },
    'make-multi-region': { kind: 'make-multi-region', ...ofTrail },
    'enable-validation': { kind: 'enable-validation', ...ofTrail },
    encrypt: { kind: 'encrypt', ...ofTrail, key },
    'connect-logs': {
      kind: 'connect-logs',
      ...ofTrail,
      logGroupArn: name,
      roleArn: name,
      before: { logGroup: null, role: null },
    },
    'record-reads-and-writes': {
      kind: 'record-reads-and-writes',
      ...ofTrail,
      selectors: { basic, advanced: null },
      before: { basic: null, advanced },
    },
    'start-logging': { kind: 'start-logging', ...ofTrail },
  };
  return CHANGE_KINDS.map((kind) => table[kind]);
}
