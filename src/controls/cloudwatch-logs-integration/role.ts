import { type Delivery, deliveryOf } from '../../iam/cloudtrail/circumstances.ts';
import { keyUsable } from '../../iam/cloudtrail/key-state.ts';
import { logGroupKeyAsks } from '../../iam/cloudtrail/keys.ts';
import { logStreamAsks } from '../../iam/cloudtrail/log-streams.ts';
import { permission } from '../../iam/cloudtrail/permission.ts';
import { together } from '../../iam/cloudtrail/together.ts';
import { othersTrusted, trustAsks } from '../../iam/cloudtrail/trust.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import type { LogGroup, OrganizationFacts, Role, Trail } from '../../model/facts.ts';
import type { Read, Source } from '../../model/read.ts';
import type { Condition, Reason } from '../../model/verdict.ts';

export function roleExists(trail: Trail): Condition {
  const id = 'role-exists';
  const { role } = trail;
  if (role === null) return decided(id, trail.arn, 'no', null, [trail.config.role.source]);
  if (!role.known) return unknownBecause(id, trail.arn, role.failure, role.source);
  const named = trail.config.role.known ? trail.config.role.value : null;
  if (role.value === null) {
    const missing = role.source.call === 'iam:GetRole' ? 'role.missing' : 'role.not-an-arn';
    return decided(id, trail.arn, 'no', null, [role.source], [reason(missing, { trail: trail.arn, role: named })]);
  }
  const { arn } = role.value;
  if (arn !== named) {
    const why = reason('role.other-arn', { trail: trail.arn, role: named, found: arn });
    return decided(id, trail.arn, 'no', arn, [role.source], [why]);
  }
  return decided(id, trail.arn, 'yes', arn, [role.source]);
}

/** Missing trust fails; trust in more than CloudTrail is another finding and only noted (R47). */
export function roleTrustsCloudtrail(trail: Trail, organization: OrganizationFacts | null): Condition {
  const id = 'role-trusts-cloudtrail';
  const role = named(id, trail, trail.role, trail.config.role.source);
  if ('holds' in role) return role;
  const judged = permission(id, trail.arn, trustAsks(deliveryOf(trail, organization), role));
  if (judged.holds === 'yes') return { ...judged, reasons: [...judged.reasons, ...overBroad(trail, role)] };
  return { ...judged, reasons: judged.reasons.flatMap((why) => inWordsOfTrust(why, trail, role, judged)) };
}

function overBroad(trail: Trail, role: Role): readonly Reason[] {
  const others = othersTrusted(role);
  const isBroad = others.includes('*') || others.includes('NotPrincipal') || others.length > 1;
  return isBroad ? [reason('role.trust-over-broad', { trail: trail.arn, role: role.arn, others })] : [];
}

const UNDOCUMENTED: readonly unknown[] = ['aws:sourceaccount', 'aws:sourcearn'];

function inWordsOfTrust(why: Reason, trail: Trail, role: Role, { holds }: Condition): readonly Reason[] {
  const params = { trail: trail.arn, role: role.arn };
  const { keys } = why.params;
  if (why.id === 'permission.depends' && Array.isArray(keys) && keys.every((key) => UNDOCUMENTED.includes(key))) {
    return [reason('role.trust-undocumented', { ...params, keys })];
  }
  const isMissing = holds === 'no' && why.id !== 'permission.denied';
  if (!isMissing) return [why];
  const missing = reason('role.trust-missing', params);
  return why.id === 'permission.other-condition' ? [missing, why] : [missing];
}

/** Streams and events, and the key that the log group keeps them under. */
export function roleMayWrite(trail: Trail, organization: OrganizationFacts | null): Condition {
  const id = 'role-may-write';
  const role = named(id, trail, trail.role, trail.config.role.source);
  if ('holds' in role) return role;
  const group = named(id, trail, trail.logGroup, trail.config.logGroup.source);
  if ('holds' in group) return group;
  const delivery = deliveryOf(trail, organization);
  const streams = permission(id, trail.arn, logStreamAsks(delivery, role, group));
  const key = groupKey(id, delivery, group);
  return key === null ? streams : together(id, trail.arn, [streams, key]);
}

/** null where the group has no key of its own. */
function groupKey(id: string, delivery: Delivery, group: LogGroup): Condition | null {
  const { arn, kmsKey, key } = group;
  if (kmsKey === null) return null;
  const { trail } = delivery;
  if (key === null) {
    return decided(
      id,
      trail.arn,
      'unknown',
      kmsKey,
      [],
      [reason('log-group.key-unclear', { logGroup: arn, key: kmsKey })],
    );
  }
  return keyUsable(id, trail.arn, key, kmsKey, (one) => logGroupKeyAsks(delivery, group, one));
}

/** What the trail names. Nothing named, or not there: the reason stands at role-set, role-exists and their kin. */
function named<T extends object>(
  id: string,
  { arn }: Trail,
  read: Read<T | null> | null,
  field: Source,
): T | Condition {
  if (read === null) return decided(id, arn, 'no', null, [field]);
  if (!read.known) return unknownBecause(id, arn, read.failure, read.source);
  return read.value ?? decided(id, arn, 'no', null, [read.source]);
}
