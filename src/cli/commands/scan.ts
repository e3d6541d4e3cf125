import type { Severity } from '../../model/control.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type ReportOptions, reportRun } from '../report-run.ts';
import { type RunOptions, runOf, yardstickOf } from '../run-options.ts';

export interface ScanCommandOptions extends RunOptions, ReportOptions {
  readonly failOn: Severity;
}

export async function scanCommand(options: ScanCommandOptions, context: Context): Promise<ExitCode> {
  const yardstick = await yardstickOf(options, context);
  const snapshot = options.from ?? options.save ?? options.resume ?? null;
  const judge = (sink: Parameters<typeof runOf>[3]) => runOf(options, yardstick, context, sink);
  const { exitCode } = await reportRun(judge, yardstick, { ...options, snapshot }, context);
  return exitCode;
}
