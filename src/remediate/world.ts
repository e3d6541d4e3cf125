import { BucketBook } from '../evaluate/bucket-book.ts';
import { evaluateAccount, evaluateBuckets, isAssessed } from '../evaluate/evaluate.ts';
import type { Control, ControlContext } from '../model/control.ts';
import type { Account, LogGroup, OrganizationFacts, Role, Trail } from '../model/facts.ts';
import type { Result } from '../model/result.ts';

/** The facts of a run, all accounts at once: what changes are tried on. Nothing in it is ever modified. */
export interface World {
  /** In the order of the accounts' ids. */
  readonly accounts: readonly Account[];
  readonly organization: OrganizationFacts | null;
  readonly policy: ControlContext['policy'];
  /** Milliseconds since 1970, UTC. */
  readonly clock: number;
  /** Roles and log groups that changes made and that no trail names yet, by ARN. */
  readonly made: { readonly roles: ReadonlyMap<string, Role>; readonly logGroups: ReadonlyMap<string, LogGroup> };
}

export function worldOf(contexts: readonly ControlContext[]): World | null {
  const last = contexts.at(-1);
  if (last === undefined) return null;
  const { organization, policy, clock } = last;
  const made = { roles: new Map(), logGroups: new Map() };
  return { accounts: contexts.map(({ account }) => account), organization, policy, clock, made };
}

/** Judges the world again: the same rules as a scan. */
export function judgeWorld(world: World, controls: readonly Control[]): readonly Result[] {
  const book = new BucketBook();
  const results: Result[] = [];
  const contexts = world.accounts.map((account) => contextOf(world, account));
  for (const context of contexts) {
    if (isAssessed(context)) book.add(context);
    results.push(...evaluateAccount(controls, context));
  }
  const last = contexts.at(-1);
  return last === undefined ? results : [...results, ...evaluateBuckets(controls, last, book)];
}

export function contextOf({ organization, policy, clock }: World, account: Account): ControlContext {
  return { clock, account, organization, policy, buckets: [] };
}

/** Changes a trail wherever it is seen: in its owner's account, in members, among those of the organization. */
export function withTrails(world: World, change: (trail: Trail) => Trail): World {
  const { organization } = world;
  return {
    ...world,
    accounts: world.accounts.map((account) => ({ ...account, trails: account.trails.map(change) })),
    organization: organization === null ? null : { ...organization, trails: organization.trails.map(change) },
  };
}

export function withAccount(world: World, id: string, change: (account: Account) => Account): World {
  return { ...world, accounts: world.accounts.map((account) => (account.id === id ? change(account) : account)) };
}
