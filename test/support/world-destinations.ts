import type { JsonObject } from '../../src/model/json.ts';
import type { Fault, Fields } from './world.ts';

export interface WorldGroup {
  readonly name: string;
  readonly region?: string;
  /** Over the entry of DescribeLogGroups: `kmsKeyId`, `logGroupClass`, `retentionInDays`. */
  readonly fields?: Fields;
  /** Entries of DescribeLogStreams. Ordinary: one that has just taken events in. */
  readonly streams?: readonly JsonObject[];
}

export interface WorldRole {
  readonly name: string;
  /** Default: `/`. */
  readonly path?: string;
  /** The trust policy as IAM answers it. Ordinary: CloudTrail alone, URL-encoded. */
  readonly trust?: string;
  /** Inline policies: name → document as IAM answers it. Ordinary: one that lets the role write to any group of its account. */
  readonly inline?: Readonly<Record<string, string>>;
  /** ARNs of the managed policies that are attached; their documents are the world's. */
  readonly attached?: readonly string[];
  /** What stands in `<PermissionsBoundary>`. */
  readonly boundary?: string;
}

/** The settings that S3 answers one by one. */
export const BUCKET_SETTINGS = [
  's3:GetBucketPolicy',
  's3:GetBucketPolicyStatus',
  's3:GetBucketAcl',
  's3:GetPublicAccessBlock',
  's3:GetBucketVersioning',
  's3:GetObjectLockConfiguration',
  's3:GetBucketLifecycleConfiguration',
  's3:GetBucketLogging',
  's3:GetBucketEncryption',
  's3:GetBucketOwnershipControls',
  's3:GetBucketRequestPayment',
] as const;

export type BucketSetting = (typeof BUCKET_SETTINGS)[number];

export interface WorldBucket {
  readonly name: string;
  /** Default: ARCHIVE. */
  readonly owner?: string;
  /** Default: where the global services of the partition answer. */
  readonly region?: string;
  /** Statements of the ordinary policy after those that CloudTrail needs. */
  readonly statements?: readonly JsonObject[];
  /** Over the answers of an ordinary bucket: private, versioned, locked, with its requests logged, open to CloudTrail. */
  readonly settings?: Readonly<Partial<Record<BucketSetting | 's3:GetAccountPublicAccessBlock', Fault>>>;
}

export interface WorldKey {
  readonly id: string;
  /** Default: ARCHIVE. */
  readonly account?: string;
  /** Default: where the global services of the partition answer. */
  readonly region?: string;
  readonly aliases?: readonly string[];
  /** Over KeyMetadata. */
  readonly metadata?: Fields;
  /** The document. Ordinary: open to CloudTrail, CloudWatch Logs and the account's own policies. */
  readonly policy?: string;
}

export interface WorldTopic {
  readonly name: string;
  /** Over the attributes; undefined takes one out. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/** A policy of an organization beside the one that allows everything. */
export interface WorldGuardrail {
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  /** ROOT, a unit, or an account. */
  readonly target: string;
  readonly document: string;
}

/** An organization with the account, the archive and the management account, each in a unit named after it. */
export interface WorldOrganization {
  /** Default: MANAGEMENT. */
  readonly management?: string;
  /** Kinds of policy that are switched on. Default: both. */
  readonly types?: readonly WorldGuardrail['type'][];
  readonly guardrails?: readonly WorldGuardrail[];
}

export const ROOT = 'r-root';

export function unitOf(account: string): string {
  return `ou-root-${account}`;
}
