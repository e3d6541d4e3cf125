import { type ConditionWording, type ControlContext, candidateTrails, type Subject } from '../control.ts';
import type { EventDataStore } from '../event-data-store.ts';
import { type Account, isOrganizationTrail, type Trail } from '../facts.ts';
import type { Failure, Source } from '../read.ts';
import type { Candidate, Condition, Reason } from '../verdict.ts';
import { decided, reason, unknownBecause } from './condition.ts';
import { hasTrail, multiRegionWording } from './recording.ts';

/** The trails that can count for an account, each with its conditions, and one candidate per Region that may hide one. */
export function trailCandidates(
  context: ControlContext,
  conditions: readonly string[],
  judge: (trail: Trail) => readonly Condition[],
): readonly Candidate[] {
  const { account, policy } = context;
  const trails = candidateTrails(context).map((trail) => {
    const has = hasTrail(trail, account, policy.thresholds.joinGrace);
    return candidateOf(trail, [has, ...judge(trail)]);
  });
  return [...trails, ...hiddenTrails(account, conditions)];
}

export function candidateOf(trail: Trail, conditions: readonly Condition[]): Candidate {
  const organization = trail.reach !== 'own' || isOrganizationTrail(trail);
  return {
    resource: trail.arn,
    region: null,
    conditions,
    via: organization ? 'organization' : 'own',
    doubts: doubtsOf(trail),
  };
}

/** What AWS does not document about Security Hub's verdict on such a trail (aws.md 9.2). */
function doubtsOf({ selectors, reach }: Trail): Candidate['doubts'] {
  const split = selectors.known && !selectors.value.single;
  return [
    ...(split ? [{ id: 'selectors-split', conditions: ['reads', 'writes'] }] : []),
    ...(reach === 'own' ? [] : [{ id: 'member-by-organization-trail', conditions: ['has-trail'] }]),
  ];
}

/**
 * Regions whose list was not read. A multi-Region trail is listed in every enabled Region, so once one Region has
 * answered, an unread one can hide only single-Region trails (design, truth rule 3).
 */
function hiddenTrails(account: Account, conditions: readonly string[]): readonly Candidate[] {
  const answered = Object.values(account.lists).find((list) => list.known);
  const hidden: { region: string | null; failure: Failure; source: Source }[] = [];
  for (const region of account.regions) {
    const list = account.lists[region];
    if (list !== undefined && !list.known) hidden.push({ region, failure: list.failure, source: list.source });
  }
  if (!account.regionList.known) {
    hidden.push({ region: null, failure: account.regionList.failure, source: account.regionList.source });
  }
  const unlisted = hidden.flatMap(({ region }) => region ?? []);
  const why = reason('account.no-multi-region-trail', { account: account.id, unlisted });
  return hidden.map(({ region, failure, source }) => ({
    resource: null,
    region,
    via: null,
    doubts: [],
    conditions: ['has-trail', ...conditions].map((id) =>
      id === 'multi-region' && answered?.known
        ? decided(id, null, 'no', null, [answered.source], [why])
        : unknownBecause(id, null, failure, source),
    ),
  }));
}

/** `multi-region` of an account: a Region that was not read can hide a single-Region trail alone. */
export const multiRegionOfAccount = {
  ...multiRegionWording,
  reasons: {
    ...multiRegionWording.reasons,
    'account.no-multi-region-trail': {
      text: 'No Region of account {account} that could be listed shows a multi-Region trail, and one would be listed in each of them (not listed: {unlisted}).',
      next: 'Make one trail multi-Region in its home Region.',
    },
  },
} satisfies ConditionWording;

/** The one subject of an account-level control, with what is shown where the account has no trail at all. */
export function accountSubject(context: ControlContext, candidates: readonly Candidate[]): Subject {
  const { account } = context;
  const id = account.trails.length === 0 ? 'account.no-trail' : 'account.no-counting-trail';
  const sources = account.regions.flatMap((region) => {
    const list = account.lists[region];
    return list?.known ? [list.source] : [];
  });
  const has = decided(
    'has-trail',
    null,
    'no',
    account.trails.map((trail) => trail.arn),
    sources,
    [reason(id, { account: account.id })],
  );
  const none: Candidate = { resource: null, region: null, via: null, doubts: [], conditions: [has] };
  return { account: account.id, region: null, resource: account.id, key: account.id, candidates, none };
}

/**
 * One subject for each trail that the account owns: the population of the per-trail controls. `notApplicable` says why the
 * question does not arise for a trail; its conditions are not asked then.
 */
export function trailSubjects(
  { account }: ControlContext,
  judge: (trail: Trail) => readonly Condition[],
  notApplicable: (trail: Trail) => Reason | null = () => null,
): readonly Subject[] {
  return account.trails
    .filter((trail) => trail.owner === account.id)
    .map((trail) => {
      const why = notApplicable(trail);
      return {
        account: account.id,
        region: null,
        resource: trail.arn,
        key: trail.arn,
        candidates: [candidateOf(trail, why === null ? judge(trail) : [])],
        none: null,
        ...(why === null ? {} : { notApplicable: why }),
      };
    });
}

/** One subject for each event data store that the account owns; `doubtsOf` says what AWS does not document about it. */
export function storeSubjects(
  { account }: ControlContext,
  judge: (store: EventDataStore) => readonly Condition[],
  doubtsOf: (store: EventDataStore) => Candidate['doubts'],
): readonly Subject[] {
  const stores = account.eventDataStores?.stores ?? [];
  return stores
    .filter(({ owner }) => owner === account.id)
    .map((store) => ({
      account: account.id,
      region: null,
      resource: store.arn,
      key: store.arn,
      candidates: [{ resource: store.arn, region: null, conditions: judge(store), via: null, doubts: doubtsOf(store) }],
      none: null,
    }));
}
