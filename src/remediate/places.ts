import type { Change, Place } from '../model/change.ts';
import type { Trail } from '../model/facts.ts';
import { apply } from './apply.ts';
import { neededAccounts } from './cli/parts.ts';
import type { Plan } from './plan.ts';
import type { World } from './world.ts';

/** The changes of one account. */
export interface AccountChanges {
  readonly account: string;
  readonly changes: readonly Change[];
}

/** The world as it is once all of the plan is done. */
export function worldAfter(world: World, { steps }: Plan): World {
  return steps.reduce((one, { change }) => apply(one, change), world);
}

/**
 * The changes by account, in the order in which the accounts are to be gone through: those that only prepare (buckets, keys,
 * roles) come first, then those whose preparations a trail of another account needs.
 */
export function byAccount({ steps }: Plan): readonly AccountChanges[] {
  const needed = neededAccounts(steps);
  const rank = (one: AccountChanges): number => (!hasTrail(one) ? 0 : needed.has(one.account) ? 1 : 2);
  const grouped = Map.groupBy(steps, ({ change }) => change.account);
  return [...grouped]
    .map(([account, own]) => ({ account, changes: own.map(({ change }) => change) }))
    .sort((a, b) => rank(a) - rank(b) || (a.account < b.account ? -1 : 1));
}

/** Whether a change is one of a trail: needs everything that comes before it in the order of kinds. */
export function isOfTrail(change: Change): change is Extract<Change, { readonly trail: string }> {
  return 'trail' in change;
}

function hasTrail({ changes }: AccountChanges): boolean {
  return changes.some(isOfTrail);
}

/** The trail as its owner sees it, else as anybody does; null where the world does not have it. */
export function trailIn(world: World, arn: string): Trail | null {
  const seen = world.accounts.flatMap(({ id, trails }) =>
    trails.filter((one) => one.arn === arn).map((one) => ({ id, one })),
  );
  return (seen.find(({ id, one }) => id === one.owner) ?? seen[0])?.one ?? null;
}

/** Regions of the changes, sorted. */
export function regionsOf(changes: readonly Place[]): readonly string[] {
  return [...new Set(changes.map(({ region }) => region))].sort();
}
