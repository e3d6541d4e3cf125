import { parseArn } from '../../model/arn.ts';
import { isOrganizationTrail, type LogGroup, type Role } from '../../model/facts.ts';
import type { RequestContext } from '../model.ts';
import type { Ask } from './ask.ts';
import { type Delivery, SOME_ORGANIZATION, transport } from './circumstances.ts';
import { gather } from './gathered.ts';

const ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const;

/** CloudTrail begins a new stream when one is full: any number may follow. */
const SUFFIXES = ['', '_2', '_10'] as const;

/** The role makes streams and writes events; for an organization trail the members' streams as well (aws.md 5.1). */
export function logStreamAsks(delivery: Delivery, role: Role, group: LogGroup): readonly Ask[] {
  const { trail, organization } = delivery;
  const roleAccount = role.arn.split(':')[4] ?? '';
  const groupArn = groupArnOf(group);
  const groupAccount = parseArn(groupArn)?.account ?? null;
  const policies = gather({
    role,
    principalGuardrails: { account: roleAccount, guardrails: trail.guardrails.get(roleAccount) },
    ...(groupAccount === null
      ? {}
      : { resourceGuardrails: { account: groupAccount, guardrails: trail.guardrails.get(groupAccount) } }),
  });
  const context: RequestContext = new Map([
    ...transport(trail.homeRegion),
    ['aws:multifactorauthpresent', null],
    ...(organization === undefined
      ? []
      : ([['aws:principalorgid', organization === null ? null : [organization]]] as const)),
  ]);
  return streamsOf(delivery, groupAccount).flatMap(({ stream, suffix, doubt }) =>
    ACTIONS.map((action) => ({
      principal: { kind: 'role', arn: role.arn, session: null } as const,
      action,
      resource: `${groupArn}:log-stream:${stream}${suffix}`,
      shown: `${groupArn}:log-stream:${stream}*`,
      resourceAccount: groupAccount,
      contexts: [context],
      policies,
      doubt,
    })),
  );
}

/** `arn:P:logs:REGION:ACCOUNT:log-group:NAME`; the ARN that DescribeLogGroups answers ends with `:*`. */
export function groupArnOf({ arn }: LogGroup): string {
  return arn.replace(/:\*$/, '');
}

interface Stream {
  readonly stream: string;
  readonly suffix: string;
  readonly doubt: Ask['doubt'];
}

/**
 * An organization trail that a delegated administrator set up may write to a group in the administrator's account; what
 * the streams without the organization's id are called there, AWS does not say.
 */
function streamsOf({ trail, organization }: Delivery, groupAccount: string | null): readonly Stream[] {
  const own = `${trail.owner}_CloudTrail_${trail.homeRegion}`;
  const isElsewhere = isOrganizationTrail(trail) && groupAccount !== trail.owner;
  const ofOwner = isElsewhere ? ('permission.undocumented' as const) : undefined;
  const ofMembers = organization == null ? ('permission.sample' as const) : undefined;
  return [
    ...SUFFIXES.map((suffix) => ({ stream: own, suffix, doubt: ofOwner })),
    ...(isOrganizationTrail(trail) ? SUFFIXES : []).map((suffix) => ({
      stream: `${organization ?? SOME_ORGANIZATION}_${own}`,
      suffix,
      doubt: ofMembers,
    })),
  ];
}
