import type { Run } from '../evaluate/run.ts';
import type { Judged } from '../evaluate/tally.ts';
import { isoTime } from '../model/conditions/condition.ts';
import type { Json } from '../model/json.ts';
import type { Policy } from '../model/policy.ts';
import { FactTables, type ViewRows } from '../queries/fact-tables.ts';
import type { ColumnType, View } from '../queries/view.ts';
import { VIEWS } from '../queries/views.ts';
import { type Cell, QueryDatabase, QueryError, type TableShape } from '../store/query-database.ts';
import { shapesHere, shapesOf } from '../store/query-shape.ts';

/** Every view as a table of SQLite. */
export const SHAPES: readonly TableShape[] = VIEWS.map(({ name, columns, index }) => ({
  name,
  index,
  columns: Object.entries(columns).map(([column, { type }]) => ({
    name: column,
    type: type === 'integer' || type === 'boolean' ? 'INTEGER' : 'TEXT',
  })),
}));

/**
 * The views that a statement reads and the columns that it returns. Throws QueryError where it is no query. What is the
 * program's own, or was checked before, need not be prepared in another process.
 */
export function viewsOf(
  sql: string,
  isKnown: boolean,
): { readonly views: readonly View[]; readonly columns: readonly string[] } {
  const [shape] = (isKnown ? shapesHere : shapesOf)(SHAPES, [sql]);
  if (shape === undefined || shape instanceof QueryError) throw shape ?? new QueryError('it could not be prepared');
  return { views: VIEWS.filter(({ name }) => shape.tables.has(name)), columns: shape.columns };
}

/** Fills the tables of some views as accounts are judged; the others stay empty. */
export class FactDatabase {
  readonly #database = new QueryDatabase(SHAPES);
  readonly #tables: FactTables;

  constructor(views: readonly View[]) {
    this.#tables = new FactTables(views);
  }

  add(judged: Judged): void {
    this.#write(this.#tables.add(judged));
  }

  /** To be called when all accounts are judged; returns the database, sealed. */
  finish(run: Run, policy: Policy): QueryDatabase {
    this.#write(this.#tables.finish(run, policy));
    this.#database.finish();
    return this.#database.seal();
  }

  #write(written: readonly ViewRows[]): void {
    for (const { view, rows } of written) {
      const columns = Object.entries(view.columns);
      this.#database.insert(view.name, encode(columns, rows));
    }
  }
}

function* encode(
  columns: readonly (readonly [string, { readonly type: ColumnType }])[],
  rows: ViewRows['rows'],
): Generator<readonly Cell[]> {
  for (const row of rows) yield columns.map(([name, { type }]) => cellOf(type, row[name] ?? null));
}

function cellOf(type: ColumnType, value: Json): Cell {
  if (type === 'json') return JSON.stringify(value);
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return type === 'time' ? isoTime(value) : value;
  return value === true ? 1 : 0;
}
