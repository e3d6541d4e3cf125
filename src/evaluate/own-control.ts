import { decided, readReason, reason } from '../model/conditions/condition.ts';
import type { Control, ControlContext, Listing, OwnQuestion, Subject } from '../model/control.ts';
import type { Json } from '../model/json.ts';
import type { Policy } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import type { Condition, Reason } from '../model/verdict.ts';
import { distinct } from '../util/distinct.ts';
import { byId, flat, isUnreadable, notAssessable, storesIn } from './evaluate.ts';
import { judgeSubject, reasonKey } from './judge-subject.ts';

/** The one condition of a control that a user wrote. */
export const AS_EXPECTED = 'as-expected';

/** A subject that a control's own SQL found. */
export interface OwnSubject {
  readonly subject: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly resource: string;
}

/** What the three statements of a control returned, after it was checked. */
export interface OwnSets {
  readonly population: readonly OwnSubject[];
  /** Subject → reasons, each once. */
  readonly unknown: ReadonlyMap<string, readonly string[]>;
  /** Subject → what breaks the rule. */
  readonly violations: ReadonlyMap<string, readonly OwnViolation[]>;
}

export interface OwnViolation {
  readonly text: string;
  readonly observed: Json;
}

interface Unlisted {
  readonly region: string;
  readonly why: Reason;
}

/** What the engine has to remember of an account until the controls that users wrote are judged; no trails. */
export interface OwnAccount {
  readonly id: string;
  readonly inScope: boolean;
  /** Why nothing in it is assessed; null: it is. */
  readonly notAssessed: Reason | null;
  readonly readable: boolean;
  /** Why its list of Regions was not read; empty: it was. */
  readonly regionsUnread: readonly Reason[];
  /** Regions whose list was not read. */
  readonly unlisted: Readonly<Record<Listing, readonly Unlisted[]>>;
}

/** Returns what is to be kept of an account whose lists of these kinds count. */
export function ownAccount(
  { account, policy }: Pick<ControlContext, 'account' | 'policy'>,
  listings: ReadonlySet<Listing>,
): OwnAccount {
  const { id, regions, regionList, lists, state, leftOut } = account;
  const unread = isUnreadable(account);
  const onItsWayOut = state === 'PENDING_CLOSURE' && unread ? reason('account.pending-closure', { account: id }) : null;
  const unlistedIn = (listing: Listing): Unlisted[] =>
    (listings.has(listing) ? regions : []).flatMap((region) => {
      const list = listing === 'trails' ? lists[region] : storesIn(account, region);
      return list === undefined || list.known ? [] : [{ region, why: readReason(list.failure) }];
    });
  return {
    id,
    inScope: leftOut === null,
    notAssessed: notAssessable(account, policy) ?? onItsWayOut,
    readable: !unread,
    regionsUnread: regionList.known
      ? []
      : [reason('regions.unverified', { account: id }), readReason(regionList.failure)],
    unlisted: { trails: unlistedIn('trails'), 'event-data-stores': unlistedIn('event-data-stores') },
  };
}

/**
 * Judges a control that a user wrote: what its statements found, and, as for every control, what they could not find.
 * A subject in both sets is FAIL. Nothing passes on a list that was not read. Every subject has exactly one result, and
 * every account in scope at least one.
 */
export function judgeOwnControl(
  control: Control,
  own: OwnQuestion,
  sets: OwnSets,
  accounts: readonly OwnAccount[],
  policy: Policy,
): readonly Result[] {
  const known = new Map(accounts.map((account) => [account.id, account]));
  const byAccount = Map.groupBy(sets.population, ({ account }) =>
    account !== null && known.has(account) ? account : '',
  );
  const engine: Engine = { control, own, sets, policy };
  const strangers = (byAccount.get('') ?? []).map((subject) =>
    isOfAccount(control) ? outOfScope(control, subject) : judged(engine, subject, []),
  );
  const all = accounts.flatMap((account) => ofAccount(engine, account, byAccount.get(account.id) ?? []));
  return [...strangers, ...all].sort(byId);
}

interface Engine {
  readonly control: Control;
  readonly own: OwnQuestion;
  readonly sets: OwnSets;
  readonly policy: Policy;
}

/** Subjects that are judged only where their account is; a bucket, log group or role counts wherever it lies. */
function isOfAccount({ population }: Control): boolean {
  return ['account', 'cell', 'trail', 'event-data-store'].includes(population);
}

