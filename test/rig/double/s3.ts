import { denial } from '../faults.ts';
import { allowsEverybody, permanentRedirect } from '../s3-answers.ts';
import type { AwsCall } from '../wire.ts';
import type { WorldGrant } from '../world-delivery.ts';
import { bucketBook, canonicalId, type KnownBucket } from './buckets.ts';
import { BLOCK_ALL } from './defaults.ts';
import {
  AwsFault,
  denyCall,
  documentText,
  type Handler,
  type KnownAccount,
  PreparedAnswer,
  type WorldContext,
} from './handler.ts';

type Answer = Record<string, unknown> | PreparedAnswer;
type BucketReader = (bucket: KnownBucket) => Answer;

/** S3: the settings of buckets, which their owner alone may read, and the block of a whole account. */
export function s3Handlers(world: WorldContext, organizationId: string): Record<string, Handler> {
  const find = bucketBook(world, organizationId);

  /** Looks the bucket up as S3 does: does it exist, is it here, may the caller see it, is it whose it should be. */
  function open(call: AwsCall, account: KnownAccount): KnownBucket {
    const name = String(call.params.Bucket);
    const bucket = find(name);
    if (bucket === null)
      return refuseS3(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
    if (bucket.region !== call.region) throw new AwsFault(permanentRedirect(name, bucket.region));
    const expected = call.params.ExpectedBucketOwner;
    if (bucket.owner === account.id && (expected === undefined || expected === bucket.owner)) return bucket;
    // Even whom S3 refuses is told where the bucket is.
    const headers = { 'x-amz-bucket-region': bucket.region };
    throw new AwsFault({ ...denial(call, 'identity', world.principalOf(call.accessKey)), headers });
  }

  const read =
    (reader: BucketReader): Handler =>
    (call, account) =>
      reader(open(call, account));

  function headBucket(call: AwsCall, account: KnownAccount): PreparedAnswer {
    const { region } = open(call, account);
    return new PreparedAnswer('', { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' });
  }

  function accountBlock(call: AwsCall, account: KnownAccount): Answer {
    if (call.params.AccountId !== account.id) denyCall(world, call);
    const { publicAccessBlock: block = BLOCK_ALL } = account;
    return block === null ? noBlock() : { PublicAccessBlockConfiguration: block };
  }

  return {
    's3:HeadBucket': headBucket,
    's3:GetBucketPolicy': read(getPolicy),
    's3:GetBucketPolicyStatus': read(getPolicyStatus),
    's3:GetBucketAcl': read(getAcl),
    's3:GetPublicAccessBlock': read(({ PublicAccessBlock: block }) =>
      block === null ? noBlock() : { PublicAccessBlockConfiguration: block },
    ),
    's3:GetBucketVersioning': read(({ Versioning }) => ({ VersioningConfiguration: Versioning })),
    's3:GetObjectLockConfiguration': read(getObjectLock),
    's3:GetBucketLifecycleConfiguration': read(getLifecycle),
    's3:GetBucketLogging': read(({ Logging }) => ({ BucketLoggingStatus: { LoggingEnabled: Logging } })),
    's3:GetBucketEncryption': read(getEncryption),
    's3:GetBucketOwnershipControls': read(getOwnership),
    's3:GetBucketRequestPayment': read(({ Payer }) => ({ RequestPaymentConfiguration: { Payer } })),
    's3:GetAccountPublicAccessBlock': accountBlock,
  };
}

function getPolicy({ name, Policy }: KnownBucket): Answer {
  if (Policy === null) return noPolicy(name);
  return new PreparedAnswer(documentText(Policy), { 'Content-Type': 'application/json' });
}

function getPolicyStatus({ name, Policy, isPublic }: KnownBucket): Answer {
  if (Policy === null) return noPolicy(name);
  return { PolicyStatus: { IsPublic: isPublic ?? allowsEverybody(documentText(Policy)) } };
}

function getAcl({ owner, Grants }: KnownBucket): Answer {
  const id = canonicalId({ id: owner });
  const Grant = Grants.map((grant) => ({ Grantee: grantee(grant, id), Permission: grant.Permission }));
  return { AccessControlPolicy: { Owner: { ID: id }, AccessControlList: { Grant } } };
}

function grantee({ URI, ID }: WorldGrant, owner: string): Record<string, unknown> {
  const xsi = { '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance' };
  if (URI !== undefined) return { ...xsi, '@xsi:type': 'Group', URI };
  return { ...xsi, '@xsi:type': 'CanonicalUser', ID: ID ?? owner };
}

function getObjectLock({ name, ObjectLock }: KnownBucket): Answer {
  if (ObjectLock !== null) return { ObjectLockConfiguration: ObjectLock };
  const message = 'Object Lock configuration does not exist for this bucket';
  return refuseS3(404, 'ObjectLockConfigurationNotFoundError', message, { BucketName: name });
}

function getLifecycle({ name, Lifecycle }: KnownBucket): Answer {
  if (Lifecycle !== null) return { LifecycleConfiguration: { Rule: Lifecycle } };
  const message = 'The lifecycle configuration does not exist';
  return refuseS3(404, 'NoSuchLifecycleConfiguration', message, { BucketName: name });
}

function getEncryption({ name, Encryption }: KnownBucket): Answer {
  if (Encryption !== null) {
    const Rule = [{ ApplyServerSideEncryptionByDefault: Encryption, BucketKeyEnabled: false }];
    return { ServerSideEncryptionConfiguration: { Rule } };
  }
  const message = 'The server side encryption configuration was not found';
  return refuseS3(404, 'ServerSideEncryptionConfigurationNotFoundError', message, { BucketName: name });
}

function getOwnership({ name, ObjectOwnership }: KnownBucket): Answer {
  if (ObjectOwnership !== null) return { OwnershipControls: { Rule: [{ ObjectOwnership }] } };
  const message = 'The bucket ownership controls were not found';
  return refuseS3(404, 'OwnershipControlsNotFoundError', message, { BucketName: name });
}

function noPolicy(name: string): never {
  return refuseS3(404, 'NoSuchBucketPolicy', 'The bucket policy does not exist', { BucketName: name });
}

function noBlock(): never {
  return refuseS3(404, 'NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found');
}

function refuseS3(status: number, code: string, message: string, details: Record<string, string> = {}): never {
  throw new AwsFault({ status, code, message, details });
}
