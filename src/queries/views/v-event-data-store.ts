import { orNull } from '../../model/read.ts';
import { isSet, isThere } from '../values.ts';
import { boolean, defineView, integer, json, text } from '../view.ts';

export const vEventDataStore = defineView({
  name: 'v_event_data_store',
  about: 'One row per event data store of CloudTrail Lake that an assessed account owns.',
  columns: {
    event_data_store_arn: text('The store'),
    name: text('Its name'),
    account_id: text('The account that owns it'),
    home_region: text('Its home Region'),
    listed_in: json('Regions of the account that list it'),
    status: text('ENABLED, STOPPED_INGESTION, PENDING_DELETION …'),
    has_kms_key: boolean('A KMS key is set; NULL where that was not read'),
    kms_key: text('The key'),
    key_is_there: boolean('The key exists; NULL where that was not read, or where none is set'),
    key_arn: text('ARN of that key'),
    key_manager: text('AWS, CUSTOMER: whose key it is'),
    multi_region: boolean('It takes events of every Region'),
    organization: boolean('It takes events of the organization'),
    retention_days: integer('Days that events are kept'),
    termination_protection: boolean('It is protected from deletion'),
  },
  needs: ['event-data-stores'],
  index: ['event_data_store_arn'],
  ofAccount: ({ account, assessed }) => {
    if (account === null || !assessed) return [];
    const own = (account.eventDataStores?.stores ?? []).filter(({ owner }) => owner === account.id);
    return own.map((store) => ({
      event_data_store_arn: store.arn,
      name: store.name,
      account_id: store.owner,
      home_region: store.homeRegion,
      listed_in: [...store.listedIn],
      status: orNull(store.status),
      has_kms_key: isSet(store.kmsKey),
      kms_key: orNull(store.kmsKey),
      key_is_there: isThere(store.key),
      key_arn: orNull(store.key)?.arn ?? null,
      key_manager: orNull(store.key)?.manager ?? null,
      multi_region: orNull(store.multiRegion),
      organization: orNull(store.organization),
      retention_days: orNull(store.retentionDays),
      termination_protection: orNull(store.terminationProtection),
    }));
  },
});
