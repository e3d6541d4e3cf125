import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import type { Trail } from '../../model/facts.ts';
import type { Read } from '../../model/read.ts';
import type { Key } from '../../model/storage.ts';
import type { Condition } from '../../model/verdict.ts';
import { type Judged, judgePolicy, together } from './policy-grants.ts';
import { SENSITIVE_ACTIONS } from './sensitive-actions.ts';
import type { Setting } from './standing-grants.ts';

const ID = 'key-grants-no-destruction';
const ACTIONS = SENSITIVE_ACTIONS.filter(({ on }) => on === 'key').map(({ action }) => action);

/** The keys that encrypt what the trails deliver: log files without their key are as good as deleted. */
export function keyGrantsNoDestruction(
  bucketArn: string,
  trails: readonly Trail[],
  setting: Omit<Setting, 'owner'>,
): Condition {
  const reads = trails.flatMap(({ key }) => key ?? []);
  const unread = reads.find((read) => !read.known || isUnreadPolicy(read.value));
  const keys = new Map(reads.flatMap((read) => (read.known && read.value !== null ? [[read.value.arn, read]] : [])));
  const judged = [...keys.values()].map((read) => judgeKey(read, setting));
  const { holds, observed, reasons } = together(judged);
  const sources = reads.map(({ source }) => source);
  if (holds !== 'no' && unread !== undefined) {
    const failed = unread.known ? unread.value?.policy : unread;
    if (failed?.known === false) return unknownBecause(ID, bucketArn, failed.failure, failed.source);
  }
  if (reads.length === 0) return decided(ID, bucketArn, 'yes', null, []);
  return decided(ID, bucketArn, holds, observed, sources, reasons);
}

function isUnreadPolicy(key: Key | null): boolean {
  return key !== null && key.manager === 'CUSTOMER' && !key.policy.known;
}

function judgeKey(read: Read<Key | null>, setting: Omit<Setting, 'owner'>): Judged {
  const nothing: Judged = { holds: 'yes', observed: [], reasons: [] };
  if (!read.known || read.value === null) return nothing;
  const { arn, account, manager, policy } = read.value;
  // Nobody can disable or delete a key that AWS manages (KMS developer guide, AWS managed keys).
  if (manager === 'AWS') return { ...nothing, reasons: [reason('key.managed-by-aws', { key: arn })] };
  if (!policy.known) return nothing;
  const askings = ACTIONS.map((action) => ({ action, resources: [arn], open: null }));
  return judgePolicy(policy.value, { policy: `policy of key ${arn}` }, () => askings, { ...setting, owner: account });
}
