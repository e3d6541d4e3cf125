import { byKind, type Change, type ChangeTable, type OfBucket, type PolicyAddition } from '../model/change.ts';
import type { LogGroup, Role, Trail } from '../model/facts.ts';
import { policyWith } from '../model/policy-addition.ts';
import { known, orNull, type Read } from '../model/read.ts';
import type { Bucket, Key, PolicyText, Topic } from '../model/storage.ts';
import { inlinePolicies } from './documents.ts';
import { newBucket, newKey, newLogGroup, newRole, newTrail, planned } from './planned.ts';
import { type World, withAccount, withTrails } from './world.ts';

/** The world after the change, as far as AWS makes it so at once; deliveries that have to come are not promised. */
export function apply(world: World, change: Change): World {
  return byKind(APPLY, change)(world);
}

type Step = (world: World) => World;

const APPLY: ChangeTable<Step> = {
  'create-bucket': (change) => (world) =>
    withTrails(world, (trail) =>
      delivers(trail, change.bucket) && trail.bucket.known && trail.bucket.value === null
        ? { ...trail, bucket: planned(newBucket(change)) }
        : trail,
    ),
  'block-public-access': (change) =>
    onBucket(change, (bucket) => ({
      ...bucket,
      block: planned({
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: true,
        restrictPublicBuckets: true,
      }),
    })),
  'close-acl': (change) =>
    onBucket(change, (bucket) => ({
      ...bucket,
      acl: planned((orNull(bucket.acl) ?? []).filter((one) => one.toOwner)),
    })),
  'version-bucket': (change) =>
    onBucket(change, (bucket) => ({
      ...bucket,
      versioning: planned({ status: 'Enabled' as const, mfaDelete: orNull(bucket.versioning)?.mfaDelete ?? false }),
    })),
  'owner-pays': (change) => onBucket(change, (bucket) => ({ ...bucket, payer: planned('BucketOwner' as const) })),
  'allow-delivery': (change) =>
    onBucket(change, (bucket) => ({ ...bucket, policy: planned(policyText('bucket policy', bucket.policy, change)) })),
  'log-bucket-access': (change) =>
    onBucket(change, (bucket) => ({ ...bucket, logging: planned({ bucket: change.target, prefix: change.prefix }) })),
  // Nothing uses the key before a trail names it.
  'create-key': () => (world) => world,
  'enable-key': (change) => onKey(change.key, (key) => ({ ...key, state: 'Enabled' })),
  'allow-key-use': (change) =>
    onKey(change.key, (key) => ({ ...key, policy: planned(policyText('key policy', key.policy, change)) })),
  'allow-publish': (change) =>
    onTopic(change.topic, (topic) => ({ ...topic, policy: planned(policyText('topic policy', topic.policy, change)) })),
  'create-log-group': (change) => (world) => {
    const group = newLogGroup(change);
    const { logGroups } = world.made;
    const made = { ...world.made, logGroups: new Map([...logGroups, [bare(group.arn), group]]) };
    return withTrails({ ...world, made }, (trail) =>
      names(trail, 'logGroup', group.arn) ? { ...trail, logGroup: planned(group) } : trail,
    );
  },
  'create-delivery-role': (change) => (world) => {
    const role = newRole(change);
    const made = { ...world.made, roles: new Map([...world.made.roles, [role.arn, role]]) };
    return withTrails({ ...world, made }, (trail) =>
      names(trail, 'role', role.arn) ? { ...trail, role: planned(role) } : trail,
    );
  },
  'allow-assume': (change) =>
    onRole(change, ({ policies, ...role }) => ({
      ...role,
      policies: { ...policies, trust: planned(policyText('trust policy', policies.trust, change)) },
    })),
  'allow-log-writes': (change) =>
    onRole(change, ({ policies, ...role }) => {
      const inline = orNull(policies.inline);
      // What others the role has is not known: one more does not make it known.
      if (inline === null) return { ...role, policies };
      const written = inlinePolicies(change).map(({ name, document }) => ({
        name: `inline policy ${name}`,
        text: JSON.stringify(document),
      }));
      const kept = inline.filter((one) => !written.some(({ name }) => name === orNull(one)?.name));
      return { ...role, policies: { ...policies, inline: planned([...kept, ...written.map(planned)]) } };
    }),
  'enable-trusted-access': () => (world) => ({
    ...world,
    organization: world.organization === null ? null : { ...world.organization, trustedAccess: planned(true) },
  }),
  'create-service-linked-role': (change) => (world) =>
    withAccount(world, change.account, (account) => ({
      ...account,
      serviceLinkedRole: planned(newRole({ ...change, role: 'AWSServiceRoleForCloudTrail' })),
    })),
  'create-trail': (change) => (world) => newTrail(world, change),
  'make-multi-region': (change) => (world) => {
    const wide = onTrail(change.trail, (trail) => ({
      ...trail,
      config: { ...trail.config, multiRegion: planned(true), globalServiceEvents: planned(true) },
    }))(world);
    return withAccount(wide, change.account, (account) => ({
      ...account,
      trails: account.trails.map((trail) =>
        trail.arn === change.trail ? { ...trail, listedIn: [...account.regions] } : trail,
      ),
    }));
  },
  'enable-validation': (change) =>
    onTrail(change.trail, (trail) => ({ ...trail, config: { ...trail.config, validation: planned(true) } })),
  encrypt: (change) => (world) =>
    withTrails(world, (trail) =>
      trail.arn === change.trail
        ? {
            ...trail,
            config: { ...trail.config, kmsKey: planned(change.key) },
            key: keyNamed(world, change.key) ?? planned(newKey(change, trail)),
          }
        : trail,
    ),
  'connect-logs': (change) => (world) => {
    const group = found(world, 'logGroup', change.logGroupArn) ?? world.made.logGroups.get(bare(change.logGroupArn));
    const role = found(world, 'role', change.roleArn) ?? world.made.roles.get(change.roleArn);
    if (group === undefined || role === undefined) return world;
    return onTrail(change.trail, (trail) => ({
      ...trail,
      config: { ...trail.config, logGroup: planned(change.logGroupArn), role: planned(change.roleArn) },
      logGroup: planned(group),
      role: planned(role),
    }))(world);
  },
  'record-reads-and-writes': (change) =>
    onTrail(change.trail, (trail) => {
      const before = orNull(trail.selectors);
      if (before === null) return trail;
      return {
        ...trail,
        selectors: planned({
          ...before,
          ...{ reads: 'full', writes: 'full', excluded: [], allSources: 'yes', single: true, notUnderstood: [] },
        } as const),
      };
    }),
  'start-logging': (change) => (world) =>
    onTrail(change.trail, (trail) => {
      const home = trail.status[trail.homeRegion];
      if (home === undefined || !home.known) return trail;
      const status = { ...home.value, logging: planned(true), startedAt: planned(world.clock) };
      return { ...trail, status: { ...trail.status, [trail.homeRegion]: known(status, home.source) } };
    })(world),
};

