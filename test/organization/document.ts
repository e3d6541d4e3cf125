/** `scan --org --format json`, as far as the tests look at it. */

import type { Condition, Result, ScanDocument } from '../integration/scan.ts';

export type OrganizationResult = Result & {
  satisfiedBy: string | null;
  via: 'own' | 'organization' | null;
  candidates: { resource: string | null; region: string | null; conditions: Condition[] }[];
};

export type OrganizationDocument = Omit<ScanDocument, 'results' | 'scope' | 'trails'> & {
  scope: {
    mode: string;
    accounts: { id: string; state: string; assessable: boolean; reason: { id: string } | null }[];
    regions: Record<string, string[]>;
  };
  operatingModel: { observed: string; trails: { arn: string; accounts: number }[] };
  trails: { arn: string; account: string; covers: string[]; logging: boolean | null }[];
  cells: Record<string, Record<string, { verdict: string; by: string[] }>>;
  byAccount: Record<string, Record<string, { verdict: string; via: string | null }>>;
  results: OrganizationResult[];
  sources: unknown[];
};
