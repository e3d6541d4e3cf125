/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select trail_arn || '/' || account_id as subject
from v_reach
where (select mode from v_run) = 'organization'
  and owner_id <> account_id
  and reach in ('not-reached', 'not-listed')
  and not excluded
`;
