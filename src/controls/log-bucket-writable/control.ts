import { deliveryOf } from '../../iam/cloudtrail/circumstances.ts';
import { bucketMissingWording, permissionWording } from '../../iam/cloudtrail/wording.ts';
import { trailSubjects } from '../../model/conditions/candidates.ts';
import { decided, judge, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { defineControl } from '../../model/control.ts';
import type { Trail } from '../../model/facts.ts';
import { allowDelivery } from '../../model/fixes/delivery.ts';
import { byHand } from '../../model/fixes/fix.ts';
import { fixByCondition } from '../../model/fixes/tables.ts';
import type { Condition } from '../../model/verdict.ts';
import { mayCheckAcl, mayWrite } from './permissions.ts';
import { QUERY } from './query.ts';

const legacy = {
  'bucket.legacy-policy': {
    text: 'The policy of bucket {bucket} names the accounts that CloudTrail used in some Regions years ago ({accounts}) instead of cloudtrail.amazonaws.com; newer Regions deliver nothing.',
    next: 'Replace these accounts by the service principal cloudtrail.amazonaws.com, bound to {trail} by aws:SourceArn.',
  },
} as const;

export const logBucketWritable = defineControl({
  id: 'log-bucket-writable',
  title: 'Every trail may write to its bucket',
  category: 'delivery',
  severity: 'high',
  rationale:
    'CloudTrail checks the bucket policy when a trail is made, and never says again that it no longer fits. One Deny written too broadly, one changed prefix, and log files wait for 30 days and are lost.',
  population: 'trail',
  needs: ['trails', 'bucket', 'guardrails'],
  conditions: {
    'bucket-exists': {
      title: 'The bucket exists',
      reasons: bucketMissingWording,
    },
    'prefix-sound': {
      title: 'The prefix is one that CloudTrail can deliver under',
      reasons: {
        'trail.prefix-holds-awslogs': {
          text: 'The prefix of trail {trail} is {prefix}: AWSLogs/ in a prefix breaks delivery.',
          next: 'Take AWSLogs/ out of the prefix; CloudTrail adds that folder itself.',
        },
      },
    },
    'may-check-acl': {
      title: 'CloudTrail may look at the access control list of the bucket',
      reasons: { ...permissionWording, ...legacy },
    },
    'may-write': {
      title: 'CloudTrail may write where the trail delivers',
      reasons: {
        ...permissionWording,
        ...legacy,
        'bucket.any-folder': {
          note: true,
          text: 'Bucket {bucket} lets the trail write into the folders of other accounts as well.',
          next: 'Where only {trail} delivers there, narrow the resource to its own folder.',
        },
        'bucket.any-trail': {
          note: true,
          text: 'Bucket {bucket} lets CloudTrail write for any trail of any account: neither aws:SourceArn nor aws:SourceAccount is asked for.',
          next: 'Bind the statement to {trail} by aws:SourceArn.',
        },
      },
    },
    'not-requester-pays': {
      title: 'The owner of the bucket pays for requests',
      reasons: {
        'bucket.requester-pays': {
          text: 'Bucket {bucket} lets the requester pay; CloudTrail cannot deliver to such a bucket.',
          next: 'aws s3api put-bucket-request-payment --bucket {bucket} --request-payment-configuration Payer=BucketOwner',
        },
      },
    },
  },
  clauses: [],
  related: ['trail-delivery', 'log-key-usable'],
  query: QUERY,
  fix: fixByCondition({
    'bucket-exists': allowDelivery,
    'prefix-sound': () => byHand('fix.prefix-by-hand'),
    'may-check-acl': allowDelivery,
    'may-write': allowDelivery,
    'not-requester-pays': allowDelivery,
  }),
  subjects: (context) =>
    trailSubjects(context, (trail) => {
      const delivery = deliveryOf(trail, context.organization);
      return [
        bucketExists(trail),
        prefixSound(trail),
        mayCheckAcl(delivery),
        mayWrite(delivery),
        notRequesterPays(trail),
      ];
    }),
});

function bucketExists({ arn, bucket, config }: Trail): Condition {
  const id = 'bucket-exists';
  if (!bucket.known) return unknownBecause(id, arn, bucket.failure, bucket.source);
  if (bucket.value !== null) return decided(id, arn, 'yes', bucket.value.arn, [bucket.source]);
  const named = config.bucket.known ? config.bucket.value : null;
  return decided(id, arn, 'no', null, [bucket.source], [reason('trail.bucket-missing', { trail: arn, bucket: named })]);
}

function prefixSound({ arn, config }: Trail): Condition {
  return judge('prefix-sound', arn, config.prefix, (prefix) =>
    prefix !== null && `${prefix}/`.includes('AWSLogs/')
      ? { holds: 'no', reasons: [reason('trail.prefix-holds-awslogs', { trail: arn, prefix })] }
      : { holds: 'yes' },
  );
}

function notRequesterPays({ arn, bucket }: Trail): Condition {
  const id = 'not-requester-pays';
  if (!bucket.known) return unknownBecause(id, arn, bucket.failure, bucket.source);
  // A bucket that is not there: the reason stands at bucket-exists.
  if (bucket.value === null) return decided(id, arn, 'no', null, [bucket.source]);
  const { name, payer } = bucket.value;
  return judge(id, arn, payer, (who) =>
    who === 'Requester'
      ? { holds: 'no', reasons: [reason('bucket.requester-pays', { bucket: name })] }
      : { holds: 'yes' },
  );
}
