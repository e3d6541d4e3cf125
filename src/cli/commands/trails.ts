import { notAssessable } from '../../evaluate/evaluate.ts';
import type { Account } from '../../model/facts.ts';
import { trailMarkdown } from '../../report/scan-markdown.ts';
import { trailsCsv, trailsJson, trailsTable } from '../../report/trails.ts';
import { list } from '../../util/text.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type RunOptions, runOf, yardstickOf } from '../run-options.ts';

export interface TrailsOptions extends RunOptions {
  readonly format: 'table' | 'json' | 'csv' | 'markdown';
  readonly output?: string;
}

/** The inventory reads status and selectors whatever the controls need; what could not be listed gives exit code 4. */
export async function trailsCommand(options: TrailsOptions, context: Context): Promise<ExitCode> {
  const yardstick = await yardstickOf(options, context);
  const unread: string[] = [];
  let whole = true;
  const look = ({ account }: { readonly account: Account | null }): void => {
    // Nothing to read is not unread.
    if (account === null || account.leftOut !== null || notAssessable(account, yardstick.policy.policy) !== null)
      return;
    unread.push(...unlisted(account));
    whole &&= isWhole(account);
  };
  const { run, tally } = await runOf(options, yardstick, context, look, ['status', 'selectors']);
  const complete = whole && !run.interrupted && run.accountsListed;
  const entries = tally.inventory.all();
  const text = {
    table: () => trailsTable(entries, unread, paintFor(context, options.output)),
    markdown: () => `${trailMarkdown(tally)}\n`,
    csv: () => trailsCsv(entries),
    json: () => trailsJson(run, entries, complete),
  }[options.format]();
  await deliver(context, text, options.output);
  return complete ? 0 : 4;
}

function unlisted({ id, lists, regionList }: Account): readonly string[] {
  const regions = Object.entries(lists).flatMap(([region, one]) => (one.known ? [] : [region]));
  const unread = regions.length === 0 ? [] : [`Trails of ${list(regions, 3)} in account ${id} could not be listed.`];
  if (regionList.known) return unread;
  return [`The enabled Regions of account ${id} could not be read; there may be more trails.`, ...unread];
}

function isWhole({ regionList, lists, trails }: Account): boolean {
  return (
    regionList.known &&
    Object.values(lists).every((list) => list.known) &&
    trails.every(
      ({ reach, selectors, status, homeRegion }) =>
        reach === 'not-reached' || (selectors.known && status[homeRegion]?.known),
    )
  );
}
