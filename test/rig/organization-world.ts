/** Organisations of any size for the double, the same every time for the same seed. */

import { defaultRegions, isEnabled, type When, type World, type WorldAccount, type WorldTrail } from './world.ts';

export type OrganizationWorldOptions = {
  /** How many accounts are listed, the management account among them. */
  accounts: number;
  /** Which part of the other accounts has a multi-Region trail of its own, from 0 to 1. */
  ownTrailShare: number;
  /** How many Regions every account has enabled; default 17. */
  regions?: number;
  now: When;
  seed?: number;
  /** How many accounts are SUSPENDED. */
  suspended?: number;
  /** How many joined two hours ago and have no copy of the organisation trail yet. */
  joining?: number;
  /** The role that every account lets the others assume; default `TrailproofRead`. */
  roleName?: string;
  externalId?: string;
};

export const ORGANIZATION_HOME = 'us-east-1';
export const ORGANIZATION_TRAIL = 'organization-trail';

/**
 * One healthy multi-Region organisation trail of the management account, which comes first, then the log
 * archive and the delegated administrator of CloudTrail, then the workloads in their OUs.
 */
export function organizationWorld(options: OrganizationWorldOptions): World {
  const { now, seed = 1, accounts: count, roleName = 'TrailproofRead', externalId } = options;
  const { suspended = 0, joining = 0, ownTrailShare } = options;
  const ids = Array.from({ length: count }, (_, index) => accountId(seed, index));
  const [management = '', archive, delegate] = ids;
  const chosen = shuffled(ids.slice(3), seed);
  const withSuspension = new Set(chosen.splice(0, suspended));
  const newcomers = new Set(chosen.splice(0, joining));
  const withTrail = new Set(chosen.slice(0, Math.round(ownTrailShare * (count - 1))));

  // Thousands of accounts share these; the double changes nothing.
  const regions = enabledRegions(options.regions ?? 17);
  const read = { RoleName: roleName, ...(externalId === undefined ? {} : { externalId }) };
  const roles = [read];

  const accounts = ids.map((id, index): WorldAccount => {
    const account = { id, name: nameOf(index), ou: ouOf(index, withSuspension.has(id)), regions, roles };
    return {
      ...account,
      ...(withSuspension.has(id) ? { state: 'SUSPENDED' as const } : {}),
      ...(newcomers.has(id) ? { joined: '-2h' } : {}),
      ...(withTrail.has(id) ? { trails: [ownTrail(id)] } : {}),
      ...(index === 0 ? managementParts(management, archive ?? management, [...newcomers]) : {}),
      ...(index === 0 ? { roles: [read, { RoleName: 'cloudtrail-to-logs' }] } : {}),
      ...(id === (archive ?? management) ? { buckets: [{ name: archiveName(id) }] } : {}),
    };
  });
  const delegatedAdministrators =
    delegate === undefined ? [] : [{ account: delegate, services: ['cloudtrail.amazonaws.com'] }];
  return { now, accounts, organization: { id: ID, rootId: ROOT, management, ous: OUS, delegatedAdministrators } };
}

const ID = 'o-exampleorg1';
const ROOT = 'r-exmp';
const WORKLOADS = 'ou-exmp-workload';
const SECURITY = 'ou-exmp-security';
const SUSPENDED = 'ou-exmp-suspende';
const CLASSES = ['production', 'staging', 'sandbox'];
const OUS = [
  { id: SECURITY, name: 'Security', parent: ROOT },
  { id: WORKLOADS, name: 'Workloads', parent: ROOT },
  { id: SUSPENDED, name: 'Suspended', parent: ROOT },
  ...CLASSES.map((name, index) => ({ id: `ou-exmp-class00${index}`, name, parent: WORKLOADS })),
];

function ouOf(index: number, isSuspended: boolean): string {
  if (index === 0) return ROOT;
  if (isSuspended) return SUSPENDED;
  return index < 3 ? SECURITY : `ou-exmp-class00${index % CLASSES.length}`;
}

function nameOf(index: number): string {
  const named = ['management', 'log-archive', 'security-tooling'];
  return named[index] ?? `${CLASSES[index % CLASSES.length]}-${String(index).padStart(5, '0')}`;
}

function managementParts(management: string, archive: string, newcomers: string[]): Partial<WorldAccount> {
  const logGroup = 'cloudtrail/organization';
  const trail: WorldTrail = {
    Name: ORGANIZATION_TRAIL,
    HomeRegion: ORGANIZATION_HOME,
    IsOrganizationTrail: true,
    S3BucketName: archiveName(archive),
    KmsKeyId: `arn:aws:kms:${ORGANIZATION_HOME}:${archive}:key/1a2b3c4d-0000-4000-8000-123456789012`,
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${ORGANIZATION_HOME}:${management}:log-group:${logGroup}:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${management}:role/cloudtrail-to-logs`,
    notIn: newcomers,
  };
  return { trails: [trail], logGroups: [{ region: ORGANIZATION_HOME, logGroupName: logGroup }] };
}

function archiveName(account: string): string {
  return `archive-${account}`;
}

function ownTrail(account: string): WorldTrail {
  return { Name: 'own-trail', HomeRegion: 'eu-west-1', S3BucketName: `own-trail-logs-${account}` };
}

/** The organisation trail's home first, then the Regions that are on by default, then those to opt into. */
function enabledRegions(count: number): ReturnType<typeof defaultRegions> {
  const all = defaultRegions();
  const rank = (name: string) =>
    name === ORGANIZATION_HOME ? 0 : name === 'eu-west-1' ? 1 : isEnabled(all[name]) ? 2 : 3;
  const names = Object.keys(all).sort((a, b) => rank(a) - rank(b));
  if (count < 1 || count > names.length) throw new Error(`an account has 1 to ${names.length} Regions`);
  const states = names.map((name, index) => {
    const on = isEnabled(all[name]) ? 'ENABLED_BY_DEFAULT' : 'ENABLED';
    return [name, index < count ? on : 'DISABLED'] as const;
  });
  return Object.fromEntries(states);
}

/** Ids that look like account ids and are apart from those of other seeds. */
function accountId(seed: number, index: number): string {
  return String(200_000_000_000 + (seed % 1000) * 100_000_000 + index * 997);
}

/** Fisher and Yates, with Marsaglia's xorshift for dice. */
function shuffled<T>(items: T[], seed: number): T[] {
  const result = [...items];
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  for (let at = result.length - 1; at > 0; at--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (at + 1);
    [result[at], result[other]] = [result[other] as T, result[at] as T];
  }
  return result;
}
