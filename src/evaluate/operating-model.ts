import type { AccountRow } from './account-book.ts';

/** How an organization records its accounts, as far as the run shows (R7). */
export interface OperatingModel {
  readonly observed: 'organization-trail' | 'trail-per-account' | 'mixed' | 'none';
  /** Trails that prove it, with the number of accounts that each satisfies; most first. */
  readonly trails: readonly { readonly arn: string; readonly accounts: number }[];
}

export function operatingModel(rows: readonly AccountRow[]): OperatingModel {
  const satisfied = rows.filter((row) => row.satisfiedBy !== null);
  const vias = new Set(satisfied.map((row) => row.via));
  const observed =
    vias.size > 1
      ? 'mixed'
      : vias.has('organization')
        ? 'organization-trail'
        : vias.has('own')
          ? 'trail-per-account'
          : 'none';
  const trails = [...Map.groupBy(satisfied, (row) => row.satisfiedBy ?? '')].map(([arn, own]) => ({
    arn,
    accounts: own.length,
  }));
  return { observed, trails: trails.sort((a, b) => b.accounts - a.accounts || (a.arn < b.arn ? -1 : 1)) };
}
