import { defineView, integer, json } from '../view.ts';

export const vPolicy = defineView({
  name: 'v_policy',
  about: 'What the policy file says, as far as queries need it: one row.',
  columns: {
    retention_days: integer('storage.retentionDays: log files are kept at least this long'),
    archive_accounts: json('storage.archiveAccounts: declared log archives'),
    required_tags: json('tags.required: keys that every trail has to have'),
    event_data_store_keys: json('eventDataStores.keys: the keys that event data stores may use; empty: any'),
    digest_max_age_hours: integer('thresholds.digestMaxAge'),
    delivery_max_age_hours: integer('thresholds.deliveryMaxAge'),
    logs_max_age_hours: integer('thresholds.logsMaxAge'),
  },
  needs: [],
  index: [],
  atEnd: ({ policy: { storage, thresholds, requiredTags, eventDataStoreKeys } }) => [
    {
      retention_days: storage.retentionDays,
      archive_accounts: [...storage.archiveAccounts],
      required_tags: [...requiredTags],
      event_data_store_keys: [...eventDataStoreKeys],
      digest_max_age_hours: thresholds.digestMaxAge,
      delivery_max_age_hours: thresholds.deliveryMaxAge,
      logs_max_age_hours: thresholds.logsMaxAge,
    },
  ],
});
