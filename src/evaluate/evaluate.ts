import { readReason, reason } from '../model/conditions/condition.ts';
import type { Control, ControlContext, Subject } from '../model/control.ts';
import type { Account } from '../model/facts.ts';
import type { Policy } from '../model/policy.ts';
import { type Read, unasked } from '../model/read.ts';
import type { Result } from '../model/result.ts';
import type { Reason, Verdict } from '../model/verdict.ts';
import type { BucketBook } from './bucket-book.ts';
import { judgeSubject } from './judge-subject.ts';

/** States in which nothing of an account can be assessed (aws.md 3.9). */
const NOT_ASSESSABLE = new Set(['SUSPENDED', 'CLOSED', 'PENDING_ACTIVATION']);

/**
 * Controls × one account's facts × policy → results. Pure: the same arguments give the same bytes. Every subject of every
 * population gets exactly one result (design, truth rule 2); in the order of the controls, then by id.
 */
export function evaluateAccount(controls: readonly Control[], context: ControlContext): readonly Result[] {
  return controls
    .filter(({ own }) => own === undefined)
    .flatMap((control) => evaluateControl(control, context).sort(byId));
}

/**
 * Controls of buckets × every bucket that trails of the run deliver to, and one NOT_APPLICABLE for each account under which
 * none is filed. To be called after all accounts.
 */
export function evaluateBuckets(
  controls: readonly Control[],
  context: Omit<ControlContext, 'buckets'>,
  book: BucketBook,
): readonly Result[] {
  return controls
    .filter((control) => control.population === 'bucket' && control.own === undefined)
    .flatMap((control) => {
      const subjects = control.subjects({ ...context, buckets: book.all() });
      const judged = subjects.map((subject) => judgeSubject(control, subject));
      const filed = new Set(judged.map(({ account }) => account));
      const idle = [...book.idle()].filter(([id]) => !filed.has(id));
      return [...judged, ...idle.map(([id, why]) => flat(control, { id }, null, id, 'NOT_APPLICABLE', [why]))].sort(
        byId,
      );
    });
}

/** The order of results. */
export function byId(a: Result, b: Result): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Why an account is not assessed at all, or null. */
export function notAssessable(account: Pick<Account, 'id' | 'state'>, policy: Policy): Reason | null {
  if (NOT_ASSESSABLE.has(account.state)) {
    return reason(`account.${account.state.toLowerCase().replaceAll('_', '-')}`, { account: account.id });
  }
  const excluded = policy.excludedAccounts.get(account.id);
  return excluded === undefined ? null : reason('policy.account-excluded', { account: account.id, because: excluded });
}

/** Whether questions are asked of the account at all: it is in scope, can be assessed, and is not on its way out unread. */
export function isAssessed({ account, policy }: Pick<ControlContext, 'account' | 'policy'>): boolean {
  const onItsWayOut = account.state === 'PENDING_CLOSURE' && isUnreadable(account);
  return account.leftOut === null && notAssessable(account, policy) === null && !onItsWayOut;
}

function evaluateControl(control: Control, context: ControlContext): Result[] {
  const { account, policy } = context;
  const ofOrganization = control.population === 'member' || control.population === 'special-account';
  if (ofOrganization && context.organization === null) {
    const why = reason('account.judged-alone', { account: account.id });
    return [flat(control, account, null, account.id, 'NOT_APPLICABLE', [why])];
  }
  // Judged whether or not the account is in scope: that is the question. Other accounts are no subjects.
  if (control.population === 'special-account') {
    return control.subjects(context).map((subject) => judgeSubject(control, subject));
  }
  if (account.leftOut !== null) return [];
  const skipped = notAssessable(account, policy);
  if (skipped !== null) return [flat(control, account, null, account.id, 'NOT_APPLICABLE', [skipped])];
  if (isUnreadable(account)) {
    if (account.state === 'PENDING_CLOSURE') {
      const why = reason('account.pending-closure', { account: account.id });
      return [flat(control, account, null, account.id, 'NOT_APPLICABLE', [why])];
    }
    if (control.population === 'cell' || isListed(control)) {
      const why = account.regionList.known ? [] : [readReason(account.regionList.failure)];
      return [flat(control, account, null, account.id, 'UNKNOWN', why)];
    }
  }
  // The buckets themselves are judged after all accounts.
  if (control.population === 'bucket') return notListed(control, account);
  const results = control.subjects(context).map((subject) => resultOf(control, subject, context));
  if (control.population === 'account') return results;
  if (control.population === 'member') return ofMember(control, context, results);
  const all = [...results, ...notListed(control, account)];
  if (all.length > 0) return all;
  const { id } = account;
  const ofStores = control.population === 'event-data-store';
  const none = ofStores
    ? reason('account.no-event-data-store', { account: id })
    : reason('account.no-own-trail', { account: id });
  return [flat(control, account, null, id, 'NOT_APPLICABLE', [none])];
}

