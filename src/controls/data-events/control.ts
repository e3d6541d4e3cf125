import { accountSubject, multiRegionOfAccount, trailCandidates } from '../../model/conditions/candidates.ts';
import { together } from '../../model/conditions/parts.ts';
import { hasTrailWording, multiRegion, recording, recordingWording } from '../../model/conditions/recording.ts';
import { type ConditionWording, defineControl } from '../../model/control.ts';
import { byHand } from '../../model/fixes/fix.ts';
import { QUERY } from './query.ts';
import { dataEventsRecorded, declaredRecorded } from './recorded.ts';

const SHARED = ['has-trail', 'multi-region', 'recording'] as const;
const PARTS = ['object-writes', 'object-reads', 'declared-events'] as const;
const WRITES = [...SHARED, 'object-writes'] as const;
const READS = [...SHARED, 'object-reads'] as const;

const dataWording = {
  'trail.no-data-events': {
    text: 'Trail {trail} records no {kind} of {type}.',
    next: 'Add data events of {type} to the selectors of {trail}, which are charged by the event; carry over what it has (put-event-selectors replaces the whole set).',
  },
  'trail.data-events-partial': {
    text: 'Trail {trail} records {kind} of {type} only in part: {narrowedTo}.',
    next: 'Take off what narrows the selector, or accept what it leaves out by an exception.',
  },
  'trail.data-events-unclear': {
    text: 'How much trail {trail} records of {kind} of {type} is unknown: its selectors use {unclear}, whose effect together is not documented.',
    next: 'Look at the selectors of {trail} (aws cloudtrail get-event-selectors); one selector without further fields records everything.',
  },
} satisfies ConditionWording['reasons'];

export const dataEvents = defineControl({
  id: 'data-events',
  title: 'Every account has all reads and writes of S3 objects recorded, and what else is declared',
  category: 'logging',
  severity: 'low',
  companion: true,
  rationale:
    'Management events tell who changed a bucket, not who read or deleted what lies in it. Data events do, and are charged by the event, so this is a companion: it runs only when it is named, and nothing else counts it.',
  population: 'account',
  needs: ['trails', 'status', 'selectors'],
  conditions: {
    'has-trail': hasTrailWording,
    'multi-region': multiRegionOfAccount,
    recording: recordingWording,
    'object-writes': { title: 'Writes of all S3 objects are recorded', reasons: dataWording },
    'object-reads': { title: 'Reads of all S3 objects are recorded', reasons: dataWording },
    'declared-events': {
      title: 'The data events that the policy file declares are recorded, if it declares any',
      reasons: dataWording,
    },
  },
  clauses: [
    { framework: 'cis-aws-1.4', id: '3.10', conditions: WRITES },
    { framework: 'cis-aws-1.4', id: '3.11', conditions: READS },
    { framework: 'cis-aws-3.0', id: '3.8', conditions: WRITES },
    { framework: 'cis-aws-3.0', id: '3.9', conditions: READS },
    { framework: 'cis-aws-5.0', id: '3.8', conditions: WRITES },
    { framework: 'cis-aws-5.0', id: '3.9', conditions: READS },
  ],
  related: ['insights', 'multi-region-trail'],
  query: QUERY,
  fix: () => byHand('fix.cost-by-hand'),
  subjects: (context) => {
    const { account, policy } = context;
    const candidates = trailCandidates(context, ['multi-region', 'recording', ...PARTS], (trail) => [
      multiRegion(trail, account.regions),
      recording(trail),
      dataEventsRecorded('object-writes', trail, account.partition, 'writes'),
      dataEventsRecorded('object-reads', trail, account.partition, 'reads'),
      declaredRecorded('declared-events', trail, account.partition, policy.dataEvents),
    ]);
    return [accountSubject(context, [...candidates, ...together(candidates, SHARED, PARTS)])];
  },
});
