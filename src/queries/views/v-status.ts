import { orNull } from '../../model/read.ts';
import { statusColumns } from '../status-columns.ts';
import { unreadBecause } from '../values.ts';

import { boolean, defineView, text, time } from '../view.ts';

export const vStatus = defineView({
  name: 'v_status',
  about:
    'One row per trail × Region: what GetTrailStatus says there, in the home Region and the enabled Regions of the owner. Only the home Region decides whether the trail records; the errors of all count.',
  columns: {
    trail_arn: text('The trail'),
    account_id: text('The account that owns it'),
    region: text('The Region that was asked'),
    is_home: boolean('It is the home Region of the trail'),
    status_read: boolean('The status was read'),
    unread_because: text('Reason id of the failed read; NULL where it was read'),
    logging: boolean('The trail is logging'),
    started_at: time('Last StartLogging'),
    stopped_at: time('Last StopLogging'),
    delivered_at: time('Last log file'),
    delivery_error: text('Error of delivery to the bucket; NULL: none, or not read'),
    digest_at: time('Last digest file'),
    digest_error: text('Error of digest delivery'),
    notification_error: text('Error of notification of the topic'),
    logs_delivered_at: time('Last delivery to CloudWatch Logs'),
    logs_delivery_error: text('Error of delivery to CloudWatch Logs'),
  },
  needs: ['trails', 'status'],
  index: ['trail_arn'],
  atEnd: ({ inventory, regions }) =>
    inventory.all().flatMap(({ trail }) => {
      const judged = new Set([trail.homeRegion, ...(regions.get(trail.owner) ?? [])]);
      return Object.entries(trail.status)
        .filter(([region]) => judged.has(region))
        .map(([region, read]) => {
          const status = orNull(read);
          return {
            trail_arn: trail.arn,
            account_id: trail.owner,
            region,
            is_home: region === trail.homeRegion,
            status_read: read.known,
            unread_because: unreadBecause(read),
            ...statusColumns(status),
            delivery_error: orNull(status?.deliveryError),
            digest_error: orNull(status?.digestError),
            notification_error: orNull(status?.notificationError),
            logs_delivery_error: orNull(status?.logsDeliveryError),
          };
        });
    }),
});
