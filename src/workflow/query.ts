import type { Run } from '../evaluate/run.ts';
import type { Judged } from '../evaluate/tally.ts';
import type { Control } from '../model/control.ts';
import type { FactKey } from '../model/fact-keys.ts';
import type { Policy } from '../model/policy.ts';
import { factsFor, needsResults } from '../queries/fact-tables.ts';
import { LIBRARY, type StoredQuery } from '../queries/library.ts';
import { UNREAD } from '../queries/unread.ts';
import type { View } from '../queries/view.ts';
import { VIEWS } from '../queries/views.ts';
import { type Parameters, QueryError } from '../store/query-database.ts';
import { QUERY_LIMITS, type QueryLimits, type QueryResult, QuerySandbox } from '../store/query-sandbox.ts';
import { UserError } from '../util/errors.ts';
import { FactDatabase, SHAPES, viewsOf } from './fact-database.ts';
import { bound } from './own-controls/run-statements.ts';

/** Stored queries by name: those of the controls and the library's. */
export function storedQueries(controls: readonly Control[]): readonly StoredQuery[] {
  const ofControls = controls.map(({ id, title, query, own }) => ({
    ...{ name: id, question: `What fails "${title}"?`, sql: query },
    ...(own === undefined ? {} : { parameters: own.parameters }),
  }));
  return [...ofControls, ...LIBRARY];
}

/** A statement that was checked, with what has to be read for it. */
export interface PlannedQuery {
  /** null: it was written on the command line. */
  readonly name: string | null;
  readonly sql: string;
  readonly parameters: Parameters;
  readonly columns: readonly string[];
  readonly views: readonly View[];
  readonly facts: readonly FactKey[];
  /** Controls have to be judged: it reads results. */
  readonly readsResults: boolean;
}

/**
 * A stored query by its name, or SQL. Throws UserError where there is no such query, or where the SQL is not one SELECT
 * over the views; nothing is read from AWS before.
 */
export function planQuery(text: string, controls: readonly Control[]): PlannedQuery {
  const stored = storedQueries(controls).find(({ name }) => name === text);
  if (stored === undefined && /^[\w*-]+$/.test(text)) {
    throw new UserError(`no stored query is called "${text}".`, 'trailproof query lists them; SQL goes in quotes.');
  }
  const sql = stored?.sql ?? text;
  const { views, columns } = checked(sql, stored !== undefined);
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UserError(`two columns of the query are called "${twice}".`, 'Name them with "as".');
  }
  return {
    name: stored?.name ?? null,
    sql: sql.trim(),
    parameters: bound(stored?.parameters ?? {}),
    columns,
    views,
    facts: factsFor(views),
    readsResults: needsResults(views),
  };
}

function checked(
  sql: string,
  isStored: boolean,
): { readonly views: readonly View[]; readonly columns: readonly string[] } {
  try {
    return viewsOf(sql, isStored);
  } catch (error) {
    if (error instanceof QueryError) throw refused(error);
    throw error;
  }
}

function refused(error: QueryError): UserError {
  return new UserError(`the query was refused: ${error.message}.`, 'trailproof query --tables lists what it can read.');
}

/** The limits of a query, with those that were asked for; `timeout` is in seconds. */
export function limitsOf({ timeout, maxRows }: { readonly timeout?: number; readonly maxRows?: number }): QueryLimits {
  const { time, rows, size } = QUERY_LIMITS;
  return { time: timeout === undefined ? time : timeout * 1000, rows: maxRows ?? rows, size };
}

/** Collects what a query reads while accounts are judged, and runs it when all are. */
export class QueryRun {
  readonly #query: PlannedQuery;
  readonly #facts: FactDatabase;

  constructor(query: PlannedQuery) {
    this.#query = query;
    // What could not be read is always asked: an answer over half of the facts has to say so.
    this.#facts = new FactDatabase(VIEWS.filter((view) => query.views.includes(view) || view.name === 'v_unread'));
  }

  add(judged: Judged): void {
    this.#facts.add(judged);
  }

  /** The answer, and whether everything that it may show was read. Throws UserError where a limit was reached. */
  async finish(
    run: Run,
    policy: Policy,
    limits: QueryLimits,
  ): Promise<{ readonly result: QueryResult; readonly whole: boolean }> {
    const database = this.#facts.finish(run, policy);
    const unread = [...database.rows('select distinct what from v_unread')].map(([what]) => String(what));
    const needed = new Set<FactKey | null>([null, ...this.#query.facts]);
    const whole = !unread.some((what) => needed.has(UNREAD[what] ?? null));
    const sandbox = new QuerySandbox({ shapes: SHAPES, bytes: database.bytes() });
    database.close();
    try {
      return { result: await sandbox.run(this.#query.sql, this.#query.parameters, limits), whole };
    } catch (error) {
      if (error instanceof QueryError) throw refused(error);
      throw error;
    } finally {
      sandbox.close();
    }
  }
}
