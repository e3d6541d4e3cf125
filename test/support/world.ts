import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Policy } from '../../src/model/policy.ts';
import type {
  WorldBucket,
  WorldGroup,
  WorldKey,
  WorldOrganization,
  WorldRole,
  WorldTopic,
} from './world-destinations.ts';

/** The moment at which every world is judged, unless it says otherwise. */
export const NOW = Date.parse('2026-11-24T00:00:00Z');
export const ACCOUNT = '111122223333';
/** Owns the organization trails that worlds see from a member. */
export const MANAGEMENT = '999988887777';

/** Owns the ordinary bucket and its key; no account whose activity is logged. */
export const ARCHIVE = '777788889999';

export const HOUR = 3_600_000;

/** CloudTrail's JSON 1.1 times: seconds since 1970, here so many hours before NOW. */
export function ago(hours: number): number {
  return (NOW - hours * HOUR) / 1000;
}

/** The time, as Organizations would give it, so many hours before NOW. */
export function isoAgo(hours: number): string {
  return new Date(NOW - hours * HOUR).toISOString();
}

/** A read that went wrong, by the way in which it did; or any answer at all, as it came over the wire. */
export type Fault =
  | 'denied'
  | 'throttled'
  | 'server-error'
  | 'timeout'
  | 'reset'
  | 'region-off'
  | 'not-found'
  | 'expired'
  | 'html'
  | 'truncated'
  | 'empty-body'
  | 'empty-object'
  | 'list'
  | 'missing'
  | { readonly json: Json }
  | { readonly text: string; readonly status?: number };

/** Raw fields laid over the ordinary ones; undefined takes the field out. */
export type Fields = { readonly [name: string]: Json | undefined };

