import { type Decision, decide, type Grant, grantsOf, type PrincipalPattern, parsePolicy } from '../../iam/index.ts';
import { isObject, type Json } from '../../model/json.ts';
import type { Holds } from '../../model/verdict.ts';
import { type Asked, askedFor, isSecurityRole, namedIn, nameOfPattern } from './principals.ts';

/** Whose policy it is, and whom the policy file trusts. */
export interface Setting {
  readonly partition: string;
  /** The account that owns the bucket or the key. */
  readonly owner: string;
  readonly securityRoles: readonly string[];
}

/** What to ask for: an action on each of some resources. */
export interface Question {
  readonly action: string;
  readonly resources: readonly string[];
}

/** What is left of one action of a grant for somebody outside the security roles. */
export interface Standing {
  readonly action: string;
  /** `no`: a Deny of the same policy takes it away, or it was never granted to anybody that counts. */
  readonly stands: Holds;
  readonly principals: readonly string[];
  /** Where it is not known whether a Deny takes it away: what that hangs on. */
  readonly hangsOn: readonly string[];
}

/**
 * Somebody who tries as hard as he can: he uses TLS, and a current one, so that a Deny of plain requests does not stop
 * him. All other keys stay unknown.
 */
const CONTEXT = new Map<string, readonly string[]>([
  ['aws:securetransport', ['true']],
  ['s3:tlsversion', ['1.3']],
]);

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const IDENTITY = [{ name: 'all', text: JSON.stringify({ Version: '2012-10-17', Statement: [ALL] }) }];

/** More than AWS takes for a bucket (20 KB) or a key (32 KB): such a text did not come from AWS. */
const LONGEST_POLICY = 100_000;

/** A policy, split into what can be asked for by itself. */
export interface SplitPolicy {
  readonly grants: readonly Grant[];
  /** The text of one statement by itself. */
  readonly alone: (grant: Grant) => string;
  /** All Deny statements beside one that allows everything; null: there is none. */
  readonly denies: string | null;
  /** Whoever has a role or user ARN in it. */
  readonly named: readonly Asked[];
}

/** null: the text is not understood as a whole, or too long to be a policy. */
export function splitPolicy(policy: { readonly name: string; readonly text: string }): SplitPolicy | null {
  const parsed = parsePolicy(policy, 'resource');
  if (parsed.opaque.length > 0 || policy.text.length > LONGEST_POLICY) return null;
  const document: Json = JSON.parse(policy.text);
  const { Statement: list, ...frame } = isObject(document) ? document : {};
  const statements: readonly Json[] = Array.isArray(list) ? list : [list ?? null];
  const denies = statements.filter((one) => !(isObject(one) && one['Effect'] === 'Allow'));
  // The version goes along: it decides whether there are policy variables.
  const textOf = (part: readonly Json[]): string => JSON.stringify({ ...frame, Statement: part });
  return {
    grants: grantsOf(parsed),
    alone: ({ statement }) => textOf(statements.slice(statement.index, statement.index + 1)),
    denies: denies.length === 0 ? null : textOf([{ ...ALL, Principal: '*' }, ...denies]),
    named: namedIn(document),
  };
}

/** For one question: whether a grant of the policy stands for anybody outside the security roles and the owner's IAM. */
export function standing(policy: SplitPolicy, grant: Grant, question: Question, setting: Setting): Standing {
  const found = grant.principals.flatMap((pattern) => standingFor(pattern, policy, grant, question, setting));
  const certain = found.filter(({ stands }) => stands === 'yes');
  const counted = certain.length > 0 ? certain : found;
  const names = [...new Set(counted.map(({ name }) => name))];
  return {
    action: question.action,
    stands: certain.length > 0 ? 'yes' : found.length > 0 ? 'unknown' : 'no',
    // Where everybody is meant, the rest adds nothing.
    principals: names.includes('*') ? ['*'] : names,
    hangsOn: certain.length > 0 ? [] : [...new Set(found.flatMap(({ hangsOn }) => hangsOn))].sort(),
  };
}

interface Found {
  readonly name: string;
  readonly stands: Holds;
  readonly hangsOn: readonly string[];
}

/** Everybody whom one entry means and for whom the grant stands, or may stand. */
function standingFor(
  pattern: PrincipalPattern,
  policy: SplitPolicy,
  grant: Grant,
  { action, resources }: Question,
  setting: Setting,
): readonly Found[] {
  if (pattern.kind === 'account' && pattern.account === setting.owner) return [];
  const asked = askedFor(pattern, { ...setting, named: policy.named });
  if (asked === null) return [{ name: nameOfPattern(pattern), stands: 'yes', hangsOn: [] }];
  return asked
    .filter((somebody) => !isSecurityRole(somebody, setting.securityRoles))
    .flatMap((somebody) =>
      resources.map((resource) => ({
        name: somebody.name,
        ...ask(policy, grant, { action, resource, somebody }, setting),
      })),
    )
    .filter(({ stands }) => stands !== 'no');
}

/**
 * First the statement by itself: does it mean this request at all? A condition that is not known still grants. Then all
 * Deny statements, with everything allowed beside them: does one of them take it away?
 */
function ask(
  policy: SplitPolicy,
  grant: Grant,
  { action, resource, somebody }: { action: string; resource: string; somebody: Asked },
  { owner }: Setting,
): { readonly stands: Holds; readonly hangsOn: readonly string[] } {
  const request = { principal: somebody.principal, action, resource, resourceAccount: owner, context: CONTEXT };
  const isOwn = accountIn(somebody) === owner;
  const meant = decide(request, {
    resource: { name: 'alone', text: policy.alone(grant) },
    ...(isOwn ? {} : { identity: IDENTITY }),
  });
  if (meant.outcome === 'denied') return { stands: 'no', hangsOn: [] };
  if (policy.denies === null) return { stands: 'yes', hangsOn: [] };
  const left = decide(request, { resource: { name: 'denies', text: policy.denies }, identity: IDENTITY });
  if (left.outcome === 'allowed') return { stands: 'yes', hangsOn: [] };
  return left.outcome === 'denied' ? { stands: 'no', hangsOn: [] } : { stands: 'unknown', hangsOn: hangingOn(left) };
}

function hangingOn({ unknownKeys, problems }: Decision): readonly string[] {
  return [...unknownKeys, ...problems.map(({ message }) => message)];
}

function accountIn({ principal }: Asked): string | null {
  return 'arn' in principal ? (principal.arn.split(':')[4] ?? null) : null;
}
