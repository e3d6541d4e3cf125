import type { Outcome } from '../evaluate/outcome.ts';
import type { Run } from '../evaluate/run.ts';
import { scanJson } from '../report/scan-json.ts';
import { scanMarkdown } from '../report/scan-markdown.ts';
import { scanTable } from '../report/scan-table.ts';
import { type Context, deliver, paintFor } from './context.ts';

/** `--format` and `--output` of the commands that judge. */
export interface ReportOptions {
  readonly format: 'table' | 'json' | 'markdown';
  readonly output?: string;
}

/** Writes a judged run in the format that was asked for. `snapshot` is the folder of its captures, if they are kept; `afterTable` follows the table alone. */
export async function reportRun(
  run: Run,
  outcome: Outcome,
  options: ReportOptions,
  context: Context,
  snapshot: string | null,
  afterTable = '',
): Promise<void> {
  const output = options.output ?? null;
  const pieces = {
    table: () => [scanTable(run, outcome, paintFor(context, output), snapshot), afterTable],
    markdown: () => [scanMarkdown(run, outcome)],
    json: () => scanJson(run, outcome),
  }[options.format]();
  await deliver(context, pieces, output);
}
