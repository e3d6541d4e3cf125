import { ask } from '../../library/query.ts';
import type { Control } from '../../model/control.ts';
import { VIEWS } from '../../queries/views.ts';
import {
  queriesJson,
  queriesTable,
  queryCsv,
  queryJson,
  queryMarkdown,
  queryTable,
  viewsJson,
  viewsTable,
} from '../../report/query.ts';
import { UserError } from '../../util/errors.ts';
import { planQuery, storedQueries } from '../../workflow/query.ts';
import { toolVersion } from '../../workflow/version.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { libraryOf } from '../own-controls.ts';
import { type RunOptions, withSource, yardstickOf } from '../run-options.ts';

export interface QueryOptions extends RunOptions {
  readonly format: 'table' | 'json' | 'csv' | 'markdown';
  readonly output?: string;
  /** true: all views; a name: that one. */
  readonly tables?: true | string;
  /** Name of a stored query. */
  readonly show?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly maxRows?: number;
}

/** Runs a stored query or SQL over the facts. Does not judge: exit code 0, or 4 where not everything could be read. */
export async function queryCommand(
  what: string | undefined,
  options: QueryOptions,
  context: Context,
): Promise<ExitCode> {
  const library = await libraryOf(options.controlsDir, context);
  const shown =
    options.tables !== undefined ? tables(options) : options.show !== undefined ? show(options.show, library) : null;
  if (shown !== null || what === undefined) {
    if (what !== undefined) throw new UserError('--tables and --show take no query.');
    await deliver(context, shown ?? list(options, library), options.output);
    return 0;
  }
  const query = planQuery(what, library);
  const yardstick = await yardstickOf(options, context);
  const answer = await withSource(options, context, [], (source) =>
    ask(source, query, {
      policy: yardstick.policy,
      now: options.now ?? null,
      ...(options.controls === undefined && query.name !== null ? {} : { controls: yardstick.controls }),
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
      ...(options.maxRows === undefined ? {} : { maxRows: options.maxRows }),
    }),
  );
  const { run, complete } = answer;
  const text = {
    table: () => queryTable(answer, complete, paintFor(context, options.output)),
    json: () => queryJson(run, answer, complete),
    csv: () => queryCsv(answer),
    markdown: () => queryMarkdown(answer),
  }[options.format]();
  await deliver(context, text, options.output);
  return complete ? 0 : 4;
}

function list({ format }: QueryOptions, library: readonly Control[]): string {
  const queries = storedQueries(library);
  return format === 'json' ? queriesJson(queries, toolVersion()) : queriesTable(queries);
}

function tables({ tables: name, format }: QueryOptions): string {
  const views = name === true ? VIEWS : VIEWS.filter((view) => view.name === name);
  if (views.length === 0) {
    throw new UserError(`no view is called "${name}".`, `There are: ${VIEWS.map((view) => view.name).join(', ')}.`);
  }
  return format === 'json' ? viewsJson(views, toolVersion()) : viewsTable(views, name !== true);
}

function show(name: string, library: readonly Control[]): string {
  const query = storedQueries(library).find((one) => one.name === name);
  if (query === undefined) throw new UserError(`no stored query is called "${name}".`, 'trailproof query lists them.');
  return `${query.sql.trim()}\n`;
}
