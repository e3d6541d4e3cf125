import { join, relative } from 'node:path';
import { CONTROLS } from '../../controls/registry.generated.ts';
import { evaluate } from '../../library/evaluate.ts';
import { loadPolicy, POLICY_FILE } from '../../workflow/policy-file.ts';
import { selectControls } from '../../workflow/select-controls.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type ReportOptions, reportRun } from '../report-run.ts';

/** The shipped snapshot; beside src/ in a checkout and beside dist/ in the package. */
const DEMO = join(import.meta.dirname, '../../../demo');

export interface DemoOptions extends ReportOptions {
  readonly account?: string;
}

/** Judges the demo organization, or one account of it. It is a demonstration: the exit code is 0 whatever it finds. */
export async function demoCommand(options: DemoOptions, context: Context): Promise<ExitCode> {
  const snapshot = nearer(relative(context.cwd, DEMO), DEMO);
  // The demo organization has a policy of its own; what lies in the working directory does not count.
  const policy = await loadPolicy(join(snapshot, POLICY_FILE), context.cwd, CONTROLS);
  const controls = selectControls(CONTROLS, null, policy.policy.severity);
  const yardstick = { policy, controls, framework: null };
  const account = options.account ?? null;
  await reportRun(
    (sink) => evaluate({ snapshot: DEMO, ...(account === null ? {} : { account }) }, { ...yardstick, onJudged: sink }),
    yardstick,
    { ...options, snapshot, afterTable: whatToTry(account) },
    context,
  );
  return 0;
}

function whatToTry(account: string | null): string {
  const other = account === null ? '  trailproof demo --account 111100000010' : '  trailproof demo';
  const own = ['  trailproof scan', '  trailproof scan --org'];
  return `\n${['This was the demo: made-up accounts, real engine.', other, ...own].join('\n')}\n`;
}

function nearer(path: string, absolute: string): string {
  if (path === '') return '.';
  return path.length < absolute.length ? path : absolute;
}
