import { accountSubject, trailCandidates } from '../../model/conditions/candidates.ts';
import { hasTrailWording, recording, recordingWording } from '../../model/conditions/recording.ts';
import { defineControl } from '../../model/control.ts';
import { fixRecording } from '../../model/fixes/tables.ts';
import { clausesOf } from '../../model/framework.ts';
import { QUERY } from './query.ts';

const ALL = ['has-trail', 'recording'] as const;

export const anyTrailRecording = defineControl({
  id: 'any-trail-recording',
  title: 'Every account has at least one trail that is recording',
  category: 'logging',
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
    ...clausesOf('pci-dss-4.0.1', ['10.2.1'], ALL),
    ...clausesOf('soc-2', ['CC7.2', 'CC6.8', 'CC7.3'], ALL),
    ...clausesOf(
      'hipaa',
      ['164.308(a)(1)(ii)(D)', '164.308(a)(3)(ii)(A)', '164.308(a)(6)(ii)', '164.312(b)', '164.312(e)(2)(i)'],
      ALL,
    ),
  ],
  related: ['multi-region-trail'],
  query: QUERY,
  fix: fixRecording,
  subjects: (context) => [
    accountSubject(
      context,
      trailCandidates(context, ['recording'], (trail) => [recording(trail)]),
    ),
  ],
});
