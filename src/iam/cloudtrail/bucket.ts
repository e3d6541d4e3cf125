import { isOrganizationTrail, type Trail } from '../../model/facts.ts';
import type { Read } from '../../model/read.ts';
import type { BlockPublicAccess, Bucket } from '../../model/storage.ts';
import type { PublicAccessBlock, RequestContext } from '../model.ts';
import type { Ask } from './ask.ts';
import { CLOUDTRAIL, type Delivery, SOME_ACCOUNT, SOME_ORGANIZATION, serviceContext } from './circumstances.ts';
import { type Gathered, gather } from './gathered.ts';

/** Before it writes, CloudTrail looks at the bucket's access control list (aws.md 5.2). */
export function bucketAclAsks(delivery: Delivery, bucket: Bucket): readonly Ask[] {
  return [
    {
      principal: CLOUDTRAIL,
      action: 's3:GetBucketAcl',
      resource: bucket.arn,
      resourceAccount: bucket.owner,
      contexts: [serviceContext(delivery, bucket.region)],
      policies: bucketPolicies(delivery, bucket),
    },
  ];
}

interface Folder {
  /** Between `AWSLogs/` and the kind of file. */
  readonly path: string;
  readonly account: string;
  readonly doubt: Ask['doubt'];
}

/** CloudTrail writes log files and, with validation, digests, for each account that the trail records. */
export function writeAsks(delivery: Delivery, bucket: Bucket, prefix: string | null): readonly Ask[] {
  return foldersOf(delivery).flatMap((folder) => writeTo(delivery, bucket, prefix, folder));
}

/**
 * The same for the account of some member of the organization; empty for a trail of one account. A policy that lists
 * members one by one leaves open whether it lists them all.
 */
export function memberWriteAsks(delivery: Delivery, bucket: Bucket, prefix: string | null): readonly Ask[] {
  if (!isOrganizationTrail(delivery.trail)) return [];
  const doubt = listsMembers(delivery, bucket) ? 'permission.sample' : undefined;
  return foldersOf(delivery, SOME_ACCOUNT)
    .flatMap((folder) => writeTo(delivery, bucket, prefix, folder))
    .map((ask) => ({ ...ask, doubt: ask.doubt ?? doubt }));
}

function listsMembers({ trail, organization }: Delivery, { policy }: Bucket): boolean {
  if (!policy.known || policy.value === null || organization == null) return false;
  const listed = policy.value.text.matchAll(new RegExp(`AWSLogs/${organization}/(\\d{12})/`, 'g'));
  return [...listed].some(([, account]) => account !== trail.owner);
}

/** Whether other trails may write: into the folder of an account that has nothing to do with the trail. */
export function foreignWriteAsks(delivery: Delivery, bucket: Bucket, prefix: string | null): readonly Ask[] {
  const folder = { path: SOME_ACCOUNT, account: SOME_ACCOUNT, doubt: undefined };
  return writeTo(delivery, bucket, prefix, folder);
}

/** The same files, written for a trail of an account that has nothing to do with this one. */
export function foreignTrailAsks(delivery: Delivery, bucket: Bucket, prefix: string | null): readonly Ask[] {
  const foreign = new Map<string, readonly string[] | null>([
    ['aws:sourcearn', [delivery.trail.arn.replace(`:${delivery.trail.owner}:`, `:${SOME_ACCOUNT}:`)]],
    ['aws:sourceaccount', [SOME_ACCOUNT]],
    ['aws:sourceorgid', null],
  ]);
  return writeAsks(delivery, bucket, prefix).map((ask) => ({
    ...ask,
    contexts: ask.contexts.map((context) => new Map([...context, ...foreign])),
  }));
}

/** The accounts of an organization, the management account included, lie below its id (aws.md 4.1). */
function foldersOf({ trail, organization }: Delivery, account = trail.owner): readonly Folder[] {
  if (!isOrganizationTrail(trail)) return [{ path: account, account, doubt: undefined }];
  return [
    {
      path: `${organization ?? SOME_ORGANIZATION}/${account}`,
      account,
      doubt: organization == null ? 'permission.sample' : undefined,
    },
  ];
}

