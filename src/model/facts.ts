import type { EventDataStores } from './event-data-store.ts';
import type { Read } from './read.ts';
import type { Selector } from './selector.ts';
import type { Bucket, Guardrails, Key, LogGroupActivity, RolePolicies, Subscription, Topic } from './storage.ts';

/** What DescribeTrails says of one trail. Each field is known or unknown on its own; null means "not configured". */
export interface TrailConfig {
  readonly multiRegion: Read<boolean>;
  readonly organization: Read<boolean>;
  readonly globalServiceEvents: Read<boolean>;
  readonly validation: Read<boolean>;
  readonly bucket: Read<string>;
  readonly prefix: Read<string | null>;
  readonly snsTopic: Read<string | null>;
  readonly logGroup: Read<string | null>;
  readonly role: Read<string | null>;
  readonly kmsKey: Read<string | null>;
}

/** What GetTrailStatus says in one Region. Times are milliseconds since 1970 in UTC; null means that AWS sent none. */
export interface TrailStatus {
  readonly logging: Read<boolean>;
  readonly startedAt: Read<number | null>;
  readonly stoppedAt: Read<number | null>;
  readonly deliveredAt: Read<number | null>;
  readonly deliveryError: Read<string | null>;
  readonly digestAt: Read<number | null>;
  readonly digestError: Read<string | null>;
  readonly notificationError: Read<string | null>;
  readonly logsDeliveredAt: Read<number | null>;
  readonly logsDeliveryError: Read<string | null>;
}

export type Scope = 'full' | 'partial' | 'none' | 'unknown';

/** The management events that a trail records: the union over its selectors. */
export interface Selectors {
  readonly reads: Scope;
  readonly writes: Scope;
  /** Event sources that are certainly left out of reads or of writes which are recorded at all; sorted. */
  readonly excluded: readonly string[];
  /** Whether every source is recorded in every kind that is recorded; "unknown" where a selector could not be understood. */
  readonly allSources: 'yes' | 'no' | 'unknown';
  /** One selector alone records all that the union does; where false, Security Hub's behaviour is undocumented. */
  readonly single: boolean;
  /** Selector fields and operators that CloudTrail does not document for management events of a trail. */
  readonly notUnderstood: readonly string[];
  /** How many selectors record data or other non-management events: noted, never judged. */
  readonly otherSelectors: number;
  /** The selectors themselves, in the order of the answer. */
  readonly list: readonly Selector[];
}

