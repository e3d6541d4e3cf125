import type { Json } from '../../model/json.ts';
import { plainText } from '../../util/text.ts';
import { csvLine } from '../csv.ts';
import { clauseText, type Entry, EntryMaker } from './entry.ts';
import { controlPage } from './links.ts';
import type { ReportSetting, ReportWriter } from './writer.ts';

interface Column {
  readonly name: string;
  readonly meaning: string;
  readonly of: (entry: Entry) => Json;
}

/** Stands between several values of one cell. */
const JOINT = '; ';

/** In this order for ever; new columns come last. */
export const CSV_COLUMNS: readonly Column[] = [
  { name: 'result', meaning: 'stable id: control / subject', of: ({ result }) => result.id },
  { name: 'control', meaning: 'id of the control', of: ({ control }) => control.id },
  { name: 'title', meaning: 'what the control requires', of: ({ control }) => control.title },
  { name: 'severity', meaning: 'critical, high, medium or low', of: ({ result }) => result.severity },
  { name: 'verdict', meaning: 'PASS, FAIL, UNKNOWN or NOT_APPLICABLE', of: ({ verdict }) => verdict },
  {
    name: 'exception',
    meaning: 'id of the exception that covers a FAIL; empty: none',
    of: ({ exception }) => exception?.id ?? null,
  },
  {
    name: 'exception_expires_at',
    meaning: 'ISO 8601, UTC',
    of: ({ exception }) => exception?.expiresAt ?? null,
  },
  {
    name: 'account',
    meaning: "12 digits; empty where a bucket's owner could not be told",
    of: ({ result }) => result.account,
  },
  { name: 'account_name', meaning: 'where the organization says it', of: ({ accountName }) => accountName },
  { name: 'region', meaning: 'empty where the result is about no single Region', of: ({ result }) => result.region },
  { name: 'resource', meaning: 'ARN, or the account id', of: ({ result }) => result.resource },
  {
    name: 'satisfied_by',
    meaning: 'ARN of the trail that satisfies the control for the account',
    of: ({ result }) => result.satisfiedBy,
  },
  { name: 'via', meaning: 'own or organization: whose trail satisfies it', of: ({ result }) => result.via },
  {
    name: 'clauses',
    meaning: 'framework:clause=verdict, joined by a semicolon',
    of: ({ clauses }) => clauses.map(clauseText).join(JOINT),
  },
  {
    name: 'reason_ids',
    meaning: 'stable ids of the reasons, joined by a semicolon',
    of: ({ reasons }) => [...new Set(reasons.map(({ id }) => id))].join(JOINT),
  },
  { name: 'reasons', meaning: 'the reasons as sentences', of: ({ sentences }) => sentences.join(' ') },
  { name: 'next', meaning: 'what to do about it', of: ({ next }) => next.join(' ') },
  { name: 'page', meaning: 'documentation of the control', of: ({ control }) => controlPage(control) },
];

/** The results as CSV: a head, then one row for each. Written as accounts come. */
export function csvReport(setting: ReportSetting): ReportWriter {
  const entries = new EntryMaker(setting);
  return {
    open: () => csvLine(CSV_COLUMNS.map(({ name }) => name)),
    account: (judged) =>
      entries
        .of(judged)
        .map((entry) => csvLine(CSV_COLUMNS.map(({ of }) => harmless(of(entry)))))
        .join(''),
    close: () => [],
  };
}

/** A file that is read with `cat` must not move the cursor. */
function harmless(value: Json): Json {
  return typeof value === 'string' ? plainText(value) : value;
}
