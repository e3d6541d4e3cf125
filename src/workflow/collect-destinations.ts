import type { Access } from '../collect/access.ts';
import { headBucket, readAccountBlock, readBucket } from '../collect/buckets.ts';
import {
  describeLogGroup,
  getRole,
  readActivity,
  readManagedPolicy,
  readRolePolicies,
} from '../collect/destinations.ts';
import { readGuardrails } from '../collect/guardrails.ts';
import { readKey, readTopic } from '../collect/keys.ts';
import type { Reader } from '../collect/reader.ts';
import { getInsightSelectors } from '../collect/trails.ts';
import { dig, iamResult, xmlAnswer } from '../facts/answer.ts';
import { type BucketPlace, bucketOf, bucketPlaceOf, regionNamed } from '../facts/buckets.ts';
import type { CaptureIndex } from '../facts/capture-index.ts';
import { defaultKeyPlace, trailKeyPlace } from '../facts/destinations.ts';
import type { OrganizationView } from '../facts/guardrails.ts';
import { logGroupOf } from '../facts/log-groups.ts';
import {
  type ArnPlace,
  keyPlace,
  type LogGroupPlace,
  logGroupPlace,
  type RolePlace,
  rolePlace,
  topicPlace,
} from '../facts/places.ts';
import { boundaryArn } from '../facts/roles.ts';
import { globalRegion } from '../facts/shipped-regions.ts';
import { topicKeyName } from '../facts/topics.ts';
import type { Capture } from '../model/capture.ts';
import type { EventDataStore } from '../model/event-data-store.ts';
import type { FactKey } from '../model/fact-keys.ts';
import { type Account, isOrganizationTrail, type Trail } from '../model/facts.ts';
import type { Read } from '../model/read.ts';
import type { BucketOwners } from './bucket-owners.ts';

export interface DestinationOptions {
  readonly reader: Reader;
  readonly access: Access;
  readonly needs: ReadonlySet<FactKey>;
  /** Accounts of the run that can be entered. */
  readonly mayEnter: ReadonlySet<string>;
  readonly organization: OrganizationView | null;
  /** Accounts that are asked for a bucket after the trail's own. */
  readonly bucketOwners: BucketOwners;
  readonly partition: string;
  /** Where the answers go. */
  readonly shared: CaptureIndex;
}

const AT_A_TIME = 32;

function inChunks(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / AT_A_TIME) }, (_, part) =>
    ids.slice(part * AT_A_TIME, (part + 1) * AT_A_TIME),
  );
}

/**
 * Reads where trails deliver to, in whichever account of the run it lies; each thing once in a run, however many trails
 * name it.
 */
export class DestinationReader {
  readonly #options: DestinationOptions;
  readonly #asked = new Map<string, Promise<readonly Capture[]>>();

  constructor(options: DestinationOptions) {
    this.#options = options;
  }

