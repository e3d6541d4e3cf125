/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select account_id as subject
from v_account as a
where assessed
  -- One Region that was listed would show a multi-Region trail.
  and (listed_regions > 0 or (regions_read and unlisted_regions = 0))
  -- "is not 0": it holds, or nobody knows.
  and not exists (
    select 1 from v_reach as t
    where t.account_id = a.account_id and t.counts
      and t.multi_region is not 0 and t.recording is not 0
      and t.reads is not 0 and t.writes is not 0
      and t.all_sources is not 0 and t.delivering is not 0
  )
`;
