import { distinct } from '../util/distinct.ts';
import { type Answer, allOf, anyOf, asked, not, unknownBecauseOf, YES } from './answer.ts';
import { accountOf, lookupOf } from './context.ts';
import { coreOf, type Grants, grantsFor, resourceSide, silentPart } from './core.ts';
import { matchStatement, type Situation } from './match-statement.ts';
import type { AccessRequest, Because, Decision, PartAnswer, PolicyKind, PolicySet } from './model.ts';
import type { ParsedPolicy } from './parse-policy.ts';
import { type Parties, partiesOf, rcpsCover, resourceKindOf, sameAccount, serviceOf } from './parties.ts';
import { publicPolicy } from './public-policy.ts';

const ALL = ['direct', 'role', 'delegated'] as const;

/**
 * Whether AWS would let a principal do an action on a resource, given these policies and no others. `depends` names what
 * is missing for an answer; nothing that is not understood ever makes it `allowed`.
 *
 * @example
 * decide(
 *   {
 *     principal: { kind: 'service', name: 'cloudtrail.amazonaws.com' },
 *     action: 's3:GetBucketAcl',
 *     resource: 'arn:aws:s3:::logs',
 *     resourceAccount: '111122223333',
 *     context: new Map(),
 *   },
 *   { resource: { name: 'bucket policy', text } },
 * ).outcome;
 */
export function decide(request: AccessRequest, policies: PolicySet): Decision {
  const parties = partiesOf(request, policies);
  const situation: Situation = {
    principal: request.principal,
    bounded: parties.boundary !== null,
    action: request.action.toLowerCase(),
    resource: request.resource,
    lookup: lookupOf(request),
  };
  const denies = (list: readonly ParsedPolicy[]): Answer =>
    asked(list, 'Deny', (statement) => matchStatement(statement, situation, ALL));
  const grants = grantsFor(parties, situation);
  const scpLevels = levelsOf(parties.scps, situation);
  const rcpLevels = levelsOf(parties.rcps, situation);
  const says: Says = {
    grants,
    deny: {
      identity: denies(parties.identity),
      resource: ownerMayMend(request) ? denies([]) : denies(parties.resource === null ? [] : [parties.resource]),
      boundary: denies(parties.boundary === null ? [] : [parties.boundary]),
      session: denies(parties.session),
      scp: denies(parties.scps.flat()),
      rcp: covered(request, denies(parties.rcps.flat()), 'yes'),
    },
    scp: allOf(scpLevels),
    rcp: covered(request, allOf(rcpLevels), 'no'),
    levels: { scp: scpLevels, rcp: rcpLevels },
    core: coreOf(request, grants),
    block: publicBlock(request, parties, policies),
  };
  return decisionOf(request, parties, says);
}

/** What each part says: where it denies, and where it does not allow. */
interface Says {
  readonly grants: Grants;
  readonly deny: Readonly<Record<'identity' | 'resource' | 'boundary' | 'session' | 'scp' | 'rcp', Answer>>;
  readonly scp: Answer;
  readonly rcp: Answer;
  readonly levels: Readonly<Record<'scp' | 'rcp', readonly Answer[]>>;
  readonly core: Answer;
  readonly block: Answer;
}

/** Every level from the root has to allow; a level without any policy allows nothing (Organizations user guide, SCPs). */
function levelsOf(levels: readonly (readonly ParsedPolicy[])[], situation: Situation): readonly Answer[] {
  return levels.map((level) => asked(level, 'Allow', (statement) => matchStatement(statement, situation, ALL)));
}

/** RCPs bind the resources of some services only; of one that is not on the list, what they take away is in doubt. */
function covered(request: AccessRequest, answer: Answer, taking: 'yes' | 'no'): Answer {
  if (answer.holds !== taking || rcpsCover(request.action)) return answer;
  const message = `whether RCPs cover resources of ${serviceOf(request.action)} is not known`;
  const { statements } = answer;
  const problems = statements.map(({ policy, line, column }) => ({ policy, message, line, column }));
  return unknownBecauseOf({
    statements,
    problems: problems.length > 0 ? problems : [{ policy: 'RCPs', message, line: 1, column: 1 }],
  });
}

const MENDING = ['s3:getbucketpolicy', 's3:putbucketpolicy', 's3:deletebucketpolicy'];

/** The owner's root user can always mend a bucket policy, even one that denies it (S3 API reference, PutBucketPolicy). */
function ownerMayMend(request: AccessRequest): boolean {
  return (
    request.principal.kind === 'root' && sameAccount(request) === true && MENDING.includes(request.action.toLowerCase())
  );
}

