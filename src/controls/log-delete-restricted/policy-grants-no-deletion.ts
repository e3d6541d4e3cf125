import type { Grant } from '../../iam/index.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { placeOf } from '../../model/conditions/statements.ts';
import type { Trail } from '../../model/facts.ts';
import type { Bucket, PolicyText } from '../../model/storage.ts';
import type { Condition, Reason } from '../../model/verdict.ts';
import { logSamples } from './log-samples.ts';
import { type Asking, judgePolicy } from './policy-grants.ts';
import { OVERWRITING, SENSITIVE_ACTIONS } from './sensitive-actions.ts';
import { splitPolicy } from './split-policy.ts';
import { type Setting, standing } from './standing-grants.ts';

const ID = 'policy-grants-no-deletion';
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

export function policyGrantsNoDeletion(bucket: Bucket, trails: readonly Trail[], setting: Setting): Condition {
  const { arn, name, policy } = bucket;
  if (!policy.known) return unknownBecause(ID, arn, policy.failure, policy.source);
  if (policy.value === null) return decided(ID, arn, 'yes', [], [policy.source]);
  const named = `policy of bucket ${name}`;
  const askings = (grant: Grant) => askingsOf(grant, bucket, trails);
  const { holds, observed, reasons } = judgePolicy(policy.value, { policy: named }, askings, setting);
  const notes = overwriting(policy.value, named, bucket, trails, setting);
  return decided(ID, arn, holds, observed, [policy.source], [...reasons, ...notes]);
}

function askingsOf(grant: Grant, { arn }: Bucket, trails: readonly Trail[]): readonly Asking[] {
  const samples = logSamples(grant, arn, trails);
  const resources = samples.flatMap(({ resource, hangsOn }) => (hangsOn === null ? [resource] : []));
  const open = samples.filter(({ hangsOn }) => hangsOn !== null);
  const [first] = open.flatMap(({ hangsOn }) => hangsOn ?? []);
  const perhaps =
    first === undefined ? null : { resources: open.map(({ resource }) => resource), failure: first.failure };
  return SENSITIVE_ACTIONS.flatMap(({ action, on }): readonly Asking[] => {
    if (on === 'key') return [];
    return on === 'bucket' ? [{ action, resources: [arn], open: null }] : [{ action, resources, open: perhaps }];
  });
}

/** Who else may write where log files lie. Noted: versions and locks keep what was there. */
function overwriting(
  text: PolicyText,
  policy: string,
  { arn }: Bucket,
  trails: readonly Trail[],
  setting: Setting,
): readonly Reason[] {
  const split = splitPolicy(text);
  if (split === null) return [];
  return split.grants.flatMap((grant) => {
    if (grant.covers(OVERWRITING) !== 'yes' || grant.problems.length > 0) return [];
    const resources = logSamples(grant, arn, trails).map(({ resource }) => resource);
    const { principals } = standing(split, grant, { action: OVERWRITING, resources }, setting);
    const others = principals.filter((name) => name !== CLOUDTRAIL);
    if (others.length === 0) return [];
    return [reason('grant.overwrites', { policy, place: placeOf(grant.statement), principals: others })];
  });
}
