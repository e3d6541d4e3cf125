import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import type { Bucket } from '../../model/storage.ts';
import type { Condition } from '../../model/verdict.ts';

const ID = 'acl-grants-no-writing';
const WRITING = new Set(['WRITE', 'WRITE_ACP', 'FULL_CONTROL']);

/** S3's own group for delivering access logs: it writes, and deletes nothing (S3 user guide, ACL overview). */
const LOG_DELIVERY = /\/groups\/s3\/LogDelivery$/;

export function aclGrantsNoWriting({ arn, name, acl, ownership }: Bucket): Condition {
  // With this setting lists stay readable, but grant nothing (S3 user guide, Object Ownership).
  if (ownership.known && ownership.value === 'BucketOwnerEnforced') {
    return decided(ID, arn, 'yes', ownership.value, [ownership.source]);
  }
  if (!acl.known) return unknownBecause(ID, arn, acl.failure, acl.source);
  const writing = acl.value.filter(({ permission, toOwner }) => WRITING.has(permission) && !toOwner);
  const counted = writing.filter(({ group }) => !LOG_DELIVERY.test(group ?? ''));
  if (counted.length > 0 && !ownership.known) {
    return unknownBecause(ID, arn, ownership.failure, ownership.source);
  }
  const observed = writing.map(({ group, canonicalId, permission }) => ({ group, canonicalId, permission }));
  const reasons = writing.map((grant) => {
    const { group, canonicalId, permission } = grant;
    const params = { bucket: name, permission, grantee: group ?? `canonical user ${canonicalId ?? 'without id'}` };
    return reason(counted.includes(grant) ? 'acl.writing' : 'acl.log-delivery', params);
  });
  const sources = [acl, ownership].flatMap((read) => (read.known ? [read.source] : []));
  return decided(ID, arn, counted.length > 0 ? 'no' : 'yes', observed, sources, reasons);
}
