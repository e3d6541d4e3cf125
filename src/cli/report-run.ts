import type { Run } from '../evaluate/run.ts';
import type { Outcome, Tally } from '../evaluate/tally.ts';
import type { Severity } from '../model/control.ts';
import type { ResultFixes } from '../remediate/result-fixes.ts';
import type { ReportFormat } from '../report/formats/names.ts';
import type { Sink } from '../workflow/judge.ts';
import { toolVersion } from '../workflow/version.ts';
import { type Context, outputOf, paintFor } from './context.ts';
import { heldBack } from './held-back.ts';
import { REPORT_WRITERS } from './report-writers.ts';
import type { Yardstick } from './run-options.ts';

/** `--format` and `--output` of the commands that judge. */
export interface ReportOptions {
  readonly format: ReportFormat;
  readonly output?: string;
  /** The fix under each result. */
  readonly remediation?: boolean;
}

interface Reporting extends ReportOptions {
  readonly failOn?: Severity;
  /** Folder of the captures, if they are kept. */
  readonly snapshot: string | null;
  /** Follows the table alone. */
  readonly afterTable?: string;
}

/**
 * Runs `judge` and writes its report, as the accounts come where the format allows it. Returns the outcome; a file is
 * there whole or not at all.
 */
export async function reportRun(
  judge: (sink: Sink) => Promise<{ readonly run: Run; readonly tally: Tally }>,
  yardstick: Yardstick,
  options: Reporting,
  context: Context,
): Promise<Outcome> {
  const newReport = await REPORT_WRITERS[options.format]();
  const fixes = options.remediation === true ? await resultFixes(yardstick) : null;
  const target = outputOf(context, options.output);
  // The SQL of users may fail when everything else was judged; a file is there whole or not at all anyhow.
  const isHeldBack = options.output === undefined && yardstick.controls.some(({ own }) => own !== undefined);
  const output = isHeldBack ? heldBack(target) : target;
  const report = newReport({
    controls: yardstick.controls,
    framework: yardstick.framework,
    tool: { name: 'trailproof', version: toolVersion() },
    paint: paintFor(context, options.output),
    snapshot: options.snapshot,
    fixes,
    afterTable: options.afterTable ?? '',
  });
  let begun = false;
  // A run that cannot begin leaves nothing on stdout.
  const begin = async (): Promise<void> => {
    if (!begun) await output.write(report.open());
    begun = true;
  };
  try {
    const { run, tally } = await judge(async (judged) => {
      await begin();
      fixes?.add(judged);
      await output.write(report.account(judged));
    });
    const outcome = tally.outcome(run, options.failOn);
    await begin();
    for (const piece of report.close(run, tally, outcome)) await output.write(piece);
    await output.done();
    return outcome;
  } catch (error) {
    output.discard();
    throw error;
  }
}

/** Loaded only where fixes are asked for. */
async function resultFixes({ controls }: Yardstick): Promise<ResultFixes> {
  const { ResultFixes: Fixes } = await import('../remediate/result-fixes.ts');
  return new Fixes(controls);
}