function onTrail(arn: string, change: (trail: Trail) => Trail): Step {
  return (world) => withTrails(world, (trail) => (trail.arn === arn ? change(trail) : trail));
}

function onBucket({ bucket: name }: OfBucket, change: (bucket: Bucket) => Bucket): Step {
  return (world) =>
    withTrails(world, (trail) => {
      const bucket = orNull(trail.bucket);
      return bucket?.name === name ? { ...trail, bucket: planned(change(bucket)) } : trail;
    });
}

function onKey(arn: string, change: (key: Key) => Key): Step {
  return (world) =>
    withTrails(world, (trail) => {
      const key = orNull(trail.key);
      return key?.arn === arn ? { ...trail, key: planned(change(key)) } : trail;
    });
}

function onTopic(arn: string, change: (topic: Topic) => Topic): Step {
  return (world) =>
    withTrails(world, (trail) => {
      const topic = orNull(trail.topic);
      return topic?.arn === arn ? { ...trail, topic: planned(change(topic)) } : trail;
    });
}

function onRole(
  { account, role: name }: { readonly account: string; readonly role: string },
  change: (role: Role) => Role,
): Step {
  const isIt = ({ arn }: Role): boolean => arn.split(':')[4] === account && arn.split('/').at(-1) === name;
  return (world) => {
    const roles = new Map([...world.made.roles].map(([arn, role]) => [arn, isIt(role) ? change(role) : role]));
    return withTrails({ ...world, made: { ...world.made, roles } }, (trail) => {
      const role = orNull(trail.role);
      return role !== null && isIt(role) ? { ...trail, role: planned(change(role)) } : trail;
    });
  };
}

function delivers({ config }: Trail, bucket: string): boolean {
  return orNull(config.bucket) === bucket;
}

function names({ config }: Trail, field: 'logGroup' | 'role', arn: string): boolean {
  return bare(orNull(config[field]) ?? '') === bare(arn);
}

/** The ARN of a log group with or without its last `:*`. */
function bare(arn: string): string {
  return arn.replace(/:\*$/, '');
}

/** What some trail names already, if it is there. */
function found<Field extends 'logGroup' | 'role'>(
  world: World,
  field: Field,
  arn: string,
): (Field extends 'role' ? Role : LogGroup) | undefined {
  for (const { trails } of world.accounts) {
    for (const trail of trails) {
      const one = orNull<LogGroup | Role | null>(trail[field]);
      if (one !== null && bare(one.arn) === bare(arn)) return one as Field extends 'role' ? Role : LogGroup;
    }
  }
  return undefined;
}

function policyText(name: string, before: Read<PolicyText | null>, addition: PolicyAddition): PolicyText {
  return { name: orNull(before)?.name ?? name, text: JSON.stringify(policyWith(addition)) };
}

function keyNamed(world: World, named: string): Read<Key | null> | null {
  for (const { trails } of world.accounts) {
    for (const { key } of trails) if (orNull(key)?.arn === named) return key;
  }
  return null;
}