function ofAccount(engine: Engine, account: OwnAccount, subjects: readonly OwnSubject[]): readonly Result[] {
  const { control, own } = engine;
  const { id, notAssessed } = account;
  if (!account.inScope) {
    return subjects.map((subject) =>
      isOfAccount(control) ? outOfScope(control, subject) : judged(engine, subject, []),
    );
  }
  if (notAssessed !== null) {
    const none = flat(control, account, null, id, 'NOT_APPLICABLE', [notAssessed]);
    if (subjects.length === 0) return [none];
    return subjects.map((subject) =>
      isOfAccount(control) ? notApplicable(control, subject, notAssessed) : judged(engine, subject, []),
    );
  }
  const results = subjects.map((subject) => judged(engine, subject, doubtsAbout(control, own, account, subject)));
  if (control.population === 'account') return results.length > 0 ? results : [withoutSubject(control, own, account)];
  const all = [...results, ...unseen(control, own, account)];
  return all.length > 0 ? all : [withoutSubject(control, own, account)];
}

/** Why what the statements say of a subject may be wrong: a list that they build on was not read. */
function doubtsAbout(
  { population }: Control,
  own: OwnQuestion,
  account: OwnAccount,
  { region }: OwnSubject,
): readonly Reason[] {
  if (population !== 'account' && population !== 'cell') return [];
  if (!account.readable) return account.regionsUnread;
  const unlisted = own.listings.flatMap((listing) => account.unlisted[listing]);
  if (population === 'cell') return unlisted.filter((one) => one.region === region).map(({ why }) => why);
  return own.listings.length === 0 ? [] : [...account.regionsUnread, ...unlisted.map(({ why }) => why)];
}

/** What was found by listing may be more: one result for each list that was not read. */
function unseen(control: Control, own: OwnQuestion, account: OwnAccount): readonly Result[] {
  if (!account.readable) return [flat(control, account, null, account.id, 'UNKNOWN', account.regionsUnread)];
  const byRegion = Map.groupBy(
    control.population === 'cell' ? [] : own.listings.flatMap((listing) => account.unlisted[listing]),
    ({ region }) => region,
  );
  const unlisted = [...byRegion].map(([region, all]) =>
    flat(control, account, region, `${account.id}/${region}`, 'UNKNOWN', once(all.map(({ why }) => why))),
  );
  if (account.regionsUnread.length === 0 || (own.listings.length === 0 && control.population !== 'cell'))
    return unlisted;
  return [...unlisted, flat(control, account, null, account.id, 'UNKNOWN', account.regionsUnread)];
}

/** The statements leave the account out: the question does not arise, unless something may be hidden. */
function withoutSubject(control: Control, own: OwnQuestion, account: OwnAccount): Result {
  const { id } = account;
  const doubts = doubtsAbout(control, own, account, { subject: id, account: id, region: null, resource: id });
  if (doubts.length > 0) return flat(control, account, null, id, 'UNKNOWN', once(doubts));
  return flat(control, account, null, id, 'NOT_APPLICABLE', [reason('account.nothing-found', { account: id })]);
}

function judged({ control, own, sets, policy }: Engine, found: OwnSubject, doubts: readonly Reason[]): Result {
  const because = policy.excludedTrails.get(found.resource);
  if (control.population === 'trail' && because !== undefined) {
    return notApplicable(control, found, reason('policy.trail-excluded', { trail: found.resource, because }));
  }
  const { subject: key, account, region, resource } = found;
  const violations = sets.violations.get(key) ?? [];
  const unknown = (sets.unknown.get(key) ?? []).map((text) => reason('own.unknown', { text: sentence(text) }));
  const broken = violations.map(({ text }) => reason('own.violation', { text: sentence(text), next: own.remediation }));
  const observed = violations.length === 0 ? null : violations.map((one) => one.observed);
  const condition = (holds: Condition['holds'], reasons: readonly Reason[]): Condition =>
    decided(AS_EXPECTED, resource, holds, observed?.length === 1 ? (observed[0] ?? null) : observed, [], once(reasons));
  const missing = [...unknown, ...doubts];
  const subject: Subject = {
    ...{ key, account, region, resource, none: null },
    candidates: [
      {
        resource,
        region,
        conditions: [
          broken.length > 0
            ? condition('no', broken)
            : missing.length > 0
              ? condition('unknown', missing)
              : condition('yes', []),
        ],
        via: null,
        doubts: [],
      },
    ],
  };
  return judgeSubject(control, subject);
}

function outOfScope(control: Control, found: OwnSubject): Result {
  const { subject, account } = found;
  return notApplicable(control, found, reason('own.out-of-scope', { subject, account }));
}

function notApplicable(control: Control, { subject, account, region, resource }: OwnSubject, why: Reason): Result {
  const none = flat(control, { id: account ?? '' }, region, subject, 'NOT_APPLICABLE', [why]);
  return { ...none, account, resource };
}

function once(reasons: readonly Reason[]): readonly Reason[] {
  return distinct(reasons, reasonKey);
}

/** Reasons are sentences; people forget the full stop. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?)]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
