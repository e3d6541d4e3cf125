import type { Change, Fix, OfTrail, Place } from '../change.ts';
import type { ControlContext } from '../control.ts';
import type { Trail } from '../facts.ts';
import { orNull } from '../read.ts';
import type { Reason } from '../verdict.ts';

/** What repairs one condition of one trail. */
export type TrailFix = (trail: Trail, context: ControlContext) => Fix;

export function changes(...made: readonly Change[]): Fix {
  return { changes: made, byHand: [] };
}

export function byHand(id: string, params: Reason['params'] = {}): Fix {
  return { changes: [], byHand: [{ id, params }] };
}

export function together(fixes: readonly Fix[]): Fix {
  return { changes: fixes.flatMap((fix) => fix.changes), byHand: fixes.flatMap((fix) => fix.byHand) };
}

/** Where a trail is changed: in its home Region, by its owner. */
export function ofTrail({ arn, name, owner, homeRegion }: Trail): OfTrail {
  return { ...place(owner, homeRegion, arn), trail: arn, name };
}

export function place(account: string, region: string, arn: string): Place {
  return { account, region, partition: arn.split(':')[1] ?? 'aws' };
}

/**
 * Whether statements for the trail would leave out what its members need: by their Sid they would take the place of those
 * that have it.
 */
export function hasUnreadMembers({ config, organizationId }: Trail): boolean {
  if (!config.organization.known) return true;
  return config.organization.value && orNull(organizationId) === null;
}

export function organizationUnread({ arn }: Trail): Fix {
  return byHand('fix.members-unread', { trail: arn });
}
