import { ownTrails } from '../model/conditions/buckets.ts';
import type { ControlContext } from '../model/control.ts';
import type { Trail } from '../model/facts.ts';

/** Collects, account by account, which trails deliver to which bucket: a bucket is judged when all of them are known. */
export class BucketBook {
  readonly #byBucket = new Map<string, Trail[]>();

  add(context: Pick<ControlContext, 'account' | 'policy'>): void {
    for (const trail of ownTrails(context)) {
      // A bucket whose name was not read is nobody else's.
      const key = trail.config.bucket.known ? trail.config.bucket.value : trail.arn;
      const trails = this.#byBucket.get(key) ?? [];
      trails.push(trail);
      this.#byBucket.set(key, trails);
    }
  }

  /** The trails of each bucket, in the order of the buckets' names. */
  all(): readonly (readonly Trail[])[] {
    return [...this.#byBucket].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, trails]) => trails);
  }
}
