import type { Change, Fix } from '../change.ts';
import type { ControlContext, Failing } from '../control.ts';
import type { Account } from '../facts.ts';
import { known, orNull } from '../read.ts';
import { byHand, changes, place } from './fix.ts';
import { deliveryStatements, type NamedTrail } from './statements.ts';

/** Trails that one account may have in one Region, where one of all Regions counts in each (CloudTrail user guide, quotas). */
const MOST_TRAILS = 5;
const NAME = 'management-events';

/**
 * A trail where there is none: bucket, policy, trail, and then its start, since a trail made by the API does not log. Where
 * many accounts of an organization have none, it is one for all, in the management account; where there is one already, a
 * member gets none of its own.
 */
export function createTrail(failing: Pick<Failing, 'context' | 'organizationWide' | 'accountOf'>): Fix {
  const { context, organizationWide, accountOf } = failing;
  const { account, organization } = context;
  const organizationId = organization === null ? null : orNull(organization.id);
  const management = organizationId === null || !organizationWide ? null : (organization?.management ?? null);
  if (organization !== null && organizationId === null && !organization.id.known) {
    return byHand('fix.organization-unread', { account: account.id });
  }
  const forAll = management !== null && organization !== null;
  if (organization !== null && organization.trails.length > 0) {
    return byHand('fix.organization-trail-first', { trails: organization.trails.map(({ arn }) => arn) });
  }
  const owner = management ?? account.id;
  const ownerFacts = owner === account.id ? account : accountOf(owner);
  const listed = ownerFacts === null ? null : listedTrails(ownerFacts);
  if (ownerFacts === null || listed === null) return byHand('fix.owner-trails-unread', { account: owner });
  const region = homeFor(account.partition, ownerFacts.regions);
  if ((listed.get(region)?.length ?? 0) >= MOST_TRAILS)
    return byHand('fix.too-many-trails', { account: owner, region });
  const number = freeNumber(ownerFacts, [...listed.values()].flat());
  const name = numbered(NAME, number);
  const arn = `arn:${account.partition}:cloudtrail:${region}:${owner}:trail/${name}`;
  const bucketOwner = context.policy.storage.archiveAccounts[0] ?? owner;
  const at = place(owner, region, arn);
  const bucket = { ...place(bucketOwner, region, arn), bucket: numbered(`cloudtrail-logs-${owner}-${region}`, number) };
  const made: readonly Change[] = [
    { kind: 'create-bucket', ...bucket },
    { kind: 'block-public-access', ...bucket },
    { kind: 'version-bucket', ...bucket },
    {
      kind: 'allow-delivery',
      ...bucket,
      before: null,
      statements: deliveryStatements(
        planned({ arn, name, owner, homeRegion: region }, forAll),
        arnOf(bucket),
        null,
        organizationId,
      ),
    },
    ...(forAll && !trusted(context) ? [{ kind: 'enable-trusted-access', ...at } as const] : []),
    { kind: 'create-trail', ...at, trail: arn, name, bucket: bucket.bucket, organization: forAll },
    { kind: 'start-logging', ...at, trail: arn, name },
  ];
  return changes(...made);
}

/** By Region, the ARNs of the trails that the account sees there; null where a list was not read. */
function listedTrails({ regions, lists }: Account): ReadonlyMap<string, readonly string[]> | null {
  const listed = new Map<string, readonly string[]>();
  for (const region of regions) {
    const list = lists[region];
    if (list === undefined || !list.known) return null;
    listed.set(region, list.value);
  }
  return listed.size === 0 ? null : listed;
}

/** The first number that makes a name no trail of the account has, in any Region: the script takes a trail by its name. */
function freeNumber({ id, trails }: Account, listed: readonly string[]): number {
  const arns = [...listed, ...trails.map(({ arn }) => arn)].filter((arn) => arn.split(':')[4] === id);
  const taken = new Set(arns.map((arn) => arn.split('/').at(-1)));
  let number = 1;
  while (taken.has(numbered(NAME, number))) number += 1;
  return number;
}

function numbered(name: string, number: number): string {
  return number === 1 ? name : `${name}-${number}`;
}

function trusted({ organization }: ControlContext): boolean {
  return organization?.trustedAccess.known === true && organization.trustedAccess.value;
}

function arnOf({ partition, bucket }: { readonly partition: string; readonly bucket: string }): string {
  return `arn:${partition}:s3:::${bucket}`;
}

/** As much of a trail as its bucket policy speaks of. */
function planned(trail: Omit<NamedTrail, 'config'>, organization: boolean): NamedTrail {
  const { owner, homeRegion } = trail;
  const source = { capture: null, call: 'planned', account: owner, region: homeRegion, field: null, at: null };
  return { ...trail, config: { organization: known(organization, source) } };
}

/** us-east-1 has the events of global services; elsewhere the first Region that is always enabled. */
function homeFor(partition: string, regions: readonly string[]): string {
  const usual = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' }[partition];
  return usual !== undefined && regions.includes(usual) ? usual : (regions[0] ?? 'us-east-1');
}
