import type { ControlContext, Subject } from '../control.ts';
import type { Trail } from '../facts.ts';
import type { Failure, Read, Source } from '../read.ts';
import type { Bucket } from '../storage.ts';
import type { Condition, Reason } from '../verdict.ts';
import { reason, unknownBecause } from './condition.ts';

/** The trails whose destinations an account answers for: its own, without those that the policy file excludes. */
export function ownTrails({ account, policy }: Pick<ControlContext, 'account' | 'policy'>): readonly Trail[] {
  return account.trails.filter(({ arn, owner }) => owner === account.id && !policy.excludedTrails.has(arn));
}

/**
 * One subject for each bucket that the account's own trails deliver to and that no account before it named: a bucket that
 * serves many accounts is judged once, and filed under its owner. Sorted by name.
 */
export function bucketSubjects(
  context: ControlContext,
  conditions: readonly string[],
  judge: (bucket: Bucket, trails: readonly Trail[]) => readonly Condition[],
): readonly Subject[] {
  const { account, bucketsJudged } = context;
  const byName = Map.groupBy(ownTrails(context), ({ config, arn }) =>
    config.bucket.known ? config.bucket.value : arn,
  );
  return [...byName]
    .filter(([name]) => !bucketsJudged.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, trails]): readonly Subject[] => {
      const [first] = trails;
      if (first === undefined) return [];
      const { config, bucket } = first;
      if (!config.bucket.known) return [unreadSubject(account.id, first.arn, conditions, config.bucket)];
      const arn = `arn:${account.partition}:s3:::${name}`;
      if (!bucket.known) return [unreadSubject(null, arn, conditions, bucket)];
      if (bucket.value === null) {
        const why = reason('bucket.missing', { bucket: name, trails: trails.map((trail) => trail.arn) });
        return [subjectOf(account.id, arn, unread(arn, conditions, missing(bucket.source), bucket.source), why)];
      }
      return [subjectOf(bucket.value.owner, arn, judge(bucket.value, trails))];
    });
}

function unreadSubject(
  account: string | null,
  resource: string,
  conditions: readonly string[],
  read: Read<unknown> & { readonly known: false },
): Subject {
  return subjectOf(account, resource, unread(resource, conditions, read.failure, read.source));
}

function unread(
  resource: string,
  conditions: readonly string[],
  failure: Failure,
  source: Source,
): readonly Condition[] {
  return conditions.map((id) => unknownBecause(id, resource, failure, source));
}

function subjectOf(
  account: string | null,
  resource: string,
  conditions: readonly Condition[],
  notApplicable?: Reason,
): Subject {
  return {
    account,
    region: null,
    resource,
    key: resource,
    candidates: [{ resource, region: null, conditions, via: null, doubts: [] }],
    none: null,
    ...(notApplicable === undefined ? {} : { notApplicable }),
  };
}

function missing({ call, account, region }: Source): Failure {
  return { kind: 'not-found', call, account, region, code: 'NoSuchBucket', message: null, permission: null };
}
