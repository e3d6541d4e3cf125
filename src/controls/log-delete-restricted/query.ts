/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select bucket_arn as subject
from v_bucket as b
where exists (
  -- What the policies of bucket and key and the access control list grant to others.
  select 1 from v_condition as c
  where c.control = 'log-delete-restricted' and c.subject = b.bucket_arn and c.holds = 0
)
`;
