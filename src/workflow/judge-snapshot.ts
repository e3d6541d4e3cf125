import type { Run } from '../evaluate/run.ts';
import { CaptureIndex } from '../facts/capture-index.ts';
import { OPERATIONS_OF_FACT } from '../model/fact-keys.ts';
import type { Operation } from '../model/operations.ts';
import { readSnapshot } from '../store/snapshot-reader.ts';
import { UserError } from '../util/errors.ts';
import { list } from '../util/text.ts';
import { plusCalls } from './calls.ts';
import { Judge, type JudgeOptions, listingOf, type Sink } from './judge.ts';

/** Facts about destinations: they lie in other accounts than the trail, often. */
const OF_DESTINATIONS = [
  ...(['insights', 'log-group', 'log-group-activity', 'role', 'role-policies', 'newest-event'] as const),
  ...(['bucket', 'key', 'topic', 'guardrails'] as const),
];
const DESTINATION_CALLS: ReadonlySet<Operation> = new Set<Operation>([
  ...OF_DESTINATIONS.flatMap((fact) => OPERATIONS_OF_FACT[fact]),
  'organizations:DescribeOrganization',
]);

/**
 * Judges a saved snapshot again, offline: the same snapshot, policy and clock give the same bytes. `only` names one
 * account of it; the others are not judged then.
 */
export async function judgeSnapshot(
  folder: string,
  options: JudgeOptions,
  sink: Sink,
  only: string | null = null,
): Promise<Run> {
  const { manifest, captures } = readSnapshot(folder);
  const { run, scope, tool } = manifest;
  const accounts = scope.accounts.filter(({ id }) => only === null || id === only);
  if (accounts.length === 0) {
    const ids = scope.accounts.map(({ id }) => id);
    throw new UserError(`account ${only} is not in this snapshot.`, `There are: ${list(ids, 20)}.`);
  }
  const clock = options.now ?? Date.parse(run.clock);
  const byAccount = Map.groupBy(captures, (capture) => capture.account);
  const indexOf = (account: string): CaptureIndex => new CaptureIndex(byAccount.get(account) ?? []);
  const listing = scope.mode === 'organization' ? listingOf(indexOf(run.identity.account), run.identity) : null;
  const shared = new CaptureIndex(captures.filter(({ call }) => DESTINATION_CALLS.has(call)));
  const judge = new Judge(options, clock, scope.regions, listing, run.identity, shared);
  const owner = scope.accounts.find(({ id }) => id === listing?.management);
  if (owner !== undefined) judge.own(owner, indexOf(owner.id));
  for (const account of accounts) {
    await sink(judge.judge(account, judge.owners.get(account.id)?.index ?? indexOf(account.id)));
  }
  await sink(judge.judgeBuckets());
  const { policy, controls, framework } = options;
  const asker =
    only === null
      ? null
      : byAccount.get(only)?.find(({ call, principal }) => principal !== null && !call.startsWith('sts:'))?.principal;
  // Of a snapshot's calls the manifest has the sums alone, so one account's are counted by their answers.
  const calls = only === null ? manifest.apiCalls : plusCalls({}, byAccount.get(only) ?? []);
  return {
    ...run,
    identity: only === null || !asker ? run.identity : { arn: asker, account: only },
    tool,
    clock: new Date(clock).toISOString(),
    mode: only === null ? scope.mode : 'account',
    apiCalls: calls as Run['apiCalls'],
    policy,
    controls,
    framework,
  };
}
