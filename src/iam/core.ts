import { type Answer, allOf, anyOf, asked, NO, unknownBecauseOf, YES } from './answer.ts';
import type { Naming } from './match-principal.ts';
import { matchStatement, type Situation } from './match-statement.ts';
import type { AccessRequest, PolicyKind } from './model.ts';
import type { ParsedPolicy } from './parse-policy.ts';
import { type Parties, policyIsNeeded, resourceKindOf, sameAccount, serviceOf } from './parties.ts';

/** What identity, resource, boundary and session policies allow, before SCPs, RCPs and any Deny. */
export interface Grants {
  readonly identity: Answer;
  readonly boundary: Answer;
  readonly session: Answer;
  /** The resource's policy, by how it names the principal. */
  readonly direct: Answer;
  readonly role: Answer;
  readonly delegated: Answer;
}

export function grantsFor(parties: Parties, situation: Situation): Grants {
  const allows = (policies: readonly ParsedPolicy[], namings: readonly Naming[] = []): Answer =>
    asked(policies, 'Allow', (statement) => matchStatement(statement, situation, namings));
  const resource = parties.resource === null ? [] : [parties.resource];
  return {
    identity: allows(parties.identity),
    boundary: parties.boundary === null ? YES : allows([parties.boundary]),
    session: parties.session.length === 0 ? YES : allows(parties.session),
    direct: allows(resource, ['direct']),
    role: allows(resource, ['role']),
    delegated: allows(resource, ['delegated']),
  };
}

/** The resource's policy as a whole, however it names the principal. */
export function resourceSide({ direct, role, delegated }: Grants): Answer {
  return anyOf([direct, role, delegated]);
}

/** Whether identity and resource policies allow together (IAM user guide, "Policy evaluation logic"). */
export function coreOf(request: AccessRequest, grants: Grants): Answer {
  const { kind } = request.principal;
  if (kind === 'service' || kind === 'anonymous' || kind === 'federated') return resourceSide(grants);
  // "You cannot call AssumeRole by using the root user" (STS API reference).
  if (kind === 'root' && serviceOf(request.action) === 'sts' && policyIsNeeded(request)) return NO;
  const same = sameAccount(request);
  const within = (): Answer => (kind === 'root' ? rootWithin(request, grants) : withinAccount(request, grants));
  const across = (): Answer => (kind === 'root' ? resourceSide(grants) : acrossAccounts(grants));
  if (same !== null) return same ? within() : across();
  const [inside, outside] = [within(), across()];
  if (inside.holds === outside.holds && inside.holds !== 'unknown') return inside.holds === 'yes' ? outside : inside;
  const open = [inside, outside].filter(({ holds }) => holds !== 'no');
  const owner = inside.holds === outside.holds ? [] : ['aws:resourceaccount'];
  return unknownBecauseOf({
    statements: open.flatMap(({ statements }) => statements),
    keys: [...owner, ...open.flatMap(({ keys }) => keys)],
    unread: open.flatMap(({ unread }) => unread),
    problems: open.flatMap(({ problems }) => problems),
  });
}

/** One of both sides is enough, with the fine print of how the resource's policy names the principal. */
function withinAccount(request: AccessRequest, grants: Grants): Answer {
  const { identity, boundary, session, direct, role, delegated } = grants;
  const delegation = policyIsNeeded(request) ? delegated : YES;
  return anyOf([direct, allOf([role, boundary, session]), allOf([identity, boundary, session, delegation])]);
}

/** Both sides have to allow (IAM user guide, "Cross-account policy evaluation logic"). */
function acrossAccounts(grants: Grants): Answer {
  return allOf([resourceSide(grants), grants.identity, grants.boundary, grants.session]);
}

/** The root user may do everything in its account without a policy, but use a key that does not let it. */
function rootWithin(request: AccessRequest, grants: Grants): Answer {
  return policyIsNeeded(request) ? resourceSide(grants) : YES;
}

/** Which part does not allow, for a request that the core denies. */
export function silentPart(request: AccessRequest, grants: Grants): PolicyKind {
  const ofResource = resourceKindOf(request);
  const { kind } = request.principal;
  if (kind !== 'role' && kind !== 'user') return ofResource;
  const resource = resourceSide(grants).holds === 'no';
  const needed = sameAccount(request) === false || policyIsNeeded(request);
  if (needed && resource) return ofResource;
  if (grants.identity.holds === 'no' && (sameAccount(request) === false || grants.role.holds === 'no'))
    return 'identity';
  if (grants.boundary.holds === 'no') return 'boundary';
  if (grants.session.holds === 'no') return 'session';
  return grants.identity.holds === 'no' ? 'identity' : ofResource;
}
