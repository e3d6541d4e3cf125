import { outcomeOf } from '../../evaluate/outcome.ts';
import type { Severity } from '../../model/control.ts';
import { assertWritable } from '../../util/atomic-write.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type ReportOptions, reportRun } from '../report-run.ts';
import { type RunOptions, runOf } from '../run-options.ts';

export interface ScanCommandOptions extends RunOptions, ReportOptions {
  readonly failOn: Severity;
}

export async function scanCommand(options: ScanCommandOptions, context: Context): Promise<ExitCode> {
  if (options.output !== undefined) assertWritable(options.output);
  const run = await runOf(options, context);
  const outcome = outcomeOf(run, options.failOn);
  await reportRun(run, outcome, options, context, options.from ?? options.save ?? null);
  return outcome.exitCode;
}
