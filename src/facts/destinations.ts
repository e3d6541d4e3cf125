import type { Trail } from '../model/facts.ts';
import type { Operation } from '../model/operations.ts';
import { known, mapRead, noSource, notAsked, type Read, unread } from '../model/read.ts';
import type { Bucket, Guardrails, Key } from '../model/storage.ts';
import { bucketOf } from './buckets.ts';
import type { CaptureIndex } from './capture-index.ts';
import { guardrailsOf, type OrganizationView } from './guardrails.ts';
import { insightsOf } from './insights.ts';
import { keyOf } from './keys.ts';
import { logGroupOf } from './log-groups.ts';
import { organizationListing } from './organization.ts';
import { type ArnPlace, keyPlace, logGroupPlace, rolePlace, topicPlace } from './places.ts';
import { roleOf } from './roles.ts';
import { globalRegion } from './shipped-regions.ts';
import { topicOf } from './topics.ts';
import type { ListedTrail } from './trail-list.ts';

/** The part of a trail's facts that lies where it delivers to. */
export type Destinations = Pick<
  Trail,
  'logGroup' | 'role' | 'bucket' | 'key' | 'topic' | 'insights' | 'guardrails' | 'organizationId'
>;

export interface DestinationContext {
  readonly account: string;
  readonly partition: string;
  /** What was read of destinations, in whichever account of the run they lie. */
  readonly shared: CaptureIndex;
  /** null: the account is judged alone. */
  readonly organization: OrganizationView | null;
}

/** Group, role, bucket, key and topic that the trail names, each in the account and Region that its ARN says. */
export function destinationsOf(trail: ListedTrail, context: DestinationContext): Destinations {
  const { shared, partition } = context;
  const { logGroup: group, role: named, snsTopic } = trail.config;
  const logGroup = placed(group, logGroupPlace, context, 'logs:DescribeLogGroups', (place) =>
    logGroupOf(shared, place, partition),
  );
  const role = placed(named, rolePlace, context, 'iam:GetRole', (place) =>
    roleOf(shared, place, globalRegion(partition)),
  );
  const topic = placed(snsTopic, topicPlace, context, 'sns:GetTopicAttributes', (place) =>
    topicOf(shared, place, partition),
  );
  const bucket = bucketIn(trail, context);
  const key = keyIn(trail, bucket, context);
  const where = [
    accountOf(group, logGroupPlace),
    accountOf(named, rolePlace),
    accountOf(snsTopic, topicPlace),
    bucket.known ? bucket.value?.owner : undefined,
    key?.known ? key.value?.account : undefined,
  ];
  const guardrails = bound(where, context);
  return {
    ...{ logGroup, role, topic, bucket, key, guardrails },
    insights: insightsOf(trail, context),
    organizationId: organizationId(context),
  };
}

/** From the listing of the run; an account that is judged alone may have been asked by itself. */
function organizationId({ organization, shared, account, partition }: DestinationContext): Read<string | null> {
  return organization?.listing.id ?? organizationListing(shared, account, globalRegion(partition)).id;
}

function accountOf(
  named: Read<string | null>,
  placeOf: (arn: string) => { readonly account: string } | null,
): string | undefined {
  return named.known && named.value !== null ? placeOf(named.value)?.account : undefined;
}

/** What binds each of the accounts from above. */
function bound(accounts: readonly (string | undefined)[], context: DestinationContext): Trail['guardrails'] {
  const found = new Map<string, Read<Guardrails>>();
  for (const account of new Set(accounts)) {
    const above = account === undefined ? null : guardrailsOf(context.shared, context.organization, account);
    if (account !== undefined && above !== null) found.set(account, above);
  }
  return found;
}

/**
 * Something that the trail names by ARN; null where it names none. AWS accepts no other form, so whatever else stands
 * there names nothing. A thing in an account that this run does not read is out of scope.
 */
function placed<P extends { readonly account: string }, T>(
  named: Read<string | null>,
  placeOf: (arn: string) => P | null,
  { account }: DestinationContext,
  call: Operation,
  read: (place: P) => Read<T | null>,
): Read<T | null> | null {
  if (!named.known) return named;
  if (named.value === null) return null;
  const place = placeOf(named.value);
  if (place === null) return known(null, named.source);
  return outOfScope(read(place), place.account, account, call);
}

/** What was never asked although it lies elsewhere could not be: its account is not part of the run. */
export function outOfScope<T>(read: Read<T>, place: string, account: string, call: Operation): Read<T> {
  if (read.known || place === account || read.failure.kind !== 'not-asked' || read.failure.call !== call) return read;
  const { region } = read.failure;
  return unread({ ...notAsked(call, place, region), kind: 'out-of-scope' }, noSource(call, place, region));
}

function bucketIn({ config, owner }: ListedTrail, { shared, partition }: DestinationContext): Read<Bucket | null> {
  return config.bucket.known ? bucketOf(shared, config.bucket.value, owner, partition) : config.bucket;
}

/** The trail's own key; without one the customer key that the bucket encrypts with by default; null: neither. */
function keyIn(
  { config, owner }: ListedTrail,
  bucket: Read<Bucket | null>,
  { shared, partition }: DestinationContext,
): Read<Key | null> | null {
  const place = config.kmsKey.known && config.kmsKey.value === null ? defaultKeyPlace(bucket, partition) : named();
  if (!place.known) return place;
  if (place.value === null) return null;
  if (place.value === 'no-key') return known(null, place.source);
  return outOfScope(keyOf(shared, place.value), place.value.account, owner, 'kms:DescribeKey');

  function named(): Read<ArnPlace | 'no-key'> {
    return mapRead(config.kmsKey, (arn) => trailKeyPlace(arn ?? '') ?? 'no-key');
  }
}

/** Where the key lies that a trail names by its ARN; null where that is none. */
export function trailKeyPlace(arn: string): ArnPlace | null {
  return arn.startsWith('arn:') ? keyPlace(arn, { account: '', region: '', partition: '' }) : null;
}

/** The customer key that the bucket encrypts with by default; null: none; `no-key`: what is named there is none. */
export function defaultKeyPlace(bucket: Read<Bucket | null>, partition: string): Read<ArnPlace | 'no-key' | null> {
  if (!bucket.known) return bucket;
  if (bucket.value === null) return known(null, bucket.source);
  const { encryption, owner, region } = bucket.value;
  return mapRead(encryption, (value) => {
    const key = value?.kmsKey ?? null;
    return key === null ? null : (keyPlace(key, { account: owner, region, partition }) ?? 'no-key');
  });
}
