import { parseArn } from '../model/arn.ts';
import type { Capture } from '../model/capture.ts';
import type { EventDataStore, EventDataStores } from '../model/event-data-store.ts';
import { malformed } from '../model/failure.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { known, mapRead, type Read, unasked, unread } from '../model/read.ts';
import { brokenPages, isBoolean, isText, jsonAnswer, optional, required, sourceOf } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import { outOfScope } from './destinations.ts';
import { keyOf } from './keys.ts';
import { keyPlace } from './places.ts';

const LIST = 'cloudtrail:ListEventDataStores';
const GET = 'cloudtrail:GetEventDataStore';

interface StoreContext {
  readonly index: CaptureIndex;
  readonly account: string;
  readonly partition: string;
  /** Enabled Regions of the run. */
  readonly regions: readonly string[];
  /** What was read of keys, in whichever account they lie. */
  readonly shared: CaptureIndex;
}

/** Where an event data store has its home, taken from its ARN; null where the text is no such ARN. */
export interface StorePlace {
  readonly arn: string;
  readonly owner: string;
  readonly region: string;
}

function storePlace(arn: unknown): StorePlace | null {
  const parts = isText(arn) ? parseArn(arn) : null;
  if (parts?.service !== 'cloudtrail' || !/^\d{12}$/.test(parts.account)) return null;
  if (!parts.resource.startsWith('eventdatastore/') || parts.region === '') return null;
  return { arn: String(arn), owner: parts.account, region: parts.region };
}

/** The event data stores of one account, copies in other Regions merged by ARN; null where nobody asked for them. */
export function eventDataStoresOf(context: StoreContext): EventDataStores | null {
  const { index, account, regions } = context;
  if (index.ofCall(LIST, account).length === 0) return null;
  const lists: Record<string, Read<readonly string[]>> = {};
  const places = new Map<string, StorePlace>();
  const listedIn = new Map<string, string[]>();
  for (const region of regions) {
    const pages = index.pages(LIST, account, region, {});
    for (const place of placesIn(pages)) {
      places.set(place.arn, place);
      const shown = listedIn.get(place.arn) ?? [];
      listedIn.set(place.arn, [...new Set([...shown, region])]);
    }
    lists[region] = pages.length === 0 ? unasked(LIST, account, region) : listOf(pages);
  }
  const stores = [...places.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  return { lists, stores: stores.map((place) => storeOf(place, listedIn.get(place.arn) ?? [], context)) };
}

/** Whatever could be understood of a list, so that it is judged even where the list is not whole. */
export function placesIn(pages: readonly Capture[]): readonly StorePlace[] {
  return pages.flatMap((page) => {
    const answer = jsonAnswer(page);
    const list = answer.known ? answer.value['EventDataStores'] : null;
    const entries = Array.isArray(list) ? (list as unknown[]).filter(isObject) : [];
    return entries.map((entry) => storePlace(entry['EventDataStoreArn'])).filter((place) => place !== null);
  });
}

/** ARNs; unknown where a page or any entry of it could not be understood: an incomplete list is not a list. */
function listOf(pages: readonly Capture[]): Read<readonly string[]> {
  const [first] = pages;
  for (const page of pages) {
    const answer = jsonAnswer(page);
    if (!answer.known) return answer;
    const source = sourceOf(page, 'EventDataStores');
    const list = answer.value['EventDataStores'];
    if (!Array.isArray(list)) return unread(malformed(page, 'EventDataStores is missing'), source);
    if (placesIn([page]).length !== list.length) {
      return unread(malformed(page, 'EventDataStores holds an entry without the ARN of a store'), source);
    }
  }
  const broken = brokenPages(pages);
  if (first === undefined) throw new Error('a list without pages');
  const source = sourceOf(first, 'EventDataStores');
  if (broken !== null) return unread(broken, source);
  return known([...new Set(placesIn(pages).map(({ arn }) => arn))].sort(), source);
}

function storeOf(
  { arn, owner, region }: StorePlace,
  listedIn: readonly string[],
  context: StoreContext,
): EventDataStore {
  const { index, account, partition, shared } = context;
  const capture = index.one(GET, account, region, { EventDataStore: arn });
  const answer = capture === undefined ? unasked<JsonObject>(GET, account, region) : described(capture, arn);
  const field = <T>(read: (capture: Capture, body: JsonObject) => Read<T>): Read<T> =>
    answer.known && capture !== undefined ? read(capture, answer.value) : (answer as Read<never>);
  const flag = (name: string): Read<boolean> => field((one, body) => required(one, body, name, isBoolean));
  const kmsKey = field((one, body) => optional(one, body, 'KmsKeyId', isText));
  const place =
    kmsKey.known && kmsKey.value !== null ? keyPlace(kmsKey.value, { account: owner, region, partition }) : null;
  const name = field((one, body) => optional(one, body, 'Name', isText));
  return {
    arn,
    name: name.known ? name.value : null,
    owner,
    homeRegion: region,
    listedIn,
    status: field((one, body) => required(one, body, 'Status', isText)),
    kmsKey,
    key: keyNamed(),
    multiRegion: flag('MultiRegionEnabled'),
    organization: flag('OrganizationEnabled'),
    retentionDays: field((one, body) => optional(one, body, 'RetentionPeriod', isCount)),
    terminationProtection: flag('TerminationProtectionEnabled'),
  };

  function keyNamed(): EventDataStore['key'] {
    if (kmsKey.known && kmsKey.value === null) return null;
    // AWS answers with the name of a key and nothing else, so whatever else stands there names none.
    return place === null
      ? mapRead(kmsKey, () => null)
      : outOfScope(keyOf(shared, place), place.account, account, 'kms:DescribeKey');
  }
}

/** What AWS says of the store; an answer that does not name it says nothing, least of all that it has no key. */
function described(capture: Capture, arn: string): Read<JsonObject> {
  const answer = jsonAnswer(capture);
  if (!answer.known || answer.value['EventDataStoreArn'] === arn) return answer;
  return unread(malformed(capture, 'EventDataStoreArn is not the one that was asked for'), sourceOf(capture));
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
