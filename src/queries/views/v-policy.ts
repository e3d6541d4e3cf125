import { defineView, integer, json } from '../view.ts';

export const vPolicy = defineView({
  name: 'v_policy',
  about: 'What the policy file says, as far as queries need it: one row.',
  columns: {
    retention_days: integer('storage.retentionDays: log files are kept at least this long'),
    archive_accounts: json('storage.archiveAccounts: declared log archives'),
    digest_max_age_hours: integer('thresholds.digestMaxAge'),
    delivery_max_age_hours: integer('thresholds.deliveryMaxAge'),
    logs_max_age_hours: integer('thresholds.logsMaxAge'),
  },
  needs: [],
  index: [],
  atEnd: ({ policy: { storage, thresholds } }) => [
    {
      retention_days: storage.retentionDays,
      archive_accounts: [...storage.archiveAccounts],
      digest_max_age_hours: thresholds.digestMaxAge,
      delivery_max_age_hours: thresholds.deliveryMaxAge,
      logs_max_age_hours: thresholds.logsMaxAge,
    },
  ],
});
