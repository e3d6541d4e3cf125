import type { Listing } from '../../model/control.ts';
import { QueryError, type StatementShape } from '../../store/query-database.ts';
import { shapesOf } from '../../store/query-shape.ts';
import { UserError } from '../../util/errors.ts';
import { SHAPES } from '../fact-database.ts';
import type { YamlFile } from '../yaml-file.ts';
import type { OwnControlFile } from './schema.ts';
import { masked, placeInSql } from './sql-place.ts';

export const STATEMENTS = ['population', 'unknown', 'violations'] as const;
export type StatementName = (typeof STATEMENTS)[number];

/** Columns that a statement has to return, and those that it may; null: any, they are what was observed. */
const COLUMNS: Readonly<
  Record<StatementName, { readonly has: readonly string[]; readonly may: readonly string[] | null }>
> = {
  population: { has: ['subject'], may: ['account', 'region', 'resource'] },
  unknown: { has: ['subject', 'reason'], may: [] },
  violations: { has: ['subject', 'reason'], may: null },
};

const HINT = 'trailproof query --tables lists what it can read.';

/** Checks the statements of a control without running them; returns the names of the views that they read. */
export function checkStatements(yaml: YamlFile, control: OwnControlFile): readonly string[] {
  const given = STATEMENTS.flatMap((name) => {
    const sql = control[name];
    return sql === undefined ? [] : [{ name, sql }];
  });
  const shapes = prepare(given.map(({ sql }) => sql));
  const views = given.flatMap(({ name, sql }, position) =>
    checkStatement(yaml, name, sql, control.parameters ?? {}, shapes[position]),
  );
  const used = new Set(STATEMENTS.flatMap((name) => parametersOf(control[name] ?? '')));
  for (const name of Object.keys(control.parameters ?? {})) {
    if (used.has(name)) continue;
    throw new UserError(
      `${yaml.at(['parameters', name])}: no statement uses the parameter "${name}".`,
      `Write :${name} where it belongs, or take it out.`,
    );
  }
  return [...new Set(views)];
}

function checkStatement(
  yaml: YamlFile,
  name: StatementName,
  sql: string,
  parameters: Readonly<Record<string, unknown>>,
  shape: StatementShape | QueryError | undefined,
): readonly string[] {
  const at = (message: string): string => placeInSql(yaml, [name], sql, message, prepare);
  if (shape === undefined || shape instanceof QueryError) {
    const message = shape?.message ?? 'it could not be prepared';
    throw new UserError(`${at(message)}: ${name}: ${message}.`, HINT, shape);
  }
  const { tables, columns } = shape;
  const positional = /[@$?]\w*/.exec(masked(sql))?.[0];
  if (positional !== undefined) {
    throw new UserError(
      `${at(`the parameter ${positional} has no value`)}: ${name}: "${positional}" is no parameter.`,
      'Write parameters as :name, and their values under parameters.',
    );
  }
  for (const parameter of parametersOf(sql)) {
    if (Object.hasOwn(parameters, parameter)) continue;
    throw new UserError(
      `${at(`the parameter :${parameter} has no value`)}: ${name}: there is no parameter "${parameter}".`,
      'Give it a value under parameters.',
    );
  }
  checkColumns(yaml, name, columns);
  return [...tables];
}

function prepare(statements: readonly string[]): readonly (StatementShape | QueryError)[] {
  return shapesOf(SHAPES, statements);
}

function checkColumns(yaml: YamlFile, name: StatementName, columns: readonly string[]): void {
  const place = yaml.at([name]);
  const { has, may } = COLUMNS[name];
  const missing = has.find((column) => !columns.includes(column));
  if (missing !== undefined) {
    throw new UserError(`${place}: ${name}: it has no column "${missing}".`, `Name one with "as ${missing}".`);
  }
  const twice = columns.find((column, position) => columns.indexOf(column) !== position);
  if (twice !== undefined) {
    throw new UserError(`${place}: ${name}: two columns are called "${twice}".`, 'Name them with "as".');
  }
  const foreign = may === null ? undefined : columns.find((column) => !has.includes(column) && !may.includes(column));
  if (foreign !== undefined) {
    throw new UserError(
      `${place}: ${name}: it has a column "${foreign}".`,
      `It may have ${[...has, ...(may ?? [])].join(', ')}.`,
    );
  }
}

function parametersOf(sql: string): readonly string[] {
  return [...masked(sql).matchAll(/:(\w+)/g)].flatMap(([, name]) => name ?? []);
}

/** What is known however many lists were read, or what says by itself which were not. */
const WITHOUT_LISTS: ReadonlySet<string> = new Set([
  ...['v_run', 'v_policy', 'v_account', 'v_unread'],
  ...['v_result', 'v_clause', 'v_clause_count', 'v_condition'],
]);

/** The lists that have to be whole for a control that judges so and reads these views. */
export function listingsOf(per: OwnControlFile['per'], views: readonly string[]): readonly Listing[] {
  const stores = per === 'event-data-store' || views.includes('v_event_data_store');
  const ofTrails = ['trail', 'bucket', 'log-group', 'role'].includes(per);
  const trails = ofTrails || views.some((view) => !WITHOUT_LISTS.has(view) && view !== 'v_event_data_store');
  return [...(trails ? (['trails'] as const) : []), ...(stores ? (['event-data-stores'] as const) : [])];
}
