import { CONTROLS } from '../../controls/registry.generated.ts';
import { type ControlOutcome, differenceText } from '../../evaluate/compare-fixture.ts';
import { controlsTestJson, controlsTestText } from '../../report/controls-test.ts';
import { UserError } from '../../util/errors.ts';
import { readControls } from '../../workflow/own-controls/load.ts';
import { testOwnControl } from '../../workflow/own-controls/test-control.ts';
import { toolVersion } from '../../workflow/version.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';

export interface ControlsTestOptions {
  readonly format: 'table' | 'json';
  readonly output?: string;
}

/**
 * Checks controls of the user's own, files or folders, and runs their fixtures. Exit code 0 where all agree; else the first
 * difference is the error, after everything was printed.
 */
export async function controlsTestCommand(
  paths: readonly string[],
  options: ControlsTestOptions,
  context: Context,
): Promise<ExitCode> {
  const outcomes: ControlOutcome[] = [];
  for (const own of readControls(paths, context.cwd, CONTROLS)) outcomes.push(await testOwnControl(own));
  const text =
    options.format === 'json'
      ? controlsTestJson(outcomes, toolVersion())
      : controlsTestText(outcomes, paintFor(context, options.output));
  await deliver(context, text, options.output);
  assertAgreement(outcomes);
  return 0;
}

function assertAgreement(outcomes: readonly ControlOutcome[]): void {
  const fixtures = outcomes.flatMap((outcome) => outcome.fixtures);
  const [first, ...others] = fixtures.flatMap(({ name, differences }) => differences.map((one) => ({ ...one, name })));
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'disagrees' : 'disagree'}.`;
  throw new UserError(
    `${first.place}: fixture "${first.name}": ${first.subject} ${differenceText(first)}.${more}`,
    'Mend the statement or the fixture.',
  );
}
