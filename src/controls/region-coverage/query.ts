/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select cell_id as subject
from v_cell as c
where listed is not 0
  and not exists (
    select 1 from v_reach as t
    where t.account_id = c.account_id and t.counts
      and (t.multi_region is not 0 or t.home_region = c.region)
      and t.recording is not 0 and t.reads is not 0 and t.writes is not 0
  )
`;
