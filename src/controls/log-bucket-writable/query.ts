/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select trail_arn as subject
from v_trail as t
where in_scope
  and (
    exists (
      select 1 from v_destination as d
      where d.trail_arn = t.trail_arn and d.kind = 'bucket' and d.is_there = 0
    )
    or instr(prefix || '/', 'AWSLogs/') > 0
    -- What hangs on the policies of bucket and organization, and who pays.
    or exists (
      select 1 from v_condition as c
      where c.control = 'log-bucket-writable' and c.subject = t.trail_arn and c.holds = 0
    )
  )
`;
