import { nameOfLogGroup, nameOfRole } from '../arn.ts';
import type { Change } from '../change.ts';
import type { ControlContext } from '../control.ts';
import type { Trail } from '../facts.ts';
import { isPolicyDocument } from '../policy-addition.ts';
import { orNull } from '../read.ts';
import { byHand, changes, hasUnreadMembers, ofTrail, organizationUnread, place, type TrailFix } from './fix.ts';
import { ASSUME_STATEMENT, logWriteStatements } from './statements.ts';

/**
 * Log group, role and trail, as far as they are missing: what is there is used. The group lies in the home Region of the
 * trail and in its account (aws.md 5.1).
 */
export const connectLogs: TrailFix = (trail, context) => {
  const { config } = trail;
  if (!config.logGroup.known || !config.role.known) return byHand('fix.trail-unread', { trail: trail.arn });
  if (hasUnreadMembers(trail)) return organizationUnread(trail);
  const before = { logGroup: config.logGroup.value, role: config.role.value };
  const group = groupFor(trail, context);
  const role = roleFor(trail);
  const connected = before.logGroup === group.arn && before.role === role.arn;
  return changes(
    ...group.changes,
    ...role.changes,
    allowWrites(trail, role.arn, group.arn),
    ...(connected
      ? []
      : [{ kind: 'connect-logs', ...ofTrail(trail), logGroupArn: group.arn, roleArn: role.arn, before } as const]),
  );
};

export const allowAssume: TrailFix = (trail) => {
  const role = orNull(trail.role);
  if (role === null) return changes();
  const trust = orNull(role.policies.trust);
  if (trust === null || !isPolicyDocument(trust.text)) return byHand('fix.trust-unread', { role: role.arn });
  const account = role.arn.split(':')[4] ?? trail.owner;
  const at = place(account, trail.homeRegion, trail.arn);
  return changes({
    kind: 'allow-assume',
    ...at,
    role: nameOfRole(role.arn),
    before: trust.text,
    statements: [ASSUME_STATEMENT],
  });
};

export const allowLogWrites: TrailFix = (trail) => {
  const { role, logGroup } = trail.config;
  if (!role.known || role.value === null || !logGroup.known || logGroup.value === null) return changes();
  if (hasUnreadMembers(trail)) return organizationUnread(trail);
  // A policy that denies, a boundary or a guardrail cannot be mended by allowing more.
  return changes(allowWrites(trail, role.value, logGroup.value));
};

function allowWrites(trail: Trail, roleArn: string, groupArn: string): Change {
  const at = place(roleArn.split(':')[4] || trail.owner, trail.homeRegion, trail.arn);
  const statements = logWriteStatements(trail, groupArn, orNull(trail.organizationId));
  return { kind: 'allow-log-writes', ...at, role: nameOfRole(roleArn), statements };
}

interface Found {
  readonly arn: string;
  readonly changes: readonly Change[];
}

function groupFor(trail: Trail, { policy }: ControlContext): Found {
  const { owner, homeRegion, arn, name, config } = trail;
  const named = orNull(config.logGroup);
  const isHere = named?.startsWith(`arn:${arn.split(':')[1]}:logs:${homeRegion}:${owner}:log-group:`) ?? false;
  if (named !== null && isHere && orNull(trail.logGroup) !== null) return { arn: named, changes: [] };
  const logGroup = isHere ? nameOfLogGroup(named ?? '') : `aws-cloudtrail-logs/${name}`;
  const at = place(owner, homeRegion, arn);
  return {
    arn: `arn:${at.partition}:logs:${homeRegion}:${owner}:log-group:${logGroup}:*`,
    changes: [{ kind: 'create-log-group', ...at, logGroup, retentionDays: retentionOf(policy.storage.retentionDays) }],
  };
}

/** The retentions that CloudWatch Logs knows (API reference, PutRetentionPolicy): the first that is long enough. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

function retentionOf(days: number): number | null {
  return RETENTIONS.find((one) => one >= days) ?? null;
}

function roleFor(trail: Trail): Found {
  const { owner, homeRegion, arn, name, config } = trail;
  const named = orNull(config.role);
  const isHere = named?.startsWith(`arn:${arn.split(':')[1]}:iam::${owner}:role/`) ?? false;
  if (named !== null && isHere && orNull(trail.role) !== null) return { arn: named, changes: [] };
  // A role of a path is made again by its name alone: the path is part of the ARN, so the trail is told the new one.
  const role = isHere ? nameOfRole(named ?? '') : roleName(name);
  const at = place(owner, homeRegion, arn);
  return {
    arn: `arn:${at.partition}:iam::${owner}:role/${role}`,
    changes: [{ kind: 'create-delivery-role', ...at, role }],
  };
}

/** Role names have at most 64 characters, letters, digits and `+=,.@_-` (IAM API reference, CreateRole). */
function roleName(trail: string): string {
  return `CloudTrailToLogs-${trail.replace(/[^\w+=,.@-]/g, '-')}`.slice(0, 64);
}
