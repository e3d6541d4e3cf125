import type { Control } from '../model/control.ts';
import type { Trail } from '../model/facts.ts';
import { orNull } from '../model/read.ts';
import type { Result } from '../model/result.ts';
import { rollUp, type Verdict } from '../model/verdict.ts';
import { apply } from './apply.ts';
import type { Plan } from './plan.ts';
import { judgeWorld, type World } from './world.ts';

/** How one result changes. */
export interface Turn {
  readonly id: string;
  readonly control: string;
  readonly before: Verdict | null;
  readonly after: Verdict | null;
}

/** What a plan comes to, tried on the facts. */
export interface WhatIf {
  /** Results that fail now and pass then. */
  readonly repaired: readonly Turn[];
  /** Results that fail now and are unknown then: something has to come first, such as a delivery. */
  readonly pending: readonly Turn[];
  /** Results that still fail. */
  readonly remaining: readonly Turn[];
  /** Coverage that drops: a plan with any of these is refused. */
  readonly losses: readonly Loss[];
  /** Other results that passed and no longer do, such as a second trail that now records what another one does. */
  readonly sideEffects: readonly Turn[];
  readonly after: World;
}

/** Coverage that would drop: a result, or what a trail records. */
export type Loss =
  | { readonly kind: 'result'; readonly turn: Turn }
  | { readonly kind: 'trail'; readonly trail: string; readonly what: 'reads' | 'writes' | 'logging' | 'regions' };

const GOOD: ReadonlySet<Verdict | null> = new Set(['PASS', 'NOT_APPLICABLE']);

/** Applies the plan to the facts and judges again by the same controls. */
export function whatIf(world: World, plan: Plan, controls: readonly Control[]): WhatIf {
  const after = plan.steps.reduce((one, { change }) => apply(one, change), world);
  const [before, then] = [verdicts(judgeWorld(world, controls)), verdicts(judgeWorld(after, controls))];
  const turns = [...new Set([...before.keys(), ...then.keys()])].sort().map((id): Turn => {
    const control = (before.get(id) ?? then.get(id))?.control ?? '';
    return { id, control, before: before.get(id)?.verdict ?? null, after: then.get(id)?.verdict ?? null };
  });
  const failing = turns.filter((turn) => turn.before === 'FAIL');
  const worse = turns.filter((turn) => turn.before === 'PASS' && !GOOD.has(turn.after));
  return {
    // A subject that is gone, such as "no trail", fails no longer.
    repaired: failing.filter((turn) => turn.after === null || GOOD.has(turn.after)),
    pending: failing.filter((turn) => turn.after === 'UNKNOWN'),
    remaining: failing.filter((turn) => turn.after === 'FAIL'),
    losses: [...worse.filter(isCoverage).map((turn): Loss => ({ kind: 'result', turn })), ...trailLosses(world, after)],
    sideEffects: worse.filter((turn) => !isCoverage(turn)),
    after,
  };
}

function verdicts(results: readonly Result[]): ReadonlyMap<string, { control: string; verdict: Verdict }> {
  const grouped = Map.groupBy(results, ({ id }) => id);
  return new Map(
    [...grouped].map(([id, same]) => [
      id,
      { control: same[0]?.control ?? '', verdict: rollUp(same.map(({ verdict }) => verdict)) ?? 'NOT_APPLICABLE' },
    ]),
  );
}

/** Controls that say whether activity is recorded; the others may change their mind about a trail without a loss of it. */
const COVERAGE: ReadonlySet<string> = new Set(['any-trail-recording', 'region-coverage']);

/** A trail that was just changed may have to prove its delivery anew: that is no loss, a failure is. */
function isCoverage({ control, after }: Turn): boolean {
  return COVERAGE.has(control) || (control === 'multi-region-trail' && after !== 'UNKNOWN');
}

function trailLosses(before: World, after: World): readonly Loss[] {
  return before.accounts.flatMap((account, index) =>
    account.trails.flatMap((trail) => {
      const then = after.accounts[index]?.trails.find(({ arn }) => arn === trail.arn);
      return losses(trail, then);
    }),
  );
}

function losses(before: Trail, after: Trail | undefined): readonly Loss[] {
  const loss = (what: 'reads' | 'writes' | 'logging' | 'regions'): Loss => ({ kind: 'trail', trail: before.arn, what });
  if (after === undefined) return [loss('logging')];
  const [was, is] = [orNull(before.selectors), orNull(after.selectors)];
  const order = ['none', 'unknown', 'partial', 'full'];
  const less = (kind: 'reads' | 'writes'): boolean =>
    was !== null && is !== null && order.indexOf(is[kind]) < order.indexOf(was[kind]);
  const logs = (trail: Trail): boolean => orNull(orNull(trail.status[trail.homeRegion])?.logging) === true;
  return [
    ...(less('reads') ? [loss('reads')] : []),
    ...(less('writes') ? [loss('writes')] : []),
    ...(logs(before) && !logs(after) ? [loss('logging')] : []),
    ...(before.listedIn.some((region) => !after.listedIn.includes(region)) ? [loss('regions')] : []),
  ];
}