/** A type of Insights events that is on. */
export interface Insight {
  /** ApiCallRateInsight, ApiErrorRateInsight … */
  readonly type: string;
  /** `Management`, `Data` or both. */
  readonly categories: readonly string[];
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface LogGroup {
  readonly arn: string;
  readonly retentionDays: number | null;
  readonly kmsKey: string | null;
  readonly logGroupClass: string | null;
  /** null: not asked. */
  readonly key: Read<Key | null> | null;
  readonly activity: Read<LogGroupActivity>;
  readonly subscriptions: Read<readonly Subscription[]>;
}

export interface Role {
  readonly arn: string;
  readonly policies: RolePolicies;
}

/**
 * How far a trail serves the account that sees it. `own`: it belongs to the account. `reached`: an organization trail
 * whose copy the account lists in the trail's home Region. `unread`: that list could not be read. `too-young`: the copy
 * is missing and the account has just joined. `not-reached`: it is no candidate.
 */
export type Reach = 'own' | 'reached' | 'unread' | 'too-young' | 'not-reached';

/** One trail as one account may rely on it; copies in other Regions are merged by ARN. */
export interface Trail {
  readonly arn: string;
  readonly name: string;
  readonly owner: string;
  readonly homeRegion: string;
  readonly reach: Reach;
  /** Regions of this account whose list shows the trail or its copy; sorted. */
  readonly listedIn: readonly string[];
  readonly config: TrailConfig;
  /** By Region; the home Region is always there. */
  readonly status: Readonly<Record<string, Read<TrailStatus>>>;
  readonly selectors: Read<Selectors>;
  /** null value: the group was looked for and does not exist. The property is null where the trail names none. */
  readonly logGroup: Read<LogGroup | null> | null;
  readonly role: Read<Role | null> | null;
  /** null value: there is no such bucket. */
  readonly bucket: Read<Bucket | null>;
  /** The key that encrypts what is delivered: the trail's own, else the bucket's default. null: no customer key. */
  readonly key: Read<Key | null> | null;
  readonly topic: Read<Topic | null> | null;
  /** An empty list: Insights are off. */
  readonly insights: Read<readonly Insight[]>;
  /** All of them, those of AWS (`aws:…`) included; sorted by key. */
  readonly tags: Read<readonly Tag[]>;
  /** What binds the accounts of the trail's destinations from above: by account id. Absent: nothing binds it. */
  readonly guardrails: ReadonlyMap<string, Read<Guardrails>>;
  /** Id of the owner's organization, whose folders and streams an organization trail writes; null value: there is none. */
  readonly organizationId: Read<string | null>;
}

/** Whether the trail says of itself that it is an organization trail; false where that was not read. */
export function isOrganizationTrail({ config }: { readonly config: Pick<TrailConfig, 'organization'> }): boolean {
  return config.organization.known && config.organization.value;
}

/** The organization trails that the account owns. */
export function organizationTrailsOf({ id, trails }: Pick<Account, 'id' | 'trails'>): readonly Trail[] {
  return trails.filter((trail) => trail.owner === id && isOrganizationTrail(trail));
}

export interface Identity {
  readonly arn: string;
  readonly account: string;
  readonly partition: string;
}

/** How the list of enabled Regions came about; `shipped` is our own list and proves nothing. */
export type RegionListOrigin = 'account:ListRegions' | 'ec2:DescribeRegions' | 'shipped';

/** All that one run knows of one account. */
export interface Account {
  readonly id: string;
  readonly name: string | null;
  readonly state: string;
  readonly joinedAt: string | null;
  readonly ou: string | null;
  readonly partition: string;
  /** Enabled Regions that this run judges; sorted. */
  readonly regions: readonly string[];
  /** Known with the origin of the list, or unknown where only the shipped list was left. */
  readonly regionList: Read<RegionListOrigin>;
  /** By Region: ARNs of the trails that its list shows. */
  readonly lists: Readonly<Record<string, Read<readonly string[]>>>;
  /** Every trail that the account sees, and organization trails that may reach it; sorted by ARN. */
  readonly trails: readonly Trail[];
  /** The role that CloudTrail needs in a member; read only where an organization trail does not reach it, else null. */
  readonly serviceLinkedRole: Read<Role | null> | null;
  /** null: not asked. */
  readonly eventDataStores: EventDataStores | null;
  /** Why the account is not part of this run (`--accounts`, `--exclude`, scope.accounts), or null. */
  readonly leftOut: string | null;
}

/** What the organization says, and the organization trails that its members may rely on. */
export interface OrganizationFacts {
  /** null value: the account is in no organization. */
  readonly id: Read<string | null>;
  readonly management: string | null;
  /** The account whose credentials started the run. */
  readonly caller: string;
  /** Known only if the list of accounts is whole. */
  readonly accountsListed: Read<true>;
  /** Organization trails whose owner was read in this run, as the owner shows them. */
  readonly trails: readonly Trail[];
  /** Known only if every trail of the management account could be listed: else there may be more organization trails. */
  readonly ownerListed: Read<true>;
  /** Whether CloudTrail has trusted access; without it an organization trail reaches no member. */
  readonly trustedAccess: Read<boolean>;
  /** Account id → services that it administers. */
  readonly delegatedAdministrators: Read<ReadonlyMap<string, Read<readonly string[]>>>;
}
