import type { Capture } from '../model/capture.ts';
import { OWNER_NOT_IN_SCOPE } from '../model/conditions/condition.ts';
import { failureOf, malformed } from '../model/failure.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { type Failure, known, mapRead, notAsked, type Read, type Source, unasked, unread } from '../model/read.ts';
import type { AclGrant, BlockPublicAccess, Bucket, PolicyText } from '../model/storage.ts';
import { dig, isText, listIn, sourceOf, xmlAnswer } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import { lifecycleRules } from './lifecycle.ts';

/** What is asked about a bucket: with the expected owner, so that a namesake of another account never answers. */
export function bucketQuestion(Bucket: string, ExpectedBucketOwner: string): JsonObject {
  return { Bucket, ExpectedBucketOwner };
}

/** Where a bucket lies and who owns it. */
export interface BucketPlace {
  readonly name: string;
  readonly owner: string;
  readonly region: string;
}

/** The Region that an answer of S3 names, wherever it was asked. */
export function regionNamed({ headers }: Capture): string | null {
  return headers?.['x-amz-bucket-region'] ?? null;
}

/**
 * The owner is the account whose own credentials pass HeadBucket with the expected-owner header. null value: there is no
 * such bucket. `account` owns the trail that names it.
 */
export function bucketPlaceOf(index: CaptureIndex, name: string, account: string): Read<BucketPlace | null> {
  const heads = index.headsOf(name).toSorted(byPlace);
  for (const capture of heads) {
    const region = failureOf(capture) === null ? regionNamed(capture) : null;
    if (region !== null) return known({ name, owner: capture.account, region }, sourceOf(capture));
  }
  const gone = heads.find(({ status }) => status === 404);
  if (gone !== undefined) return known(null, sourceOf(gone));
  const failures = heads.map((capture) => ({
    // S3 always names the Region (S3 API reference, HeadBucket): what does not is no answer of S3.
    failure: failureOf(capture) ?? malformed(capture, 'x-amz-bucket-region is missing'),
    source: sourceOf(capture),
  }));
  const [first] = failures;
  if (first === undefined) return unasked('s3:HeadBucket', account, null);
  // A refusal says "not mine, or not allowed"; anything else may hide the owner.
  const hidden = failures.find(({ failure }) => failure.kind !== 'denied' && failure.kind !== 'refused');
  if (hidden !== undefined) return unread(hidden.failure, hidden.source);
  const failure: Failure = { ...first.failure, kind: 'out-of-scope', code: OWNER_NOT_IN_SCOPE, message: name };
  return unread({ ...failure, permission: 's3:ListBucket' }, first.source);

  /** The trail's own account first; else the order in which answers came would show. */
  function byPlace(a: Capture, b: Capture): number {
    const key = (capture: Capture): string =>
      `${capture.account === account ? 0 : 1}${capture.account} ${capture.region}`;
    return key(a) < key(b) ? -1 : 1;
  }
}

