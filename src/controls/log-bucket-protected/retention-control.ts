import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import type { Bucket } from '../../model/storage.ts';
import type { Condition, Holds, Reason } from '../../model/verdict.ts';

const ID = 'retention-control';

/** Object Lock with a default retention that is long enough, or else MFA delete (S3 user guide, Object Lock, MFA delete). */
export function retentionControl(bucket: Bucket, retentionDays: number): Condition {
  const { arn, name, objectLock, versioning } = bucket;
  const lock = objectLock.known ? lockHolds(objectLock.value, name, retentionDays) : null;
  if (lock?.holds === 'yes') {
    return decided(ID, arn, 'yes', lockValue(objectLock), [objectLock.source], lock.reasons);
  }
  // Where versioning is suspended, what is written or deleted has no version that MFA delete could keep.
  if (versioning.known && versioning.value.mfaDelete && versioning.value.status === 'Enabled') {
    const why = [reason('bucket.mfa-delete', { bucket: name })];
    return decided(ID, arn, 'yes', { mfaDelete: true }, [versioning.source], why);
  }
  if (!objectLock.known) return unknownBecause(ID, arn, objectLock.failure, objectLock.source);
  if (!versioning.known) return unknownBecause(ID, arn, versioning.failure, versioning.source);
  const sources = [objectLock.source, versioning.source];
  return decided(ID, arn, lock?.holds ?? 'unknown', lockValue(objectLock), sources, lock?.reasons ?? []);
}

function lockHolds(
  lock: { readonly mode: string | null; readonly days: number | null } | null,
  bucket: string,
  retentionDays: number,
): { readonly holds: Holds; readonly reasons: readonly Reason[] } {
  if (lock === null) {
    return { holds: 'no', reasons: [reason('bucket.no-retention-control', { bucket, retentionDays })] };
  }
  const { mode, days } = lock;
  if (mode === null || days === null) {
    return { holds: 'no', reasons: [reason('lock.no-default', { bucket, retentionDays })] };
  }
  if (days < retentionDays) {
    return { holds: 'no', reasons: [reason('lock.too-short', { bucket, days, retentionDays })] };
  }
  if (mode === 'COMPLIANCE') return { holds: 'yes', reasons: [] };
  if (mode === 'GOVERNANCE') return { holds: 'yes', reasons: [reason('lock.governance', { bucket })] };
  return { holds: 'unknown', reasons: [reason('lock.mode-unknown', { bucket, mode })] };
}

function lockValue(lock: Bucket['objectLock']): { mode: string | null; days: number | null } | null {
  return lock.known && lock.value !== null ? { mode: lock.value.mode, days: lock.value.days } : null;
}
