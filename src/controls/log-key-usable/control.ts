import { deliveryOf } from '../../iam/cloudtrail/circumstances.ts';
import { keyMissingWording, keyStateWording } from '../../iam/cloudtrail/key-state.ts';
import { bucketMissingWording, permissionWording } from '../../iam/cloudtrail/wording.ts';
import { trailSubjects } from '../../model/conditions/candidates.ts';
import { reason } from '../../model/conditions/condition.ts';
import { defineControl } from '../../model/control.ts';
import { allowKeyUse, enableKey } from '../../model/fixes/delivery.ts';
import { byHand } from '../../model/fixes/fix.ts';
import { fixByCondition } from '../../model/fixes/tables.ts';
import { keyExists, keyInBucketRegion, keyIsEnabled, keyPolicyAllows } from './conditions.ts';
import { QUERY } from './query.ts';

export const logKeyUsable = defineControl({
  id: 'log-key-usable',
  title: 'Every trail can use the key that encrypts its log files',
  category: 'delivery',
  severity: 'high',
  rationale:
    'A disabled key, a key on its way to deletion or a key policy without CloudTrail stops delivery as surely as a deleted bucket, and a deleted key takes the log files that are there already.',
  population: 'trail',
  needs: ['trails', 'bucket', 'key', 'guardrails'],
  conditions: {
    'key-exists': {
      title: 'The key exists',
      reasons: {
        ...keyMissingWording,
        'trail.no-customer-key': {
          text: 'Neither trail {trail} nor the default encryption of its bucket names a key of yours.',
        },
      },
    },
    'key-enabled': { title: 'The key is enabled', reasons: keyStateWording },
    'key-in-bucket-region': {
      title: 'The key is in the Region of the bucket',
      reasons: {
        'key.other-region': {
          text: 'Key {key} is in {keyRegion} and bucket {bucket} in {bucketRegion}; S3 can use a key of its own Region only.',
          next: 'Name a key in {bucketRegion} on the trail.',
        },
        ...bucketMissingWording,
      },
    },
    'key-policy-allows': { title: 'The key policy lets CloudTrail use the key', reasons: permissionWording },
  },
  clauses: [],
  related: ['trail-encryption', 'log-bucket-writable', 'trail-delivery'],
  query: QUERY,
  fix: fixByCondition({
    'key-exists': allowKeyUse,
    'key-enabled': enableKey,
    'key-in-bucket-region': () => byHand('fix.key-region-by-hand'),
    'key-policy-allows': allowKeyUse,
  }),
  subjects: (context) =>
    trailSubjects(
      context,
      ({ key, ...trail }) => {
        if (key === null) return [];
        const keyed = { ...trail, key };
        const delivery = deliveryOf(keyed, context.organization);
        return [keyExists(keyed), keyIsEnabled(keyed), keyInBucketRegion(keyed), keyPolicyAllows(keyed, delivery)];
      },
      ({ arn, key }) => (key === null ? reason('trail.no-customer-key', { trail: arn }) : null),
    ),
});
