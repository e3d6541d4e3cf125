import type { AwsCall } from '../wire.ts';
import { type AccountListing, type AccountState, dateOf } from '../world.ts';
import { isMember, type KnownAccount, refuse, type WorldContext } from './handler.ts';
import { maxResults, type Organization, pathTo } from './organization.ts';

/** The lists of an organisation's accounts. */
export type AccountLists = {
  all: KnownAccount[];
  byParent: Map<string, KnownAccount[]>;
  /** One account as Organizations describes it. */
  describe(account: KnownAccount, hasPaths: boolean): Record<string, unknown>;
  page(accounts: KnownAccount[], call: AwsCall, listing?: AccountListing): Record<string, unknown>;
};

/** The members of the organisation in lists that are cut into pages only when they are asked for. */
export function accountLists(world: WorldContext, organization: Organization): AccountLists {
  const all = [...world.accounts.values()].filter((account) => isMember(world, account));
  const byParent = Map.groupBy(all, ({ ou }) => ou ?? organization.rootId);

  function describe(account: KnownAccount, hasPaths: boolean): Record<string, unknown> {
    const { id, name = `account-${id}`, state = 'ACTIVE', joined = '-365d', ou } = account;
    const { fields = 'both' } = organization.listing ?? {};
    return {
      Id: id,
      Arn: organization.arn('account', id),
      Email: `${id}@example.org`,
      Name: name,
      ...(fields === 'state' ? {} : { Status: statusOf(state) }),
      ...(fields === 'status' ? {} : { State: state }),
      ...(hasPaths ? { Paths: [`${pathTo(organization, ou ?? organization.rootId)}${id}/`] } : {}),
      JoinedMethod: id === organization.management ? 'INVITED' : 'CREATED',
      JoinedTimestamp: dateOf(joined, world.now),
    };
  }

  function page(accounts: KnownAccount[], call: AwsCall, listing: AccountListing = {}): Record<string, unknown> {
    const size = Math.min(world.pageSize, maxResults(call));
    const { from, number, isAfterEmpty } = place(call.params.NextToken);
    if (listing.emptyBefore?.includes(number) && !isAfterEmpty) {
      return { Accounts: [], NextToken: token(from, number, true) };
    }
    // With pages of one account an overlap would never come to an end.
    const overlap = listing.overlap === true && from > 0 && size > 1 ? 1 : 0;
    const to = from - overlap + size;
    const sent = accounts.slice(from - overlap, to);
    return {
      Accounts: sent.map((account) => describe(account, listing.paths === true)),
      NextToken: to < accounts.length ? token(to, number + 1, false) : undefined,
    };
  }

  return { all, byParent, describe, page };
}

/** What the retired field says of a state: closed accounts are suspended, and coming ones have no word. */
function statusOf(state: AccountState): string {
  if (state === 'CLOSED') return 'SUSPENDED';
  return state === 'PENDING_ACTIVATION' ? 'ACTIVE' : state;
}

function token(from: number, number: number, isAfterEmpty: boolean): string {
  return Buffer.from(`${from}.${number}.${isAfterEmpty ? 1 : 0}`).toString('base64');
}

function place(given: unknown): { from: number; number: number; isAfterEmpty: boolean } {
  if (given === undefined) return { from: 0, number: 1, isAfterEmpty: false };
  const [from = Number.NaN, number = Number.NaN, empty] = Buffer.from(String(given), 'base64')
    .toString()
    .split('.')
    .map(Number);
  if (!Number.isInteger(from) || !Number.isInteger(number)) refuse('InvalidInputException', 'The token is not valid.');
  return { from, number, isAfterEmpty: empty === 1 };
}
