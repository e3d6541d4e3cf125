import type { AccountInRun } from '../facts/facts.ts';
import type { OrganizationListing } from '../facts/organization.ts';
import type { Policy } from '../model/policy.ts';

/** Accounts that may own a bucket: those that are asked one after the other first, and the rest. */
export interface BucketOwners {
  readonly likely: readonly string[];
  readonly others: readonly string[];
}

const NAMED_LIKE_AN_ARCHIVE = /log|archive|audit|security/i;

/**
 * After the trail's own account: the declared archives, the delegated administrators, then every other account that is
 * read, those named like an archive first (design, "A bucket's owner").
 */
export function bucketOwners(
  accounts: readonly AccountInRun[],
  listing: OrganizationListing | null,
  { storage }: Policy,
): BucketOwners {
  const { delegatedAdministrators: delegated } = listing ?? {};
  const administrators = delegated?.known ? delegated.value.map(({ account }) => account) : [];
  const named = accounts.filter(({ name }) => NAMED_LIKE_AN_ARCHIVE.test(name ?? '')).map(({ id }) => id);
  const read = new Set(accounts.map(({ id }) => id));
  const likely = [...new Set([...storage.archiveAccounts, ...administrators, ...named])].filter((id) => read.has(id));
  return { likely, others: accounts.map(({ id }) => id).filter((id) => !likely.includes(id)) };
}
