import type { AccountRow } from '../evaluate/account-book.ts';
import type { Run } from '../evaluate/run.ts';
import type { Tally } from '../evaluate/tally.ts';
import { jsonText } from '../util/json-text.ts';
import { plainText, wrap } from '../util/text.ts';
import { csvLine } from './csv.ts';
import { headline } from './headline.ts';
import { code, markdownTable, prose } from './markdown.ts';
import type { Paint } from './paint.ts';
import { reasonJson } from './scan-json.ts';
import { Words } from './wording.ts';

/** Every account of the run: state, unit, day it joined, whether it could be read, covered by what. */
export function accountsTable(run: Run, tally: Tally, words: Words, paint: Paint): string {
  const order = (row: AccountRow): number =>
    ['FAIL', 'UNKNOWN', 'NOT_APPLICABLE', 'PASS'].indexOf(row.notAssessed === null ? row.coverage : 'NOT_APPLICABLE');
  const head = columns(['ACCOUNT', 'COVERED', 'REGIONS', 'STATE', 'JOINED', 'BY']);
  const lines = tally.rows
    .toSorted((a, b) => order(a) - order(b))
    .flatMap((row) => [
      columns(cells(row, words)),
      ...wrap(detail(row, words), 76).map((line) => paint('dim', `  ${line}`)),
    ]);
  return `${[...wrap(headline(run, tally, words), 80), '', paint('strong', head), ...lines].join('\n')}\n`;
}

const WIDTHS = [14, 9, 9, 16, 12, 0];

function columns(values: readonly string[]): string {
  return values
    .map((value, index) => {
      const width = WIDTHS[index] ?? 0;
      return width === 0 ? value.slice(0, 20) : value.slice(0, width - 1).padEnd(width);
    })
    .join('')
    .trimEnd();
}

const SHOWN = { PASS: 'yes', FAIL: 'NO', UNKNOWN: '?', NOT_APPLICABLE: 'n/a' } as const;

function cells(row: AccountRow, words: Words): readonly string[] {
  const covered = row.leftOut !== null ? 'left out' : SHOWN[row.notAssessed === null ? row.coverage : 'NOT_APPLICABLE'];
  const { total, covered: recorded } = row.cells;
  const shown = row.coverage === 'UNKNOWN' && recorded === 0 ? '?' : String(recorded);
  const regions = total === 0 ? '.' : `${shown}/${total}`;
  const by = row.satisfiedBy === null ? '' : words.trail(row.satisfiedBy);
  return [row.id, covered, regions, row.state, row.joinedAt?.slice(0, 10) ?? '?', by];
}

function detail(row: AccountRow, words: Words): string {
  const name = plainText([row.name, row.ou].filter((part) => part !== null).join(' · '));
  const [cause] = row.causes;
  const why =
    row.leftOut ??
    (row.notAssessed === null ? (cause === undefined ? '' : words.text(cause, true)) : words.text(row.notAssessed));
  const readable = row.readable || row.leftOut !== null || row.notAssessed !== null ? '' : 'not readable';
  return [name, readable, plainText(why)].filter((part) => part !== '').join(' · ');
}

function accountRow(row: AccountRow, words: Words) {
  const { id, name, state, ou, joinedAt, className, readable, coverage, satisfiedBy, via, cells: regions } = row;
  const why = row.notAssessed ?? row.causes[0] ?? null;
  return {
    id,
    name,
    state,
    ou,
    joinedAt,
    class: className,
    readable,
    coverage: row.notAssessed === null ? coverage : 'NOT_APPLICABLE',
    coveredBy: satisfiedBy,
    via,
    regions: { enabled: regions.total, covered: regions.covered },
    reason: why === null ? null : reasonJson(why, words),
  };
}

export function accountsJson(run: Run, tally: Tally, complete: boolean): string {
  const words = new Words(run.controls);
  const accounts = tally.rows.map((row) => accountRow(row, words));
  const { tool, clock, identity } = run;
  return `${jsonText({ schema: 'trailproof/accounts/1', tool, clock, identity, complete, accounts }, 2)}\n`;
}

/** Columns of the accounts as CSV. Stable: new ones are added at the end. */
export const ACCOUNT_COLUMNS = [
  ...(['id', 'name', 'state', 'ou', 'joinedAt', 'class', 'readable', 'coverage', 'coveredBy', 'via'] as const),
  ...(['regionsEnabled', 'regionsCovered', 'reasonId', 'reason'] as const),
];

/** One line per account. */
export function accountsCsv(tally: Tally, words: Words): string {
  const rows = tally.rows.map((one) => {
    const { regions, reason, ...row } = accountRow(one, words);
    const { enabled: regionsEnabled, covered: regionsCovered } = regions;
    const line = { ...row, regionsEnabled, regionsCovered, reasonId: reason?.id ?? null, reason: reason?.text ?? null };
    return ACCOUNT_COLUMNS.map((column) => line[column]);
  });
  return [ACCOUNT_COLUMNS, ...rows].map(csvLine).join('');
}

export function accountsMarkdown(tally: Tally, words: Words): string {
  const rows = tally.rows.map((row) => {
    const [id = '', ...rest] = cells(row, words);
    return [code(id), prose(row.name ?? ''), prose(row.ou ?? ''), ...rest.map(prose)];
  });
  return `${markdownTable(['Account', 'Name', 'Unit', 'Covered', 'Regions', 'State', 'Joined', 'By'], rows)}\n`;
}
