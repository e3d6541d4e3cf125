import type { AccountInRun } from '../facts/facts.ts';
import type { OrganizationListing } from '../facts/organization.ts';
import type { Identity } from '../model/facts.ts';
import type { Policy } from '../model/policy.ts';
import { UserError } from '../util/errors.ts';

/** `--accounts` and `--exclude`; null where not given. */
export interface AccountChoice {
  readonly only: readonly string[] | null;
  readonly except: readonly string[] | null;
}

/** The caller alone. */
export function callerAlone({ account, partition }: Identity): AccountInRun {
  return { id: account, name: null, state: 'ACTIVE', joinedAt: null, ou: null, partition, leftOut: null };
}

/**
 * Every account of the run: what the organization lists, and the caller in any case. Those that the command line or the
 * policy file leave out stay in the list with the reason. Throws UserError where a named account is not listed.
 */
export function accountsOf(
  identity: Identity,
  listing: OrganizationListing | null,
  choice: AccountChoice,
  policy: Policy,
): readonly AccountInRun[] {
  const { partition } = identity;
  const listed = (listing?.accounts ?? []).map((account): AccountInRun => ({ ...account, partition, leftOut: null }));
  const all = listed.some(({ id }) => id === identity.account) ? listed : [...listed, callerAlone(identity)];
  const known = new Set(all.map(({ id }) => id));
  for (const id of [...(choice.only ?? []), ...(choice.except ?? [])]) {
    if (known.has(id)) continue;
    if (listing === null || listing.complete.known) {
      throw new UserError(`account ${id} is not in the organization's list.`, 'Check --accounts and --exclude.');
    }
    const { code, kind } = listing.complete.failure;
    throw new UserError(
      `account ${id} is not among the ${all.length} accounts that could be listed, and the list is incomplete (${code ?? kind}).`,
      'Allow organizations:ListAccounts, or leave the account out of --accounts and --exclude.',
    );
  }
  return all
    .map((account) => ({ ...account, leftOut: leftOut(account.id, choice, policy) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function leftOut(id: string, { only, except }: AccountChoice, policy: Policy): string | null {
  if (except?.includes(id)) return 'it is named by --exclude';
  if (only !== null && !only.includes(id)) return 'it is not named by --accounts';
  if (policy.accounts !== null && !policy.accounts.includes(id))
    return 'it is not in scope.accounts of the policy file';
  return null;
}
