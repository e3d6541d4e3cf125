import { CONTROLS } from '../controls/registry.generated.ts';
import type { Run } from '../evaluate/run.ts';
import type { FrameworkId } from '../model/framework.ts';
import type { FactKey } from '../model/operations.ts';
import { UserError } from '../util/errors.ts';
import { loadPolicy } from '../workflow/policy-file.ts';
import { judgeSnapshot, scan } from '../workflow/scan.ts';
import { selectControls } from '../workflow/select-controls.ts';
import type { Context } from './context.ts';
import { interruptible } from './interrupt.ts';
import { Progress } from './progress.ts';

/** As commander hands them over. */
export interface RunOptions {
  readonly profile?: string;
  readonly regions?: readonly string[];
  readonly controls?: readonly string[];
  readonly framework?: FrameworkId;
  readonly policy?: string;
  readonly from?: string;
  readonly now?: number;
  readonly save?: string;
}

/** Takes facts from a snapshot (`--from`) or from AWS, and judges them. */
export async function runOf(options: RunOptions, context: Context, alsoRead: readonly FactKey[] = []): Promise<Run> {
  const policy = await loadPolicy(options.policy ?? null, context.cwd);
  const controls = selectControls(CONTROLS, options.controls ?? policy.policy.controls);
  const { framework } = options;
  const hasClause = controls.some((control) => control.clauses.some((clause) => clause.framework === framework));
  if (framework !== undefined && !hasClause) {
    throw new UserError(
      `none of the selected controls has a clause of ${framework}.`,
      'trailproof controls --format markdown lists clauses.',
    );
  }
  const judging = { policy, controls, framework: framework ?? null, now: options.now ?? null };
  if (options.from !== undefined) {
    for (const name of ['profile', 'regions', 'save'] as const) {
      if (options[name] !== undefined)
        throw new UserError(`--${name} does not go with --from.`, 'A snapshot is judged as it was taken.');
    }
    return judgeSnapshot(options.from, judging);
  }
  const progress = new Progress(context.stderr);
  const interrupt = interruptible(context.stderr);
  try {
    return await scan({
      ...judging,
      profile: options.profile ?? null,
      regions: options.regions ?? null,
      save: options.save ?? null,
      alsoRead,
      stop: interrupt.signal,
      onProgress: (state) => progress.show(state),
    });
  } finally {
    progress.clear();
    interrupt.release();
  }
}
