import { outcomeOf } from '../../evaluate/outcome.ts';
import type { Severity } from '../../model/control.ts';
import { scanJson } from '../../report/scan-json.ts';
import { scanMarkdown } from '../../report/scan-markdown.ts';
import { scanTable } from '../../report/scan-table.ts';
import { assertWritable } from '../../util/atomic-write.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type RunOptions, runOf } from '../run-options.ts';

export interface ScanCommandOptions extends RunOptions {
  readonly format: 'table' | 'json' | 'markdown';
  readonly output?: string;
  readonly failOn: Severity;
}

export async function scanCommand(options: ScanCommandOptions, context: Context): Promise<ExitCode> {
  const output = options.output ?? null;
  if (output !== null) assertWritable(output);
  const run = await runOf(options, context);
  const outcome = outcomeOf(run, options.failOn);
  const pieces = {
    table: () => [scanTable(run, outcome, paintFor(context, output))],
    markdown: () => [scanMarkdown(run, outcome)],
    json: () => scanJson(run, outcome),
  }[options.format]();
  await deliver(context, pieces, output);
  return outcome.exitCode;
}