/** A bucket with its settings; each is known, known as not configured, or unknown by itself. */
export function bucketOf(index: CaptureIndex, name: string, account: string, partition: string): Read<Bucket | null> {
  const place = bucketPlaceOf(index, name, account);
  if (!place.known || place.value === null) return place as Read<null>;
  const { owner, region } = place.value;
  const ask = (call: Operation): Capture | undefined => index.one(call, owner, region, bucketQuestion(name, owner));
  const setting = <T>(call: Operation, read: (answer: JsonObject, capture: Capture) => T | null, field: string) =>
    settingOf(ask(call), { call, account: owner, region }, read, field);
  const policy = policyOf(ask('s3:GetBucketPolicy'), name, owner, region);
  const status = setting('s3:GetBucketPolicyStatus', publicStatus, 'PolicyStatus.IsPublic');
  const block = settingOf(
    index.one('s3:GetAccountPublicAccessBlock', owner, region, {}),
    { call: 's3:GetAccountPublicAccessBlock', account: owner, region },
    publicAccessBlock,
    'PublicAccessBlockConfiguration',
  );
  const bucket: Bucket = {
    name,
    arn: `arn:${partition}:s3:::${name}`,
    owner,
    region,
    policy,
    policyPublic: mapRead(status, (value) => value ?? false),
    acl: whole(setting('s3:GetBucketAcl', aclGrants, 'AccessControlList')),
    block: setting('s3:GetPublicAccessBlock', publicAccessBlock, 'PublicAccessBlockConfiguration'),
    accountBlock: block,
    versioning: whole(setting('s3:GetBucketVersioning', versioning, 'Status')),
    objectLock: setting('s3:GetObjectLockConfiguration', objectLock, 'ObjectLockConfiguration'),
    lifecycle: mapRead(setting('s3:GetBucketLifecycleConfiguration', lifecycleRules, 'Rule'), (rules) => rules ?? []),
    logging: mapRead(setting('s3:GetBucketLogging', logging, 'LoggingEnabled'), (value) => value?.target ?? null),
    encryption: setting('s3:GetBucketEncryption', encryption, 'ApplyServerSideEncryptionByDefault'),
    ownership: setting('s3:GetBucketOwnershipControls', ownership, 'Rule.ObjectOwnership'),
    payer: whole(setting('s3:GetBucketRequestPayment', payer, 'Payer')),
  };
  return known(bucket, place.source);
}

/** What S3 answers where a setting was never made: knowledge, not a failed read (S3 API reference, error responses). */
const NOT_CONFIGURED = new Set([
  'NoSuchBucketPolicy',
  'NoSuchLifecycleConfiguration',
  'NoSuchPublicAccessBlockConfiguration',
  'ObjectLockConfigurationNotFoundError',
  'OwnershipControlsNotFoundError',
  'ServerSideEncryptionConfigurationNotFoundError',
]);

interface Place {
  readonly call: Operation;
  readonly account: string;
  readonly region: string;
}

/** One setting; null value: not configured. `read` gives null for an answer that is not as documented. */
function settingOf<T>(
  capture: Capture | undefined,
  { call, account, region }: Place,
  read: (answer: JsonObject, capture: Capture) => T | null,
  field: string,
): Read<T | null> {
  if (capture === undefined) return unasked(call, account, region);
  const answer = xmlAnswer(capture);
  if (!answer.known) {
    return NOT_CONFIGURED.has(answer.failure.code ?? '') ? known(null, answer.source) : answer;
  }
  const source = sourceOf(capture, field);
  const value = read(answer.value, capture);
  return value === null ? unread(malformed(capture, `${field} is not as documented`), source) : known(value, source);
}

/** A setting that S3 always answers. */
function whole<T>(read: Read<T | null>): Read<T> {
  if (!read.known || read.value !== null) return read as Read<T>;
  const { call, account, region } = read.source;
  const failure: Failure = { ...notAsked(call, account, region), kind: 'malformed', message: 'no value was answered' };
  return unread(failure, read.source);
}

/** The policy is plain JSON text; whether it is any good is the evaluator's business. */
function policyOf(
  capture: Capture | undefined,
  name: string,
  account: string,
  region: string,
): Read<PolicyText | null> {
  if (capture === undefined) return unasked('s3:GetBucketPolicy', account, region);
  const source: Source = sourceOf(capture);
  const failure = failureOf(capture);
  if (failure !== null) return failure.code === 'NoSuchBucketPolicy' ? known(null, source) : unread(failure, source);
  const text = capture.body ?? '';
  if (!text.trimStart().startsWith('{')) return unread(malformed(capture, 'the answer is no policy document'), source);
  return known({ name: `policy of bucket ${name}`, text }, source);
}

function flag(value: unknown): boolean | null {
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : null;
}

function publicStatus(answer: JsonObject): boolean | null {
  return flag(dig(answer, 'PolicyStatus', 'IsPublic'));
}

