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
 * The account under which the result of a trail's bucket is filed: the bucket's owner, null where that is not known; the
 * trail's owner where the bucket is gone or its name was not read.
 */
function bucketAccount({ owner, config, bucket }: Trail): string | null {
  if (!config.bucket.known) return owner;
  if (!bucket.known) return null;
  return bucket.value?.owner ?? owner;
}

/**
 * One subject for each bucket of the run, with every trail that delivers to it: a bucket that serves many accounts is
 * judged once.
 */
export function bucketSubjects(
  { buckets }: ControlContext,
  conditions: readonly string[],
  judge: (bucket: Bucket, trails: readonly Trail[]) => readonly Condition[],
): readonly Subject[] {
  return buckets.flatMap((trails): readonly Subject[] => {
    const [first] = trails;
    if (first === undefined) return [];
    const { config, bucket } = first;
    const account = bucketAccount(first);
    if (!config.bucket.known) return [unreadSubject(account, first.arn, conditions, config.bucket)];
    const name = config.bucket.value;
    const arn = `arn:${first.arn.split(':')[1]}:s3:::${name}`;
    if (!bucket.known) return [unreadSubject(account, arn, conditions, bucket)];
    if (bucket.value === null) {
      const why = reason('bucket.missing', { bucket: name, trails: trails.map((trail) => trail.arn) });
      return [subjectOf(account, arn, unread(arn, conditions, missing(bucket.source), bucket.source), why)];
    }
    return [subjectOf(account, arn, judge(bucket.value, trails))];
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