  /** Reads what the account's own trails name. */
  async read(account: Account): Promise<void> {
    const own = account.trails.filter(({ owner }) => owner === account.id);
    await Promise.all(own.map((trail) => this.#readTrail(trail)));
  }

  /** Reads the keys that event data stores of the account name. */
  async readKeysOf(stores: readonly EventDataStore[]): Promise<void> {
    const { partition } = this.#options;
    await Promise.all(
      stores.map(async ({ kmsKey, owner: account, homeRegion: region }) => {
        const named = kmsKey.known ? kmsKey.value : null;
        const place = named === null ? null : keyPlace(named, { account, region, partition });
        if (place !== null) await this.#askForKey(place);
      }),
    );
  }

  async #readTrail(trail: Trail): Promise<void> {
    const { config } = trail;
    const { needs, reader } = this.#options;
    const named = <P>(read: Read<string | null>, placeOf: (arn: string) => P | null): P | null =>
      read.known && read.value !== null ? placeOf(read.value) : null;
    const group = named(config.logGroup, logGroupPlace);
    const role = named(config.role, rolePlace);
    const topic = named(config.snsTopic, topicPlace);
    await Promise.all([
      group === null || !needs.has('log-group') ? null : this.#readGroup(group),
      role === null || !needs.has('role') ? null : this.#readRole(role),
      topic === null || !needs.has('topic') ? null : this.#readTopic(topic),
      this.#readStorage(trail),
      this.#readOrganization(trail),
      needs.has('insights')
        ? this.#once(`insights ${trail.arn}`, async () => [
            await getInsightSelectors(reader, trail.owner, trail.homeRegion, trail.arn),
          ])
        : null,
    ]);
  }

  /** Of a trail of an organization whose accounts nobody listed: at least which one it is. */
  async #readOrganization(trail: Trail): Promise<void> {
    const { organization, needs, reader, partition } = this.#options;
    if (organization !== null || !isOrganizationTrail(trail)) return;
    if (!needs.has('bucket') && !needs.has('role-policies')) return;
    const question = { account: trail.owner, region: globalRegion(partition), parameters: {} };
    await this.#once('organization', async () => [
      (await reader.ask('organizations:DescribeOrganization', question)).capture,
    ]);
  }

  async #readGroup(place: LogGroupPlace): Promise<void> {
    const { account, region, name } = place;
    const { reader, needs, shared, partition } = this.#options;
    if (!(await this.#enters(account))) return;
    await this.#once(`group ${account} ${region} ${name}`, () => describeLogGroup(reader, place));
    const group = logGroupOf(shared, place, partition);
    if (!group.known || group.value === null) return;
    const { kmsKey } = group.value;
    const key = kmsKey === null ? null : keyPlace(kmsKey, { account, region, partition });
    await Promise.all([
      needs.has('log-group-activity')
        ? this.#once(`activity ${account} ${region} ${name}`, () =>
            readActivity(reader, place, needs.has('newest-event')),
          )
        : null,
      key === null ? null : this.#readKey(key),
      this.#readGuardrails(account),
    ]);
  }

  async #readRole(place: RolePlace): Promise<void> {
    const { account, name } = place;
    const { reader, needs, partition } = this.#options;
    if (!(await this.#enters(account))) return;
    const global = globalRegion(partition);
    const wanted = needs.has('role-policies');
    const [[role]] = await Promise.all([
      this.#once(`role ${account} ${name}`, async () => [await getRole(reader, place, global)]),
      wanted ? this.#once(`role policies ${account} ${name}`, () => readRolePolicies(reader, place, global)) : null,
      this.#readGuardrails(account),
    ]);
    const answer = role === undefined ? null : xmlAnswer(role);
    const boundary = answer?.known ? boundaryArn(dig(iamResult(answer.value), 'Role')) : null;
    if (boundary !== null && wanted) {
      await this.#once(`policy ${account} ${boundary}`, () => readManagedPolicy(reader, boundary, account, global));
    }
  }

  async #readTopic(place: ArnPlace): Promise<void> {
    const { account, region, arn } = place;
    const { reader, partition } = this.#options;
    if (!(await this.#enters(account))) return;
    const [topic] = await this.#once(`topic ${arn}`, async () => [await readTopic(reader, place)]);
    const name = topic === undefined ? null : topicKeyName(xmlAnswer(topic));
    const key = name === null ? null : keyPlace(name, { account, region, partition });
    if (key !== null) await this.#readKey(key);
    await this.#readGuardrails(account);
  }

  /** The bucket, and the key that encrypts what is delivered: the trail's own, else the bucket's default. */
  async #readStorage(trail: Trail): Promise<void> {
    const { bucket, kmsKey } = trail.config;
    const named = kmsKey.known ? kmsKey.value : null;
    const key = named === null ? null : trailKeyPlace(named);
    await Promise.all([
      key === null ? null : this.#readKey(key),
      bucket.known && this.#options.needs.has('bucket') ? this.#readBucket(bucket.value, trail, named === null) : null,
    ]);
  }

  async #readBucket(name: string, { owner: account, homeRegion }: Trail, withDefaultKey: boolean): Promise<void> {
    const { reader, shared, partition } = this.#options;
    await this.#once(`owner of bucket ${name}`, () => this.#findBucket(name, account, homeRegion));
    const found = bucketPlaceOf(shared, name, account);
    const place = found.known ? found.value : null;
    if (place === null) return;
    const { owner, region } = place;
    await Promise.all([
      this.#once(`bucket ${name}`, () => readBucket(reader, place)),
      this.#once(`block ${owner} ${region}`, async () => [await readAccountBlock(reader, owner, region)]),
      this.#readGuardrails(owner),
    ]);
    const key = withDefaultKey ? defaultKeyPlace(bucketOf(shared, name, account, partition), partition) : null;
    if (key?.known && key.value !== null && key.value !== 'no-key') await this.#readKey(key.value);
  }

  /** Asks one account after the other whose the bucket is; those that are left when it is nobody's likely, many at a time. */
  async #findBucket(name: string, account: string, homeRegion: string): Promise<readonly Capture[]> {
    const { likely, others } = this.#options.bucketOwners;
    const first = [account, ...likely.filter((id) => id !== account)];
    const heads: Capture[] = [];
    let region = homeRegion;
    for (const group of [...first.map((id) => [id]), ...inChunks(others.filter((id) => id !== account))]) {
      const answers = (await Promise.all(group.map((owner) => this.#headBucket({ name, owner, region })))).flat();
      heads.push(...answers);
      region = answers.map(regionNamed).find((named) => named !== null) ?? region;
      // 200 by S3, which names the Region: found; 404: there is no such bucket anywhere.
      if (answers.some((one) => one.status === 404 || (one.status === 200 && regionNamed(one) !== null))) break;
    }
    return heads;
  }

  async #headBucket(place: BucketPlace): Promise<readonly Capture[]> {
    return (await this.#enters(place.owner)) ? headBucket(this.#options.reader, place) : [];
  }

  async #readKey(place: ArnPlace): Promise<void> {
    if (!this.#options.needs.has('key') || !(await this.#enters(place.account))) return;
    await Promise.all([this.#askForKey(place), this.#readGuardrails(place.account)]);
  }

  async #askForKey(place: ArnPlace): Promise<void> {
    const { needs, reader } = this.#options;
    if (!(await this.#enters(place.account))) return;
    await this.#once(`key ${place.arn}`, () => readKey(reader, place, needs.has('key')));
  }

  async #readGuardrails(account: string): Promise<void> {
    const { needs, reader, organization } = this.#options;
    if (!needs.has('guardrails') || organization === null) return;
    await readGuardrails(reader, organization, account, (key, work) => this.#once(key, work));
  }

  async #enters(account: string): Promise<boolean> {
    const { mayEnter, access } = this.#options;
    return mayEnter.has(account) && (await access.enter(account)) === null;
  }

  #once(key: string, work: () => Promise<readonly Capture[]>): Promise<readonly Capture[]> {
    const asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    const answer = work().then((captures) => {
      for (const capture of captures) this.#options.shared.add(capture);
      return captures;
    });
    this.#asked.set(key, answer);
    return answer;
  }
}
