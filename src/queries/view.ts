import type { Inventory } from '../evaluate/inventory.ts';
import type { Run } from '../evaluate/run.ts';
import type { ControlContext } from '../model/control.ts';
import type { FactKey } from '../model/fact-keys.ts';
import type { Account, OrganizationFacts } from '../model/facts.ts';
import type { Json } from '../model/json.ts';
import type { Policy } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import type { ClauseCount } from './clause-counts.ts';

/**
 * What a column holds. `boolean` is 1 or 0; `time` is ISO 8601 in UTC, to the second; `json` is JSON text, for
 * json_each and json_extract. Each may be NULL: not configured or not read, as the column says.
 */
export type ColumnType = 'text' | 'integer' | 'boolean' | 'time' | 'json';

export interface Column {
  readonly type: ColumnType;
  readonly about: string;
}

/** A row before it is written: times are milliseconds since 1970, JSON is a value. */
export type Row<Columns extends Readonly<Record<string, Column>> = Readonly<Record<string, Column>>> = {
  readonly [Name in keyof Columns]: Columns[Name]['type'] extends 'text'
    ? string | null
    : Columns[Name]['type'] extends 'integer' | 'time'
      ? number | null
      : Columns[Name]['type'] extends 'boolean'
        ? boolean | null
        : Json;
};

/** One account with its results, as it was judged; at the end, without an account, the results of buckets. */
export interface AccountRows {
  readonly account: Account | null;
  readonly context: ControlContext | null;
  readonly results: readonly Result[];
  /** The account is in scope and can be assessed: the population of every question about accounts. */
  readonly assessed: boolean;
}

/** What is known when all accounts are. */
export interface RunRows {
  readonly run: Run;
  readonly policy: Policy;
  /** null: one account was judged alone. */
  readonly organization: OrganizationFacts | null;
  readonly inventory: Inventory;
  /** Accounts that are assessed. */
  readonly assessed: ReadonlySet<string>;
  /** Account → enabled Regions that are judged. */
  readonly regions: ReadonlyMap<string, readonly string[]>;
  readonly clauses: readonly ClauseCount[];
}

/** A table of facts or results that queries can read. */
export interface View {
  readonly name: string;
  /** One row per what. */
  readonly about: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** What has to be read from AWS for it; `results` where controls have to be judged. */
  readonly needs: readonly (FactKey | 'results')[];
  /** Columns that joins look rows up by. */
  readonly index: readonly string[];
  readonly ofAccount: (rows: AccountRows) => readonly Row[];
  readonly atEnd: (rows: RunRows) => readonly Row[];
}

/** Returns a view whose rows have exactly its columns, each of its type. */
export function defineView<const Columns extends Readonly<Record<string, Column>>>(view: {
  readonly name: `v_${string}`;
  readonly about: string;
  readonly columns: Columns;
  readonly needs: View['needs'];
  readonly index: readonly (keyof Columns & string)[];
  readonly ofAccount?: (rows: AccountRows) => readonly Row<Columns>[];
  readonly atEnd?: (rows: RunRows) => readonly Row<Columns>[];
}): View {
  const none = (): readonly never[] => [];
  return { ...view, ofAccount: view.ofAccount ?? none, atEnd: view.atEnd ?? none };
}

export function text(about: string) {
  return { type: 'text', about } as const;
}

export function integer(about: string) {
  return { type: 'integer', about } as const;
}

export function boolean(about: string) {
  return { type: 'boolean', about } as const;
}

export function time(about: string) {
  return { type: 'time', about } as const;
}

export function json(about: string) {
  return { type: 'json', about } as const;
}
