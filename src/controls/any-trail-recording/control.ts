import { accountSubject, trailCandidates } from '../../model/conditions/candidates.ts';
import { hasTrailWording, recording, recordingWording } from '../../model/conditions/recording.ts';
import { defineControl } from '../../model/control.ts';
import { QUERY } from './query.ts';

const ALL = ['has-trail', 'recording'] as const;

export const anyTrailRecording = defineControl({
  id: 'any-trail-recording',
  title: 'Every account has at least one trail that is recording',
  category: 'coverage',
  severity: 'high',
  rationale:
    'The weakest useful statement about an account: something is being recorded, whatever its scope. Where even this fails, no trail keeps anything beyond the 90 days of Event history.',
  population: 'account',
  needs: ['trails', 'status'],
  conditions: { 'has-trail': hasTrailWording, recording: recordingWording },
  clauses: [
    { framework: 'aws-security-hub', id: 'CloudTrail.3', conditions: ALL },
    { framework: 'iso-27001-2022', id: 'A.8.15', conditions: ALL },
    { framework: 'iso-27001-2022', id: 'A.8.16', conditions: ALL },
  ],
  related: ['multi-region-trail'],
  query: QUERY,
  subjects: (context) => [
    accountSubject(
      context,
      trailCandidates(context, ['recording'], (trail) => [recording(trail)]),
    ),
  ],
});
