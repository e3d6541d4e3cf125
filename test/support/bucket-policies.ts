import { logBucketWritable } from '../../src/controls/log-bucket-writable/control.ts';
import type { OrganizationFacts } from '../../src/model/facts.ts';
import type { Bucket } from '../../src/model/storage.ts';
import { BUCKET_ARN, bucketWith, DELIVERY, is, judgeStorage, policyText, type Statement } from './buckets.ts';
import { deliveringTrail, says } from './delivery.ts';

/** The two statements that CloudTrail needs in the policy of a bucket. */
export const [ACL_CHECK, WRITE] = DELIVERY as readonly [Statement, Statement];
const OBJECTS = `${BUCKET_ARN}/*`;

export function bucketPolicy(...statements: readonly Statement[]): Bucket['policy'] {
  return is({ name: 'bucket policy', text: policyText(statements) });
}

/** A Deny for everything in the ordinary bucket, with more to it. */
export function deny(more: Statement): Statement {
  return { Sid: 'Guard', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET_ARN, OBJECTS], ...more };
}

/** What log-bucket-writable says of a trail to such a bucket. */
export function judgeWritable(
  bucket: Partial<Bucket>,
  trail: Parameters<typeof deliveringTrail>[0] = {},
  organization?: OrganizationFacts,
) {
  const read = is(bucketWith(bucket), 's3:HeadBucket');
  const setting = organization === undefined ? {} : { organization };
  return judgeStorage(logBucketWritable, [deliveringTrail({ bucket: read, ...trail })], setting);
}

/** What the two conditions about permissions say, with the reasons of each. */
export function saysBoth(judged: ReturnType<typeof judgeStorage>): string {
  return ['may-check-acl', 'may-write'].map((id) => says(judged, id)).join(' | ');
}
