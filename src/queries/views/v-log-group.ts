import { nameOfLogGroup } from '../../model/arn.ts';
import { orNull } from '../../model/read.ts';
import { namedBy } from '../in-scope.ts';
import { isThere, unreadBecause } from '../values.ts';

import { boolean, defineView, integer, json, text, time } from '../view.ts';

export const vLogGroup = defineView({
  name: 'v_log_group',
  about: 'One row per log group that trails in scope name.',
  columns: {
    log_group_arn: text('The log group, as trails name it'),
    name: text('Its name'),
    account_id: text('The account that its ARN names'),
    region: text('The Region that its ARN names'),
    is_there: boolean('It exists; NULL where that was not read'),
    unread_because: text('Reason id of the failed read; NULL where it was read'),
    never_expires: boolean('No retention is set: events are kept for ever'),
    retention_days: integer('Days; NULL: kept for ever, or not read'),
    kms_key: text('Its key'),
    class: text('STANDARD, INFREQUENT_ACCESS, DELIVERY'),
    newest_stream: text('Name of the stream that had the last event'),
    streams: json('Names of the streams that had events last, newest first, at most 50; null where that was not read'),
    streams_whole: boolean('Those are all streams of the group; NULL where that was not read'),
    ingested_at: time('When the last event came in'),
    trails: json('Trails in scope that name it'),
  },
  needs: ['trails', 'log-group', 'log-group-activity'],
  index: ['log_group_arn'],
  atEnd: (rows) =>
    namedBy(rows, ({ config }) => config.logGroup).map(({ named, trails }) => {
      const [{ logGroup }] = trails;
      const found = orNull(logGroup);
      const activity = orNull(found?.activity);
      return {
        log_group_arn: named,
        name: nameOfLogGroup(named),
        account_id: named.split(':')[4] || null,
        region: named.split(':')[3] || null,
        is_there: isThere(logGroup),
        unread_because: unreadBecause(logGroup),
        never_expires: found === null ? null : found.retentionDays === null,
        retention_days: found?.retentionDays ?? null,
        kms_key: found?.kmsKey ?? null,
        class: found?.logGroupClass ?? null,
        newest_stream: activity?.newestStream ?? null,
        streams: activity === null ? null : [...activity.streams],
        streams_whole: activity?.streamsWhole ?? null,
        ingested_at: activity?.ingestedAt ?? null,
        trails: trails.map(({ arn }) => arn),
      };
    }),
});
