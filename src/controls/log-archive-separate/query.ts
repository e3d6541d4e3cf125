/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select t.trail_arn as subject
from v_trail as t
join v_destination as d on d.trail_arn = t.trail_arn and d.kind = 'bucket' and d.is_there
cross join v_run as run
cross join v_policy as policy
where t.in_scope
  and case
    when d.account_id = t.account_id then
      t.organization = 1
      or d.account_id not in (select value from json_each(policy.archive_accounts))
    -- An organization trail records the management account, whoever owns it.
    when d.account_id = run.management_account then t.organization = 1
    else 0
  end
union
select t.trail_arn
from v_trail as t
join v_destination as d on d.trail_arn = t.trail_arn and d.kind = 'bucket' and d.is_there
cross join v_policy as policy
where t.in_scope
  and json_array_length(policy.archive_accounts) > 0
  and d.account_id not in (select value from json_each(policy.archive_accounts))
`;
