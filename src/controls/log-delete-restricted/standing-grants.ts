import { decide, type Grant, type PrincipalPattern } from '../../iam/index.ts';
import type { Holds } from '../../model/verdict.ts';
import { type Asked, askedFor, isSecurityRole, nameOfPattern } from './principals.ts';
import type { Left, SplitPolicy } from './split-policy.ts';

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

interface Found extends Left {
  readonly name: string;
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
  // One request of each kind is enough: the answers are the same.
  const kinds = new Map(resources.map((resource) => [policy.kindOfRequest(grant, action, resource), resource]));
  return asked
    .filter((somebody) => !isSecurityRole(somebody, setting.securityRoles))
    .flatMap((somebody) =>
      [...kinds].map(([kind, resource]) => ({
        name: somebody.name,
        ...policy.once(`${grant.statement.index} ${JSON.stringify(somebody.principal)} ${kind}`, () =>
          ask(policy, grant, { action, resource, somebody }, setting),
        ),
      })),
    )
    .filter(({ stands }) => stands !== 'no');
}

/**
 * First the statement by itself: does it mean this request at all? A condition that is not known still grants. Then the
 * whole policy, with everything allowed by identity policies: does a Deny take it away, or may it?
 */
function ask(
  policy: SplitPolicy,
  grant: Grant,
  { action, resource, somebody }: { action: string; resource: string; somebody: Asked },
  { owner }: Setting,
): Left {
  const request = { principal: somebody.principal, action, resource, resourceAccount: owner, context: CONTEXT };
  const isOwn = accountIn(somebody) === owner;
  const meant = decide(request, {
    resource: { name: 'alone', text: policy.alone(grant) },
    ...(isOwn ? {} : { identity: IDENTITY }),
  });
  if (meant.outcome === 'denied') return { stands: 'no', hangsOn: [] };
  const whole = decide(request, { resource: { name: 'whole', text: policy.text }, identity: IDENTITY });
  if (whole.outcome === 'denied') return { stands: 'no', hangsOn: [] };
  const mayDeny = whole.outcome === 'depends' && whole.statements.some(({ effect }) => effect === 'Deny');
  if (!mayDeny) return { stands: 'yes', hangsOn: [] };
  // What the Allow hangs on as well counts as met.
  const keys = whole.unknownKeys.filter((key) => !meant.unknownKeys.includes(key));
  const open = [...keys, ...whole.problems.map(({ message }) => message)];
  return { stands: 'unknown', hangsOn: open.length > 0 ? open : whole.unknownKeys };
}

function accountIn({ principal }: Asked): string | null {
  return 'arn' in principal ? (principal.arn.split(':')[4] ?? null) : null;
}
