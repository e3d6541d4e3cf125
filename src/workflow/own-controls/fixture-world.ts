import type { OwnAccount } from '../../evaluate/own-control.ts';
import { isoTime, reason } from '../../model/conditions/condition.ts';
import type { Json } from '../../model/json.ts';
import { DEFAULT_POLICY } from '../../model/policy.ts';
import type { Reason } from '../../model/verdict.ts';
import { vPolicy } from '../../queries/views/v-policy.ts';
import { VIEWS } from '../../queries/views.ts';
import { type Cell, QueryDatabase } from '../../store/query-database.ts';
import { SHAPES } from '../fact-database.ts';
import type { Fixture } from './schema.ts';

type Given = Fixture['given'];
type Row = Readonly<Record<string, Json>>;

/** What a fixture's rows are for SQL and for the engine. */
export interface FixtureWorld {
  readonly database: QueryDatabase;
  readonly accounts: readonly OwnAccount[];
}

/** The clock of a fixture that gives none. */
export const FIXTURE_CLOCK = '2026-01-01T00:00:00Z';

/** Returns tables with the rows of a fixture and what they imply; the caller closes the database. */
export function fixtureWorld({ given }: Pick<Fixture, 'given'>): FixtureWorld {
  const rows = withDefaults(given);
  const database = new QueryDatabase(SHAPES);
  for (const view of VIEWS) {
    const columns = Object.entries(view.columns);
    database.insert(
      view.name,
      (rows[view.name] ?? []).map((row) => columns.map(([name, { type }]) => cellOf(type, row[name] ?? null))),
    );
  }
  database.finish();
  const cells = Map.groupBy(rows['v_cell'] ?? [], (row) => String(row['account_id']));
  const accounts = (rows['v_account'] ?? [])
    .map((row) => accountOf(row, cells.get(String(row['account_id'])) ?? []))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return { database: database.seal(), accounts };
}

/** What nearly every row has, so that a fixture need not say it. */
const ORDINARY: Readonly<Record<string, Row>> = {
  v_account: {
    ...{ state: 'ACTIVE', left_out: false, assessed: true, regions: 1, regions_read: true },
    ...{ listed_regions: 1, unlisted_regions: 0, administers: [] },
  },
  v_cell: { listed: true },
  v_trail: { in_scope: true },
  v_run: {
    ...{ run_id: 'fixture', mode: 'organization', clock: FIXTURE_CLOCK, interrupted: false, accounts_listed: true },
  },
};

function withDefaults(given: Given): Readonly<Record<string, readonly Row[]>> {
  const rows: Record<string, readonly Row[]> = {};
  for (const [view, list] of Object.entries(given)) {
    rows[view] = list.map((row) => ({ ...ORDINARY[view], ...(row satisfies Row) }));
  }
  rows['v_run'] = [{ ...ORDINARY['v_run'], ...rows['v_run']?.[0] }];
  const [policy] = vPolicy.atEnd({ policy: DEFAULT_POLICY } as Parameters<typeof vPolicy.atEnd>[0]);
  rows['v_policy'] = [{ ...policy, ...rows['v_policy']?.[0] }];
  rows['v_cell'] = (rows['v_cell'] ?? []).map(withIds);
  const listed = new Set((rows['v_account'] ?? []).map((row) => row['account_id']));
  const named = new Set(Object.values(rows).flatMap((list) => list.flatMap(accountsNamed)));
  const made = [...named].filter((id) => !listed.has(id)).sort();
  rows['v_account'] = [
    ...(rows['v_account'] ?? []),
    ...made.map((account_id): Row => ({ ...ORDINARY['v_account'], account_id })),
  ];
  return rows;
}

/** ACCOUNT/REGION from its parts, and the parts from it. */
function withIds(row: Row): Row {
  const [account, region] = typeof row['cell_id'] === 'string' ? row['cell_id'].split('/') : [];
  const account_id = row['account_id'] ?? account ?? null;
  const named = row['region'] ?? region ?? null;
  return { ...row, account_id, region: named, cell_id: row['cell_id'] ?? `${account_id}/${named}` };
}

function accountsNamed(row: Row): readonly string[] {
  return [row['account_id'], row['trail_account_id']].filter((id) => typeof id === 'string');
}

function accountOf(row: Row, cells: readonly Row[]): OwnAccount {
  const id = String(row['account_id']);
  const regionsRead = row['regions_read'] === true;
  const unlisted = cells.flatMap((cell) => {
    const why = typeof cell['unlisted_because'] === 'string' ? cell['unlisted_because'] : 'read.denied';
    const region = String(cell['region']);
    return cell['listed'] === false ? [{ region, why: reason(why, { account: id, region }) }] : [];
  });
  const because = row['not_assessed_because'];
  const state = String(row['state'] ?? 'ACTIVE')
    .toLowerCase()
    .replaceAll('_', '-');
  const notAssessed = typeof because === 'string' ? because : `account.${state}`;
  return {
    id,
    inScope: row['left_out'] !== true,
    notAssessed: row['assessed'] === true ? null : worded(notAssessed, id),
    readable: regionsRead || cells.some((cell) => cell['listed'] === true),
    regionsUnread: regionsRead ? [] : [reason('regions.unverified', { account: id })],
    // Which list it was is not in the views: both, as far as the control builds on them.
    unlisted: { trails: unlisted, 'event-data-stores': unlisted },
  };
}

function worded(id: string, account: string): Reason {
  return reason(id, { account });
}

function cellOf(type: string, value: Json): Cell {
  if (type === 'json') return JSON.stringify(value);
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return type === 'time' ? isoTime(Date.parse(text)) : text;
}
