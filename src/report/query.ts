import type { Run } from '../evaluate/run.ts';
import type { StoredQuery } from '../queries/library.ts';
import type { View } from '../queries/view.ts';
import { jsonText } from '../util/json-text.ts';
import { count, wrap } from '../util/text.ts';
import { csvLine } from './csv.ts';
import { markdownTable, prose } from './markdown.ts';
import type { Paint } from './paint.ts';
import { recordsText } from './records.ts';

/** What a query returned; `name` is null for SQL from the command line. */
export interface QueryAnswer {
  readonly name: string | null;
  readonly sql: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export function queryTable({ columns, rows }: QueryAnswer, complete: boolean, paint: Paint): string {
  const doubt = complete
    ? []
    : wrap('Not everything could be read: there may be more (trailproof query unread says what).', 80);
  return `${[`${recordsText(columns, rows, paint)}${count(rows.length, 'row')}.`, ...doubt].join('\n')}\n`;
}

export function queryMarkdown({ columns, rows }: QueryAnswer): string {
  return `${markdownTable(
    columns.map(prose),
    rows.map((row) => row.map((value) => (value === null ? '' : prose(String(value))))),
  )}\n`;
}

export function queryCsv({ columns, rows }: QueryAnswer): string {
  return [columns, ...rows].map(csvLine).join('');
}

export function queryJson(run: Run, { name, sql, columns, rows }: QueryAnswer, complete: boolean): string {
  const { tool, clock, identity } = run;
  const objects = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
  const query = { name, sql };
  const document = { schema: 'trailproof/query/1', tool, clock, identity, complete, query, columns, rows: objects };
  return `${jsonText(document, 2)}\n`;
}

/** The stored queries, each with its question. */
export function queriesTable(queries: readonly StoredQuery[]): string {
  const lines = queries.flatMap(({ name, question }) => [name, ...wrap(question, 76).map((line) => `    ${line}`)]);
  const next = [
    '',
    'trailproof query NAME runs one, trailproof query --show NAME prints its SQL,',
    'trailproof query --tables lists what SQL of your own can read.',
  ];
  return `${[...lines, ...next].join('\n')}\n`;
}

/** The views, or all columns of one. */
export function viewsTable(views: readonly View[], whole: boolean): string {
  const lines = views.flatMap(({ name, about, columns }) => [
    name,
    ...wrap(about, 76).map((line) => `    ${line}`),
    ...(whole
      ? Object.entries(columns).flatMap(([column, { type, about: what }]) => columnLines(column, type, what))
      : []),
  ]);
  return `${[...lines, ...(whole ? [] : ['', 'trailproof query --tables VIEW lists the columns of one.'])].join('\n')}\n`;
}

function columnLines(column: string, type: string, about: string): readonly string[] {
  const [first = '', ...rest] = wrap(about, 38);
  const head = `  ${column.padEnd(28)} ${type.padEnd(8)}`;
  return [`${head} ${first}`, ...rest.map((line) => `${' '.repeat(head.length + 1)}${line}`)];
}

export function viewsJson(views: readonly View[], version: string): string {
  const rows = views.map(({ name, about, columns }) => ({
    name,
    about,
    columns: Object.entries(columns).map(([column, { type, about: what }]) => ({ name: column, type, about: what })),
  }));
  const tool = { name: 'trailproof', version };
  return `${jsonText({ schema: 'trailproof/views/1', tool, views: rows }, 2)}\n`;
}

export function queriesJson(queries: readonly StoredQuery[], version: string): string {
  const rows = queries.map(({ name, question, sql }) => ({ name, question, sql: sql.trim() }));
  return `${jsonText({ schema: 'trailproof/queries/1', tool: { name: 'trailproof', version }, queries: rows }, 2)}\n`;
}
