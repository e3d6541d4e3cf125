/**
 * What a world says of the things that trails deliver to: buckets, keys, topics, policies. Fields in AWS's
 * spelling are sent as they stand, spelt as on the wire; small ones belong to the rig.
 *
 * Healthy by default: what a trail names and nobody describes exists and works, and a described thing takes
 * what is not said of it from that healthy one; `null` leaves out what has a default. `World.missing` says
 * what does not exist. See `double/defaults.ts`.
 */

import type { When } from './world.ts';

/** A policy document; a string is sent as it stands, however broken. */
export type Document = string | Record<string, unknown>;

/** A bucket of the account that holds it. */
export type WorldBucket = {
  name: string;
  /** Default: the home Region of the first trail that names it, else us-east-1. */
  region?: string;
  /** Default: the policy that AWS documents, for every trail that names it. */
  Policy?: Document | null;
  /** What GetBucketPolicyStatus says; default: whether a statement allows `*` without a condition. */
  isPublic?: boolean | null;
  /** Default: full control of the owner alone. */
  Grants?: WorldGrant[];
  /** Default: all four are on. */
  PublicAccessBlock?: BlockConfiguration | null;
  /** Default: on. */
  Versioning?: { Status?: string; MfaDelete?: string };
  /** Default: governance for 400 days. */
  ObjectLock?: Record<string, unknown> | null;
  /** The rules; default none. */
  Lifecycle?: Record<string, unknown>[] | null;
  /** `LoggingEnabled`; default: into the bucket NAME-access-logs. */
  Logging?: Record<string, unknown> | null;
  /** `ApplyServerSideEncryptionByDefault`; default AES256. */
  Encryption?: { SSEAlgorithm: string; KMSMasterKeyID?: string } | null;
  /** Default BucketOwnerEnforced. */
  ObjectOwnership?: string | null;
  /** Default BucketOwner. */
  Payer?: string;
};

/** A grantee is the canonical id of a user, or the URI of a group; without either it is the owner. */
export type WorldGrant = { URI?: string; ID?: string; Permission: string };

/** The four settings of S3 Block Public Access. */
export type BlockConfiguration = {
  BlockPublicAcls: boolean;
  IgnorePublicAcls: boolean;
  BlockPublicPolicy: boolean;
  RestrictPublicBuckets: boolean;
};

/** A KMS key of the account that holds it. DescribeKey sends its capitalised fields. */
export type WorldKey = {
  KeyId: string;
  region: string;
  /** With their prefix, `alias/logs` for example. */
  aliases?: string[];
  /** Default Enabled. */
  KeyState?: string;
  /** Default CUSTOMER. */
  KeyManager?: string;
  DeletionDate?: When;
  /** Default: what AWS documents for CloudTrail, CloudWatch Logs and SNS, for all that name the key. */
  policy?: Document;
  [field: string]: unknown;
};

/** An SNS topic of the account that holds it. GetTopicAttributes sends its capitalised fields. */
export type WorldTopic = {
  name: string;
  region: string;
  /** Default: the owner, and CloudTrail for every trail that names it. */
  Policy?: Document | null;
  KmsMasterKeyId?: string;
  /** Default: one that is confirmed. */
  subscriptions?: WorldSubscription[];
  [attribute: string]: unknown;
};

/** `isConfirmed` is true unless it says otherwise. */
export type WorldSubscription = { Protocol: string; Endpoint: string; isConfirmed?: boolean };

/** A customer managed policy of IAM. */
export type WorldManagedPolicy = {
  PolicyName: string;
  Path?: string;
  document: Document;
  /** The id of its default version; default v1. */
  DefaultVersionId?: string;
  /** Documents of other versions by their ids. */
  otherVersions?: Record<string, Document>;
};

export type WorldLogStream = {
  logStreamName: string;
  creationTime?: When;
  /** Null: nothing ever came in. */
  lastIngestionTime?: When | null;
  lastEventTimestamp?: When | null;
  /** Default: one event of CloudTrail at the time of the last one; none if there is no such time. */
  events?: { timestamp: When; message: string }[];
};

export type WorldSubscriptionFilter = {
  filterName: string;
  filterPattern?: string;
  destinationArn: string;
  roleArn?: string;
};

export type PolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** A policy of the organisation, attached to each of its `targets`: the root, OUs or accounts. */
export type WorldOrganizationPolicy = {
  Id: string;
  Name?: string;
  Type: PolicyType;
  content: Document;
  /** Default: the root, every OU and every account. */
  targets?: string[];
  AwsManaged?: boolean;
};

/** A type that is off, where a list is asked for: `refused`, or answered with an `empty` list. */
export type PolicyTypeState = 'enabled' | 'refused' | 'empty';

/** An event data store of CloudTrail Lake. GetEventDataStore sends its capitalised fields; null leaves out one that has a default. */
export type WorldEventDataStore = {
  /** The last part of its ARN as well. */
  Name: string;
  /** Its home Region. */
  home: string;
  /** Default `ENABLED`. */
  Status?: string | null;
  MultiRegionEnabled?: boolean | null;
  OrganizationEnabled?: boolean | null;
  RetentionPeriod?: number | null;
  TerminationProtectionEnabled?: boolean | null;
  /** Default: none, and AWS encrypts with a key of its own. */
  KmsKeyId?: string;
};