/** RestrictPublicBuckets: a public policy counts for services and for the owner's account alone (S3 user guide). */
function publicBlock(request: AccessRequest, { resource }: Parties, { publicAccessBlock }: PolicySet): Answer {
  const isBucket = serviceOf(request.action) === 's3' && resource !== null;
  if (!isBucket || publicAccessBlock === undefined || request.principal.kind === 'service') return YES;
  if (publicAccessBlock !== null && !publicAccessBlock.restrictPublicBuckets) return YES;
  const same = accountOf(request.principal) === null ? false : sameAccount(request);
  if (same === true) return YES;
  const open = [
    ...(publicAccessBlock === null ? [unknownBecauseOf({ unread: ['S3 Block Public Access'] })] : []),
    ...(same === null ? [unknownBecauseOf({ keys: ['aws:resourceaccount'] })] : []),
  ];
  return not(allOf([publicPolicy(resource), ...open]));
}

function decisionOf(request: AccessRequest, parties: Parties, says: Says): Decision {
  const { scp, rcp, core, block } = says;
  const deny = anyOf(Object.values(says.deny));
  const parts = partsOf(request, parties, says);
  const end = (outcome: Decision['outcome'], because: Because, part: PolicyKind | null, answer: Answer): Decision => ({
    outcome,
    because,
    part,
    policies: part === null ? [] : silentPolicies(part, parties, says),
    statements: distinct(answer.statements, (one) => `${one.kind} ${one.policy} ${one.index}`),
    unknownKeys: [...new Set(answer.keys)].sort(),
    unread: [...new Set(answer.unread)].sort(),
    problems: distinct(answer.problems, (one) => `${one.policy} ${one.line} ${one.column} ${one.message}`),
    parts,
  });
  if (deny.holds === 'yes') return end('denied', 'explicit-deny', null, { ...YES, statements: deny.statements });
  if (scp.holds === 'no') return end('denied', 'no-allow', 'scp', YES);
  if (rcp.holds === 'no') return end('denied', 'no-allow', 'rcp', YES);
  if (core.holds === 'no') return end('denied', 'no-allow', silentPart(request, says.grants), YES);
  if (block.holds === 'no') return end('denied', 'public-access-block', null, { ...YES, statements: block.statements });
  const whole = allOf([not(deny), scp, rcp, core, block]);
  if (whole.holds === 'unknown') return end('depends', 'unknown', null, whole);
  return end('allowed', 'allow', null, allOf([scp, rcp, core]));
}

function silentPolicies(part: PolicyKind, parties: Parties, { levels }: Says): readonly string[] {
  const { identity, resource, boundary, session, scps, rcps } = parties;
  const silent = (kind: 'scp' | 'rcp') => levels[kind].findIndex(({ holds }) => holds === 'no');
  const own = resource === null ? [] : [resource];
  const policies = {
    identity,
    resource: own,
    trust: own,
    boundary: boundary === null ? [] : [boundary],
    session,
    scp: scps[silent('scp')] ?? [],
    rcp: rcps[silent('rcp')] ?? [],
  }[part];
  return policies.map(({ name }) => name);
}

function partsOf(request: AccessRequest, parties: Parties, says: Says): readonly PartAnswer[] {
  const { grants, deny } = says;
  const parts: PartAnswer[] = [];
  const add = (kind: PolicyKind, there: boolean, allow: Answer, denial: Answer): void => {
    if (there) parts.push(partOf(kind, allow, denial));
  };
  add('scp', parties.scps.length > 0, says.scp, deny.scp);
  add('rcp', parties.rcps.length > 0, says.rcp, deny.rcp);
  add(resourceKindOf(request), parties.resource !== null, resourceSide(grants), deny.resource);
  add('identity', parties.identity.length > 0, grants.identity, deny.identity);
  add('boundary', parties.boundary !== null, grants.boundary, deny.boundary);
  add('session', parties.session.length > 0, grants.session, deny.session);
  return parts;
}

function partOf(kind: PolicyKind, allow: Answer, deny: Answer): PartAnswer {
  const says =
    deny.holds === 'yes'
      ? 'denies'
      : deny.holds === 'unknown' || allow.holds === 'unknown'
        ? 'depends'
        : allow.holds === 'yes'
          ? 'allows'
          : 'silent';
  const from = {
    denies: [deny],
    depends: [deny, allow].filter(({ holds }) => holds === 'unknown'),
    allows: [allow],
    silent: [],
  }[says];
  return {
    kind,
    says,
    statements: from.flatMap(({ statements }) => statements),
    unknownKeys: [...new Set(from.flatMap(({ keys }) => keys))].sort(),
    unread: [...new Set(from.flatMap(({ unread }) => unread))].sort(),
  };
}
