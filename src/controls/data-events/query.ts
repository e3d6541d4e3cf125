/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select subject
from (
  -- Each trail, and each Region that may hide one: whether nothing certainly keeps it from counting.
  select subject, candidate_number, min(holds is not 0) as may_count
  from v_condition
  where control = 'data-events'
  group by subject, candidate_number
)
group by subject
having max(may_count) = 0
`;
