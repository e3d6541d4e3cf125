/** Help of the commands that look at facts, as users see it. */
export const HELP_OF_RUNS: Readonly<Record<string, string>> = {
  scan: `Usage: trailproof scan [options]

judge the account that the credentials belong to

Options:
  --profile <name>      AWS profile
  --regions <list>      judge these Regions only; others count as not enabled
  --controls <list>     default, ids or globs
  --controls-dir <dir>  also judge the controls of your own in this folder
                        (YAML)
  --framework <id>      count clauses of this framework only (choices:
                        "aws-security-hub", "cis-aws-1.2", "cis-aws-1.4",
                        "cis-aws-3.0", "cis-aws-5.0", "iso-27001-2022",
                        "nist-800-53-r5", "pci-dss-4.0.1", "soc-2", "hipaa")
  --policy <file>       policy file (default: trailproof.yaml here, if there is
                        one)
  --from <dir>          judge a saved snapshot, offline
  --probe-events        also read id and time of the newest event in each log
                        group
  --org                 the whole organization: every account, by a role in each
  --role-name <name>    with --org: role to assume (default: TrailproofRead)
  --external-id <id>    with --org: external id that the role asks for
  --accounts <list>     with --org: these accounts only
  --exclude <list>      with --org: all but these accounts
  --concurrency <n>     with --org: accounts read at a time (default: 16)
  --now <time>          judge as of this time (ISO 8601; a date is UTC midnight)
  --format <format>     output format (choices: "table", "json", "markdown",
                        "csv", "html", "sarif", "junit", "ocsf", "asff",
                        default: "table")
  --output <file>       write the result to a file, whole or not at all
  --fail-on <severity>  lowest severity whose failure gives exit code 1
                        (choices: "low", "medium", "high", "critical", default:
                        "low")
  -R, --remediation     the fix under each failing result; nothing is changed
  --save <dir>          keep the captures (raw AWS answers) in a new folder
  --resume <dir>        go on with an interrupted --save
  -h, --help            print help
`,
  trails: `Usage: trailproof trails [options]

the inventory: one row per trail

Options:
  --profile <name>      AWS profile
  --regions <list>      judge these Regions only; others count as not enabled
  --controls <list>     default, ids or globs
  --controls-dir <dir>  also judge the controls of your own in this folder
                        (YAML)
  --framework <id>      count clauses of this framework only (choices:
                        "aws-security-hub", "cis-aws-1.2", "cis-aws-1.4",
                        "cis-aws-3.0", "cis-aws-5.0", "iso-27001-2022",
                        "nist-800-53-r5", "pci-dss-4.0.1", "soc-2", "hipaa")
  --policy <file>       policy file (default: trailproof.yaml here, if there is
                        one)
  --from <dir>          judge a saved snapshot, offline
  --probe-events        also read id and time of the newest event in each log
                        group
  --org                 the whole organization: every account, by a role in each
  --role-name <name>    with --org: role to assume (default: TrailproofRead)
  --external-id <id>    with --org: external id that the role asks for
  --accounts <list>     with --org: these accounts only
  --exclude <list>      with --org: all but these accounts
  --concurrency <n>     with --org: accounts read at a time (default: 16)
  --now <time>          judge as of this time (ISO 8601; a date is UTC midnight)
  --format <format>     output format (choices: "table", "json", "csv",
                        "markdown", default: "table")
  --output <file>       write the result to a file, whole or not at all
  -h, --help            print help
`,
  accounts: `Usage: trailproof accounts [options]

every account of the organization: state, unit, covered by what

Options:
  --profile <name>      AWS profile
  --regions <list>      judge these Regions only; others count as not enabled
  --controls <list>     default, ids or globs
  --controls-dir <dir>  also judge the controls of your own in this folder
                        (YAML)
  --framework <id>      count clauses of this framework only (choices:
                        "aws-security-hub", "cis-aws-1.2", "cis-aws-1.4",
                        "cis-aws-3.0", "cis-aws-5.0", "iso-27001-2022",
                        "nist-800-53-r5", "pci-dss-4.0.1", "soc-2", "hipaa")
  --policy <file>       policy file (default: trailproof.yaml here, if there is
                        one)
  --from <dir>          judge a saved snapshot, offline
  --probe-events        also read id and time of the newest event in each log
                        group
  --org                 the whole organization: every account, by a role in each
  --role-name <name>    with --org: role to assume (default: TrailproofRead)
  --external-id <id>    with --org: external id that the role asks for
  --accounts <list>     with --org: these accounts only
  --exclude <list>      with --org: all but these accounts
  --concurrency <n>     with --org: accounts read at a time (default: 16)
  --now <time>          judge as of this time (ISO 8601; a date is UTC midnight)
  --format <format>     output format (choices: "table", "json", "csv",
                        "markdown", default: "table")
  --output <file>       write the result to a file, whole or not at all
  -h, --help            print help
`,
  explain: `Usage: trailproof explain [options] <what>

every condition behind a verdict: value, call, time

Arguments:
  what                  an account, a trail (ARN or name), a control or a result
                        id

Options:
  --profile <name>      AWS profile
  --regions <list>      judge these Regions only; others count as not enabled
  --controls <list>     default, ids or globs
  --controls-dir <dir>  also judge the controls of your own in this folder
                        (YAML)
  --framework <id>      count clauses of this framework only (choices:
                        "aws-security-hub", "cis-aws-1.2", "cis-aws-1.4",
                        "cis-aws-3.0", "cis-aws-5.0", "iso-27001-2022",
                        "nist-800-53-r5", "pci-dss-4.0.1", "soc-2", "hipaa")
  --policy <file>       policy file (default: trailproof.yaml here, if there is
                        one)
  --from <dir>          judge a saved snapshot, offline
  --probe-events        also read id and time of the newest event in each log
                        group
  --org                 the whole organization: every account, by a role in each
  --role-name <name>    with --org: role to assume (default: TrailproofRead)
  --external-id <id>    with --org: external id that the role asks for
  --accounts <list>     with --org: these accounts only
  --exclude <list>      with --org: all but these accounts
  --concurrency <n>     with --org: accounts read at a time (default: 16)
  --now <time>          judge as of this time (ISO 8601; a date is UTC midnight)
  --format <format>     output format (choices: "table", "json", default:
                        "table")
  --output <file>       write the result to a file, whole or not at all
  -h, --help            print help
`,
  path: `Usage: trailproof path [options] [trail]

where each trail delivers to, link by link, as a drawing

Arguments:
  trail                 a trail (ARN or name) or an account; without it, every
                        trail

Options:
  --profile <name>      AWS profile
  --regions <list>      judge these Regions only; others count as not enabled
  --controls <list>     default, ids or globs
  --controls-dir <dir>  also judge the controls of your own in this folder
                        (YAML)
  --framework <id>      count clauses of this framework only (choices:
                        "aws-security-hub", "cis-aws-1.2", "cis-aws-1.4",
                        "cis-aws-3.0", "cis-aws-5.0", "iso-27001-2022",
                        "nist-800-53-r5", "pci-dss-4.0.1", "soc-2", "hipaa")
  --policy <file>       policy file (default: trailproof.yaml here, if there is
                        one)
  --from <dir>          judge a saved snapshot, offline
  --probe-events        also read id and time of the newest event in each log
                        group
  --org                 the whole organization: every account, by a role in each
  --role-name <name>    with --org: role to assume (default: TrailproofRead)
  --external-id <id>    with --org: external id that the role asks for
  --accounts <list>     with --org: these accounts only
  --exclude <list>      with --org: all but these accounts
  --concurrency <n>     with --org: accounts read at a time (default: 16)
  --now <time>          judge as of this time (ISO 8601; a date is UTC midnight)
  --format <format>     output format (choices: "table", "json", default:
                        "table")
  --output <file>       write the result to a file, whole or not at all
  -h, --help            print help
`,
  query: `Usage: trailproof query [options] [query]

stored queries, or SQL of your own, over facts and results

Arguments:
  query                 name of a stored query, or one SELECT in quotes; without
                        it, all names

Options:
  --profile <name>      AWS profile
  --regions <list>      judge these Regions only; others count as not enabled
  --controls <list>     default, ids or globs
  --controls-dir <dir>  also judge the controls of your own in this folder
                        (YAML)
  --framework <id>      count clauses of this framework only (choices:
                        "aws-security-hub", "cis-aws-1.2", "cis-aws-1.4",
                        "cis-aws-3.0", "cis-aws-5.0", "iso-27001-2022",
                        "nist-800-53-r5", "pci-dss-4.0.1", "soc-2", "hipaa")
  --policy <file>       policy file (default: trailproof.yaml here, if there is
                        one)
  --from <dir>          judge a saved snapshot, offline
  --probe-events        also read id and time of the newest event in each log
                        group
  --org                 the whole organization: every account, by a role in each
  --role-name <name>    with --org: role to assume (default: TrailproofRead)
  --external-id <id>    with --org: external id that the role asks for
  --accounts <list>     with --org: these accounts only
  --exclude <list>      with --org: all but these accounts
  --concurrency <n>     with --org: accounts read at a time (default: 16)
  --now <time>          judge as of this time (ISO 8601; a date is UTC midnight)
  --tables [view]       what SQL can read: the views, or the columns of one
  --show <name>         print the SQL of a stored query
  --timeout <seconds>   stop the query after so long (default: 10)
  --max-rows <n>        refuse longer answers (default: 250000)
  --format <format>     output format (choices: "table", "json", "csv",
                        "markdown", default: "table")
  --output <file>       write the result to a file, whole or not at all
  -h, --help            print help
`,
  coverage: `Usage: trailproof coverage [options]

frameworks, clause by clause: what judges each, and what nothing judges

Options:
  --profile <name>      AWS profile
  --regions <list>      judge these Regions only; others count as not enabled
  --controls <list>     default, ids or globs
  --controls-dir <dir>  also judge the controls of your own in this folder
                        (YAML)
  --framework <id>      count clauses of this framework only (choices:
                        "aws-security-hub", "cis-aws-1.2", "cis-aws-1.4",
                        "cis-aws-3.0", "cis-aws-5.0", "iso-27001-2022",
                        "nist-800-53-r5", "pci-dss-4.0.1", "soc-2", "hipaa")
  --policy <file>       policy file (default: trailproof.yaml here, if there is
                        one)
  --from <dir>          judge a saved snapshot, offline
  --probe-events        also read id and time of the newest event in each log
                        group
  --org                 the whole organization: every account, by a role in each
  --role-name <name>    with --org: role to assume (default: TrailproofRead)
  --external-id <id>    with --org: external id that the role asks for
  --accounts <list>     with --org: these accounts only
  --exclude <list>      with --org: all but these accounts
  --concurrency <n>     with --org: accounts read at a time (default: 16)
  --now <time>          judge as of this time (ISO 8601; a date is UTC midnight)
  --scan                count verdicts: scan as --profile, --regions, --org …
                        say
  --format <format>     output format (choices: "table", "json", "csv",
                        "markdown", default: "table")
  --output <file>       write the result to a file, whole or not at all
  -h, --help            print help
`,
};
