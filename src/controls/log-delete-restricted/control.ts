import { bucketSubjects } from '../../model/conditions/buckets.ts';
import { defineControl } from '../../model/control.ts';
import { byHand } from '../../model/fixes/fix.ts';
import { aclGrantsNoWriting } from './acl-grants-no-writing.ts';
import { grantWording } from './grant-wording.ts';
import { keyGrantsNoDestruction } from './key-grants-no-destruction.ts';
import { policyGrantsNoDeletion } from './policy-grants-no-deletion.ts';
import { QUERY } from './query.ts';

const ALL = ['policy-grants-no-deletion', 'acl-grants-no-writing', 'key-grants-no-destruction'] as const;

export const logDeleteRestricted = defineControl({
  id: 'log-delete-restricted',
  title: 'Every bucket that trails deliver to lets nobody but the declared security roles delete logs',
  category: 'protection',
  severity: 'high',
  rationale:
    'Whoever acts in the logged accounts must not be able to delete the record of it: neither the files, nor what keeps them, nor the key without which they cannot be read.',
  population: 'bucket',
  needs: ['trails', 'bucket', 'key'],
  conditions: {
    'policy-grants-no-deletion': {
      title: 'The bucket policy lets nobody else delete log files or change what keeps them',
      reasons: {
        ...grantWording,
        'grant.prefix-unread': {
          text: 'The {policy} lets {principals} use {actions}, in {place}; whether log files are among what they may reach cannot be told, since the prefix of a trail was not read.',
          next: 'Let the prefix be read, or narrow the statement.',
        },
        'grant.overwrites': {
          note: true,
          text: 'The {policy} also lets {principals} write where log files lie, in {place}: they could overwrite them.',
          next: 'Leave writing there to cloudtrail.amazonaws.com, and keep versioning on.',
        },
      },
    },
    'acl-grants-no-writing': {
      title: 'The access control list lets nobody but the owner write',
      reasons: {
        'acl.writing': {
          text: 'The access control list of bucket {bucket} grants {permission} to {grantee}.',
          next: 'Take the grant out, and switch access control lists off (BucketOwnerEnforced).',
        },
        'acl.log-delivery': {
          note: true,
          text: 'The access control list of bucket {bucket} grants {permission} to the log delivery of S3 ({grantee}), which deletes nothing.',
        },
      },
    },
    'key-grants-no-destruction': {
      title: 'The policy of the key lets nobody else disable or destroy it',
      reasons: {
        ...grantWording,
        'key.managed-by-aws': { note: true, text: 'AWS manages key {key}: nobody can disable or delete it.' },
      },
    },
  },
  clauses: [],
  related: ['log-bucket-protected', 'log-archive-separate', 'log-bucket-not-public'],
  query: QUERY,
  fix: () => byHand('fix.grants-by-hand'),
  subjects: (context) => {
    const { account, policy } = context;
    const { securityRoles } = policy.storage;
    const setting = { partition: account.partition, securityRoles };
    return bucketSubjects(context, ALL, (bucket, trails) => [
      policyGrantsNoDeletion(bucket, trails, { ...setting, owner: bucket.owner }),
      aclGrantsNoWriting(bucket),
      keyGrantsNoDestruction(bucket.arn, trails, setting),
    ]);
  },
});
