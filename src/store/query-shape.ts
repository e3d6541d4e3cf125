import { spawnSync } from 'node:child_process';
import { extname, join } from 'node:path';
import { QueryDatabase, QueryError, type StatementShape, type TableShape } from './query-database.ts';

/** What the process is asked: statements to prepare over empty tables. */
export interface ShapeQuestion {
  readonly shapes: readonly TableShape[];
  readonly statements: readonly string[];
}

/** What it answers for each statement. */
export type ShapeAnswer =
  | { readonly tables: readonly string[]; readonly columns: readonly string[] }
  | { readonly error: string };

/** Milliseconds for all statements that are asked about together. */
const LONGEST_PREPARE = 5_000;

const PROGRAM = join(import.meta.dirname, `query-shape-process${extname(import.meta.filename)}`);

/** A database without rows. */
function emptyTables(shapes: readonly TableShape[]): QueryDatabase {
  const database = new QueryDatabase(shapes);
  database.finish();
  return database.seal();
}

/**
 * Says of statements what they read and return, or why they were refused; nothing runs. SQLite repeats a common table
 * expression, or an expression of a subquery, wherever it is named, so that few lines can take hours to prepare: what could
 * do so, which takes more than one SELECT, is prepared in a process that is ended at a limit.
 */
export function shapesOf(
  shapes: readonly TableShape[],
  statements: readonly string[],
): readonly (StatementShape | QueryError)[] {
  if (!statements.some(mayExplode)) return shapesHere(shapes, statements);
  const { stdout, status, signal, error } = spawnSync(
    process.execPath,
    ['--permission', '--allow-fs-read=*', '--max-old-space-size=256', '--disable-warning=SecurityWarning', PROGRAM],
    {
      env: {},
      input: JSON.stringify({ shapes, statements } satisfies ShapeQuestion),
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: LONGEST_PREPARE,
      killSignal: 'SIGKILL',
      maxBuffer: 64_000_000,
    },
  );
  const code = error === undefined ? null : (error as NodeJS.ErrnoException).code;
  if (code === 'ETIMEDOUT') {
    return failed(
      statements,
      `it was stopped after ${LONGEST_PREPARE / 1000} seconds, before it began: make it simpler`,
    );
  }
  if (error !== undefined) return failed(statements, `its process could not be used (${code ?? error.message})`);
  if (status !== 0) return failed(statements, `its process ended (${signal ?? status})`);
  return (JSON.parse(String(stdout)) as readonly ShapeAnswer[]).map(answered);
}

/** Prepares statements in this process: those that somebody looked at before, or that cannot take long. */
export function shapesHere(
  shapes: readonly TableShape[],
  statements: readonly string[],
): readonly (StatementShape | QueryError)[] {
  const database = emptyTables(shapes);
  try {
    return statements.map((sql) => prepared(database, sql));
  } finally {
    database.close();
  }
}

function prepared(database: QueryDatabase, sql: string): StatementShape | QueryError {
  try {
    return database.shape(sql);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
}

function answered(answer: ShapeAnswer): StatementShape | QueryError {
  return 'error' in answer ? new QueryError(answer.error) : { tables: new Set(answer.tables), columns: answer.columns };
}

function failed(statements: readonly string[], message: string): readonly QueryError[] {
  return statements.map(() => new QueryError(message));
}

/** Nothing is repeated without a second SELECT, or VALUES, to be named; counted in comments and quotes as well. */
function mayExplode(sql: string): boolean {
  return (sql.match(/select|values/gi) ?? []).length > 1;
}
