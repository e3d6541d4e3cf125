import type { Fix } from '../change.ts';
import type { Failing } from '../control.ts';
import { bucketChange } from './delivery.ts';
import { byHand, changes, place, together } from './fix.ts';

/**
 * The four settings of Block Public Access close a bucket at once, whatever policy and list say; the statements themselves
 * are for a person to take out, since somebody may rely on them.
 */
export function fixPublic({ bucket, broken }: Failing): Fix {
  if (bucket === null) return changes();
  const at = { ...place(bucket.owner, bucket.region, bucket.arn), bucket: bucket.name };
  return together([
    bucketChange('block-public-access')(bucket),
    ...(broken.has('acl-not-public') ? [changes({ kind: 'close-acl', ...at })] : []),
    ...(broken.has('policy-not-public') ? [byHand('fix.public-statements-by-hand', { bucket: bucket.name })] : []),
  ]);
}

/** Versioning can be switched on; a lock cannot be switched off again, and lifecycle rules are other people's decisions. */
export function fixUnprotected({ bucket, broken }: Failing): Fix {
  if (bucket === null) return changes();
  return together([
    ...(broken.has('versioning-on') ? [bucketChange('version-bucket')(bucket)] : []),
    ...(broken.has('retention-control') ? [byHand('fix.lock-by-hand', { bucket: bucket.name })] : []),
    ...(broken.has('kept-long-enough') ? [byHand('fix.lifecycle-by-hand', { bucket: bucket.name })] : []),
  ]);
}
