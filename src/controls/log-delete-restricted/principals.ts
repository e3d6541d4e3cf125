import type { Principal, PrincipalPattern } from '../../iam/index.ts';
import { hasWildcard, matchTokens, tokensOf } from '../../iam/wildcard.ts';
import { parseArn } from '../../model/arn.ts';

/** Somebody whom a statement may mean. */
export interface Asked {
  /** As the report names it. */
  readonly name: string;
  readonly principal: Principal;
}

/** Whether a role is one of those that the policy file lets delete logs. */
export function isSecurityRole({ principal }: Asked, securityRoles: readonly string[]): boolean {
  if (principal.kind !== 'role') return false;
  const { arn, session } = principal;
  return securityRoles.some((pattern) => {
    if (matchTokens(tokensOf(pattern, true), arn)) return true;
    // The ARN of a session does not tell the path of its role, but a role's name is unique in its account.
    const name = pattern.slice(pattern.lastIndexOf('/') + 1);
    if (session === null || hasWildcard(name)) return false;
    return matchTokens(tokensOf(pattern.replace(/:role\/.*\//, ':role/'), true), arn);
  });
}

/**
 * The principals to ask for where a statement names an entry. For everybody and for a whole account those are somebody
 * whom no statement knows, and everyone whom the policy names, since a Deny may exempt just those. null: it cannot be
 * asked for, so that the grant stands as it is.
 */
export function askedFor(
  pattern: PrincipalPattern,
  { partition, owner, named }: { partition: string; owner: string; named: readonly Asked[] },
): readonly Asked[] | null {
  switch (pattern.kind) {
    case 'any':
    case 'any-aws':
      return [
        { name: '*', principal: { kind: 'anonymous' } },
        { name: '*', principal: someRole(partition, '000000000000') },
        { name: `* of account ${owner}`, principal: someRole(partition, owner) },
        ...named,
      ];
    case 'account':
      return [
        { name: pattern.account, principal: someRole(partition, pattern.account) },
        ...named.filter(({ principal }) => 'arn' in principal && parseArn(principal.arn)?.account === pattern.account),
      ];
    case 'role':
      return [{ name: pattern.arn, principal: { kind: 'role', arn: pattern.arn, session: null } }];
    case 'session': {
      const arn = `arn:${parseArn(pattern.arn)?.partition ?? partition}:iam::${pattern.account}:role/${pattern.role}`;
      return [{ name: pattern.arn, principal: { kind: 'role', arn, session: pattern.session } }];
    }
    case 'user':
      return [{ name: pattern.arn, principal: { kind: 'user', arn: pattern.arn } }];
    case 'service':
      return [{ name: pattern.name, principal: { kind: 'service', name: pattern.name } }];
    case 'federated':
      return [{ name: pattern.provider, principal: { kind: 'federated', provider: pattern.provider } }];
    case 'removed':
      return [];
    case 'federated-user':
    case 'canonical-user':
      return null;
  }
}

/** How an entry that cannot be asked for is named. */
export function nameOfPattern(pattern: PrincipalPattern): string {
  if (pattern.kind === 'canonical-user') return `canonical user ${pattern.id}`;
  return 'arn' in pattern ? pattern.arn : pattern.kind;
}

/** Roles and users whose ARNs stand anywhere in a policy; a wildcard is filled with something that nobody is called. */
export function namedIn(value: unknown): readonly Asked[] {
  const found = new Map<string, Asked>();
  const visit = (part: unknown): void => {
    if (typeof part === 'string') for (const asked of askedByArn(part)) found.set(asked.name, asked);
    else if (typeof part === 'object' && part !== null) for (const inner of Object.values(part)) visit(inner);
  };
  visit(value);
  return [...found.values()];
}

function askedByArn(text: string): readonly Asked[] {
  const arn = parseArn(text);
  if (arn === null || (arn.service !== 'iam' && arn.service !== 'sts')) return [];
  const account = hasWildcard(arn.account) ? '000000000000' : arn.account;
  const [kind, name, session] = arn.resource.split('/');
  if (name === undefined || !/^\d{12}$/.test(account)) return [];
  const filled = (part: string): string => part.replace(/[*?]/g, 'x');
  const iam = `arn:${arn.partition}:iam::${account}`;
  if (kind === 'assumed-role') {
    const role = `${iam}:role/${filled(name)}`;
    return [{ name: text, principal: { kind: 'role', arn: role, session: filled(session ?? 'x') } }];
  }
  const whole = `${iam}:${filled(arn.resource)}`;
  if (kind === 'role') return [{ name: text, principal: { kind: 'role', arn: whole, session: null } }];
  return kind === 'user' ? [{ name: text, principal: { kind: 'user', arn: whole } }] : [];
}

function someRole(partition: string, account: string): Principal {
  return { kind: 'role', arn: `arn:${partition}:iam::${account}:role/x-somebody-x`, session: null };
}
