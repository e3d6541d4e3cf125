/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select t.trail_arn as subject
from v_trail as t
join v_reach as better on better.account_id = t.account_id and better.trail_arn <> t.trail_arn
where t.in_scope and t.selectors_read and t.status_read
  -- A trail that records nothing duplicates nothing.
  and t.logging is not 0 and (t.reads <> 'none' or t.writes <> 'none')
  and better.counts and better.reach not in ('too-young', 'unread')
  and better.recording = 1 and better.reads_all = 1 and better.writes_all = 1 and better.all_sources = 1
  and (better.multi_region = 1 or (better.multi_region = 0 and t.multi_region = 0 and better.home_region = t.home_region))
  -- Of two alike, that of the organization stays, then the one with more Regions, then the first by name.
  and (
    2 * (better.reach <> 'own' or better.organization is 1) + (better.multi_region is 1),
    t.trail_arn
  ) > (
    2 * (t.organization is 1) + (t.multi_region is 1),
    better.trail_arn
  )
`;
