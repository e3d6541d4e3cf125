import { accountsCsv, accountsJson, accountsMarkdown, accountsTable } from '../../report/accounts.ts';
import { wordsOf } from '../../report/scan-table.ts';
import { Words } from '../../report/wording.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type RunOptions, runOf, yardstickOf } from '../run-options.ts';

export interface AccountsOptions extends RunOptions {
  readonly format: 'table' | 'json' | 'csv' | 'markdown';
  readonly output?: string;
}

/** What coverage needs, and nothing else, unless other controls are asked for. */
const CONTROLS = ['multi-region-trail', 'region-coverage'] as const;

/** Lists the organization's accounts (or the one account with --from); exit code 4 where the picture is incomplete. */
export async function accountsCommand(options: AccountsOptions, context: Context): Promise<ExitCode> {
  const yardstick = await yardstickOf({ ...options, controls: options.controls ?? CONTROLS }, context);
  const org = options.from === undefined ? { org: true } : {};
  const { run, tally } = await runOf({ ...options, ...org }, yardstick, context);
  const { complete } = tally.outcome(run);
  const words = wordsOf(run.controls, tally);
  const text = {
    table: () => accountsTable(run, tally, words, paintFor(context, options.output)),
    markdown: () => accountsMarkdown(tally, words),
    csv: () => accountsCsv(tally, new Words(run.controls)),
    json: () => accountsJson(run, tally, complete),
  }[options.format]();
  await deliver(context, text, options.output);
  return complete ? 0 : 4;
}
