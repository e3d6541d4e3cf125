import { trailMarkdown } from '../../report/scan-markdown.ts';
import { trailsJson, trailsTable } from '../../report/trails.ts';
import { assertWritable } from '../../util/atomic-write.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type RunOptions, runOf } from '../run-options.ts';

export interface TrailsOptions extends RunOptions {
  readonly format: 'table' | 'json' | 'markdown';
  readonly output?: string;
}

/** The inventory reads status and selectors whatever the controls need; incomplete lists give exit code 4. */
export async function trailsCommand(options: TrailsOptions, context: Context): Promise<ExitCode> {
  const output = options.output ?? null;
  if (output !== null) assertWritable(output);
  const run = await runOf(options, context, ['status', 'selectors']);
  const complete = !run.interrupted && isWhole(run.facts.accounts);
  const text = {
    table: () => trailsTable(run, paintFor(context, output)),
    markdown: () => `${trailMarkdown(run)}\n`,
    json: () => trailsJson(run, complete),
  }[options.format]();
  await deliver(context, [text], output);
  return complete ? 0 : 4;
}

function isWhole(accounts: Awaited<ReturnType<typeof runOf>>['facts']['accounts']): boolean {
  return accounts.every(
    ({ regionList, lists, trails }) =>
      regionList.known &&
      Object.values(lists).every((list) => list.known) &&
      trails.every(
        (trail) => trail.reach === 'not-reached' || (trail.selectors.known && trail.status[trail.homeRegion]?.known),
      ),
  );
}
