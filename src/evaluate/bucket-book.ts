import { ownTrails } from '../model/conditions/buckets.ts';
import { reason } from '../model/conditions/condition.ts';
import type { ControlContext } from '../model/control.ts';
import type { Trail } from '../model/facts.ts';
import type { Reason } from '../model/verdict.ts';

/** Collects, account by account, which trails deliver to which bucket: a bucket is judged when all of them are known. */
export class BucketBook {
  readonly #byBucket = new Map<string, Trail[]>();
  readonly #idle = new Map<string, Reason>();

  add(context: Pick<ControlContext, 'account' | 'policy'>): void {
    const { account } = context;
    const own = ownTrails(context);
    const buckets = new Set(own.flatMap(({ config }) => (config.bucket.known ? config.bucket.value : [])));
    if (Object.values(account.lists).every((list) => list.known) && account.regionList.known) {
      this.#idle.set(
        account.id,
        buckets.size > 0
          ? reason('account.bucket-elsewhere', { account: account.id, buckets: [...buckets].sort() })
          : reason('account.no-own-trail', { account: account.id }),
      );
    }
    for (const trail of own) {
      // A bucket whose name was not read is nobody else's.
      const key = trail.config.bucket.known ? trail.config.bucket.value : trail.arn;
      const trails = this.#byBucket.get(key) ?? [];
      trails.push(trail);
      this.#byBucket.set(key, trails);
    }
  }

  /** Accounts whose every list was read, and why none of the buckets would be filed under them. */
  idle(): ReadonlyMap<string, Reason> {
    return this.#idle;
  }

  /** The trails of each bucket, in the order of the buckets' names. */
  all(): readonly (readonly Trail[])[] {
    return [...this.#byBucket].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, trails]) => trails);
  }
}
