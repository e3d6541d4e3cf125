/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select trail_arn as subject
from v_trail as t
where in_scope and has_sns_topic = 1
  and (
    exists (
      select 1 from v_destination as d
      where d.trail_arn = t.trail_arn and d.kind = 'topic' and d.is_there = 0
    )
    or exists (
      select 1 from v_status as s
      where s.trail_arn = t.trail_arn and s.notification_error is not null
    )
    -- What the policies of topic and key allow.
    or exists (
      select 1 from v_condition as c
      where c.control = 'log-notification' and c.subject = t.trail_arn
        and c.condition in ('topic-policy-allows', 'topic-key-usable')
        and c.holds = 0
    )
  )
`;
