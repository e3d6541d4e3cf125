import { parseArn } from '../model/arn.ts';
import { accountOf, isServiceLinked, ownerOf } from './context.ts';
import type { AccessRequest, PolicyKind, PolicySet } from './model.ts';
import { type ParsedPolicy, parsePolicy } from './parse-policy.ts';

/** The policies that may decide one request, taken apart. An absent part is empty. */
export interface Parties {
  readonly identity: readonly ParsedPolicy[];
  readonly resource: ParsedPolicy | null;
  readonly boundary: ParsedPolicy | null;
  readonly session: readonly ParsedPolicy[];
  readonly scps: readonly (readonly ParsedPolicy[])[];
  readonly rcps: readonly (readonly ParsedPolicy[])[];
}

/** Takes apart those policies that bind this principal at all. */
export function partiesOf(request: AccessRequest, policies: PolicySet): Parties {
  const { principal } = request;
  const person = principal.kind === 'role' || principal.kind === 'user';
  const linked = isServiceLinked(principal);
  const scpsBind = (person || principal.kind === 'root') && !linked;
  const { resource, boundary } = policies;
  return {
    identity: person ? (policies.identity ?? []).map((one) => parsePolicy(one, 'identity')) : [],
    resource: resource == null ? null : parsePolicy(resource, resourceKindOf(request)),
    boundary: person && boundary != null ? parsePolicy(boundary, 'boundary') : null,
    session: person ? (policies.session ?? []).map((one) => parsePolicy(one, 'session')) : [],
    scps: scpsBind ? levels(policies.scps, 'scp') : [],
    rcps: linked ? [] : levels(policies.rcps, 'rcp'),
  };
}

function levels(list: PolicySet['scps'], kind: PolicyKind): readonly (readonly ParsedPolicy[])[] {
  return (list ?? []).map((level) => level.map((one) => parsePolicy(one, kind)));
}

/** The policy of a role is its trust policy, which has no Resource element. */
export function resourceKindOf({ resource, action }: AccessRequest): 'resource' | 'trust' {
  const arn = parseArn(resource);
  const isRole = arn?.service === 'iam' && arn.resource.startsWith('role/');
  return isRole || serviceOf(action) === 'sts' ? 'trust' : 'resource';
}

export function serviceOf(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(':'))).toLowerCase();
}

/**
 * A key policy and a trust policy have to allow by themselves, or to hand the decision to the account; identity policies
 * alone are not enough (KMS developer guide, "Key policies"; IAM user guide, "Policy evaluation for requests within a
 * single account").
 */
export function policyIsNeeded(request: AccessRequest): boolean {
  const arn = parseArn(request.resource);
  const isKey = arn?.service === 'kms' && arn.resource.startsWith('key/');
  return (
    isKey || (serviceOf(request.action) === 'sts' && resourceKindOf(request) === 'trust' && arn?.service === 'iam')
  );
}

/** Whether principal and resource are of one account; null where the owner is not known. */
export function sameAccount(request: AccessRequest): boolean | null {
  const owner = ownerOf(request);
  return owner === null ? null : owner === accountOf(request.principal);
}

/** Services whose resources RCPs cover for certain (Control Tower reference, rcp-controls). AWS's own list grows. */
const WITH_RCPS: ReadonlySet<string> = new Set(['kms', 's3', 'secretsmanager', 'sqs', 'sts']);

export function rcpsCover(action: string): boolean {
  return WITH_RCPS.has(serviceOf(action));
}
