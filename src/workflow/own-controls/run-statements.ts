import type { OwnSets, OwnSubject, OwnViolation } from '../../evaluate/own-control.ts';
import type { Control, OwnQuestion } from '../../model/control.ts';
import type { Json } from '../../model/json.ts';
import { type Cell, type Parameters, QueryError } from '../../store/query-database.ts';
import type { QueryLimits, QuerySandbox } from '../../store/query-sandbox.ts';
import { UserError } from '../../util/errors.ts';
import { list } from '../../util/text.ts';
import { defaultUnknown, RESULTS_SQL, type ResultRow, UNREAD_SQL, type UnreadRow } from './default-unknown.ts';
import type { StatementName } from './statements.ts';

type Row = Readonly<Record<string, Cell>>;

/**
 * Runs the statements of a control in the sandbox. Throws UserError, with the line of the statement, where one is stopped
 * at a limit, or returns what it must not: a subject twice, without a name, of another kind, or outside the population.
 */
export async function runStatements(
  control: Pick<Control, 'population'> & { readonly own: OwnQuestion },
  sandbox: QuerySandbox,
  limits?: QueryLimits,
): Promise<OwnSets> {
  const { own, population: per } = control;
  const rowsOf = (name: StatementName): Promise<readonly Row[]> => run(own, name, sandbox, limits);
  const population = (await rowsOf('population')).map((row) => subjectOf(own, per, row));
  const known = new Set<string>();
  for (const { subject } of population) {
    if (known.has(subject)) {
      throw new UserError(
        `${own.places.population}: population: it returns ${subject} twice.`,
        'Use "select distinct".',
      );
    }
    known.add(subject);
  }
  const unknown =
    own.unknown === null
      ? await withoutStatement(control, population, sandbox)
      : withStatement(await rowsOf('unknown'), (row) => within(own, 'unknown', row, known));
  const violations = Map.groupBy(await rowsOf('violations'), (row) => within(own, 'violations', row, known));
  return {
    population,
    unknown,
    violations: new Map([...violations].map(([subject, rows]) => [subject, rows.map(violationOf)])),
  };
}

function withStatement(rows: readonly Row[], subjectOf: (row: Row) => string): OwnSets['unknown'] {
  const found = Map.groupBy(rows, subjectOf);
  return new Map([...found].map(([subject, all]) => [subject, all.map(reasonOf)]));
}

/** The program's own statements, over what was filled for them. */
async function withoutStatement(
  control: Pick<Control, 'population'> & { readonly own: OwnQuestion },
  population: readonly OwnSubject[],
  sandbox: QuerySandbox,
): Promise<OwnSets['unknown']> {
  const unread = (await sandbox.run(UNREAD_SQL)).rows.map(
    ([account, subject, what, reason, call]): UnreadRow => ({
      ...{ account: textOf(account), subject: String(subject), what: String(what) },
      ...{ reason: String(reason), call: String(call) },
    }),
  );
  const results = control.own.readsResults ? (await sandbox.run(RESULTS_SQL)).rows : [];
  const judged = results.map(([id, account, verdict]): ResultRow => {
    return { control: String(id), account: textOf(account), verdict: String(verdict) };
  });
  return defaultUnknown(control, population, unread, judged);
}

async function run(
  own: OwnQuestion,
  name: StatementName,
  sandbox: QuerySandbox,
  limits: QueryLimits | undefined,
): Promise<readonly Row[]> {
  const sql = own[name];
  if (sql === null) return [];
  try {
    const { columns, rows } = await sandbox.run(sql, bound(own.parameters), limits);
    return rows.map((row) => Object.fromEntries(columns.map((column, position) => [column, row[position] ?? null])));
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new UserError(`${own.places[name]}: ${name}: ${error.message}.`, 'Mend the statement.', error);
  }
}

/** Parameters as SQLite takes them: lists as JSON text. */
export function bound(parameters: OwnQuestion['parameters']): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value),
    ]),
  );
}

function textOf(value: Cell | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

const ACCOUNT = /^\d{12}$/;
const CELL = /^(\d{12})\/([a-z0-9-]+)$/;

function subjectOf(own: OwnQuestion, per: Control['population'], row: Row): OwnSubject {
  const subject = named(own, 'population', row);
  const [, ofCell, region] = CELL.exec(subject) ?? [];
  const account = ACCOUNT.test(subject) ? subject : (ofCell ?? null);
  const fits = per === 'account' ? ACCOUNT.test(subject) : per === 'cell' ? ofCell !== undefined : account === null;
  if (!fits) {
    const wanted = { account: 'a 12-digit account id', cell: 'ACCOUNT/REGION' }[per as string] ?? 'an ARN or a name';
    throw new UserError(
      `${own.places.population}: population: it returns ${subject} as a subject, which is not ${wanted}.`,
      `The control says "per: ${per}".`,
    );
  }
  const arn = subject.startsWith('arn:') ? subject.split(':') : [];
  return {
    subject,
    account: textOf(row['account']) ?? account ?? (arn[4] || null),
    region: textOf(row['region']) ?? region ?? (arn[3] || null),
    resource: textOf(row['resource']) ?? account ?? subject,
  };
}

function named(own: OwnQuestion, name: StatementName, row: Row): string {
  const subject = textOf(row['subject']);
  if (subject !== null) return subject;
  throw new UserError(
    `${own.places[name]}: ${name}: it returns a row without a subject.`,
    'Leave out rows where it is NULL or empty.',
  );
}

function within(own: OwnQuestion, name: StatementName, row: Row, known: ReadonlySet<string>): string {
  const subject = named(own, name, row);
  if (known.has(subject)) return subject;
  const there = known.size === 0 ? 'It returns nothing' : `It returns ${list([...known].sort(), 3)}`;
  throw new UserError(
    `${own.places[name]}: ${name}: it returns ${subject}, which is not in the population.`,
    `${there}; use the same "from" and "where".`,
  );
}

const NO_REASON = 'The statement gives no reason';

function reasonOf(row: Row): string {
  return textOf(row['reason']) ?? NO_REASON;
}

/** What was observed: the column of that name, else whatever else the row says. */
function violationOf(row: Row): OwnViolation {
  const { subject: _, reason: __, observed, ...rest } = row;
  const said = observed !== undefined ? jsonOf(observed) : Object.keys(rest).length === 0 ? null : objectOf(rest);
  return { text: reasonOf(row), observed: said };
}

function objectOf(row: Row): Json {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, jsonOf(value)]));
}

/** A column of JSON is text; what it holds is shown. */
function jsonOf(value: Cell): Json {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
