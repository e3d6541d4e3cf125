/** A small organization that the tests bend to their question. */

import type { RegionOptStatus, World, WorldAccount, WorldOrganization, WorldTrail } from '../rig/world.ts';
import { defaultRegions } from '../rig/world.ts';

export const MANAGEMENT = '100000000001';
export const ARCHIVE = '100000000002';
export const DELEGATE = '100000000003';
export const MEMBER = '100000000004';
export const OTHER = '100000000005';
export const OUTSIDE = '900000000009';

export const HOME = 'us-east-1';
/** On by default everywhere. */
export const SECOND = 'eu-west-1';
/** Has to be opted into. */
export const OPT_IN = 'me-south-1';

/** The moment at which every world is judged. */
export const NOW = '2026-11-24T12:00:00Z';
export const ROLE = 'TrailproofRead';

/** Two Regions, and whatever else differs. */
export function regions(more: Record<string, RegionOptStatus> = {}): Record<string, RegionOptStatus> {
  const off = Object.fromEntries(Object.keys(defaultRegions()).map((name) => [name, 'DISABLED' as const]));
  return { ...off, [HOME]: 'ENABLED_BY_DEFAULT', [SECOND]: 'ENABLED_BY_DEFAULT', ...more };
}

export function account(id: string, more: Partial<WorldAccount> = {}): WorldAccount {
  return {
    id,
    name: `workload-${id.slice(-2)}`,
    regions: regions(),
    ...more,
    roles: [{ RoleName: ROLE }, ...(more.roles ?? [])],
  };
}

export function arnOf(name: string, owner = MANAGEMENT, home = HOME): string {
  return `arn:aws:cloudtrail:${home}:${owner}:trail/${name}`;
}

/** The organization trail of the management account: multi-Region and in perfect order. */
export const ORG = arnOf('org');

export function organizationTrail(more: Partial<WorldTrail> = {}): WorldTrail {
  return { Name: 'org', HomeRegion: HOME, IsOrganizationTrail: true, ...more };
}

export function ownTrail(more: Partial<WorldTrail> = {}): WorldTrail {
  return { Name: 'own', HomeRegion: HOME, ...more };
}

export interface Bent {
  /** Of the management account; default the healthy organization trail. */
  readonly trails?: WorldTrail[];
  /** Over the management account. */
  readonly management?: Partial<WorldAccount>;
  /** Over the member on which the tests look. */
  readonly member?: Partial<WorldAccount>;
  /** Over the delegated administrator. */
  readonly delegate?: Partial<WorldAccount>;
  readonly others?: WorldAccount[];
  readonly organization?: Partial<WorldOrganization>;
}

/** Management, log archive, delegated administrator of CloudTrail, one member, and whoever else is named. */
export function organizationOf(bent: Bent = {}): World {
  const { trails = [organizationTrail()], management, member, delegate, others = [], organization } = bent;
  return {
    now: new Date(NOW),
    accounts: [
      account(MANAGEMENT, { name: 'management', trails, ...management }),
      account(ARCHIVE, { name: 'log-archive' }),
      account(DELEGATE, { name: 'security', ...delegate }),
      account(MEMBER, member),
      ...others,
    ],
    organization: {
      management: MANAGEMENT,
      delegatedAdministrators: [{ account: DELEGATE, services: ['cloudtrail.amazonaws.com'] }],
      ...organization,
    },
  };
}
