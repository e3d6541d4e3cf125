import type { Change, Fix } from '../change.ts';
import type { ControlContext, Failing } from '../control.ts';
import { known } from '../read.ts';
import { byHand, changes, orNull, place } from './fix.ts';
import { deliveryStatements, type NamedTrail } from './statements.ts';

/** Trails that one account may have in one Region (CloudTrail user guide, quotas). */
const MOST_TRAILS = 5;
const NAME = 'management-events';

/**
 * A trail where there is none: bucket, policy, trail, and then its start, since a trail made by the API does not log. Where
 * many accounts of an organization have none, it is one for all, in the management account; where there is one already, a
 * member gets none of its own.
 */
export function createTrail({ context, organizationWide }: Pick<Failing, 'context' | 'organizationWide'>): Fix {
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
  const region = homeFor(account.partition, account.regions);
  const own = account.trails.filter((trail) => trail.owner === owner && trail.homeRegion === region);
  if (own.length >= MOST_TRAILS) return byHand('fix.too-many-trails', { account: owner, region });
  const arn = `arn:${account.partition}:cloudtrail:${region}:${owner}:trail/${NAME}`;
  const bucketOwner = context.policy.storage.archiveAccounts[0] ?? owner;
  const at = place(owner, region, arn);
  const bucket = { ...place(bucketOwner, region, arn), bucket: `cloudtrail-logs-${owner}-${region}` };
  const made: readonly Change[] = [
    { kind: 'create-bucket', ...bucket },
    { kind: 'block-public-access', ...bucket },
    { kind: 'version-bucket', ...bucket },
    {
      kind: 'allow-delivery',
      ...bucket,
      before: null,
      statements: deliveryStatements(planned(arn, owner, region, forAll), arnOf(bucket), null, organizationId),
    },
    ...(forAll && !trusted(context) ? [{ kind: 'enable-trusted-access', ...at } as const] : []),
    { kind: 'create-trail', ...at, trail: arn, name: NAME, bucket: bucket.bucket, organization: forAll },
    { kind: 'start-logging', ...at, trail: arn, name: NAME },
  ];
  return changes(...made);
}

function trusted({ organization }: ControlContext): boolean {
  return organization?.trustedAccess.known === true && organization.trustedAccess.value;
}

function arnOf({ partition, bucket }: { readonly partition: string; readonly bucket: string }): string {
  return `arn:${partition}:s3:::${bucket}`;
}

/** As much of a trail as its bucket policy speaks of. */
function planned(arn: string, owner: string, homeRegion: string, organization: boolean): NamedTrail {
  const source = { capture: null, call: 'planned', account: owner, region: homeRegion, field: null, at: null };
  const config = { organization: known(organization, source) };
  return { arn, name: NAME, owner, homeRegion, config };
}

/** us-east-1 has the events of global services; elsewhere the first Region that is always enabled. */
function homeFor(partition: string, regions: readonly string[]): string {
  const usual = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' }[partition];
  return usual !== undefined && regions.includes(usual) ? usual : (regions[0] ?? 'us-east-1');
}
