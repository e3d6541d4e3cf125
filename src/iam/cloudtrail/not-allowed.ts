import { reason } from '../../model/conditions/condition.ts';
import type { Reason } from '../../model/verdict.ts';
import { type Grant, grantsOf } from '../grants.ts';
import type { PolicyInput, PolicyKind, PolicySet } from '../model.ts';
import { parsePolicy } from '../parse-policy.ts';
import { matchTokens, tokensOf } from '../wildcard.ts';
import type { Answered, Ask } from './ask.ts';

/** What the parts are called in sentences. */
const PARTS: Readonly<Record<PolicyKind, string>> = {
  identity: 'its own policies',
  resource: 'the policy of the resource',
  trust: 'the trust policy',
  boundary: 'its permissions boundary',
  session: 'its session policy',
  scp: 'the service control policies of its account',
  rcp: 'the resource control policies of the account that owns the resource',
};

/** Names what is missing: the action, the resource, or a condition that the request does not meet (R48). */
export function whyNotAllowed({ ask, decision }: Answered, subject: Reason['params']): Reason {
  const kind = decision.part ?? 'resource';
  const params = { ...subject, part: PARTS[kind] };
  if (decision.because === 'public-access-block') return reason('permission.blocked', params);
  const grants = policiesOf(kind, ask.policies.set)
    .flatMap((policy) => grantsOf(parsePolicy(policy, kind)))
    .filter((grant) => grant.covers(ask.action) === 'yes' && namesPrincipal(grant, kind, ask));
  if (grants.length === 0) return reason('permission.not-allowed', params);
  const here = grants.filter((grant) => coversResource(grant, kind, ask.resource));
  if (here.length === 0) {
    const granted = [...new Set(grants.flatMap(({ resources }) => resources))];
    return reason('permission.other-resource', { ...params, granted: nearestFirst(granted, ask.resource) });
  }
  const conditions = here.flatMap((grant) =>
    grant.conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join(' or ')}`),
  );
  return reason('permission.other-condition', { ...params, conditions: [...new Set(conditions)] });
}

/** The resource that was meant shares most parts with the one that is asked for; it explains most. */
function nearestFirst(granted: readonly string[], asked: string): readonly string[] {
  const parts = new Set(asked.split(/[/:]/));
  const shared = (resource: string): number => resource.split(/[/:]/).filter((part) => parts.has(part)).length;
  return granted.toSorted((a, b) => shared(b) - shared(a));
}

function policiesOf(kind: PolicyKind, set: PolicySet): readonly PolicyInput[] {
  switch (kind) {
    case 'identity':
      return set.identity ?? [];
    case 'boundary':
      return set.boundary == null ? [] : [set.boundary];
    case 'resource':
    case 'trust':
      return set.resource == null ? [] : [set.resource];
    // Which level does not allow, the policies of the others do not tell.
    default:
      return [];
  }
}

function namesPrincipal({ principals, allBut }: Grant, kind: PolicyKind, { principal }: Ask): boolean {
  if (kind !== 'resource' && kind !== 'trust') return true;
  return (
    allBut ||
    principals.some(
      (one) =>
        one.kind === 'any' || (one.kind === 'service' && principal.kind === 'service' && one.name === principal.name),
    )
  );
}

function coversResource({ resources, notResources }: Grant, kind: PolicyKind, resource: string): boolean {
  if (kind === 'trust') return true;
  const matches = (pattern: string): boolean => matchTokens(tokensOf(pattern, true), resource);
  return notResources.length > 0 ? !notResources.some(matches) : resources.some(matches);
}
