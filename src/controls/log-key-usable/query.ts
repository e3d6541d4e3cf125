/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select trail_arn as subject
from v_trail as t
where in_scope
  and (
    exists (
      select 1 from v_destination as d
      where d.trail_arn = t.trail_arn and d.kind = 'key' and d.is_there = 0
    )
    -- State and Region of the key, and what its policy allows.
    or exists (
      select 1 from v_condition as c
      where c.control = 'log-key-usable' and c.subject = t.trail_arn and c.holds = 0
    )
  )
`;
