import {
  byKind,
  type Change,
  type ChangeOf,
  type ChangeTable,
  type OfBucket,
  type OfTrail,
} from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import { policyWith } from '../../model/policy-addition.ts';
import { checksum } from '../../util/checksum.ts';
import { inlinePolicies, newKeyPolicy, newTrustPolicy } from '../documents.ts';

/** A resource of a template. */
export interface StackResource {
  readonly id: string;
  readonly type: string;
  readonly properties: { readonly [name: string]: Json };
  /** Stays when the stack is deleted. */
  readonly kept: boolean;
  /** Ids of what has to be there first, as far as it is in the same template. */
  readonly after: readonly string[];
}

/**
 * What a stack can make anew for the change; an empty list: the change is one of something that is there already, which no
 * stack owns, and a template that named it would be refused or would replace it.
 *
 * @param changes All changes of the account.
 */
export function stackResources(change: Change, changes: readonly Change[]): readonly StackResource[] {
  return byKind(RESOURCES, change)(changes);
}

type Making = (changes: readonly Change[]) => readonly StackResource[];

const OUTSIDE: Making = () => [];

const RESOURCES: ChangeTable<Making> = {
  'create-bucket': (change) => () => [bucket(change, {})],
  'block-public-access': ofNewBucket({}),
  'close-acl': () => OUTSIDE,
  'version-bucket': ofNewBucket({ VersioningConfiguration: { Status: 'Enabled' } }),
  'owner-pays': () => OUTSIDE,
  'allow-delivery': (change) => () =>
    change.before !== null
      ? []
      : [
          kept(
            'AWS::S3::BucketPolicy',
            logicalId('BucketPolicy', change.bucket),
            [logicalId('Bucket', change.bucket)],
            {
              Bucket: change.bucket,
              PolicyDocument: policyWith(change),
            },
          ),
        ],
  'log-bucket-access': (change) =>
    ofNewBucket({ LoggingConfiguration: { DestinationBucketName: change.target, LogFilePrefix: change.prefix } })(
      change,
    ),
  'create-key': (change) => () => keyAndAlias(change),
  'enable-key': () => OUTSIDE,
  'allow-key-use': () => OUTSIDE,
  'allow-publish': () => OUTSIDE,
  'create-log-group': (change) => () => [
    kept('AWS::Logs::LogGroup', logicalId('LogGroup', change.logGroup), [], {
      LogGroupName: change.logGroup,
      ...(change.retentionDays === null ? {} : { RetentionInDays: change.retentionDays }),
    }),
  ],
  'create-delivery-role': (change) => () => [
    kept('AWS::IAM::Role', logicalId('Role', change.role), [], {
      RoleName: change.role,
      AssumeRolePolicyDocument: newTrustPolicy(),
    }),
  ],
  'allow-assume': () => OUTSIDE,
  'allow-log-writes': (change) => () =>
    inlinePolicies(change).map(({ name, document }) =>
      kept(
        'AWS::IAM::RolePolicy',
        logicalId('RolePolicy', `${change.role}/${name}`),
        [logicalId('Role', change.role)],
        {
          RoleName: change.role,
          PolicyName: name,
          PolicyDocument: document,
        },
      ),
    ),
  'enable-trusted-access': () => OUTSIDE,
  'create-service-linked-role': () => () => [
    kept('AWS::IAM::ServiceLinkedRole', 'ServiceLinkedRole', [], { AWSServiceName: 'cloudtrail.amazonaws.com' }),
  ],
  'create-trail': (change) => () => [newTrail(change)],
  // A trail that the same plan makes has all of this from the start; one that is there belongs to no stack.
  'make-multi-region': ofNewTrail,
  'enable-validation': ofNewTrail,
  encrypt: ofNewTrail,
  'connect-logs': ofNewTrail,
  'record-reads-and-writes': ofNewTrail,
  'start-logging': ofNewTrail,
};

function bucket({ bucket: name }: OfBucket, more: StackResource['properties']): StackResource {
  return kept('AWS::S3::Bucket', logicalId('Bucket', name), [], {
    BucketName: name,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    ...more,
  });
}

/** A setting of a bucket that the same plan makes. */
function ofNewBucket(properties: StackResource['properties']): (change: OfBucket) => Making {
  return (change) => (changes) =>
    changes.some((one) => one.kind === 'create-bucket' && one.bucket === change.bucket)
      ? [bucket(change, properties)]
      : [];
}

function keyAndAlias(change: ChangeOf<'create-key'>): readonly StackResource[] {
  const id = logicalId('Key', change.alias);
  return [
    kept('AWS::KMS::Key', id, [], {
      Description: 'Log files of CloudTrail',
      EnableKeyRotation: true,
      PendingWindowInDays: 30,
      KeyPolicy: newKeyPolicy(change),
    }),
    kept('AWS::KMS::Alias', logicalId('Alias', change.alias), [], {
      AliasName: change.alias,
      TargetKeyId: { Ref: id },
    }),
  ];
}

/** It logs from the start, records every Region and validates; without selectors it records all management events. */
function newTrail({ name, bucket: target, organization }: ChangeOf<'create-trail'>): StackResource {
  return kept(
    'AWS::CloudTrail::Trail',
    logicalId('Trail', name),
    [logicalId('Bucket', target), logicalId('BucketPolicy', target)],
    {
      TrailName: name,
      S3BucketName: target,
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      ...(organization ? { IsOrganizationTrail: true } : {}),
    },
  );
}

function ofNewTrail({ trail }: OfTrail): Making {
  return (changes) =>
    changes.flatMap((one) => (one.kind === 'create-trail' && one.trail === trail ? [newTrail(one)] : []));
}

/** Nothing that these stacks make is to go with the stack: it would take the logs, or the proof of them, along. */
function kept(
  type: string,
  id: string,
  after: readonly string[],
  properties: StackResource['properties'],
): StackResource {
  return { id, type, properties, kept: true, after };
}

/** Letters and digits only; a checksum keeps two names apart where something had to be taken out. */
export function logicalId(what: string, name: string): string {
  const plain = name.replace(/[^A-Za-z0-9]/g, '');
  return `${what}${plain.slice(0, 100)}${plain === name ? '' : checksum(name)}`;
}
