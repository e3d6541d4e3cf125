import { nameOfArn, parseArn } from '../model/arn.ts';
import type { AccessRequest, Principal } from './model.ts';
import type { Lookup } from './template.ts';

/** The account that a principal belongs to; null for services, providers and those who did not sign in. */
export function accountOf(principal: Principal): string | null {
  if (principal.kind === 'root') return principal.account;
  return principal.kind === 'role' || principal.kind === 'user' ? (parseArn(principal.arn)?.account ?? null) : null;
}

/** The account that owns the resource: as the request says, else as its ARN says; null where neither does. */
export function ownerOf({ resource, resourceAccount }: AccessRequest): string | null {
  const account = parseArn(resource)?.account ?? '';
  return resourceAccount ?? (/^\d{12}$/.test(account) ? account : null);
}

/** Roles that services made for themselves; neither SCPs nor RCPs bind them (Organizations user guide). */
export function isServiceLinked(principal: Principal): boolean {
  if (principal.kind !== 'role') return false;
  // Nobody else can give a role such a name (IAM user guide, "Service-linked roles").
  if (principal.pathUnknown) return nameOfArn(principal.arn).startsWith('AWSServiceRoleFor');
  return parseArn(principal.arn)?.resource.startsWith('role/aws-service-role/') === true;
}

/**
 * Values by key in lower case: what the request's context says, else what follows from the request itself (IAM user
 * guide, "Global condition context keys"). undefined: unknown; null: known to be absent.
 */
export function lookupOf(request: AccessRequest): Lookup {
  const { context } = request;
  return (key) => {
    const given = context.get(key);
    if (given !== undefined || context.has(key)) return given ?? null;
    return derived(key, request);
  };
}

type Values = readonly string[] | null | undefined;

function derived(key: string, request: AccessRequest): Values {
  const { principal } = request;
  if (key === 'aws:resourceaccount' || key === 's3:resourceaccount') {
    const owner = ownerOf(request);
    return owner === null ? undefined : [owner];
  }
  if (principal.kind === 'service') return ofService(key, principal.name);
  // Set only where a service acts by its own name on behalf of a resource.
  if (['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths'].includes(key)) return null;
  if (key === 'aws:principalservicename' || key === 'aws:principalservicenameslist') return null;
  if (principal.kind === 'anonymous') return ofAnonymous(key);
  if (key === 'aws:principalisawsservice') return ['false'];
  return principal.kind === 'federated' ? ofFederated(key) : ofIdentity(key, principal);
}

function ofService(key: string, name: string): Values {
  if (key === 'aws:principalisawsservice') return ['true'];
  if (key === 'aws:principalservicename') return [name];
  // A service has no account, no organization and no tags.
  const absent = [
    'aws:principalarn',
    'aws:principalaccount',
    'aws:principalorgid',
    'aws:principalorgpaths',
    'aws:username',
  ];
  return absent.includes(key) || key.startsWith('aws:principaltag/') ? null : undefined;
}

function ofAnonymous(key: string): Values {
  if (key === 'aws:principaltype') return ['Anonymous'];
  if (key === 'aws:userid') return ['anonymous'];
  return key.startsWith('aws:principal') || key === 'aws:username' || key === 'aws:tokenissuetime' ? null : undefined;
}

function ofFederated(key: string): Values {
  return key === 'aws:username' || key === 'aws:principalaccount' ? null : undefined;
}

function ofIdentity(key: string, principal: Principal & { kind: 'role' | 'user' | 'root' }): Values {
  const account = accountOf(principal) ?? '';
  switch (key) {
    case 'aws:principalaccount':
      return [account];
    case 'aws:principalarn':
      if (principal.kind === 'role' && principal.pathUnknown) return undefined;
      return [principal.kind === 'root' ? `arn:${principal.partition}:iam::${account}:root` : principal.arn];
    case 'aws:principaltype':
      return [{ role: 'AssumedRole', user: 'User', root: 'Account' }[principal.kind]];
    case 'aws:username':
      return principal.kind === 'user' ? [nameOfArn(principal.arn).split('/').at(-1) ?? ''] : null;
    case 'aws:userid':
      return principal.kind === 'root' ? [account] : undefined;
    default:
      return undefined;
  }
}
