import type { Run } from '../evaluate/run.ts';
import type { Outcome, Tally } from '../evaluate/tally.ts';
import type { Severity } from '../model/control.ts';
import { ScanJson } from '../report/scan-json.ts';
import { scanMarkdown } from '../report/scan-markdown.ts';
import { scanTable } from '../report/scan-table.ts';
import type { Sink } from '../workflow/judge.ts';
import { type Context, outputOf, paintFor } from './context.ts';
import { heldBack } from './held-back.ts';
import type { Yardstick } from './run-options.ts';

/** `--format` and `--output` of the commands that judge. */
export interface ReportOptions {
  readonly format: 'table' | 'json' | 'markdown';
  readonly output?: string;
}

interface Reporting extends ReportOptions {
  readonly failOn?: Severity;
  /** Folder of the captures, if they are kept. */
  readonly snapshot: string | null;
  /** Follows the table alone. */
  readonly afterTable?: string;
}

/**
 * Runs `judge` and writes its report: JSON as the accounts come, the others at the end. Returns the outcome; a file is
 * there whole or not at all.
 */
export async function reportRun(
  judge: (sink: Sink) => Promise<{ readonly run: Run; readonly tally: Tally }>,
  yardstick: Yardstick,
  options: Reporting,
  context: Context,
): Promise<Outcome> {
  const target = outputOf(context, options.output);
  // The SQL of users may fail when everything else was judged; a file is there whole or not at all anyhow.
  const isHeldBack = options.output === undefined && yardstick.controls.some(({ own }) => own !== undefined);
  const output = isHeldBack ? heldBack(target) : target;
  const json = options.format === 'json' ? new ScanJson(yardstick.controls, yardstick.framework) : null;
  let begun = false;
  try {
    const { run, tally } = await judge(async (judged) => {
      if (json === null) return;
      if (!begun) await output.write(json.open());
      begun = true;
      await output.write(json.account(judged));
    });
    const outcome = tally.outcome(run, options.failOn);
    if (json !== null) {
      if (!begun) await output.write(json.open());
      for (const piece of json.close(run, tally, outcome)) await output.write(piece);
    } else if (options.format === 'markdown') {
      await output.write(scanMarkdown(run, tally, outcome));
    } else {
      const table = scanTable(run, tally, paintFor(context, options.output), options.snapshot);
      await output.write(`${table}${options.afterTable ?? ''}`);
    }
    await output.done();
    return outcome;
  } catch (error) {
    output.discard();
    throw error;
  }
}
