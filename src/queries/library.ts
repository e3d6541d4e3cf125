/** A question that is asked often, as SQL over the views. */
export interface StoredQuery {
  readonly name: string;
  readonly question: string;
  readonly sql: string;
  /** Bound as `:name`; only the query of a user's control has any. */
  readonly parameters?: Readonly<Record<string, string | number | readonly string[]>>;
}

/** Stored queries besides those of the controls. */
export const LIBRARY: readonly StoredQuery[] = [
  {
    name: 'accounts-without-coverage',
    question: 'Which accounts have Regions that no recording trail covers?',
    sql: `
select a.account_id, a.name, a.ou, count(*) as regions, group_concat(c.region, ' ') as which
from v_account as a
join v_cell as c on c.account_id = a.account_id
where not exists (
  select 1 from v_reach as t
  where t.account_id = c.account_id and t.counts and t.reach in ('own', 'reached')
    and (t.multi_region = 1 or t.home_region = c.region)
    and t.recording = 1 and t.reads = 1 and t.writes = 1
)
group by a.account_id
order by regions desc, a.account_id
`,
  },
  {
    name: 'new-accounts',
    question:
      'Which accounts joined in the last 90 days, and what records them? (What about accounts created last month?)',
    sql: `
select a.account_id, a.name, a.joined_at, a.state, t.trail_arn
from v_account as a
left join v_reach as t
  on t.account_id = a.account_id and t.counts and t.reach in ('own', 'reached')
  and t.multi_region = 1 and t.recording = 1 and t.reads = 1 and t.writes = 1
where a.joined_at >= (select strftime('%Y-%m-%dT%H:%M:%SZ', clock, '-90 days') from v_run)
order by a.joined_at desc, a.account_id
`,
  },
  {
    name: 'trails-by-scope',
    question: 'Does each trail record reads and writes, or only writes? (Does it include read events?)',
    sql: `
select name, account_id, home_region,
  case when organization then 'organization' when multi_region then 'multi-Region' else 'single Region' end as scope,
  logging, reads, writes, excluded_sources
from v_trail
order by account_id, name
`,
  },
  {
    name: 'where-logs-go',
    question: 'Where does each trail deliver to, and whose are those places?',
    sql: `
select t.name as trail, t.account_id as trail_account, d.kind, d.named, d.account_id as owner, d.is_there
from v_trail as t
join v_destination as d on d.trail_arn = t.trail_arn
order by t.account_id, t.name, d.kind
`,
  },
  {
    name: 'regions-without-logs-delivery',
    question:
      'Where trails split the coverage: which Regions are recorded by no trail that also delivers to CloudWatch Logs?',
    sql: `
select c.account_id, count(*) as regions, group_concat(c.region, ' ') as which
from v_cell as c
where not exists (
  select 1 from v_reach as t
  join v_result as r on r.result_id = 'cloudwatch-logs-integration/' || t.trail_arn and r.verdict = 'PASS'
  where t.account_id = c.account_id and t.counts and t.reach in ('own', 'reached')
    and (t.multi_region = 1 or t.home_region = c.region)
    and t.recording = 1 and t.reads = 1 and t.writes = 1
)
group by c.account_id
order by regions desc, c.account_id
`,
  },
  {
    name: 'last-deliveries',
    question: 'When did each recording trail last deliver to its bucket and to CloudWatch Logs?',
    sql: `
select name, account_id, delivered_at, digest_at, logs_delivered_at,
  cast((julianday((select clock from v_run)) - julianday(max(delivered_at, coalesce(digest_at, delivered_at)))) * 24 as integer)
    as hours_ago
from v_trail
where logging = 1
order by hours_ago is null desc, hours_ago desc, account_id, name
`,
  },
  {
    name: 'unread',
    question: 'What could not be read, and which permission is missing?',
    sql: `
select account_id, region, what, reason, permission, count(*) as subjects
from v_unread
group by account_id, region, what, reason, permission
order by account_id, region, what
`,
  },
  {
    name: 'failing-clauses',
    question: 'How do the clauses of each framework come out?',
    sql: `
select framework, clause,
  sum(iif(verdict = 'PASS', results, 0)) as pass, sum(iif(verdict = 'FAIL', results, 0)) as fail,
  sum(iif(verdict = 'UNKNOWN', results, 0)) as unknown, sum(iif(verdict = 'NOT_APPLICABLE', results, 0)) as not_applicable
from v_clause_count
group by framework, clause
order by fail desc, unknown desc, framework, clause
`,
  },
  {
    name: 'causes',
    question: 'What are the causes of failing results, and how many accounts do they touch?',
    sql: `
select why.value as reason, r.control, count(*) as results, count(distinct r.account_id) as accounts
from v_result as r, json_each(r.reasons) as why
where r.verdict = 'FAIL'
group by why.value, r.control
order by accounts desc, results desc, reason
`,
  },
];
