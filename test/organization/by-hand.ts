/** Judges one account as a member of an organization whose facts are given by hand. */

import { evaluateAccount } from '../../src/evaluate/evaluate.ts';
import { CaptureIndex } from '../../src/facts/capture-index.ts';
import type { OwnerView } from '../../src/facts/trails.ts';
import type { Control } from '../../src/model/control.ts';
import type { Account, OrganizationFacts } from '../../src/model/facts.ts';
import { type Failure, known, noSource, type Read, unread } from '../../src/model/read.ts';
import type { Result } from '../../src/model/result.ts';
import { capturesOf } from '../support/captures.ts';
import { factsOf, policyOf } from '../support/judge.ts';
import { accountOf, MANAGEMENT, NOW, type World, type WorldTrail } from '../support/world.ts';

export interface Membership {
  /** The account that is judged, as AWS answers for it. */
  readonly world: World;
  /** The management account as it shows its own trails; null: it was not read. */
  readonly owner?: World | null;
  readonly organization?: Partial<OrganizationFacts> | null;
  /** Over the account's facts. */
  readonly account?: Partial<Account>;
}

const ORGANIZATIONS = noSource('organizations:DescribeOrganization', MANAGEMENT, 'us-east-1');

/** A fact that was read, for tests that do not ask where it comes from. */
export function given<T>(value: T): Read<T> {
  return known(value, ORGANIZATIONS);
}

export function refused<T>(call: string, account = MANAGEMENT): Read<T> {
  const failure: Failure = {
    kind: 'denied',
    call,
    account,
    region: 'us-east-1',
    code: 'AccessDeniedException',
    message: "You don't have permissions to access this resource.",
    permission: call,
  };
  return unread(failure, noSource(call, account, 'us-east-1'));
}

/** The management account with organization trails of its own. */
export function ownerWith(...trails: readonly WorldTrail[]): World {
  return { account: MANAGEMENT, trails };
}

/** The results of one control for the account. */
export function judgeMember(control: Control, { world, owner, organization, account }: Membership): readonly Result[] {
  const owners = new Map<string, OwnerView>();
  if (owner) {
    const index = new CaptureIndex(capturesOf(owner));
    owners.set(accountOf(owner), { index, facts: factsOf(owner, new Map(), index) });
  }
  const facts = { ...factsOf(world, owners), ...account };
  const trails = [...owners.values()].flatMap((one) => one.facts.trails);
  const base: OrganizationFacts = {
    id: given('o-exampleorg'),
    management: MANAGEMENT,
    accountsListed: given(true),
    trails,
    trustedAccess: given(true),
    caller: MANAGEMENT,
    ownerListed: given(true as const),
    delegatedAdministrators: given(new Map()),
  };
  return evaluateAccount([control], {
    clock: world.clock ?? NOW,
    account: facts,
    organization: organization === null ? null : { ...base, ...organization },
    policy: policyOf(world),
    buckets: [],
  });
}

/** The only result. Throws where there are others. */
export function only(results: readonly Result[]): Result {
  const [result] = results;
  if (result === undefined || results.length > 1) {
    throw new Error(`${results.length} results: ${results.map(({ id }) => id).join(', ')}`);
  }
  return result;
}

export function reasonIds({ reasons }: Result): readonly string[] {
  return reasons.map(({ id }) => id);
}
