import { accountSubject, multiRegionOfAccount, trailCandidates } from '../../model/conditions/candidates.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { together } from '../../model/conditions/parts.ts';
import { hasTrailWording, multiRegion, recording, recordingWording } from '../../model/conditions/recording.ts';
import { type ConditionWording, defineControl } from '../../model/control.ts';
import type { Scope, Selectors, Trail } from '../../model/facts.ts';
import { byHand } from '../../model/fixes/fix.ts';
import type { Condition, Holds } from '../../model/verdict.ts';
import { QUERY } from './query.ts';

const SHARED = ['has-trail', 'multi-region', 'recording'] as const;
const PARTS = ['call-rate', 'error-rate'] as const;

const insightWording = {
  'trail.insight-off': {
    text: 'Insights of type {type} are not on for management events of trail {trail}.',
    next: 'Turn on both types, which is charged by the event: aws cloudtrail put-insight-selectors --trail-name {trail} --region {homeRegion} --insight-selectors InsightType=ApiCallRateInsight InsightType=ApiErrorRateInsight',
  },
  'trail.insight-without-events': {
    text: 'Insights of type {type} are on for trail {trail}, but it does not record the management events that they are made from.',
    next: 'Add management events to the selectors of {trail} and keep the data events that it has (put-event-selectors replaces the whole set).',
  },
  'trail.insight-events-unclear': {
    text: 'Insights of type {type} are on for trail {trail}; whether it records the management events that they are made from is unknown: its selectors use {fields}, which CloudTrail does not document.',
    next: 'Look at the selectors of {trail} (aws cloudtrail get-event-selectors) and use documented fields.',
  },
} satisfies ConditionWording['reasons'];

export const insights = defineControl({
  id: 'insights',
  title: 'Every account has Insights on call rates and error rates in all Regions',
  category: 'monitoring',
  severity: 'low',
  companion: true,
  rationale:
    'Insights tell what is unusual: a burst of writes, a wave of refused calls. No benchmark asks for them and they cost money, so this is a companion: it runs only when it is named, and nothing else counts it.',
  population: 'account',
  needs: ['trails', 'status', 'selectors', 'insights'],
  conditions: {
    'has-trail': hasTrailWording,
    'multi-region': multiRegionOfAccount,
    recording: recordingWording,
    'call-rate': {
      title: 'Insights on rates of API calls are on, and the writes are recorded',
      reasons: insightWording,
    },
    'error-rate': {
      title: 'Insights on rates of errors are on, and reads or writes are recorded',
      reasons: insightWording,
    },
  },
  clauses: [],
  related: ['data-events', 'multi-region-trail'],
  query: QUERY,
  fix: () => byHand('fix.cost-by-hand'),
  subjects: (context) => {
    const { regions } = context.account;
    const candidates = trailCandidates(context, ['multi-region', 'recording', ...PARTS], (trail) => [
      multiRegion(trail, regions),
      recording(trail),
      insight('call-rate', trail, 'ApiCallRateInsight', ({ writes }) => recorded(writes)),
      insight('error-rate', trail, 'ApiErrorRateInsight', ({ reads, writes }) =>
        either(recorded(reads), recorded(writes)),
      ),
    ]);
    return [accountSubject(context, [...candidates, ...together(candidates, SHARED, PARTS)])];
  },
});

/**
 * Insights on call rates are made from management writes, those on error rates from reads or writes (CloudTrail API
 * reference, InsightSelector); a type that is on for data events alone is another one.
 */
function insight(
  id: (typeof PARTS)[number],
  { arn, homeRegion, insights: on, selectors }: Trail,
  type: string,
  basis: (selectors: Selectors) => Holds,
): Condition {
  if (!on.known) return unknownBecause(id, arn, on.failure, on.source);
  const types = on.value.map((one) => ({ type: one.type, categories: [...one.categories] }));
  const isOn = on.value.some((one) => one.type === type && one.categories.includes('Management'));
  const params = { trail: arn, homeRegion, type };
  if (!isOn) return decided(id, arn, 'no', types, [on.source], [reason('trail.insight-off', params)]);
  if (!selectors.known) return unknownBecause(id, arn, selectors.failure, selectors.source);
  const holds = basis(selectors.value);
  const fields = selectors.value.notUnderstood;
  const why = {
    yes: [],
    no: [reason('trail.insight-without-events', params)],
    unknown: [reason('trail.insight-events-unclear', { ...params, fields: [...fields] })],
  };
  return decided(id, arn, holds, types, [on.source, selectors.source], why[holds]);
}

function recorded(scope: Scope): Holds {
  if (scope === 'unknown') return 'unknown';
  return scope === 'none' ? 'no' : 'yes';
}

function either(a: Holds, b: Holds): Holds {
  if (a === 'yes' || b === 'yes') return 'yes';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'no';
}
