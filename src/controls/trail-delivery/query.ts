/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select trail_arn as subject
from v_trail as t
where in_scope
  and (
    fresh = 0
    or exists (
      select 1 from v_status as s
      where s.trail_arn = t.trail_arn
        and (s.delivery_error is not null or s.digest_error is not null or s.notification_error is not null)
    )
  )
`;
