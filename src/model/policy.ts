import type { Severity } from './control.ts';

/** Ages in hours. The defaults are those of the design; each run prints the policy file it used. */
export interface Thresholds {
  /** A digest file comes every hour; older than this and delivery has stopped. */
  readonly digestMaxAge: number;
  /** Without digests: a log delivery younger than this proves delivery, an older one proves nothing. */
  readonly deliveryMaxAge: number;
  /** CIS v1.2 2.4: delivery to CloudWatch Logs within about one day. */
  readonly logsMaxAge: number;
  /** After StartLogging, ages prove nothing yet. */
  readonly startGrace: number;
  /** After an account joined its organization, delivery of the organization's trail proves nothing yet. */
  readonly joinDeliveryGrace: number;
  /** After an account joined its organization, a missing copy of the organization's trail proves nothing yet. */
  readonly joinGrace: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = {
  digestMaxAge: 6,
  deliveryMaxAge: 24,
  logsMaxAge: 24,
  startGrace: 6,
  joinDeliveryGrace: 6,
  joinGrace: 24,
};

/** Where logs belong, for how long, and who may delete them. */
export interface StoragePolicy {
  /** Accounts declared as log archives; empty: none is declared. */
  readonly archiveAccounts: readonly string[];
  /** ARNs of roles that may delete logs or change what protects them; `*` is a wildcard. */
  readonly securityRoles: readonly string[];
  /** Log files are kept at least this long. */
  readonly retentionDays: number;
}

/** One year is what PCI DSS 10.5.1 and Security Hub's CloudWatch.16 ask for. */
export const DEFAULT_STORAGE: StoragePolicy = { archiveAccounts: [], securityRoles: [], retentionDays: 365 };

/** Data events that the policy file declares as part of what has to be recorded, besides those of S3 objects. */
export interface DeclaredDataEvents {
  /** `AWS::Lambda::Function`, `AWS::DynamoDB::Table` … */
  readonly type: string;
  readonly kind: 'All' | 'ReadOnly' | 'WriteOnly';
}

export const SEVERITY_PROFILES = ['default', 'aws-security-hub', 'strict', 'lenient'] as const;
export type SeverityProfile = (typeof SEVERITY_PROFILES)[number];

/** How bad a failure is: by a profile, and control by control where the policy file says so. */
export interface SeverityPolicy {
  readonly profile: SeverityProfile;
  /** Control → severity, whatever the profile says. */
  readonly controls: ReadonlyMap<string, Severity>;
}

/** What reports print: the profile's name, and whatever is put above it: `strict, log-notification=low`. */
export function severityProfileName({ profile, controls }: SeverityPolicy): string {
  return [profile, ...[...controls].map(([control, severity]) => `${control}=${severity}`)].join(', ');
}

/** What the policy file says, after its schema was checked. */
export interface Policy {
  readonly thresholds: Thresholds;
  readonly storage: StoragePolicy;
  readonly severity: SeverityPolicy;
  /** From so many accounts without a trail on, one trail for the organization comes before one for each of them. */
  readonly organizationWideFrom: number;
  /** Keys of tags that every trail has to have; empty: any tag will do. */
  readonly requiredTags: readonly string[];
  /** ARNs of the KMS keys that event data stores may be encrypted with; empty: any customer managed key will do. */
  readonly eventDataStoreKeys: readonly string[];
  readonly dataEvents: readonly DeclaredDataEvents[];
  /** Control selection as written, or null: the default controls. */
  readonly controls: readonly string[] | null;
  /** Account id → class (production, sandbox …). */
  readonly classes: ReadonlyMap<string, string>;
  /** Accounts that the policy file puts in scope, or null: all that the run finds. */
  readonly accounts: readonly string[] | null;
  /** Account id → written reason. */
  readonly excludedAccounts: ReadonlyMap<string, string>;
  /** Trail ARN → written reason. */
  readonly excludedTrails: ReadonlyMap<string, string>;
}

export const DEFAULT_ORGANIZATION_WIDE_FROM = 2;

export const DEFAULT_POLICY: Policy = {
  thresholds: DEFAULT_THRESHOLDS,
  storage: DEFAULT_STORAGE,
  severity: { profile: 'default', controls: new Map() },
  organizationWideFrom: DEFAULT_ORGANIZATION_WIDE_FROM,
  requiredTags: [],
  eventDataStoreKeys: [],
  dataEvents: [],
  controls: null,
  classes: new Map(),
  accounts: null,
  excludedAccounts: new Map(),
  excludedTrails: new Map(),
};