function publicAccessBlock(answer: JsonObject): BlockPublicAccess | null {
  const settings = dig(answer, 'PublicAccessBlockConfiguration');
  if (!isObject(settings)) return null;
  // A setting that is left out is off (S3 API reference, PublicAccessBlockConfiguration).
  const on = (name: string): boolean => flag(settings[name]) === true;
  return {
    blockPublicAcls: on('BlockPublicAcls'),
    ignorePublicAcls: on('IgnorePublicAcls'),
    blockPublicPolicy: on('BlockPublicPolicy'),
    restrictPublicBuckets: on('RestrictPublicBuckets'),
  };
}

function aclGrants(answer: JsonObject): readonly AclGrant[] | null {
  const policy = dig(answer, 'AccessControlPolicy');
  const owner = dig(policy, 'Owner', 'ID');
  if (!isObject(policy) || policy['AccessControlList'] === undefined) return null;
  const grants = dig(policy, 'AccessControlList', 'Grant');
  if (grants === '') return null;
  const read = listIn(grants).map((grant): AclGrant | null => {
    const permission = dig(grant, 'Permission');
    const group = dig(grant, 'Grantee', 'URI');
    const id = dig(grant, 'Grantee', 'ID');
    const email = dig(grant, 'Grantee', 'EmailAddress');
    if (!isText(permission) || !(isText(group) || isText(id) || isText(email))) return null;
    const canonicalId = isText(id) ? id : isText(email) ? email : null;
    return { group: isText(group) ? group : null, canonicalId, permission, toOwner: isText(id) && id === owner };
  });
  return read.every((grant) => grant !== null) ? read : null;
}

function versioning(answer: JsonObject): { status: 'Enabled' | 'Suspended' | null; mfaDelete: boolean } | null {
  const configuration = answer['VersioningConfiguration'];
  if (configuration === undefined) return null;
  const status = dig(configuration, 'Status') ?? null;
  const mfaDelete = dig(configuration, 'MfaDelete') === 'Enabled';
  if (status === null || status === 'Enabled' || status === 'Suspended') return { status, mfaDelete };
  return null;
}

function objectLock(answer: JsonObject): { mode: string | null; days: number | null } | null {
  const configuration = answer['ObjectLockConfiguration'];
  if (dig(configuration, 'ObjectLockEnabled') !== 'Enabled') return null;
  const retention = dig(configuration, 'Rule', 'DefaultRetention');
  if (retention === undefined) return { mode: null, days: null };
  const mode = dig(retention, 'Mode');
  const days = Number(dig(retention, 'Days') ?? 0) + Number(dig(retention, 'Years') ?? 0) * 365;
  return isText(mode) && days > 0 ? { mode, days } : null;
}

function logging(answer: JsonObject): { target: { bucket: string; prefix: string } | null } | null {
  const status = answer['BucketLoggingStatus'];
  if (status === undefined) return null;
  const enabled = dig(status, 'LoggingEnabled');
  if (enabled === undefined) return { target: null };
  const bucket = dig(enabled, 'TargetBucket');
  const prefix = dig(enabled, 'TargetPrefix');
  return isText(bucket) ? { target: { bucket, prefix: isText(prefix) ? prefix : '' } } : null;
}

function encryption(answer: JsonObject): { algorithm: string; kmsKey: string | null } | null {
  const [rule] = listIn(dig(answer, 'ServerSideEncryptionConfiguration', 'Rule'));
  const algorithm = dig(rule, 'ApplyServerSideEncryptionByDefault', 'SSEAlgorithm');
  const key = dig(rule, 'ApplyServerSideEncryptionByDefault', 'KMSMasterKeyID');
  return isText(algorithm) ? { algorithm, kmsKey: isText(key) ? key : null } : null;
}

function ownership(answer: JsonObject): string | null {
  const [rule] = listIn(dig(answer, 'OwnershipControls', 'Rule'));
  const value = dig(rule, 'ObjectOwnership');
  return isText(value) ? value : null;
}

function payer(answer: JsonObject): 'BucketOwner' | 'Requester' | null {
  const value = dig(answer, 'RequestPaymentConfiguration', 'Payer');
  return value === 'BucketOwner' || value === 'Requester' ? value : null;
}
