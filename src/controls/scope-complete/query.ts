/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select account_id as subject
from v_account
where (select mode from v_run) = 'organization'
  and left_out
  and (
    is_management = 1
    or class = 'log-archive'
    or lower(name) regexp 'log[\\s_-]?archive'
    or exists (
      select 1 from json_each(administers)
      where value in (
        'cloudtrail.amazonaws.com', 'config.amazonaws.com', 'detective.amazonaws.com', 'guardduty.amazonaws.com',
        'inspector2.amazonaws.com', 'macie.amazonaws.com', 'securityhub.amazonaws.com', 'sso.amazonaws.com'
      )
    )
  )
`;
