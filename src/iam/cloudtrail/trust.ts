import type { Role } from '../../model/facts.ts';
import { grantsOf } from '../grants.ts';
import { parsePolicy } from '../parse-policy.ts';
import type { PrincipalPattern } from '../statement.ts';
import type { Ask } from './ask.ts';
import { CLOUDTRAIL, type Delivery, transport } from './circumstances.ts';
import { gather } from './gathered.ts';

/**
 * CloudTrail assumes the role. Whether it names the trail while it does, AWS does not say (aws.md 5.1), so the request is
 * tried with and without; a trust policy that needs one of the two leaves the answer open.
 */
export function trustAsks({ trail }: Delivery, role: Role): readonly Ask[] {
  const account = role.arn.split(':')[4] ?? '';
  const named = (owner: string): readonly (readonly [string, readonly string[]])[] => [
    ['aws:sourcearn', [trail.arn]],
    ['aws:sourceaccount', [owner]],
  ];
  const forms = [
    [['aws:sourcearn', null] as const, ['aws:sourceaccount', null] as const],
    ...[...new Set([trail.owner, account])].map(named),
  ];
  return [
    {
      principal: CLOUDTRAIL,
      action: 'sts:AssumeRole',
      resource: role.arn,
      resourceAccount: account,
      contexts: forms.map((form) => new Map([...transport(trail.homeRegion), ...form])),
      policies: gather({
        resource: role.policies.trust,
        resourceName: `the trust policy of ${role.arn}`,
        resourceGuardrails: { account, guardrails: trail.guardrails.get(account) },
      }),
    },
  ];
}

/** Whom the trust policy names besides CloudTrail, as written; empty where it was not read. */
export function othersTrusted({ policies }: Role): readonly string[] {
  if (!policies.trust.known) return [];
  const grants = grantsOf(parsePolicy(policies.trust.value, 'trust')).filter(
    ({ covers }) => covers('sts:AssumeRole') !== 'no',
  );
  const names = grants.flatMap(({ principals, allBut }) => [
    ...(allBut ? ['NotPrincipal'] : []),
    ...principals.map(nameOf),
  ]);
  return [...new Set(names)].filter((name) => name !== CLOUDTRAIL.name).sort();
}

/** `*` stands for everybody. */
function nameOf(principal: PrincipalPattern): string {
  switch (principal.kind) {
    case 'any':
    case 'any-aws':
      return '*';
    case 'account':
      return principal.account;
    case 'service':
      return principal.name;
    case 'federated':
      return principal.provider;
    case 'canonical-user':
    case 'removed':
      return principal.id;
    default:
      return principal.arn;
  }
}
