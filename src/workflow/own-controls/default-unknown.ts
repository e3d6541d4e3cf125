import type { OwnSubject } from '../../evaluate/own-control.ts';
import type { Control, OwnQuestion } from '../../model/control.ts';
import type { FactKey } from '../../model/fact-keys.ts';
import { factsFor } from '../../queries/fact-tables.ts';
import { UNREAD } from '../../queries/unread.ts';
import type { View } from '../../queries/view.ts';
import { VIEWS } from '../../queries/views.ts';

/** What v_unread says of one failed read. */
export interface UnreadRow {
  readonly account: string | null;
  readonly subject: string;
  readonly what: string;
  readonly reason: string;
  readonly call: string;
}

/** Results of one control of the library in one account. */
export interface ResultRow {
  readonly control: string;
  readonly account: string | null;
  readonly verdict: string;
}

/** What tells of the failed reads and of the results that a control without "unknown" builds on. */
export const UNREAD_SQL = 'select account_id as account, subject, what, reason, call from v_unread';
export const RESULTS_SQL = 'select distinct control, account_id as account, verdict from v_result';

/** More reasons help nobody. */
const MOST_REASONS = 5;

/** The views that have to be filled for a control; without "unknown", those that tell what was not read as well. */
export function viewsBehind({ unknown, views, readsResults }: OwnQuestion): readonly View[] {
  const more = unknown === null ? ['v_unread', ...(readsResults ? ['v_result'] : [])] : [];
  return VIEWS.filter(({ name }) => views.includes(name) || more.includes(name));
}

/**
 * Why subjects of a control without "unknown" are unknown: something that its views need was not read of them, or a result
 * that it reads is UNKNOWN. Lists that were not read are the engine's.
 */
export function defaultUnknown(
  { own, population: per }: Pick<Control, 'population'> & { readonly own: OwnQuestion },
  population: readonly OwnSubject[],
  unread: readonly UnreadRow[],
  results: readonly ResultRow[],
): ReadonlyMap<string, readonly string[]> {
  const needed = new Set<FactKey>(factsFor(VIEWS.filter(({ name }) => own.views.includes(name))));
  const hidden = unread.filter(({ what, subject }) => {
    const fact = UNREAD[what] ?? null;
    return fact !== null && needed.has(fact) && !CELL.test(subject);
  });
  const open = unknownResults(own, results);
  const found = population.map((subject): readonly [string, readonly string[]] => [
    subject.subject,
    [
      ...hidden
        .filter((row) => concerns(row, subject, per))
        .map(({ what, subject: of, call, reason }) => `Of ${of}, ${what} was not read: ${call}, ${reason}`),
      ...open
        .filter(({ account }) => isOf(account, subject))
        .map(({ control, account }) => `${control} is UNKNOWN in account ${account ?? 'that is not known'}`),
    ].slice(0, MOST_REASONS),
  ]);
  return new Map(found.filter(([, reasons]) => reasons.length > 0));
}

/** A list that was not read, which the engine answers for. */
const CELL = /^\d{12}\/[a-z0-9-]+$/;

/**
 * A trail or a store is named itself. What else is judged builds on all of an account, and a bucket, log group or role on
 * what was asked of its owner, by whichever trail.
 */
function concerns(row: UnreadRow, subject: OwnSubject, per: Control['population']): boolean {
  const isNamed = [subject.subject, subject.resource].includes(row.subject) || row.subject === subject.account;
  if (isNamed || row.what === 'organization') return true;
  if (per === 'trail' || per === 'event-data-store') return false;
  return isOf(row.account, subject) || isOf(row.subject.split(':')[4] ?? null, subject);
}

/** Whose a subject is that names no account, nobody knows: everything may be about it. */
function isOf(account: string | null, subject: OwnSubject): boolean {
  return subject.account === null || account === subject.account;
}

/** The UNKNOWN results of the controls that the SQL or its parameters name; of all, where they name none. */
function unknownResults(own: OwnQuestion, results: readonly ResultRow[]): readonly ResultRow[] {
  const text = [own.population, own.violations].join('\n');
  const values = new Set(Object.values(own.parameters).flat());
  const isNamed = ({ control }: ResultRow): boolean => text.includes(`'${control}'`) || values.has(control);
  const named = results.filter(isNamed);
  return (named.length > 0 ? named : results).filter(({ verdict }) => verdict === 'UNKNOWN');
}
