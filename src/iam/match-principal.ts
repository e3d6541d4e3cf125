import { parseArn } from '../model/arn.ts';
import { accountOf } from './context.ts';
import type { Principal } from './model.ts';
import type { Element, PrincipalPattern } from './statement.ts';
import type { Lookup } from './template.ts';
import {
  both,
  either,
  type Fault,
  isDoubt,
  negate,
  notUnderstood,
  some,
  type Test,
  unknownKey,
  yesIf,
} from './truth.ts';

/**
 * How a principal is named decides what else it needs in its own account (IAM user guide, "Policy evaluation for
 * requests within a single account"): `direct` needs nothing more, `role` is held back by boundary and session policies,
 * `delegated` needs an identity policy besides.
 */
export type Naming = 'direct' | 'role' | 'delegated';

export interface Asker {
  readonly principal: Principal;
  /** Has a permissions boundary. */
  readonly bounded: boolean;
  readonly lookup: Lookup;
}

/** Whether the statement is about this principal, named in one of these ways. */
export function matchPrincipals(
  { negated, entries, faults }: Element<PrincipalPattern>,
  asker: Asker,
  namings: readonly Naming[],
  place: Fault,
): Test {
  const { principal, bounded } = asker;
  if (faults.length > 0) return notUnderstood(faults);
  if (!negated) {
    return some(entries, (pattern) =>
      namings.includes(namingOf(pattern, principal)) ? named(pattern, asker, place) : 'no',
    );
  }
  // A Deny with NotPrincipal hits whoever has a boundary, listed or not (IAM user guide, "Permissions boundaries").
  if (bounded && (principal.kind === 'user' || principal.kind === 'role')) return 'yes';
  return negate(exempt(entries, asker, place));
}

function namingOf(pattern: PrincipalPattern, principal: Principal): Naming {
  if (pattern.kind === 'role') return 'role';
  return (pattern.kind === 'account' || pattern.kind === 'canonical-user') && principal.kind !== 'root'
    ? 'delegated'
    : 'direct';
}

function named(pattern: PrincipalPattern, asker: Asker, place: Fault): Test {
  const { principal } = asker;
  switch (pattern.kind) {
    case 'any':
      return 'yes';
    case 'any-aws':
      return principal.kind === 'service' || principal.kind === 'federated'
        ? doubt(place, `whether {"AWS": "*"} means a ${principal.kind} principal, AWS does not say`)
        : 'yes';
    case 'account':
      return yesIf(accountOf(principal) === pattern.account && samePartition(pattern.partition, principal));
    case 'service':
      return yesIf(principal.kind === 'service' && principal.name.toLowerCase() === pattern.name);
    case 'federated':
      return yesIf(principal.kind === 'federated' && principal.provider === pattern.provider);
    case 'canonical-user':
      return accountOf(principal) === null ? 'no' : doubt(place, 'whose canonical user id it is, is not known');
    case 'session':
      return sessionOf(pattern, principal);
    case 'role':
      return roleOf(pattern.arn, asker);
    case 'user':
      return yesIf(principal.kind === 'user' && principal.arn === pattern.arn);
    case 'federated-user':
    case 'removed':
      return 'no';
  }
}

/** The ARN of a session does not tell the path of its role, but the context may. */
function roleOf(arn: string, { principal, lookup }: Asker): Test {
  if (principal.kind !== 'role') return 'no';
  if (!principal.pathUnknown) return yesIf(principal.arn === arn);
  const given = lookup('aws:principalarn');
  if (given?.length === 1) return yesIf(given[0] === arn);
  const [place, name] = [arn.split('role/')[0], arn.split('/').at(-1)];
  return principal.arn === `${place}role/${name}` ? unknownKey('aws:principalarn') : 'no';
}

function sessionOf(pattern: PrincipalPattern & { kind: 'session' }, principal: Principal): Test {
  if (principal.kind !== 'role' || accountOf(principal) !== pattern.account) return 'no';
  if (
    principal.arn.split('/').at(-1) !== pattern.role ||
    !samePartition(parseArn(pattern.arn)?.partition ?? null, principal)
  )
    return 'no';
  return principal.session === null ? unknownKey('sts:rolesessionname') : yesIf(principal.session === pattern.session);
}

function samePartition(partition: string | null, principal: Principal): boolean {
  if (partition === null) return true;
  return (
    partition ===
    (principal.kind === 'root' ? principal.partition : 'arn' in principal ? parseArn(principal.arn)?.partition : null)
  );
}

/**
 * Whether NotPrincipal leaves this principal out. AWS may look at the account first, then at the role, then at the
 * session, and asks to list them all: a list with only some of them is in doubt (IAM user guide, "NotPrincipal").
 */
function exempt(entries: readonly PrincipalPattern[], asker: Asker, place: Fault): Test {
  const { principal } = asker;
  const listed = (...kinds: readonly PrincipalPattern['kind'][]): Test =>
    some(
      entries.filter(({ kind }) => kinds.includes(kind)),
      (pattern) => named(pattern, asker, place),
    );
  const everybody = listed('any', 'any-aws');
  if (everybody === 'yes') return 'yes';
  if (principal.kind !== 'user' && principal.kind !== 'role') {
    return either(everybody, listed('account', 'service', 'federated', 'canonical-user'));
  }
  const account = listed('account', 'canonical-user');
  const self = principal.kind === 'user' ? listed('user') : listed('role');
  const session = listed('session');
  const whole = both(account, self);
  if (whole === 'yes') return 'yes';
  const part = either(either(account, self), either(session, everybody));
  if (part === 'no') return 'no';
  return isDoubt(part)
    ? part
    : doubt(place, 'NotPrincipal lists only some of account, role and session of the principal');
}

function doubt({ line, column }: Fault, message: string): Test {
  return notUnderstood([{ message, line, column }]);
}
