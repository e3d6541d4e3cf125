/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select event_data_store_arn as subject
from v_event_data_store as s
cross join v_policy as policy
where has_kms_key = 0
  or instr(kms_key, 'alias/aws/') > 0
  or key_manager = 'AWS'
  or (
    json_array_length(policy.event_data_store_keys) > 0
    -- An alias, or a bare id, is known by the key that it stands for.
    and (kms_key glob 'arn:*:kms:*:key/*' or key_is_there is not null)
    and coalesce(key_arn, kms_key) not in (select value from json_each(policy.event_data_store_keys))
  )
`;
