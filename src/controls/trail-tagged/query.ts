/** The trails, buckets, accounts … that fail, as SQL over the documented views. */
export const QUERY = `
select trail_arn as subject
from v_trail as t
where in_scope and tags_read
  and (
    not exists (select 1 from v_tag as g where g.trail_arn = t.trail_arn and not g.of_aws)
    or exists (
      select 1 from v_policy as policy, json_each(policy.required_tags) as required
      where required.value not in (select key from v_tag as g where g.trail_arn = t.trail_arn)
    )
  )
`;
