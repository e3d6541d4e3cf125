/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select trail_arn as subject
from v_trail
where in_scope and has_kms_key = 0
`;
