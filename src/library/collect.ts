import type { Run } from '../evaluate/run.ts';
import { type AwsSource, type EvaluateOptions, evaluate } from './evaluate.ts';

/**
 * Reads AWS into a new folder: the snapshot that `evaluate` and `query` take, today or in a year. Reads what the controls
 * need, and the facts of `source` besides. Throws UserError where it cannot begin; a folder that could not be finished
 * can be gone on with (`resume`).
 */
export async function collect(
  into: string,
  source: Omit<AwsSource, 'save' | 'resume'> = {},
  options: Pick<EvaluateOptions, 'policy' | 'controls'> = {},
): Promise<Run> {
  const { run } = await evaluate({ aws: { ...source, save: into } }, options);
  return run;
}
