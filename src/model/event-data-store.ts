import type { Read } from './read.ts';
import type { Key } from './storage.ts';

/** An event data store of CloudTrail Lake; copies in other Regions are merged by ARN. Null means "not configured". */
export interface EventDataStore {
  readonly arn: string;
  readonly name: string | null;
  /** The account that its ARN names. */
  readonly owner: string;
  readonly homeRegion: string;
  /** Regions of this account whose list shows it; sorted. */
  readonly listedIn: readonly string[];
  /** CREATED, ENABLED, PENDING_DELETION, STARTING_INGESTION, STOPPING_INGESTION, STOPPED_INGESTION. */
  readonly status: Read<string>;
  /** null: encrypted with a key that AWS owns. */
  readonly kmsKey: Read<string | null>;
  /** That key; null where none is named. Its own value null: there is no such key. */
  readonly key: Read<Key | null> | null;
  readonly multiRegion: Read<boolean>;
  readonly organization: Read<boolean>;
  readonly retentionDays: Read<number | null>;
  readonly terminationProtection: Read<boolean>;
}

/** What one account shows of CloudTrail Lake. */
export interface EventDataStores {
  /** By Region: ARNs of the stores that its list shows. */
  readonly lists: Readonly<Record<string, Read<readonly string[]>>>;
  /** Every store that the account sees; sorted by ARN. */
  readonly stores: readonly EventDataStore[];
}
