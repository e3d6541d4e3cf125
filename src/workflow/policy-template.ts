/** What `trailproof init` writes. A test parses it, with and without its comment signs. */
export const POLICY_TEMPLATE = `# Policy of trailproof: what is claimed, what is left out and why, and how old is too old.
# Every key is optional but the version; an unknown key is an error.
# Each run prints the file that it used and its SHA-256.
version: 1

# scope:
#   # The accounts that are claimed as covered. Left out: whatever the run finds.
#   accounts:
#     - "111122223333"
#   # Classes for reports: production, staging, security, log-archive, sandbox, …
#   classes:
#     production:
#       - "111122223333"
#   # Accounts that are not judged. They stay visible as NOT_APPLICABLE with the reason.
#   exclude:
#     - account: "444455556666"
#       reason: Closed in October, waiting for deletion (ticket SEC-123).
#   # Trails that are not judged and do not count. They stay visible with the reason.
#   excludeTrails:
#     - trail: arn:aws:cloudtrail:us-east-1:111122223333:trail/debug
#       reason: Data events of one bucket for a debugging session, ends in December.

# Where logs belong, how long they are kept, and who may delete them.
# storage:
#   # Accounts that are declared as log archives.
#   archiveAccounts:
#     - "777788889999"
#   # Roles that may delete logs or change what protects them; * is a wildcard.
#   securityRoles:
#     - arn:aws:iam::777788889999:role/LogCustodian
#   retentionDays: 365     # log files are kept at least this long

# Tags that every trail has; case counts. Without this, any tag will do.
# tags:
#   required:              # at most 6
#     - owner

# Which KMS keys event data stores may be encrypted with. Without this, any customer managed key will do.
# eventDataStores:
#   keys:                  # at most 3
#     - arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab

# Data events that have to be recorded besides those of S3 objects; only data-events asks for them.
# events:
#   data:
#     - type: AWS::Lambda::Function
#       kind: All          # All, ReadOnly, WriteOnly

# Controls to judge: default, ids or globs.
# controls:
#   - default

# How bad a failure is: of which --fail-on and reports tell.
# severity:
#   profile: default       # default, aws-security-hub, strict (one step up), lenient (one down)
#   controls:
#     multi-region-trail: critical

# What trailproof fix plan offers first.
# remediation:
#   organizationWideFrom: 2  # accounts without a trail, from which on one trail for all of them comes first

# Ages in hours.
# thresholds:
#   digestMaxAge: 6        # a digest file is due every hour
#   deliveryMaxAge: 24     # without digests: a younger log file proves delivery
#   logsMaxAge: 24         # CIS v1.2 2.4: delivery to CloudWatch Logs within a day
#   startGrace: 6          # after StartLogging, ages prove nothing yet
#   joinDeliveryGrace: 6   # after an account joined its organization: delivery
#   joinGrace: 24          # after an account joined its organization: the copy of the trail
`;
