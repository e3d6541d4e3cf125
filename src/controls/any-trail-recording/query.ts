/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select account_id as subject
from v_account as a
where assessed
  -- Nowhere could a trail hide.
  and regions_read and unlisted_regions = 0
  and not exists (
    select 1 from v_reach as t
    where t.account_id = a.account_id and t.counts and t.recording is not 0
  )
`;
