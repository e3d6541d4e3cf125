import { cliScript } from '../../remediate/cli/script.ts';
import { cloudFormationTemplates } from '../../remediate/cloudformation/templates.ts';
import { consoleSteps } from '../../remediate/console/document.ts';
import { terraformFiles } from '../../remediate/terraform/files.ts';
import { UserError } from '../../util/errors.ts';
import { assertNewFolder, type FileText, writeNewFolder } from '../../util/new-folder.ts';
import { count } from '../../util/text.ts';
import { FixBook, type TriedPlan } from '../../workflow/fix.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { runOf, yardstickOf } from '../run-options.ts';
import { type FixOptions, wantedOf } from './fix-plan.ts';

type Form = 'cli' | 'terraform' | 'cloudformation' | 'console';

export interface FixExportOptions extends FixOptions {
  readonly as: Form;
  readonly out: string;
}

const FORMS: Readonly<Record<Form, (tried: TriedPlan) => readonly FileText[]>> = {
  cli: ({ plan }) => cliScript(plan).map((file) => ({ ...file, executable: true })),
  terraform: ({ world, plan }) => terraformFiles(world, plan),
  cloudformation: ({ world, plan }) => cloudFormationTemplates(world, plan),
  console: ({ plan }) => [consoleSteps(plan)],
};

/** Writes the plan as files into a new folder, whole or not at all. Changes nothing in AWS; exit code 4 where the facts are incomplete. */
export async function fixExportCommand(
  words: readonly string[],
  options: FixExportOptions,
  context: Context,
): Promise<ExitCode> {
  const wanted = wantedOf(words, options);
  assertNewFolder(options.out);
  const yardstick = await yardstickOf(options, context);
  const book = new FixBook();
  const { run, outcome } = await runOf(options, yardstick, context, (judged) => book.add(judged));
  const tried = book.plan(run, wanted);
  if (tried.plan.steps.length === 0) {
    throw new UserError(
      'there is nothing to write: no change would repair it.',
      'trailproof fix plan says what is to be done by hand.',
    );
  }
  const files = FORMS[options.as](tried);
  writeNewFolder(options.out, files);
  context.stdout.write(`Wrote ${count(files.length, 'file')} to ${options.out}. Read them before you run them.\n`);
  return outcome.complete ? 0 : 4;
}
