import { CONTROLS } from '../../controls/registry.generated.ts';
import { PATH_CONTROLS, PathBook } from '../../evaluate/path.ts';
import { pathJson, pathText } from '../../report/path.ts';
import { wordsOf } from '../../report/scan-table.ts';
import { Words } from '../../report/wording.ts';
import { UserError } from '../../util/errors.ts';
import { selectControls } from '../../workflow/select-controls.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type RunOptions, runOf, yardstickOf } from '../run-options.ts';

export interface PathOptions extends RunOptions {
  readonly format: 'table' | 'json';
  readonly output?: string;
}

/** Draws where each trail delivers to. Does not judge: exit code 0, or 4 where a link could not be read. */
export async function pathCommand(what: string | undefined, options: PathOptions, context: Context): Promise<ExitCode> {
  const { policy } = await yardstickOf(options, context);
  const controls = selectControls(CONTROLS, PATH_CONTROLS, policy.policy.severity);
  const book = new PathBook(policy.policy);
  const yardstick = { policy, controls, framework: null };
  const { run, tally } = await runOf(options, yardstick, context, (judged) => book.add(judged));
  const paths = book.paths(what ?? null);
  if (what !== undefined && paths.length === 0) {
    const names = book.names();
    const known = names.length === 0 ? 'There is no trail.' : `There are: ${names.slice(0, 20).join(', ')}.`;
    throw new UserError(`no trail of this run is called "${what}".`, known);
  }
  const complete =
    !run.interrupted &&
    // A trail that was asked for by name is there; who else could not be read does not matter for it.
    (what !== undefined ||
      (book.listed &&
        tally.rows.every(
          ({ readable, notAssessed, leftOut }) => readable || notAssessed !== null || leftOut !== null,
        ))) &&
    paths.every(({ links, bucketResults }) => {
      const open = bucketResults.some(({ verdict }) => verdict === 'UNKNOWN');
      return !open && links.every(({ state }) => state !== 'unknown');
    });
  const text =
    options.format === 'json'
      ? pathJson(run, paths, complete, new Words(run.controls))
      : paths.length === 0
        ? noTrail(book)
        : pathText(run, paths, wordsOf(run.controls, tally), paintFor(context, options.output));
  await deliver(context, text, options.output);
  return complete ? 0 : 4;
}

function noTrail({ listed }: PathBook): string {
  return listed
    ? 'No trail is owned by an account of this run.\n'
    : 'No trail was seen, but not every list of trails could be read.\n';
}
