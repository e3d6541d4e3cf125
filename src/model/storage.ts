import type { Read } from './read.ts';

/** A policy document as AWS answered it, decoded to plain JSON text. `name` is what people call it. */
export interface PolicyText {
  readonly name: string;
  readonly text: string;
}

/** A role with everything that decides what it may do. null boundary: none is set. */
export interface RolePolicies {
  readonly trust: Read<PolicyText>;
  /** The list of inline policies, and each of its documents. */
  readonly inline: Read<readonly Read<PolicyText>[]>;
  readonly attached: Read<readonly Read<PolicyText>[]>;
  readonly boundary: Read<PolicyText> | null;
}

/** The policies of one kind at one level of the organization: the root, a unit or the account. */
export interface GuardrailLevel {
  /** Id of root, unit or account. */
  readonly target: string;
  readonly policies: Read<readonly Read<PolicyText>[]>;
}

/** What binds an account from above, root first. An empty list of levels: the kind of policy is switched off. */
export interface Guardrails {
  readonly scps: readonly GuardrailLevel[];
  readonly rcps: readonly GuardrailLevel[];
}

/** The four settings of S3 Block Public Access. */
export interface BlockPublicAccess {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** One grant of a bucket's access control list. */
export interface AclGrant {
  /** URI of a group, or null. */
  readonly group: string | null;
  /** Canonical id, or null. */
  readonly canonicalId: string | null;
  readonly permission: string;
  /** Whether the grantee is the bucket's owner. */
  readonly toOwner: boolean;
}

export interface LifecycleRule {
  readonly id: string;
  readonly enabled: boolean;
  /** Keys that begin with this; '' for all. */
  readonly prefix: string;
  /** The rule is narrowed by tags or by size, so that it may not meet log files. */
  readonly narrowed: boolean;
  /** Days until current versions expire; null: never. */
  readonly expirationDays: number | null;
  /** A fixed date, ISO 8601. */
  readonly expirationDate: string | null;
  readonly noncurrentDays: number | null;
}

/** A bucket that a trail delivers to, read with its owner's credentials. Null values mean "not configured". */
export interface Bucket {
  readonly name: string;
  /** `arn:PARTITION:s3:::NAME` */
  readonly arn: string;
  readonly owner: string;
  readonly region: string;
  readonly policy: Read<PolicyText | null>;
  /** GetBucketPolicyStatus; false where there is no policy. */
  readonly policyPublic: Read<boolean>;
  readonly acl: Read<readonly AclGrant[]>;
  readonly block: Read<BlockPublicAccess | null>;
  readonly accountBlock: Read<BlockPublicAccess | null>;
  readonly versioning: Read<{ readonly status: 'Enabled' | 'Suspended' | null; readonly mfaDelete: boolean }>;
  /** Default retention; `mode` and `days` are null where Object Lock is on without one. */
  readonly objectLock: Read<{ readonly mode: string | null; readonly days: number | null } | null>;
  readonly lifecycle: Read<readonly LifecycleRule[]>;
  readonly logging: Read<{ readonly bucket: string; readonly prefix: string } | null>;
  /** Default encryption; `kmsKey` is null for SSE-S3 and for the AWS managed key. */
  readonly encryption: Read<{ readonly algorithm: string; readonly kmsKey: string | null } | null>;
  readonly ownership: Read<string | null>;
  readonly payer: Read<'BucketOwner' | 'Requester'>;
}

/** A KMS key. */
export interface Key {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** KeyState as KMS spells it: Enabled, Disabled, PendingDeletion, … */
  readonly state: string;
  /** ISO 8601, UTC; null where none is planned. */
  readonly deletionAt: string | null;
  readonly manager: 'AWS' | 'CUSTOMER';
  readonly policy: Read<PolicyText>;
}

/** An SNS topic. */
export interface Topic {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly policy: Read<PolicyText | null>;
  /** Key id, ARN or alias as the topic has it; null: not encrypted by KMS. */
  readonly kmsKey: string | null;
  /** The key, where it could be told which one it is. */
  readonly key: Read<Key | null> | null;
  readonly subscriptionsConfirmed: number | null;
  readonly subscriptionsPending: number | null;
}

/** The newest stream of a log group and who else reads it. */
export interface LogGroupActivity {
  readonly newestStream: string | null;
  /** Names of the streams that had events last, newest first. */
  readonly streams: readonly string[];
  /** Those are all that there are. */
  readonly streamsWhole: boolean;
  /** Milliseconds since 1970, UTC. */
  readonly ingestedAt: number | null;
  readonly lastEventAt: number | null;
  /** The newest event that came in; null: nobody asked for it (`--probe-events`). */
  readonly newestEvent: Read<NewestEvent | null> | null;
}

/** Id and time of one event; what it says is not kept. */
export interface NewestEvent {
  /** CloudTrail's eventID; null where the record has none. */
  readonly id: string | null;
  /** Milliseconds since 1970, UTC. */
  readonly at: number | null;
  readonly ingestedAt: number | null;
}

export interface Subscription {
  readonly name: string;
  readonly destination: string;
  readonly pattern: string;
}
