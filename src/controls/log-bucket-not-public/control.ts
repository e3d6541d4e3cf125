import { grantsOf, parsePolicy } from '../../iam/index.ts';
import { bucketSubjects } from '../../model/conditions/buckets.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { placeOf } from '../../model/conditions/statements.ts';
import { defineControl } from '../../model/control.ts';
import { fixPublic } from '../../model/fixes/buckets.ts';
import { clausesOf } from '../../model/framework.ts';
import type { Read } from '../../model/read.ts';
import type { BlockPublicAccess, Bucket } from '../../model/storage.ts';
import type { Condition } from '../../model/verdict.ts';
import { QUERY } from './query.ts';

const ALL = ['policy-not-public', 'acl-not-public'] as const;

const blocked = {
  text: 'This was not read, but all four settings of S3 Block Public Access are on for bucket {bucket}: it cannot be public.',
} as const;

export const logBucketNotPublic = defineControl({
  id: 'log-bucket-not-public',
  title: 'Every bucket that trails deliver to is closed to the public',
  category: 'protection',
  severity: 'critical',
  rationale:
    'Log files name people, roles, addresses and resources: a map for whoever attacks next. An open bucket gives it to everybody, and where it is open for writing, the evidence with it.',
  population: 'bucket',
  needs: ['trails', 'bucket'],
  conditions: {
    'policy-not-public': {
      title: 'The bucket policy does not make the bucket public',
      reasons: {
        'bucket.policy-public': {
          text: 'The policy of bucket {bucket} makes it public: {statements}.',
          next: 'Name principals in these statements, or bind them to a fixed account, organization or trail; then switch on all four settings of S3 Block Public Access for the bucket.',
        },
        'bucket.public-blocked': blocked,
      },
    },
    'acl-not-public': {
      title: 'The access control list grants nothing to everybody',
      reasons: {
        'bucket.acl-public': {
          text: 'The access control list of bucket {bucket} grants {permission} to {group}.',
          next: 'Take the grant out: aws s3api put-bucket-acl --bucket {bucket} --acl private. Then switch access control lists off: aws s3api put-bucket-ownership-controls --bucket {bucket} --ownership-controls "Rules=[{ObjectOwnership=BucketOwnerEnforced}]"',
        },
        'bucket.public-blocked': blocked,
      },
    },
  },
  clauses: [
    { framework: 'aws-security-hub', id: 'CloudTrail.6', conditions: ALL },
    { framework: 'cis-aws-1.2', id: '2.3', conditions: ALL },
    { framework: 'cis-aws-1.4', id: '3.3', conditions: ALL },
    { framework: 'iso-27001-2022', id: 'A.8.15', conditions: ALL },
    { framework: 'iso-27001-2022', id: 'A.8.3', conditions: ALL },
    ...clausesOf('pci-dss-4.0.1', ['1.4.4'], ALL),
    ...clausesOf('soc-2', ['CC6.1', 'CC7.2'], ALL),
    ...clausesOf('hipaa', ['164.312(b)', '164.312(a)(1)'], ALL),
  ],
  related: ['log-bucket-access-logging', 'log-delete-restricted'],
  query: QUERY,
  fix: fixPublic,
  subjects: (context) => bucketSubjects(context, ALL, (bucket) => [policyNotPublic(bucket), aclNotPublic(bucket)]),
});

function policyNotPublic(bucket: Bucket): Condition {
  const id = 'policy-not-public';
  const { arn, name, policy, policyPublic } = bucket;
  if (!policyPublic.known && policy.known && policy.value === null)
    return decided(id, arn, 'yes', null, [policy.source]);
  if (!policyPublic.known) return unlessBlocked(id, bucket, policyPublic);
  if (!policyPublic.value) return decided(id, arn, 'yes', false, [policyPublic.source]);
  const why = reason('bucket.policy-public', { bucket: name, statements: publicStatements(bucket) });
  return decided(id, arn, 'no', true, [policyPublic.source, policy.source], [why]);
}

/** Where the statements stand that S3 would call public; S3 itself does not say which ones it means. */
function publicStatements({ policy }: Bucket): readonly string[] {
  if (!policy.known) return ['which statement it is cannot be told, the policy was not read'];
  if (policy.value === null) return ['by a policy that is gone by now'];
  const grants = grantsOf(parsePolicy(policy.value, 'resource')).filter((grant) => grant.public !== 'no');
  const places = grants.map(({ statement }) => placeOf(statement));
  return places.length > 0 ? places : ['which statement it is cannot be told from the text'];
}

/** The predefined groups that anybody belongs to, with an AWS account or without (S3 user guide, ACL overview). */
const EVERYBODY = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

function aclNotPublic(bucket: Bucket): Condition {
  const id = 'acl-not-public';
  const { arn, name, acl } = bucket;
  if (!acl.known) return unlessBlocked(id, bucket, acl);
  const open = acl.value.flatMap(({ group, permission }) => {
    const everybody = EVERYBODY.exec(group ?? '')?.[1];
    return everybody === undefined ? [] : [{ group: everybody, permission }];
  });
  const why = open.map((grant) => reason('bucket.acl-public', { bucket: name, ...grant }));
  return decided(id, arn, open.length > 0 ? 'no' : 'yes', open, [acl.source], why);
}

/** All four settings together keep a bucket from being public by policy or list, whatever those say (S3 user guide). */
function unlessBlocked(id: string, bucket: Bucket, read: Read<unknown> & { known: false }): Condition {
  const { arn, name, block, accountBlock } = bucket;
  const settings = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'] as const;
  const isOn = (level: Read<BlockPublicAccess | null>, setting: (typeof settings)[number]): boolean =>
    level.known && level.value?.[setting] === true;
  const whole = settings.every((setting) => isOn(block, setting) || isOn(accountBlock, setting));
  if (!whole) return unknownBecause(id, arn, read.failure, read.source);
  const sources = [block, accountBlock].flatMap((level) => (level.known ? [level.source] : []));
  return decided(id, arn, 'yes', null, sources, [reason('bucket.public-blocked', { bucket: name })]);
}
