import { byKind, type Change, type ChangeTable, type OfBucket, type OfTrail, type Place } from '../../model/change.ts';
import type { Trail } from '../../model/facts.ts';
import { policyWith } from '../../model/policy-addition.ts';
import { orNull } from '../../model/read.ts';
import type { Bucket } from '../../model/storage.ts';
import { inlinePolicies, newKeyPolicy, newTrustPolicy } from '../documents.ts';
import { trailIn } from '../places.ts';
import type { World } from '../world.ts';
import { unseenStatements, unseenTrust } from './guard.ts';
import { argument, type Item } from './hcl.ts';
import { addressOf, labelOf, lifecycle, type Resource, resource } from './resource.ts';
import { trailResource } from './trail.ts';

/** What a change is turned into resources with. */
export interface Surroundings {
  readonly before: World;
  readonly after: World;
  /** All changes of the account. */
  readonly changes: readonly Change[];
}

/** The resources that carry out a change. Changes of one trail make one and the same resource. */
export function resourcesOf(change: Change, around: Surroundings): readonly Resource[] {
  return byKind(RESOURCES, change)(around);
}

type Making = (around: Surroundings) => readonly Resource[];

const RESOURCES: ChangeTable<Making> = {
  'create-bucket': (change) => () => [
    ofBucket('aws_s3_bucket', change, [], {
      notes: ['New. It keeps log files: Terraform is not to delete it.'],
      lifecycle: lifecycle({ keep: true }),
    }),
  ],
  'block-public-access':
    (change) =>
    ({ before }) => [
      ofBucket(
        'aws_s3_bucket_public_access_block',
        change,
        ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].map((name) =>
          argument(name, true),
        ),
        { importId: isSet(before, change, ({ block }) => orNull(block)) },
      ),
    ],
  'close-acl': (change) => () => [
    ofBucket('aws_s3_bucket_acl', change, [argument('acl', 'private')], {
      notes: ['Takes every grant to others out of the list.'],
    }),
  ],
  'version-bucket':
    (change) =>
    ({ before }) => [
      ofBucket(
        'aws_s3_bucket_versioning',
        change,
        [{ block: 'versioning_configuration', items: [argument('status', 'Enabled')] }],
        { importId: isSet(before, change, ({ versioning }) => orNull(versioning)?.status ?? null) },
      ),
    ],
  'owner-pays': (change) => () => [
    ofBucket('aws_s3_bucket_request_payment_configuration', change, [argument('payer', 'BucketOwner')], {
      importId: change.bucket,
    }),
  ],
  'allow-delivery': (change) => () => {
    const document = policyWith(change);
    const label = labelOf(change.bucket);
    return [
      ofBucket('aws_s3_bucket_policy', change, [argument('policy', { document })], {
        notes: ['The whole policy: what was there, and what delivery needs.'],
        importId: change.before === null ? null : change.bucket,
        ...(change.before === null ? {} : unseenStatements(label, change, document)),
      }),
    ];
  },
  'log-bucket-access': (change) => () => [
    ofBucket(
      'aws_s3_bucket_logging',
      change,
      [argument('target_bucket', change.target), argument('target_prefix', change.prefix)],
      { after: ['aws_s3_bucket', 'aws_s3_bucket_policy'].map((type) => `${type}.${labelOf(change.target)}`) },
    ),
  ],
  'create-key': (change) => () => {
    const label = labelOf(change.alias, change.region);
    const key = resource(
      'aws_kms_key',
      label,
      change.region,
      [
        argument('description', 'Log files of CloudTrail'),
        argument('deletion_window_in_days', 30),
        argument('enable_key_rotation', true),
        argument('policy', { document: newKeyPolicy(change) }),
      ],
      { notes: ['New. Without it the log files cannot be read.'], lifecycle: lifecycle({ keep: true }) },
    );
    return [
      key,
      resource('aws_kms_alias', label, change.region, [
        argument('name', change.alias),
        argument('target_key_id', { expression: `${addressOf(key)}.key_id` }),
      ]),
    ];
  },
  'enable-key': (change) => () => [
    resource('aws_kms_key', ofArn(change.key, change), change.region, [argument('is_enabled', true)], {
      notes: ['Taken over to be enabled; everything else of it stays as it is.'],
      importId: idOf(change.key),
      lifecycle: lifecycle({
        keep: true,
        ignore: [
          'bypass_policy_lockout_safety_check',
          'custom_key_store_id',
          'customer_master_key_spec',
          'deletion_window_in_days',
          'description',
          'enable_key_rotation',
          'key_usage',
          'multi_region',
          'policy',
          'rotation_period_in_days',
          'tags',
          'xks_key_id',
        ],
      }),
    }),
  ],
  'allow-key-use': (change) => () => [
    resource(
      'aws_kms_key_policy',
      ofArn(change.key, change),
      change.region,
      [argument('key_id', idOf(change.key)), argument('policy', { document: policyWith(change) })],
      {
        notes: [WHOLE_POLICY],
        importId: idOf(change.key),
        after: [`aws_kms_key.${ofArn(change.key, change)}`],
        // Only looked at when a key is made anew, and then not at all.
        lifecycle: lifecycle({ ignore: ['bypass_policy_lockout_safety_check'] }),
      },
    ),
  ],
  'allow-publish': (change) => () => [
    resource(
      'aws_sns_topic_policy',
      ofArn(change.topic, change),
      change.region,
      [argument('arn', change.topic), argument('policy', { document: policyWith(change) })],
      { notes: [WHOLE_POLICY], importId: change.before === null ? null : change.topic },
    ),
  ],
  'create-log-group': (change) => () => [
    resource(
      'aws_cloudwatch_log_group',
      labelOf(change.logGroup, change.region),
      change.region,
      [
        argument('name', change.logGroup),
        ...(change.retentionDays === null ? [] : [argument('retention_in_days', change.retentionDays)]),
      ],
      { notes: ['New.'], lifecycle: lifecycle({ keep: true }) },
    ),
  ],
  'create-delivery-role': (change) => () => [
    ofRole(change, [argument('name', change.role), argument('assume_role_policy', { document: newTrustPolicy() })], {
      notes: ['New.'],
    }),
  ],
  'allow-assume':
    (change) =>
    ({ before }) => [
      ofRole(
        change,
        [
          argument('name', change.role),
          argument('path', pathOf(before, change)),
          argument('assume_role_policy', { document: policyWith(change) }),
        ],
        {
          notes: ['Taken over to let CloudTrail assume it; everything else of it stays as it is.'],
          importId: change.role,
          ...unseenTrust(labelOf(change.role), change, {
            keep: true,
            ignore: [
              'description',
              'force_detach_policies',
              'max_session_duration',
              'path',
              'permissions_boundary',
              'tags',
            ],
          }),
        },
      ),
    ],
  'allow-log-writes': (change) => () =>
    inlinePolicies(change).map(({ name, document }) =>
      resource(
        'aws_iam_role_policy',
        labelOf(change.role, name),
        change.region,
        [argument('name', name), argument('role', change.role), argument('policy', { document })],
        { after: [`aws_iam_role.${labelOf(change.role)}`] },
      ),
    ),
  'enable-trusted-access': (change) => () => [
    {
      ...resource('terraform_data', 'trusted_access', change.region, [
        {
          block: 'provisioner "local-exec"',
          items: [
            argument(
              'command',
              'aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com',
            ),
          ],
        },
      ]),
      notes: [
        'Terraform has no resource that gives one service access and leaves those of the others alone, so the AWS CLI does it.',
        'Access that is there already is not changed.',
      ],
    },
  ],
  'create-service-linked-role': (change) => () => [
    resource('aws_iam_service_linked_role', 'cloudtrail', change.region, [
      argument('aws_service_name', 'cloudtrail.amazonaws.com'),
    ]),
  ],
  'create-trail': ofTrail,
  'make-multi-region': ofTrail,
  'enable-validation': ofTrail,
  encrypt: ofTrail,
  'connect-logs': ofTrail,
  'record-reads-and-writes': ofTrail,
  'start-logging': ofTrail,
};

