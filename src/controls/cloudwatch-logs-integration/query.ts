/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select trail_arn as subject
from v_trail as t
where in_scope
  and (
    has_log_group = 0
    or has_role = 0
    or exists (
      select 1 from v_destination as d
      where d.trail_arn = t.trail_arn and d.kind in ('log-group', 'role') and d.is_there = 0
    )
    or exists (
      select 1 from v_status as s
      where s.trail_arn = t.trail_arn and s.logs_delivery_error is not null
    )
    -- What hangs on policies, on the role's path, and on the time since the start.
    or exists (
      select 1 from v_condition as c
      where c.control = 'cloudwatch-logs-integration' and c.subject = t.trail_arn
        and c.condition in ('role-exists', 'role-trusts-cloudtrail', 'role-may-write', 'delivered-recently')
        and c.holds = 0
    )
  )
`;
