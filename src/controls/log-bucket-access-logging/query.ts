/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select bucket_arn as subject
from v_bucket
where has_access_log = 0
`;
