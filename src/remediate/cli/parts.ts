import { CHANGE_KINDS } from '../../model/change.ts';
import type { Step } from '../plan.ts';

/** Steps of one account that are done in one go, in the order of the plan. */
export interface Part {
  readonly account: string;
  readonly steps: readonly Step[];
}

/**
 * The steps by account, as few parts as possible in an order that works: where a trail needs something of another account
 * (its bucket, its key), that comes first. An account that both needs and is needed has two parts.
 */
export function partsOf(steps: readonly Step[]): readonly Part[] {
  const accounts = [...new Set(steps.map(({ change }) => change.account))].sort();
  const mine = (account: string, prepares: boolean): readonly Step[] =>
    steps.filter((step) => step.change.account === account && isPreparing(step) === prepares);
  const needed = neededAccounts(steps);
  const first = accounts.filter((account) => needed.has(account) || mine(account, false).length === 0);
  const rest = accounts.filter((account) => mine(account, false).length > 0);
  const parts = [
    ...first.map((account) => ({ account, steps: mine(account, true) })),
    ...rest.map((account) => ({
      account,
      steps: [...(first.includes(account) ? [] : mine(account, true)), ...mine(account, false)],
    })),
  ];
  return parts.filter((part) => part.steps.length > 0);
}

/** Accounts that prepare something for a result that another account's trail is changed for as well. */
export function neededAccounts(steps: readonly Step[]): ReadonlySet<string> {
  const trailSteps = steps.filter((step) => !isPreparing(step));
  const needs = (one: Step): boolean =>
    trailSteps.some(
      ({ change, results }) => change.account !== one.change.account && results.some((id) => one.results.includes(id)),
    );
  return new Set(steps.filter((step) => isPreparing(step) && needs(step)).map(({ change }) => change.account));
}

const FIRST_OF_TRAILS = CHANGE_KINDS.indexOf('enable-trusted-access');

/** Buckets, keys, topics, log groups and roles; what follows changes trails. */
function isPreparing({ change }: Step): boolean {
  return CHANGE_KINDS.indexOf(change.kind) < FIRST_OF_TRAILS;
}
