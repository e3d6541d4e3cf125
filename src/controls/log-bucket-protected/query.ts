/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select bucket_arn as subject
from v_bucket as b
where (versioning_read and versioning is not 'Enabled')
  -- Object Lock or MFA delete, and lifecycle rules that meet the prefixes of the trails.
  or exists (
    select 1 from v_condition as c
    where c.control = 'log-bucket-protected' and c.subject = b.bucket_arn
      and c.condition in ('retention-control', 'kept-long-enough')
      and c.holds = 0
  )
`;
