import { coveredActions, type Grant, parsePolicy } from '../../iam/index.ts';
import { readReason, reason } from '../../model/conditions/condition.ts';
import { placeOf } from '../../model/conditions/statements.ts';
import type { Json } from '../../model/json.ts';
import type { Failure } from '../../model/read.ts';
import type { PolicyText } from '../../model/storage.ts';
import type { Holds, Reason } from '../../model/verdict.ts';
import { type SplitPolicy, splitPolicy } from './split-policy.ts';
import { type Setting, type Standing, standing } from './standing-grants.ts';

/** What a policy grants to people who should not have it. */
export interface Judged {
  readonly holds: Holds;
  readonly observed: readonly Json[];
  readonly reasons: readonly Reason[];
}

/** What a grant is asked for. `open`: resources of which it is not known whether log files lie there. */
export interface Asking {
  readonly action: string;
  readonly resources: readonly string[];
  readonly open: { readonly resources: readonly string[]; readonly failure: Failure } | null;
}

/** Of whose policy it is, in words: `policy of bucket NAME`. */
export interface Named {
  readonly policy: string;
}

export const NOTHING: Judged = { holds: 'yes', observed: [], reasons: [] };

/** Every grant of the policy that leaves one of the actions to somebody outside the security roles. */
export function judgePolicy(
  text: PolicyText,
  { policy }: Named,
  askings: (grant: Grant) => readonly Asking[],
  setting: Setting,
): Judged {
  const split = splitPolicy(text);
  if (split === null) {
    const [problem] = parsePolicy(text, 'resource').problems;
    const { message = 'it is longer than AWS lets a policy be', line = 1, column = 1 } = problem ?? {};
    const why = reason('grant.not-understood', { policy, place: `line ${line}, column ${column}`, problem: message });
    return { holds: 'unknown', observed: [], reasons: [why] };
  }
  return together(split.grants.map((grant) => judgeGrant(split, grant, policy, askings(grant), setting)));
}

/** One judgement over many: reasons of what decided come first, notes last. */
export function together(parts: readonly Judged[]): Judged {
  const holds = (['no', 'unknown'] as const).find((one) => parts.some((part) => part.holds === one)) ?? 'yes';
  const ordered = [...parts.filter((part) => part.holds === holds), ...parts.filter((part) => part.holds !== holds)];
  return {
    holds,
    observed: parts.flatMap(({ observed }) => observed),
    reasons: ordered.flatMap(({ reasons }) => reasons),
  };
}

function judgeGrant(
  split: SplitPolicy,
  grant: Grant,
  policy: string,
  askings: readonly Asking[],
  setting: Setting,
): Judged {
  const covered = coveredActions(
    grant,
    askings.map(({ action }) => action),
  );
  if (covered.length === 0) return NOTHING;
  const place = placeOf(grant.statement);
  const [problem] = grant.problems;
  if (problem !== undefined) {
    const why = reason('grant.not-understood', { policy, place, problem: problem.message });
    return { holds: 'unknown', observed: [], reasons: [why] };
  }
  const asked = askings.filter(({ action }) => covered.includes(action));
  const certain = asked.map(({ action, resources }) => standing(split, grant, { action, resources }, setting));
  return together([
    granted(certain, policy, place, grant),
    inDoubt(certain, policy, place),
    ...asked.flatMap(({ action, open }, at) => {
      if (open === null || certain[at]?.stands !== 'no') return [];
      const perhaps = standing(split, grant, { action, resources: open.resources }, setting);
      if (perhaps.stands === 'no') return [];
      const params = { policy, place, actions: [action], principals: perhaps.principals };
      const reasons = [reason('grant.prefix-unread', params), readReason(open.failure)];
      return [{ holds: 'unknown', observed: [], reasons } as const];
    }),
    delegation(covered, policy, place, grant, setting),
  ]);
}

function granted(all: readonly Standing[], policy: string, place: string, grant: Grant): Judged {
  const standing = all.filter(({ stands }) => stands === 'yes');
  if (standing.length === 0) return NOTHING;
  const actions = standing.map(({ action }) => action);
  const principals = namesIn(standing);
  const keys = [...new Set(grant.conditions.map(({ key }) => key))].sort();
  const params = { policy, place, actions, principals };
  return {
    holds: 'no',
    observed: [{ statement: grant.statement.index, actions, principals, conditions: keys }],
    reasons: [keys.length === 0 ? reason('grant.broad', params) : reason('grant.conditional', { ...params, keys })],
  };
}

function inDoubt(all: readonly Standing[], policy: string, place: string): Judged {
  const doubtful = all.filter(({ stands }) => stands === 'unknown');
  if (doubtful.length === 0) return NOTHING;
  const why = reason('grant.deny-unknown', {
    ...{ policy, place, actions: doubtful.map(({ action }) => action), principals: namesIn(doubtful) },
    keys: [...new Set(doubtful.flatMap(({ hangsOn }) => hangsOn))].sort(),
  });
  return { holds: 'unknown', observed: [], reasons: [why] };
}

/** Principals of the owner's account are looked at where identity policies are read; here it is only noted. */
function delegation(actions: readonly string[], policy: string, place: string, grant: Grant, setting: Setting): Judged {
  const { owner } = setting;
  if (!grant.principals.some((pattern) => pattern.kind === 'account' && pattern.account === owner)) return NOTHING;
  return { ...NOTHING, reasons: [reason('grant.delegates', { policy, place, actions: [...actions], owner })] };
}

function namesIn(all: readonly Standing[]): readonly string[] {
  const names = [...new Set(all.flatMap(({ principals }) => principals))];
  return names.includes('*') ? ['*'] : names;
}
