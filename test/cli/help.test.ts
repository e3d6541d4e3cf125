/** The help as users see it, recorded: a change here is a change of the interface. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runTrailproof } from '../rig/run.ts';
import { HELP_OF_RUNS } from './help-of-runs.ts';

const HELP: Readonly<Record<string, string>> = {
  ...HELP_OF_RUNS,
  '': `Usage: trailproof [options] [command]

Proves that AWS CloudTrail was on: everywhere, for reads and writes, delivered.

Options:
  -V, --version             print the version
  -h, --help                print help

Commands:
  scan [options]            judge the account that the credentials belong to
  trails [options]          the inventory: one row per trail
  accounts [options]        every account of the organization: state, unit,
                            covered by what
  explain [options] <what>  every condition behind a verdict: value, call, time
  path [options] [trail]    where each trail delivers to, link by link, as a
                            drawing
  query [options] [query]   stored queries, or SQL of your own, over facts and
                            results
  fix                       what would repair it: planned, tried on a copy,
                            exported; never carried out
  demo [options]            the demo organization through the real engine; needs
                            no AWS account
  controls [options] [id]   the control library, or the page of one control
  coverage [options]        frameworks, clause by clause: what judges each, and
                            what nothing judges
  permissions [options]     the exact read policy that it needs, and why
  pack                      files to deploy
  iam                       what IAM policies allow
  init [options]            write a commented policy file, trailproof.yaml
  help [command]            print help of a command
  schema [name]             print a published JSON Schema

Exit codes: 0 fine, 1 failures, 2 could not work, 4 incomplete, 5 both 1 and 4.
`,
  fix: `Usage: trailproof fix [options] [command]

what would repair it: planned, tried on a copy, exported; never carried out

Options:
  -h, --help                  print help

Commands:
  plan [options] [what...]    the changes in the order that works, and what
                              turns PASS
  export [options] [what...]  the plan as files: scripts, Terraform,
                              CloudFormation, or steps in the console
  help [command]              display help for command
`,
  demo: `Usage: trailproof demo [options]

the demo organization through the real engine; needs no AWS account

Options:
  --format <format>  output format (choices: "table", "json", "markdown", "csv",
                     "html", "sarif", "junit", "ocsf", "asff", default: "table")
  --output <file>    write the result to a file, whole or not at all
  --account <id>     one account of it, in full
  -h, --help         print help
`,
  controls: `Usage: trailproof controls [options] [command] [id]

the control library, or the page of one control

Arguments:
  id                        a control

Options:
  --framework <id>          controls with a clause of this framework (choices:
                            "aws-security-hub", "cis-aws-1.2", "cis-aws-1.4",
                            "cis-aws-3.0", "cis-aws-5.0", "iso-27001-2022",
                            "nist-800-53-r5", "pci-dss-4.0.1", "soc-2", "hipaa")
  --filter <list>           KEY=VALUE or KEY!=VALUE; keys: framework, severity,
                            category, service, …
  --policy <file>           policy file, for severities (default:
                            trailproof.yaml here, if there is one)
  --from <dir>              add what one control found over a saved snapshot
  --controls-dir <dir>      also judge the controls of your own in this folder
                            (YAML)
  --format <format>         output format (choices: "table", "json", "markdown",
                            default: "table")
  --output <file>           write the result to a file, whole or not at all
  -h, --help                print help

Commands:
  new [options] <name>      write a control of your own to begin with:
                            commented, working, with fixtures
  test [options] <path...>  check controls of your own and run their fixtures
`,
  permissions: `Usage: trailproof permissions [options]

the exact read policy that it needs, and why

Options:
  --controls <list>     for these controls only
  --controls-dir <dir>  also judge the controls of your own in this folder
                        (YAML)
  --format <format>     output format (choices: "table", "json", "policy",
                        default: "table")
  --output <file>       write the result to a file, whole or not at all
  -h, --help            print help
`,
  pack: `Usage: trailproof pack [options] [command]

files to deploy

Options:
  -h, --help           print help

Commands:
  read-role [options]  the role that scan --org assumes: CloudFormation (also as
                       a StackSet), a script, Terraform
  help [command]       display help for command
`,
  iam: `Usage: trailproof iam [options] [command]

what IAM policies allow

Options:
  -h, --help         print help

Commands:
  explain [options]  whether a principal may do an action, which statements
                     decide, and what else it depends on
  help [command]     display help for command
`,
  init: `Usage: trailproof init [options]

write a commented policy file, trailproof.yaml

Options:
  --policy <file>  name of the file (default: "trailproof.yaml")
  -h, --help       print help
`,
  schema: `Usage: trailproof schema [options] [name]

print a published JSON Schema

Arguments:
  name        its name; without one, all names

Options:
  -h, --help  print help
`,
};

describe('help', { concurrency: 4 }, () => {
  for (const [command, text] of Object.entries(HELP)) {
    test(`trailproof ${command} --help`, async () => {
      const words = command === '' ? [] : [command];
      const { stdout, stderr, code } = await runTrailproof([...words, '--help']);
      assert.equal(stdout, text);
      assert.deepEqual([stderr, code], ['', 0]);
      for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
      if (command !== '') assert.equal((await runTrailproof(['help', command])).stdout, text);
    });
  }

  test('every command that the program names has its help recorded', () => {
    const block = /Commands:\n([\s\S]*?)\n\n/.exec(HELP[''] ?? '')?.[1] ?? '';
    const named = [...block.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name).filter((name) => name !== 'help');
    assert.deepEqual(['', ...named].sort(), Object.keys(HELP).sort());
  });
});