const WHOLE_POLICY =
  'The whole policy: what was there, and what delivery needs. A line that the plan would remove was added since the scan: scan again.';

function ofTrail({ trail: arn }: OfTrail): Making {
  return (around) => {
    const trail = trailIn(around.after, arn);
    if (trail === null) return [];
    const addresses = (change: Change) => resourcesOf(change, around).map(addressOf);
    return [trailResource({ trail, changes: around.changes, addresses })];
  };
}

function ofBucket(
  type: string,
  { bucket, region }: OfBucket,
  items: readonly Item[],
  more: Partial<Resource> = {},
): Resource {
  return resource(type, labelOf(bucket), region, [argument('bucket', bucket), ...items], {
    ...more,
    after: [`aws_s3_bucket.${labelOf(bucket)}`, ...(more.after ?? [])],
  });
}

function ofRole(
  { role, region }: Place & { readonly role: string },
  items: readonly Item[],
  more: Partial<Resource>,
): Resource {
  return resource('aws_iam_role', labelOf(role), region, items, more);
}

function ofArn(arn: string, { region }: Place): string {
  return labelOf(idOf(arn), region);
}

/** The last part of an ARN, which is what its service calls it. */
function idOf(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn;
}

/** The bucket's name as the id of an import, where the setting is there; else it is made anew, and all of it is ours. */
function isSet({ accounts }: World, { bucket }: OfBucket, setting: (one: Bucket) => unknown): string | null {
  const seen = accounts.flatMap(({ trails }) => trails.map((trail) => orNull(trail.bucket)));
  return seen.some((one) => one?.name === bucket && setting(one) !== null) ? bucket : null;
}

/** The path of a role is part of its ARN; a trail that names it tells. */
function pathOf({ accounts }: World, { account, role }: Place & { readonly role: string }): string {
  const arns = accounts.flatMap(({ trails }) => trails.map((trail: Trail) => orNull(trail.config.role)));
  const arn = arns.find((one) => one?.split(':')[4] === account && one.split('/').at(-1) === role);
  const path = arn?.split(':')[5]?.split('/').slice(1, -1) ?? [];
  return path.length === 0 ? '/' : `/${path.join('/')}/`;
}