/** The object with the fields of each layer over those before it. */
export function laidOver(base: JsonObject, ...layers: readonly (Fields | undefined)[]): JsonObject {
  const merged: Record<string, Fields[string]> = Object.assign({}, base, ...layers);
  return Object.fromEntries(
    Object.entries(merged).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export interface WorldTrail {
  readonly name: string;
  /** Default: us-east-1. */
  readonly home?: string;
  /** Default: the account of the world. */
  readonly owner?: string;
  /** Over the entry of DescribeTrails. The ordinary trail is multi-Region, validates, and names bucket, group, role, key and topic. */
  readonly fields?: Fields;
  /** Over `fields`, in the list of one Region only: a copy that differs. */
  readonly copies?: Readonly<Record<string, Fields>>;
  /** Default: a multi-Region trail is listed in every enabled Region, another one at home. */
  readonly listedIn?: readonly string[];
  readonly notListedIn?: readonly string[];
  /** Over the body of GetTrailStatus, by Region. Ordinary: logging, and everything delivered minutes ago. */
  readonly status?: Readonly<Record<string, Fields>>;
  /** The body of GetEventSelectors but for TrailARN. Ordinary: one basic selector for everything. */
  readonly selectors?: JsonObject;
  /** Over the body of GetInsightSelectors. Ordinary: Insights on call rates and error rates. */
  readonly insights?: Fields;
  /** Over its entry in the answer of ListTags; null takes the entry out. Ordinary: one tag, `team`. */
  readonly tags?: Fields | null;
}

/** An event data store of CloudTrail Lake. */
export interface WorldStore {
  /** Last part of its ARN. */
  readonly id: string;
  /** Default: us-east-1. */
  readonly home?: string;
  /** Default: the account of the world. */
  readonly owner?: string;
  /** Regions whose list shows it. Default: its home. */
  readonly listedIn?: readonly string[];
  /** Over the body of GetEventDataStore. The ordinary store is encrypted with the ordinary key. */
  readonly fields?: Fields;
}

/** One account, as AWS would answer for it. Whatever is left out is in good order. */
export interface World {
  readonly account?: string;
  readonly partition?: string;
  readonly state?: string;
  readonly joinedAt?: string | null;
  readonly clock?: number;
  /** Region → RegionOptStatus. */
  readonly regions?: Readonly<Record<string, string>>;
  /** `--regions`. */
  readonly only?: readonly string[];
  /** Regions per page of ListRegions. */
  readonly regionsPerPage?: number;
  readonly trails?: readonly WorldTrail[];
  /** Event data stores. Left out: there are none. */
  readonly stores?: readonly WorldStore[];
  /** Stores per page of ListEventDataStores. */
  readonly storesPerPage?: number;
  readonly groups?: readonly WorldGroup[];
  /** Log groups per page of DescribeLogGroups. */
  readonly groupsPerPage?: number;
  readonly roles?: readonly WorldRole[];
  /** Policies of a role per page. */
  readonly policiesPerPage?: number;
  /** Managed policies: ARN → document as IAM answers it. */
  readonly managed?: Readonly<Record<string, string>>;
  readonly buckets?: readonly WorldBucket[];
  /** Keys that are there. Left out: every key that something names is there and in good order. */
  readonly keys?: readonly WorldKey[];
  /** Topics that are there. Left out: every topic that a trail names. */
  readonly topics?: readonly WorldTopic[];
  /** Other accounts that this run can enter, in the order in which they are asked for a bucket. Default: the archive. */
  readonly readable?: readonly string[];
  /** Left out: the account is judged alone. */
  readonly organization?: WorldOrganization;
  /**
   * `service:Operation`, then optionally a Region (or `*`), then optionally the name of what was asked about (trail,
   * bucket, policy), the account that was asked, or `page N`: `cloudtrail:GetTrailStatus eu-west-1 main`. The most exact
   * key wins.
   */
  readonly faults?: Readonly<Record<string, Fault>>;
  readonly policy?: Partial<Policy>;
}

export const TWO_REGIONS = { 'us-east-1': 'ENABLED_BY_DEFAULT', 'eu-west-1': 'ENABLED_BY_DEFAULT' } as const;

export const THREE_REGIONS = { ...TWO_REGIONS, 'ap-south-1': 'ENABLED_BY_DEFAULT' } as const;

/** What every ordinary trail names. */
export const GROUP = 'CloudTrail/logs';
export const ROLE = 'CloudTrailToLogs';
export const LOG_BUCKET = 'the-logs';
export const TOPIC = 'log-files';
export const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
export const ORGANIZATION = 'o-exampleorgid';

export function accountOf(world: World): string {
  return world.account ?? ACCOUNT;
}

export function partitionOf(world: World): string {
  return world.partition ?? 'aws';
}

export function homeOf(trail: WorldTrail): string {
  return trail.home ?? 'us-east-1';
}

export function trailArn(world: World, trail: WorldTrail): string {
  return `arn:${partitionOf(world)}:cloudtrail:${homeOf(trail)}:${trail.owner ?? accountOf(world)}:trail/${trail.name}`;
}

export function storeArn(world: World, { id, home = 'us-east-1', owner = accountOf(world) }: WorldStore): string {
  return `arn:${partitionOf(world)}:cloudtrail:${home}:${owner}:eventdatastore/${id}`;
}

/** An ordinary trail. */
export function trail(more: Partial<WorldTrail> = {}): WorldTrail {
  return { name: 'main', ...more };
}

/** A trail that records its home Region only. */
export function singleRegion(more: Partial<WorldTrail> = {}): WorldTrail {
  return { name: 'single', ...more, fields: { IsMultiRegionTrail: false, ...more.fields } };
}

/** An organization trail of the management account, as a member sees it. */
export function organizationTrail(more: Partial<WorldTrail> = {}): WorldTrail {
  return { name: 'org', owner: MANAGEMENT, ...more, fields: { IsOrganizationTrail: true, ...more.fields } };
}

export function basic(...selectors: readonly JsonObject[]): JsonObject {
  return { EventSelectors: selectors };
}

/** Advanced selectors from field selectors: `advanced([field('eventCategory', { Equals: ['Management'] })])`. */
export function advanced(...selectors: readonly (readonly JsonObject[])[]): JsonObject {
  return { AdvancedEventSelectors: selectors.map((fields) => ({ Name: 'a name', FieldSelectors: fields })) };
}

export function field(name: string, operators: JsonObject): JsonObject {
  return { Field: name, ...operators };
}

export const MANAGEMENT_EVENTS = field('eventCategory', { Equals: ['Management'] });
