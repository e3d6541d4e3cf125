/** A control that works, and says in comments what may be changed. */
export function skeleton(id: string): string {
  return `# A control of your own. Try it:      trailproof controls test ${id}.yaml
# What SQL can read, column by column:  trailproof query --tables
# Judge with it:                        trailproof scan --controls-dir FOLDER
schema: trailproof/control/1

id: ${id}
# The requirement, in the positive; no full stop.
title: Every trail of the organization validates its log files
# logging, delivery, protection, integrity, encryption, monitoring, inventory
category: integrity
# low, medium, high, critical
severity: medium
# Who is judged, one result for each: account, cell (account × Region), trail, event-data-store, bucket, log-group, role,
# or resource (anything else).
per: trail
rationale: >
  Why it matters, for whoever has to act on it.

# Values that the statements use as :name. Text in quotes, a number, or a list of texts; a list is read with json_each.
parameters:
  spared: [scratch]

# Everything that is judged. Column "subject": the account id, ACCOUNT/REGION, or an ARN. Where account, region or resource
# cannot be told from it, return them as columns. Accounts that could not be read, and Regions whose trails could not be
# listed, are added as UNKNOWN by themselves; so is NOT_APPLICABLE where an account has nothing to judge.
population: |
  select trail_arn as subject
  from v_trail
  where in_scope

# What could not be read, so that nobody can tell. A column of a view is NULL then. Left out, it is
# whatever v_unread names of the subject or its account.
unknown: |
  select trail_arn as subject, 'Whether trail ' || name || ' validates could not be read' as reason
  from v_trail
  where in_scope and validation is null

# What breaks the rule, and why. A subject that is in both sets fails. Other columns are kept as what was observed.
violations: |
  select trail_arn as subject, 'Trail ' || name || ' does not validate its log files' as reason, home_region
  from v_trail
  where in_scope and validation = 0
    and name not in (select value from json_each(:spared))
expect: { eq: [] }

remediation: >
  What to do about it: aws cloudtrail update-trail --name TRAIL --enable-log-file-validation

# Optional: references, clauses ([{ framework: cis-aws-3.0, id: "3.2" }]), related (ids of controls), owner.
owner: cloud-platform

# Small worlds: rows of views as given, and the verdict of every result. A column that is left out is NULL; accounts that
# rows name are made, in scope and read. At least one PASS, one FAIL, and one UNKNOWN where "unknown" is there.
fixtures:
  - name: validation decides
    given:
      v_trail:
        - { trail_arn: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main", name: main, account_id: "111122223333", validation: true }
        - { trail_arn: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/old", name: old, account_id: "111122223333", validation: false }
        - { trail_arn: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/scratch", name: scratch, account_id: "111122223333", validation: false }
    expect:
      "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main": PASS
      "arn:aws:cloudtrail:eu-west-1:111122223333:trail/old": FAIL
      "arn:aws:cloudtrail:eu-west-1:111122223333:trail/scratch": PASS
  - name: what was not read is unknown, and so is a Region that was not listed
    given:
      v_cell:
        - { account_id: "111122223333", region: eu-north-1, listed: false }
      v_trail:
        - { trail_arn: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main", name: main, account_id: "111122223333" }
    expect:
      "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main": UNKNOWN
      111122223333/eu-north-1: UNKNOWN
  - name: an account without trails is not asked
    given:
      v_account:
        - { account_id: "444455556666" }
    expect:
      "444455556666": NOT_APPLICABLE
`;
}