function writeTo(delivery: Delivery, bucket: Bucket, prefix: string | null, folder: Folder): readonly Ask[] {
  const contexts = writeContexts(delivery, bucket);
  const policies = bucketPolicies(delivery, bucket);
  return regionsOf(delivery.trail).flatMap((region) =>
    filesOf(delivery.trail, bucket, prefix, folder, region).map(({ resource, shown }) => ({
      principal: CLOUDTRAIL,
      action: 's3:PutObject',
      ...{ resource, shown, contexts, policies },
      resourceAccount: bucket.owner,
      doubt: folder.doubt,
    })),
  );
}

/** Each Region's files lie in a folder of its own: a policy that lists Regions has to list them all. */
function regionsOf({ homeRegion, listedIn, config }: Trail): readonly string[] {
  const single = config.multiRegion.known && !config.multiRegion.value;
  return single ? [homeRegion] : [...new Set([homeRegion, ...listedIn])];
}

function filesOf(
  { name, homeRegion, config }: Trail,
  bucket: Bucket,
  prefix: string | null,
  { account, path }: Folder,
  region: string,
): readonly { readonly resource: string; readonly shown: string }[] {
  const base = `${bucket.arn}/${prefix === null || prefix === '' ? '' : `${prefix}/`}AWSLogs/${path}`;
  const day = `${region}/2026/01/01`;
  const log = `${account}_CloudTrail_${region}_20260101T0000Z_0123456789abcdef.json.gz`;
  const digest = `${account}_CloudTrail-Digest_${region}_${name}_${homeRegion}_20260101T000000Z.json.gz`;
  const kinds = [
    ['CloudTrail', log],
    ...(config.validation.known && config.validation.value ? [['CloudTrail-Digest', digest]] : []),
  ];
  return kinds.map(([kind, file]) => ({
    resource: `${base}/${kind}/${day}/${file}`,
    shown: region === homeRegion ? `${base}/*` : `${base}/${kind}/${region}/*`,
  }));
}

const ENCRYPTION = 's3:x-amz-server-side-encryption';
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id';

/** With a key, the trail asks for it. Without one, AWS does not say whether it asks for AES256 or for nothing. */
function writeContexts(delivery: Delivery, bucket: Bucket): readonly RequestContext[] {
  const { kmsKey } = delivery.trail.config;
  const common = [
    ['s3:x-amz-acl', ['bucket-owner-full-control']],
    ['s3:x-amz-server-side-encryption-customer-algorithm', null],
  ] as const;
  const plain = [null, ['AES256']].map((value) => [[ENCRYPTION, value] as const, [KEY_ID, null] as const]);
  const keyed = [
    [ENCRYPTION, ['aws:kms']] as const,
    ...(kmsKey.known && kmsKey.value !== null ? [[KEY_ID, [kmsKey.value]] as const] : []),
  ];
  const forms = !kmsKey.known ? [...plain, keyed] : kmsKey.value === null ? plain : [keyed];
  return forms.map((form) => serviceContext(delivery, bucket.region, [...common, ...form]));
}

function bucketPolicies({ trail }: Delivery, bucket: Bucket): Gathered {
  return gather({
    resource: bucket.policy,
    resourceName: `the policy of bucket ${bucket.name}`,
    publicAccessBlock: blockOf(bucket.block, bucket.accountBlock),
    resourceGuardrails: { account: bucket.owner, guardrails: trail.guardrails.get(bucket.owner) },
  });
}

/** A setting counts if it is on for the bucket or for the account; null where an unread one could change the answer. */
function blockOf(
  bucket: Read<BlockPublicAccess | null>,
  account: Read<BlockPublicAccess | null>,
): PublicAccessBlock | null {
  const read = [bucket, account].flatMap((one) => (one.known ? [one.value] : []));
  const isOn = (name: 'blockPublicPolicy' | 'restrictPublicBuckets'): boolean =>
    read.some((one) => one?.[name] === true);
  if (read.length < 2 && !isOn('restrictPublicBuckets')) return null;
  return { blockPublicPolicy: isOn('blockPublicPolicy'), restrictPublicBuckets: isOn('restrictPublicBuckets') };
}
