import { ownTrails } from '../model/conditions/buckets.ts';
import type { Trail } from '../model/facts.ts';
import type { Policy } from '../model/policy.ts';
import { orNull } from '../model/read.ts';
import type { Result } from '../model/result.ts';
import type { Condition, Holds } from '../model/verdict.ts';
import { bucketFacts, keyFacts, logGroupFacts, topicFacts, trailFacts } from './path-facts.ts';
import type { Judged } from './tally.ts';

/** Controls whose conditions are the links of the path, and those that protect what it leads to. */
export const PATH_CONTROLS = [
  'cloudwatch-logs-integration',
  'log-archive-separate',
  'log-bucket-access-logging',
  'log-bucket-not-public',
  'log-bucket-protected',
  'log-bucket-writable',
  'log-delete-restricted',
  'log-key-usable',
  'log-notification',
  'trail-delivery',
] as const;

export type LinkState = 'ok' | 'broken' | 'unknown' | 'none';

/** One thing on the path and everything that was asked about the way to it. */
export interface Link {
  readonly kind: 'bucket' | 'key' | 'role' | 'log-group' | 'topic';
  /** ARN or name; null where the trail names none, or where it could not be read. */
  readonly resource: string | null;
  /** `none`: the trail names none; that is no broken link by itself. */
  readonly state: LinkState;
  readonly conditions: readonly Condition[];
  /** What is worth knowing of it and decides nothing. */
  readonly facts: readonly string[];
}

/** A trail with its links; `bucketResults` are the verdicts about the bucket itself. */
export interface Path {
  readonly trail: Trail;
  readonly state: LinkState;
  /** Whether it records at all, and when it last delivered. */
  readonly facts: readonly string[];
  readonly links: readonly Link[];
  readonly bucketResults: readonly Result[];
}

/** Collects accounts as they are judged; a bucket's results may come with another account than the trail. */
export class PathBook {
  readonly #policy: Policy;
  readonly #trails: Trail[] = [];
  #listed = true;
  readonly #byResource = new Map<string, Result[]>();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  add({ account, results }: Judged): void {
    if (account !== null) {
      this.#trails.push(...ownTrails({ account, policy: this.#policy }));
      const lists = Object.values(account.lists);
      if (lists.some(({ known }) => !known) || (lists.length > 0 && !account.regionList.known)) this.#listed = false;
    }
    for (const result of results) {
      const list = this.#byResource.get(result.resource) ?? [];
      list.push(result);
      this.#byResource.set(result.resource, list);
    }
  }

  /** Paths of the trails that `what` names (ARN, name or account), of all for null; sorted by ARN. */
  paths(what: string | null): readonly Path[] {
    return this.#trails
      .filter(({ arn, name, owner }) => what === null || [arn, name, owner].includes(what))
      .sort((a, b) => (a.arn < b.arn ? -1 : 1))
      .map((trail) => this.#pathOf(trail));
  }

  /** Whether every list of trails was read; a Region that was not may hide a trail. */
  get listed(): boolean {
    return this.#listed;
  }

  /** What could be named. */
  names(): readonly string[] {
    return [...new Set(this.#trails.map(({ name }) => name))].sort();
  }

  #pathOf(trail: Trail): Path {
    const ofTrail = this.#byResource.get(trail.arn) ?? [];
    const conditions = (control: string, ids?: readonly string[]): readonly Condition[] => {
      const shown = ofTrail.find((result) => result.control === control)?.shown?.conditions ?? [];
      return ids === undefined ? shown : shown.filter(({ id }) => ids.includes(id));
    };
    const logs = (...ids: string[]): readonly Condition[] => conditions('cloudwatch-logs-integration', ids);
    const { config, bucket, key } = trail;
    const stored = bucket.known ? bucket.value : null;
    const links = [
      link(
        'bucket',
        stored?.arn ?? orNull(config.bucket),
        [...conditions('log-bucket-writable'), ...conditions('trail-delivery', ['no-s3-error', 'no-digest-error'])],
        bucketFacts(trail),
      ),
      link('key', keyName(trail), key === null ? [] : conditions('log-key-usable'), keyFacts(trail)),
      link('role', orNull(config.role), logs('role-set', 'role-exists', 'role-trusts-cloudtrail'), []),
      link(
        'log-group',
        orNull(config.logGroup),
        logs('log-group-set', 'log-group-exists', 'role-may-write', 'delivered-recently', 'no-delivery-error'),
        logGroupFacts(trail),
      ),
      link('topic', orNull(config.snsTopic), conditions('log-notification'), topicFacts(trail)),
    ];
    const bucketResults = stored === null ? [] : (this.#byResource.get(stored.arn) ?? []);
    const separate = ofTrail.filter(({ control }) => control === 'log-archive-separate');
    return {
      trail,
      facts: trailFacts(trail),
      links,
      state: worst(links.map(({ state }) => state)),
      bucketResults: [...bucketResults, ...separate],
    };
  }
}

function keyName({ config, key }: Trail): string | null {
  if (key?.known && key.value !== null) return key.value.arn;
  return orNull(config.kmsKey);
}

function link(
  kind: Link['kind'],
  resource: string | null,
  conditions: readonly Condition[],
  facts: readonly string[],
): Link {
  return { kind, resource, conditions, facts, state: stateOf(resource, conditions) };
}

function stateOf(resource: string | null, conditions: readonly Condition[]): LinkState {
  const holds = new Set<Holds>(conditions.map((condition) => condition.holds));
  if (resource === null && !holds.has('unknown')) return 'none';
  if (holds.has('no')) return 'broken';
  return holds.has('unknown') || holds.size === 0 ? 'unknown' : 'ok';
}

function worst(states: readonly LinkState[]): LinkState {
  return (['broken', 'unknown', 'ok'] as const).find((state) => states.includes(state)) ?? 'none';
}
