import type { ChangeOf, OfTrail, Place } from '../model/change.ts';
import type { Account, LogGroup, Role, Trail } from '../model/facts.ts';
import { deliveryStatements, keyStatements } from '../model/fixes/statements.ts';
import { policyWith } from '../model/policy-addition.ts';
import { known, noSource, type Read, unasked } from '../model/read.ts';
import type { Bucket, Key } from '../model/storage.ts';
import type { World } from './world.ts';

/** What stands where AWS gives an id. */
export const PLANNED = '(planned)';

/** A fact of the world as it would be: no answer stands behind it. */
export function planned<T>(value: T): Read<T> {
  return known(value, noSource('planned', '', null));
}

/** A new bucket: private, its access control lists switched off, as S3 makes them since April 2023. */
export function newBucket({ account, region, partition, bucket }: Place & { readonly bucket: string }): Bucket {
  return {
    name: bucket,
    arn: `arn:${partition}:s3:::${bucket}`,
    owner: account,
    region,
    policy: planned(null),
    policyPublic: planned(false),
    acl: planned([]),
    block: planned(ALL_BLOCKED),
    accountBlock: planned(null),
    versioning: planned({ status: null, mfaDelete: false }),
    objectLock: planned(null),
    lifecycle: planned([]),
    logging: planned(null),
    encryption: planned({ algorithm: 'AES256', kmsKey: null }),
    ownership: planned('BucketOwnerEnforced'),
    payer: planned('BucketOwner' as const),
  };
}

const ALL_BLOCKED = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
} as const;

export function newKey({ account, region, partition, key }: OfTrail & { readonly key: string }, trail: Trail): Key {
  return {
    arn: `arn:${partition}:kms:${region}:${account}:key/${key.replace('alias/', '')}-${PLANNED}`,
    account,
    region,
    state: 'Enabled',
    deletionAt: null,
    manager: 'CUSTOMER',
    policy: planned({
      name: 'key policy',
      text: JSON.stringify(policyWith({ before: null, statements: keyStatements(trail) })),
    }),
  };
}

export function newLogGroup({
  account,
  region,
  partition,
  logGroup,
  retentionDays,
}: Omit<ChangeOf<'create-log-group'>, 'kind'>): LogGroup {
  return {
    arn: `arn:${partition}:logs:${region}:${account}:log-group:${logGroup}:*`,
    retentionDays,
    kmsKey: null,
    logGroupClass: 'STANDARD',
    key: planned(null),
    activity: unasked('logs:DescribeLogStreams', account, region),
    subscriptions: planned([]),
  };
}

export function newRole({ account, partition, role }: Place & { readonly role: string }): Role {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  return {
    arn: `arn:${partition}:iam::${account}:role/${role}`,
    policies: {
      trust: planned({ name: 'trust policy', text: JSON.stringify(trust) }),
      inline: planned([]),
      attached: planned([]),
      boundary: null,
    },
  };
}

/**
 * The trail in its owner's account and, for an organization, its copies in every account that can be judged. Where the
 * owner has a trail of that name none is made, and so there are no copies.
 */
export function newTrail(world: World, change: ChangeOf<'create-trail'>): World {
  const owner = world.accounts.find(({ id }) => id === change.account);
  if (owner === undefined || owner.trails.some((trail) => isNamed(trail, change))) return world;
  return {
    ...world,
    accounts: world.accounts.map((account) => {
      const own = account.id === change.account;
      if (!own && !(change.organization && account.regions.includes(change.region))) return account;
      if (account.trails.some(({ arn }) => arn === change.trail)) return account;
      const trail = trailOf(world, change, account, own ? 'own' : 'reached');
      return { ...account, trails: [...account.trails, trail].sort((a, b) => (a.arn < b.arn ? -1 : 1)) };
    }),
  };
}

function isNamed({ name, owner }: Trail, change: ChangeOf<'create-trail'>): boolean {
  return name === change.name && owner === change.account;
}

function trailOf(
  { organization }: World,
  change: ChangeOf<'create-trail'>,
  account: Account,
  reach: 'own' | 'reached',
): Trail {
  const { region, account: owner, trail: arn, name } = change;
  const organizationId = organization?.id ?? planned(null);
  const bucket = newBucket({ ...change, bucket: change.bucket });
  const status = {
    logging: planned(false),
    startedAt: planned(null),
    stoppedAt: planned(null),
    deliveredAt: planned(null),
    deliveryError: planned(null),
    digestAt: planned(null),
    digestError: planned(null),
    notificationError: planned(null),
    logsDeliveredAt: planned(null),
    logsDeliveryError: planned(null),
  };
  const base = {
    arn,
    name,
    owner,
    homeRegion: region,
    reach,
    listedIn: [...account.regions],
    config: {
      multiRegion: planned(true),
      organization: planned(change.organization),
      globalServiceEvents: planned(true),
      validation: planned(true),
      bucket: planned(change.bucket),
      prefix: planned(null),
      snsTopic: planned(null),
      logGroup: planned(null),
      role: planned(null),
      kmsKey: planned(null),
    },
    status: { [region]: planned(status) },
    selectors: planned({
      ...({ reads: 'full', writes: 'full', excluded: [], allSources: 'yes', single: true } as const),
      ...{ notUnderstood: [], otherSelectors: 0, list: [] },
    }),
    logGroup: null,
    role: null,
    key: null,
    topic: null,
    insights: planned([]),
    tags: planned([]),
    guardrails: new Map(),
    organizationId,
  };
  const id = organizationId.known ? organizationId.value : null;
  const policy = policyWith({ before: null, statements: deliveryStatements(base, bucket.arn, null, id) });
  const text = { name: 'bucket policy', text: JSON.stringify(policy) };
  return {
    ...base,
    bucket: planned({ ...bucket, policy: planned(text), versioning: planned({ status: 'Enabled', mfaDelete: false }) }),
  };
}
