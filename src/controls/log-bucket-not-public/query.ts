/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select bucket_arn as subject
from v_bucket
where policy_public = 1
  or exists (
    select 1 from json_each(acl) as granted
    where granted.value ->> 'group' glob '*/groups/global/AllUsers'
      or granted.value ->> 'group' glob '*/groups/global/AuthenticatedUsers'
  )
`;
