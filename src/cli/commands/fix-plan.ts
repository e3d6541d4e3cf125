import { fixPlanJson, fixPlanText } from '../../report/fix-plan.ts';
import { wordsOf } from '../../report/scan-table.ts';
import { Words } from '../../report/wording.ts';
import { UserError } from '../../util/errors.ts';
import { FixBook } from '../../workflow/fix.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type RunOptions, runOf, yardstickOf } from '../run-options.ts';

export interface FixOptions extends RunOptions {
  readonly all?: boolean;
}

export interface FixPlanOptions extends FixOptions {
  readonly format: 'table' | 'json';
  readonly output?: string;
}

/** Shows what would be changed, and what comes of it. Changes nothing; exit code 4 where the facts are incomplete. */
export async function fixPlanCommand(
  words: readonly string[],
  options: FixPlanOptions,
  context: Context,
): Promise<ExitCode> {
  const wanted = wantedOf(words, options);
  const yardstick = await yardstickOf(options, context);
  const book = new FixBook();
  const { run, tally, outcome } = await runOf(options, yardstick, context, (judged) => book.add(judged));
  const { plan, whatIf, results } = book.plan(run, wanted);
  const asked = results.map(({ id }) => id);
  const text =
    options.format === 'json'
      ? fixPlanJson(run, plan, whatIf, outcome.complete, new Words(run.controls))
      : fixPlanText(plan, whatIf, asked, wordsOf(run.controls, tally), paintFor(context, options.output));
  await deliver(context, text, options.output);
  return outcome.complete ? 0 : 4;
}

/** The words, or null for everything that fails; never both, never neither. */
export function wantedOf(words: readonly string[], { all }: FixOptions): readonly string[] | null {
  if (words.length === 0 && all !== true) {
    throw new UserError('what is to be repaired?', 'Name results, accounts, trails or controls, or give --all.');
  }
  if (words.length > 0 && all === true) throw new UserError('--all goes without further words.');
  return all === true ? null : words;
}
