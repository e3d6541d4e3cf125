import { type Command, Option } from 'commander';
import { SEVERITIES } from '../model/control.ts';
import { FRAMEWORK_IDS } from '../model/framework.ts';
import { REPORT_FORMATS } from '../report/formats/names.ts';
import { UserError } from '../util/errors.ts';
import { toolVersion } from '../workflow/version.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { controlsDir, formatOption, listOption, manyOption, output, wholeUpTo, withRun } from './options.ts';

export type Finish = (code: ExitCode) => void;

/** Declares every command; what a command does is loaded when it is called. */
export function addCommands(program: Command, context: Context, finish: Finish): void {
  const { stdout, stderr } = context;
  program
    .description('Proves that AWS CloudTrail was on: everywhere, for reads and writes, delivered.')
    .version(toolVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    // Options after a subcommand are the subcommand's, also where the command above it has one of the same name.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
      outputError: (text, write) =>
        write(
          `${text
            .replace(/^error: /, 'trailproof: ')
            .trim()
            .replace(/\s*\n\s*/g, ' ')}\n`,
        ),
    })
    .showSuggestionAfterError(true)
    .addHelpText('after', '\nExit codes: 0 fine, 1 failures, 2 could not work, 4 incomplete, 5 both 1 and 4.');

  const sub = (name: string, description: string): Command =>
    program.command(name).description(description).copyInheritedSettings(program);

  withRun(sub('scan', 'judge the account that the credentials belong to'))
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(output())
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity whose failure gives exit code 1')
        .choices(SEVERITIES)
        .default('low'),
    )
    .option('-R, --remediation', 'the fix under each failing result; nothing is changed')
    .option('--save <dir>', 'keep the captures (raw AWS answers) in a new folder')
    .option('--resume <dir>', 'go on with an interrupted --save')
    .action(async (options) => finish(await (await import('./commands/scan.ts')).scanCommand(options, context)));

  withRun(sub('trails', 'the inventory: one row per trail'))
    .addOption(formatOption(['table', 'json', 'csv', 'markdown']))
    .addOption(output())
    .action(async (options) => finish(await (await import('./commands/trails.ts')).trailsCommand(options, context)));

  withRun(sub('accounts', 'every account of the organization: state, unit, covered by what'))
    .addOption(formatOption(['table', 'json', 'csv', 'markdown']))
    .addOption(output())
    .action(async (options) =>
      finish(await (await import('./commands/accounts.ts')).accountsCommand(options, context)),
    );

  withRun(sub('explain', 'every condition behind a verdict: value, call, time'))
    .argument('<what>', 'an account, a trail (ARN or name), a control or a result id')
    .addOption(formatOption(['table', 'json']))
    .addOption(output())
    .action(async (what, options) =>
      finish(await (await import('./commands/explain.ts')).explainCommand(what, options, context)),
    );

  withRun(sub('path', 'where each trail delivers to, link by link, as a drawing'))
    .argument('[trail]', 'a trail (ARN or name) or an account; without it, every trail')
    .addOption(formatOption(['table', 'json']))
    .addOption(output())
    .action(async (what, options) =>
      finish(await (await import('./commands/path.ts')).pathCommand(what, options, context)),
    );

  withRun(sub('query', 'stored queries, or SQL of your own, over facts and results'))
    .argument('[query]', 'name of a stored query, or one SELECT in quotes; without it, all names')
    .option('--tables [view]', 'what SQL can read: the views, or the columns of one')
    .option('--show <name>', 'print the SQL of a stored query')
    .addOption(
      new Option('--timeout <seconds>', 'stop the query after so long (default: 10)').argParser(wholeUpTo(3600)),
    )
    .addOption(new Option('--max-rows <n>', 'refuse longer answers (default: 250000)').argParser(wholeUpTo(10_000_000)))
    .addOption(formatOption(['table', 'json', 'csv', 'markdown']))
    .addOption(output())
    .action(async (what, options) =>
      finish(await (await import('./commands/query.ts')).queryCommand(what, options, context)),
    );

  const fix = sub('fix', 'what would repair it: planned, tried on a copy, exported; never carried out');
  withRun(fix.command('plan').copyInheritedSettings(program))
    .description('the changes in the order that works, and what turns PASS')
    .argument('[what...]', 'results, accounts, trails, buckets or controls that fail')
    .option('--all', 'everything that fails')
    .addOption(formatOption(['table', 'json']))
    .addOption(output())
    .action(async (what, options) =>
      finish(await (await import('./commands/fix-plan.ts')).fixPlanCommand(what, options, context)),
    );
  withRun(fix.command('export').copyInheritedSettings(program))
    .description('the plan as files: scripts, Terraform, CloudFormation, or steps in the console')
    .argument('[what...]', 'results, accounts, trails, buckets or controls that fail')
    .option('--all', 'everything that fails')
    .addOption(
      new Option('--as <form>', 'what to write')
        .choices(['cli', 'terraform', 'cloudformation', 'console'])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <dir>', 'a new folder for the files')
    .action(async (what, options) =>
      finish(await (await import('./commands/fix-export.ts')).fixExportCommand(what, options, context)),
    );

  sub('demo', 'the demo organization through the real engine; needs no AWS account')
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(output())
    .option('--account <id>', 'one account of it, in full')
    .action(async (options) => finish(await (await import('./commands/demo.ts')).demoCommand(options, context)));

  const controls = sub('controls', 'the control library, or the page of one control')
    .argument('[id]', 'a control')
    .addOption(new Option('--framework <id>', 'controls with a clause of this framework').choices(FRAMEWORK_IDS))
    .addOption(
      manyOption('--filter <list>', 'KEY=VALUE or KEY!=VALUE; keys: framework, severity, category, service, …'),
    )
    .option('--policy <file>', 'policy file, for severities (default: trailproof.yaml here, if there is one)')
    .option('--from <dir>', 'add what one control found over a saved snapshot')
    .addOption(controlsDir())
    .addOption(formatOption(['table', 'json', 'markdown']))
    .addOption(output())
    .action(async (id, options) =>
      finish(await (await import('./commands/controls.ts')).controlsCommand(id, options, context)),
    );

  controls.enablePositionalOptions();
  controls
    .command('new')
    .description('write a control of your own to begin with: commented, working, with fixtures')
    .copyInheritedSettings(program)
    .argument('<name>', 'its id: small letters and digits, joined by hyphens')
    .option('--output <file>', 'the file to write (default: NAME.yaml)')
    .action(async (name, options) =>
      finish(await (await import('./commands/controls-new.ts')).controlsNewCommand(name, options, context)),
    );
  controls
    .command('test')
    .description('check controls of your own and run their fixtures')
    .copyInheritedSettings(program)
    .argument('<path...>', 'files, or folders with *.yaml')
    .addOption(formatOption(['table', 'json']))
    .addOption(output())
    .action(async (paths, options) =>
      finish(await (await import('./commands/controls-test.ts')).controlsTestCommand(paths, options, context)),
    );

  withRun(sub('coverage', 'frameworks, clause by clause: what judges each, and what nothing judges'))
    .option('--scan', 'count verdicts: scan as --profile, --regions, --org … say')
    .addOption(formatOption(['table', 'json', 'csv', 'markdown']))
    .addOption(output())
    .action(async (options) =>
      finish(await (await import('./commands/coverage.ts')).coverageCommand(options, context)),
    );

  sub('permissions', 'the exact read policy that it needs, and why')
    .addOption(listOption('--controls <list>', 'for these controls only'))
    .addOption(controlsDir())
    .addOption(formatOption(['table', 'json', 'policy']))
    .addOption(output())
    .action(async (options) =>
      finish(await (await import('./commands/permissions.ts')).permissionsCommand(options, context)),
    );

  const pack = sub('pack', 'files to deploy');
  pack
    .command('read-role')
    .description('the role that scan --org assumes: CloudFormation (also as a StackSet), a script, Terraform')
    .copyInheritedSettings(program)
    .requiredOption('--trust <principal>', 'account id, or ARN of the role or user, that may assume it')
    .option('--role-name <name>', 'name of the role', 'TrailproofRead')
    .option('--external-id', 'ask for an external id (a parameter of the stack)')
    .addOption(
      new Option('--as <form>', 'what to write')
        .choices(['cli', 'terraform', 'cloudformation'])
        .default('cloudformation'),
    )
    .addOption(output())
    .action(async (options) => finish(await (await import('./commands/pack.ts')).readRoleCommand(options, context)));

  const iam = sub('iam', 'what IAM policies allow');
  iam
    .command('explain')
    .description('whether a principal may do an action, which statements decide, and what else it depends on')
    .copyInheritedSettings(program)
    .requiredOption('--principal <principal>', 'service, ARN of a role, session, user or root, account id, or *')
    .requiredOption('--action <action>', 'such as s3:PutObject')
    .requiredOption('--resource <arn>', 'one resource, without wildcards')
    .option('--resource-account <id>', "the resource's owner, where its ARN does not say")
    .option('--context <key=value...>', 'context keys of the request; given twice, a key has two values')
    .option('--absent <key...>', 'context keys that the request does not have')
    .option('--policy <file...>', 'identity or resource policies; each tells by itself which it is')
    .option('--identity <file...>', 'identity policies')
    .option('--resource-policy <file>', 'policy of the resource: of a bucket, key, topic, or trust policy of a role')
    .option('--boundary <file>', 'permissions boundary')
    .option('--session <file...>', 'session policies')
    .option('--scp <file...>', 'SCPs: one word per level from the root, files of one level joined by commas')
    .option('--rcp <file...>', 'RCPs, likewise')
    .addOption(formatOption(['table', 'json']))
    .addOption(output())
    .action(async (options) =>
      finish(await (await import('./commands/iam-explain.ts')).iamExplainCommand(options, context)),
    );

  sub('init', 'write a commented policy file, trailproof.yaml')
    .option('--policy <file>', 'name of the file', 'trailproof.yaml')
    .action(async (options) => finish(await (await import('./commands/init.ts')).initCommand(options, context)));

  sub('help', 'print help of a command')
    .argument('[command]', 'its name')
    .action((name: string | undefined) => {
      const named = program.commands.find((command) => command.name() === name);
      if (name !== undefined && named === undefined) {
        const names = program.commands.map((command) => command.name()).join(', ');
        throw new UserError(`there is no command "${name}".`, `There are: ${names}.`);
      }
      stdout.write((named ?? program).helpInformation());
    });

  sub('schema', 'print a published JSON Schema')
    .argument('[name]', 'its name; without one, all names')
    .action(async (name) => finish(await (await import('./commands/schema.ts')).schemaCommand(name, context)));
}
