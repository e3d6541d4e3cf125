import { constants, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { holdStill } from './query-clock.ts';
import { addRegexp } from './query-regexp.ts';

/** A table to make: its name, its columns with their SQLite types, and what joins look up. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: 'TEXT' | 'INTEGER' }[];
  readonly index: readonly string[];
}

export type Cell = string | number | null;

/** Named parameters of a statement: `:name`. */
export type Parameters = Readonly<Record<string, Cell>>;

/** What a statement reads and returns, known without running it. */
export interface StatementShape {
  readonly tables: ReadonlySet<string>;
  readonly columns: readonly string[];
}

/** Texts longer than this are no query that a person wrote. */
const LONGEST_SQL = 100_000;
/** Longest text or blob that a query can make, in bytes. */
const LONGEST_VALUE = 16_000_000;
/** Memory of SQLite in this process, in bytes; sorting counts as well, since nothing is written to disk. */
const MEMORY = 1_000_000_000;

/** A statement that was refused or that SQLite did not understand; the message is one line for the person who wrote it. */
export class QueryError extends Error {}

/**
 * Tables in memory that queries can read. Rows are written by `insert`; once `seal` was called, nothing but SELECT goes:
 * SQLite's authorizer refuses every write, ATTACH, PRAGMA, transaction and virtual table while a statement is prepared.
 */
export class QueryDatabase {
  readonly #database: DatabaseSync;
  readonly #inserts = new Map<string, StatementSync>();
  readonly #shapes: readonly TableShape[];
  /** Tables that the statement under preparation reads. */
  #reads = new Set<string>();
  #refused: string | null = null;
  #sealed = false;

  /** Makes the tables, empty; from `bytes`, what another database serialized. */
  constructor(shapes: readonly TableShape[], bytes?: Uint8Array) {
    this.#shapes = shapes;
    this.#database = new DatabaseSync(':memory:', { allowExtension: false, enableDoubleQuotedStringLiterals: false });
    if (bytes !== undefined) this.#database.deserialize(bytes);
    this.#database.exec(`pragma hard_heap_limit = ${MEMORY}; pragma temp_store = memory; pragma trusted_schema = off`);
    if (bytes === undefined) {
      for (const { name, columns } of shapes) {
        this.#database.exec(
          `create table ${name} (${columns.map((column) => `${column.name} ${column.type}`).join(', ')}) strict`,
        );
      }
      this.#database.exec('begin');
    }
  }

  insert(table: string, rows: Iterable<readonly Cell[]>): void {
    for (const row of rows) {
      let statement = this.#inserts.get(table);
      if (statement === undefined) {
        statement = this.#database.prepare(`insert into ${table} values (${row.map(() => '?').join(', ')})`);
        this.#inserts.set(table, statement);
      }
      statement.run(...row);
    }
  }

  /** No more rows: makes the indexes. The statistics keep the planner from guessing. */
  finish(): void {
    for (const { name, index } of this.#shapes) {
      for (const column of index) this.#database.exec(`create index ${name}_${column} on ${name} (${column})`);
    }
    this.#database.exec('commit; analyze');
  }

  /** The whole database, for another process. */
  bytes(): Uint8Array {
    // SQLite asks itself for the number of pages, and the authorizer would refuse that.
    this.#database.setAuthorizer(null);
    const bytes = this.#database.serialize();
    if (this.#sealed) this.#guard();
    return bytes;
  }

  /** From here on, reading only. */
  seal(): this {
    holdStill(this.#database);
    addRegexp(this.#database);
    Object.assign(this.#database.limits, { length: LONGEST_VALUE, sqlLength: LONGEST_SQL, attach: 0 });
    this.#sealed = true;
    this.#guard();
    return this;
  }

  #guard(): void {
    this.#database.setAuthorizer((action, first, second) => this.#authorize(action, first, second));
  }

  /** Prepares a statement and says what it reads and returns. Throws QueryError. */
  shape(sql: string): StatementShape {
    const statement = this.#prepare(sql);
    return { tables: this.#reads, columns: statement.columns().map(({ name }) => name) };
  }

  /** Runs a statement. Rows come one by one. Throws QueryError, also in the middle. */
  *rows(sql: string, parameters: Parameters = {}): Generator<readonly Cell[]> {
    const bound = bind(sql, parameters);
    const statement = this.#prepare(sql);
    try {
      for (const row of statement.iterate(bound)) yield (row as unknown as unknown[]).map(plain);
    } catch (error) {
      throw new QueryError(messageOf(error));
    }
  }

  close(): void {
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    assertOne(sql);
    this.#reads = new Set();
    this.#refused = null;
    try {
      const statement = this.#database.prepare(sql);
      statement.setReturnArrays(true);
      statement.setReadBigInts(true);
      if (statement.columns().length === 0) throw new QueryError(READ_ONLY);
      return statement;
    } catch (error) {
      if (error instanceof QueryError) throw error;
      throw new QueryError(this.#refused ?? messageOf(error));
    }
  }

  #authorize(action: number, first: string | null, second: string | null): number {
    if (action === constants.SQLITE_SELECT || action === constants.SQLITE_RECURSIVE) return constants.SQLITE_OK;
    if (action === constants.SQLITE_READ) return this.#mayRead(first ?? '', second ?? '');
    if (action === constants.SQLITE_FUNCTION) {
      const name = (second ?? '').toLowerCase();
      return FORBIDDEN.test(name) ? this.#refuse(`the function ${name} is not allowed`) : constants.SQLITE_OK;
    }
    return this.#refuse(READ_ONLY);
  }

  #mayRead(table: string, column: string): number {
    if (this.#isOurs(table)) {
      this.#reads.add(table);
      return constants.SQLITE_OK;
    }
    // What is only counted is read without a column, and a common table expression has no more than its name.
    const isCounted = column === '' && !SYSTEM_TABLE.test(table);
    if (isCounted || TABLE_FUNCTIONS.has(table)) return constants.SQLITE_OK;
    return this.#refuse(`${table} cannot be read: only the views can`);
  }

  #refuse(why: string): number {
    this.#refused ??= why;
    return constants.SQLITE_DENY;
  }

  #isOurs(name: string): boolean {
    return this.#shapes.some((shape) => shape.name === name);
  }
}

const READ_ONLY = 'only reading is allowed: a query is one SELECT';

/** Functions that stand where a table does and read nothing but their argument. */
const TABLE_FUNCTIONS = new Set(['json_each', 'json_tree']);

const SYSTEM_TABLE = /^(sqlite_|pragma_|fts|rtree)|^(dbstat|bytecode|tables_used)$/i;

/** What gives another answer each time, looks at the machine, or reaches into SQLite. */
const FORBIDDEN =
  /^(random|randomblob|load_extension|current_(date|time|timestamp)|last_insert_rowid|changes|total_changes|fts\w*|sqlite_\w+|optimize|snippet|bm25|highlight)$/;

/** The text without what is quoted and without comments. */
function bareText(sql: string): string {
  return sql
    .replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, ' ')
    .trim();
}

/** The values of the parameters that the statement names; SQLite would take one without a value for NULL. */
function bind(sql: string, parameters: Parameters): Record<string, SQLInputValue> {
  const named = [...bareText(sql).matchAll(/[:@$](\w+)|\?\d*/g)].map((match) => match[1] ?? match[0]);
  return Object.fromEntries(
    named.map((name) => {
      const value = parameters[name];
      if (value === undefined) throw new QueryError(`the parameter ${name} has no value`);
      // A whole number stays one: as a double it would be 7.0 in a text.
      return [name, typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value];
    }),
  );
}

/** SQLite would silently leave out whatever follows the first statement. */
function assertOne(sql: string): void {
  if (sql.length > LONGEST_SQL) throw new QueryError(`it is longer than ${LONGEST_SQL} characters`);
  if (sql.includes('\0')) throw new QueryError('it holds a NUL character');
  const bare = bareText(sql).replace(/;\s*$/, '');
  if (bare === '') throw new QueryError('it is empty');
  if (bare.includes(';')) throw new QueryError('it is more than one statement');
}

function plain(value: unknown): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  // Beyond what a JavaScript number holds exactly, the digits are kept as text.
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return String(value);
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll('\n', ' ').slice(0, 300);
}