/** What is found by listing inside an account: every Region whose list was not read may hold more of it. */
function isListed({ population }: Control): boolean {
  return population === 'trail' || population === 'bucket' || population === 'event-data-store';
}

/**
 * A member lists the copies that it has. Where it lists none and the owner's trails could not be listed either, there may
 * be organization trails that nobody knows of.
 */
function ofMember(control: Control, { account, organization }: ControlContext, results: Result[]): Result[] {
  if (results.length > 0) return results;
  if (organization !== null && !organization.ownerListed.known && organization.management !== account.id) {
    const why = readReason(organization.ownerListed.failure);
    return [flat(control, account, null, account.id, 'UNKNOWN', [why])];
  }
  const none = reason('account.no-organization-trail', { account: account.id });
  return [flat(control, account, null, account.id, 'NOT_APPLICABLE', [none])];
}

/** Regions whose list was not read, and a list of Regions that was not read: each may hold subjects nobody judged. */
function notListed(control: Control, account: Account): Result[] {
  const unread = isListed(control) ? unreadRegions(control, account) : [];
  return account.regionList.known ? unread : [...unread, regionsUnverified(control, account)];
}

/** Nothing could be read inside: neither the Regions nor the trails of any of them. */
export function isUnreadable({ regionList, lists }: Account): boolean {
  return !regionList.known && Object.values(lists).every((list) => !list.known);
}

function resultOf(control: Control, subject: Subject, { account, policy }: ControlContext): Result {
  const because = policy.excludedTrails.get(subject.resource);
  if (because === undefined) return judgeSubject(control, subject);
  const why = reason('policy.trail-excluded', { trail: subject.resource, because });
  return { ...flat(control, account, null, subject.key, 'NOT_APPLICABLE', [why]), resource: subject.resource };
}

/** Each Region whose trails, or event data stores, could not be listed may hold some that nobody judged. */
function unreadRegions(control: Control, account: Account): Result[] {
  const ofStores = control.population === 'event-data-store';
  return account.regions.flatMap((region) => {
    const list = ofStores ? storesIn(account, region) : account.lists[region];
    if (list === undefined || list.known) return [];
    return [flat(control, account, region, `${account.id}/${region}`, 'UNKNOWN', [readReason(list.failure)])];
  });
}

/** The event data stores that a Region lists; unknown where nobody asked. */
export function storesIn({ id, eventDataStores }: Account, region: string): Read<readonly string[]> {
  return eventDataStores?.lists[region] ?? unasked('cloudtrail:ListEventDataStores', id, region);
}

function regionsUnverified(control: Control, account: Account): Result {
  const { regionList } = account;
  const why = regionList.known ? [] : [readReason(regionList.failure)];
  return flat(control, account, null, account.id, 'UNKNOWN', [
    reason('regions.unverified', { account: account.id }),
    ...why,
  ]);
}

/** A result without conditions: every clause of the control has the same verdict. */
export function flat(
  control: Control,
  account: Pick<Account, 'id'>,
  region: string | null,
  key: string,
  verdict: Verdict,
  reasons: readonly Reason[],
): Result {
  return {
    id: `${control.id}/${key}`,
    control: control.id,
    account: account.id,
    region,
    resource: account.id,
    severity: control.severity,
    verdict,
    exception: null,
    satisfiedBy: null,
    via: null,
    shown: null,
    others: [],
    clauses: control.clauses.map(({ framework, id }) => ({ framework, id, verdict, reasons })),
    reasons,
  };
}
