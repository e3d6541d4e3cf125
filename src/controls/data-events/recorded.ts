import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import type { Selectors, Trail } from '../../model/facts.ts';
import type { DeclaredDataEvents } from '../../model/policy.ts';
import type { Condition, Holds, Reason } from '../../model/verdict.ts';
import { type Coverage, coverageOf, type Wanted } from './coverage.ts';

const HOLDS = { full: 'yes', partial: 'no', none: 'no', unknown: 'unknown' } as const satisfies Record<
  Coverage['how'],
  Holds
>;

/** Whether the trail records every event of that kind on S3 objects. */
export function dataEventsRecorded(id: string, trail: Trail, partition: string, kind: Wanted['kind']): Condition {
  const { arn, selectors } = trail;
  if (!selectors.known) return unknownBecause(id, arn, selectors.failure, selectors.source);
  const wanted = { type: 'AWS::S3::Object', kind, partition };
  const { how, narrowedTo, unclear } = coverageOf(selectors.value, wanted);
  const observed = { recorded: how, narrowedTo: [...narrowedTo], unclear: [...unclear] };
  return decided(id, arn, HOLDS[how], observed, [selectors.source], reasonsOf(trail, selectors.value, wanted));
}

/** Whether the trail records what the policy file declares; holds where it declares nothing. */
export function declaredRecorded(
  id: string,
  trail: Trail,
  partition: string,
  declared: readonly DeclaredDataEvents[],
): Condition {
  const { arn, selectors } = trail;
  if (declared.length === 0) return decided(id, arn, 'yes', [], []);
  if (!selectors.known) return unknownBecause(id, arn, selectors.failure, selectors.source);
  const wanted = declared.flatMap(({ type, kind }) =>
    kindsOf(kind).map((one): Wanted => ({ type, kind: one, partition })),
  );
  const judged = wanted.map((one) => ({ ...one, how: coverageOf(selectors.value, one).how }));
  const holds = judged.map(({ how }): Holds => HOLDS[how]);
  const together = holds.includes('no') ? 'no' : holds.includes('unknown') ? 'unknown' : 'yes';
  const observed = judged.map(({ type, kind, how }) => ({ type, kind, recorded: how }));
  const blocking = wanted.filter((_, position) => holds[position] === together && together !== 'yes');
  const why = blocking.flatMap((one) => reasonsOf(trail, selectors.value, one));
  return decided(id, arn, together, observed, [selectors.source], why);
}

function kindsOf(kind: DeclaredDataEvents['kind']): readonly Wanted['kind'][] {
  if (kind === 'All') return ['writes', 'reads'];
  return kind === 'ReadOnly' ? ['reads'] : ['writes'];
}

function reasonsOf({ arn }: Trail, selectors: Selectors, wanted: Wanted): readonly Reason[] {
  const { how, narrowedTo, unclear } = coverageOf(selectors, wanted);
  const { type, kind } = wanted;
  const params = { trail: arn, type, kind };
  if (how === 'none') return [reason('trail.no-data-events', params)];
  if (how === 'partial') return [reason('trail.data-events-partial', { ...params, narrowedTo: [...narrowedTo] })];
  if (how === 'unknown') return [reason('trail.data-events-unclear', { ...params, unclear: [...unclear] })];
  return [];
}
