import { trailSubjects } from '../../model/conditions/candidates.ts';
import { deliveryError, fresh, freshWording, noError, notificationError } from '../../model/conditions/delivery.ts';
import { defineControl } from '../../model/control.ts';
import { allowDelivery, allowPublish } from '../../model/fixes/delivery.ts';
import { fixByCondition } from '../../model/fixes/tables.ts';
import { QUERY } from './query.ts';

export const trailDelivery = defineControl({
  id: 'trail-delivery',
  title: 'Every trail delivers its log files, digests and notifications without error',
  category: 'delivery',
  severity: 'high',
  rationale:
    'A trail goes on saying that it is logging after its bucket was deleted, its bucket policy changed or its key disabled. Only the delivery fields of its status, Region by Region, tell.',
  population: 'trail',
  needs: ['trails', 'status'],
  conditions: {
    'no-s3-error': { title: 'No Region reports an error of delivery to the bucket', reasons: deliveryError },
    'no-digest-error': {
      title: 'No Region reports an error of digest delivery',
      reasons: {
        'trail.digest-error': {
          text: 'Trail {trail} cannot deliver digest files in {region}: {error}.',
          next: 'Repair the bucket, its policy or its key; a gap in the digests cannot be closed afterwards.',
        },
      },
    },
    'no-sns-error': { title: 'No Region reports an error of notification', reasons: notificationError },
    fresh: freshWording,
  },
  clauses: [],
  related: ['multi-region-trail', 'log-file-validation', 'log-bucket-writable', 'log-key-usable', 'log-notification'],
  query: QUERY,
  fix: fixByCondition({ 'no-s3-error': allowDelivery, 'no-digest-error': allowDelivery, 'no-sns-error': allowPublish }),
  subjects: (context) => {
    const { account, clock, policy } = context;
    const { regions } = account;
    const delivery = { clock, thresholds: policy.thresholds, regions, joinedAt: null };
    return trailSubjects(context, (trail) => [
      noError('no-s3-error', trail, regions, 'deliveryError', 'trail.delivery-error'),
      noError('no-digest-error', trail, regions, 'digestError', 'trail.digest-error'),
      noError('no-sns-error', trail, regions, 'notificationError', 'trail.notification-error'),
      fresh('fresh', trail, delivery),
    ]);
  },
});
