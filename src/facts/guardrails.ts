import { malformed } from '../model/failure.ts';
import type { JsonObject } from '../model/json.ts';
import { known, mapRead, type Read, unasked, unread } from '../model/read.ts';
import type { GuardrailLevel, Guardrails, PolicyText } from '../model/storage.ts';
import { brokenPages, dig, isText, jsonAnswer, listIn, sourceOf } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import type { OrganizationListing } from './organization.ts';

/** The kinds of policy that bind what accounts may do, as Organizations calls them. */
export const POLICY_TYPES = { scps: 'SERVICE_CONTROL_POLICY', rcps: 'RESOURCE_CONTROL_POLICY' } as const;

export function policiesQuestion(TargetId: string, Filter: string): JsonObject {
  return { TargetId, Filter };
}

/** What Organizations was asked through: the caller's account, in the Region that answers for it. */
export interface OrganizationView {
  readonly listing: OrganizationListing;
  readonly caller: string;
  readonly global: string;
}

/**
 * The targets whose policies bind an account, root first and the account last; null where nothing binds it: it is in no
 * organization, or it is the management account (Organizations user guide, SCPs and RCPs).
 */
export function targetsOf({ listing }: OrganizationView, account: string): Read<readonly string[]> | null {
  const { id, management } = listing;
  if (id.known && (id.value === null || management === account)) return null;
  if (!id.known) return id;
  return mapRead(listing.ancestors(account), (above) => [...above, account]);
}

/** The policies from above, or why they are not known; null where nothing binds the account. */
export function guardrailsOf(
  index: CaptureIndex,
  view: OrganizationView | null,
  account: string,
): Read<Guardrails> | null {
  const call = 'organizations:ListPoliciesForTarget';
  // An account that is judged alone: nobody asked the organization.
  if (view === null) return unasked(call, account, null);
  const targets = targetsOf(view, account);
  if (targets === null || !targets.known) return targets;
  const types = view.listing.policyTypes;
  if (!types.known) return types;
  const levels = (type: string): readonly GuardrailLevel[] =>
    types.value.includes(type)
      ? targets.value.map((target) => ({ target, policies: policiesAt(index, view, target, type) }))
      : [];
  return known({ scps: levels(POLICY_TYPES.scps), rcps: levels(POLICY_TYPES.rcps) }, targets.source);
}

function policiesAt(
  index: CaptureIndex,
  view: OrganizationView,
  target: string,
  type: string,
): GuardrailLevel['policies'] {
  const ids = policyIds(index, view, target, type);
  return mapRead(ids, (list) => list.map((id) => policyText(index, view, id)));
}

/** The policies that are attached at one target; what collection reads next. */
export function policyIds(
  index: CaptureIndex,
  { caller, global }: OrganizationView,
  target: string,
  type: string,
): Read<readonly string[]> {
  const call = 'organizations:ListPoliciesForTarget';
  const pages = index.pages(call, caller, global, policiesQuestion(target, type));
  const [first] = pages;
  if (first === undefined) return unasked(call, caller, null);
  const ids: string[] = [];
  for (const capture of pages) {
    const answer = jsonAnswer(capture);
    if (!answer.known) return answer;
    const list = answer.value['Policies'];
    const read = listIn(list).map((entry) => dig(entry, 'Id'));
    if (!Array.isArray(list) || !read.every(isText)) {
      return unread(malformed(capture, 'Policies is missing or holds an entry without an Id'), sourceOf(capture));
    }
    ids.push(...read);
  }
  const broken = brokenPages(pages);
  if (broken !== null) return unread(broken, sourceOf(first));
  // While a type is on, at least one policy is attached everywhere (Organizations user guide): none is no answer.
  if (ids.length === 0) return unread(malformed(first, `no ${type} is attached at ${target}`), sourceOf(first));
  return known(ids, sourceOf(first, 'Policies'));
}

function policyText(index: CaptureIndex, { caller, global }: OrganizationView, PolicyId: string): Read<PolicyText> {
  const call = 'organizations:DescribePolicy';
  const capture = index.one(call, caller, global, { PolicyId });
  if (capture === undefined) return unasked(call, caller, null);
  const answer = jsonAnswer(capture);
  if (!answer.known) return answer;
  const text = dig(answer.value, 'Policy', 'Content');
  const source = sourceOf(capture, 'Policy.Content');
  if (!isText(text)) return unread(malformed(capture, 'Policy.Content is missing'), source);
  const name = dig(answer.value, 'Policy', 'PolicySummary', 'Name');
  return known({ name: isText(name) ? `${name} (${PolicyId})` : PolicyId, text }, source);
}
