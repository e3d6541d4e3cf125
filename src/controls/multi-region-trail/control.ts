import { accountSubject, multiRegionOfAccount, trailCandidates } from '../../model/conditions/candidates.ts';
import { delivering, deliveringWording } from '../../model/conditions/delivery.ts';
import {
  allSources,
  allSourcesWording,
  reads,
  readsWording,
  writes,
  writesWording,
} from '../../model/conditions/management-events.ts';
import { hasTrailWording, multiRegion, recording, recordingWording } from '../../model/conditions/recording.ts';
import { defineControl } from '../../model/control.ts';
import { fixRecording } from '../../model/fixes/tables.ts';
import { clausesOf } from '../../model/framework.ts';
import { QUERY } from './query.ts';

const RECORDED = ['has-trail', 'multi-region', 'recording', 'reads', 'writes'] as const;
const HUB = [...RECORDED, 'all-sources'] as const;

export const multiRegionTrail = defineControl({
  id: 'multi-region-trail',
  title: 'Every account has a recording multi-Region trail with all management reads and writes that delivers',
  category: 'logging',
  severity: 'high',
  rationale:
    'Without one trail that records every Region, reads and writes, an intruder can act where nobody looks. All conditions have to hold on one and the same trail: two halves do not make a whole.',
  population: 'account',
  needs: ['trails', 'status', 'selectors'],
  conditions: {
    'has-trail': hasTrailWording,
    'multi-region': multiRegionOfAccount,
    recording: recordingWording,
    reads: readsWording,
    writes: writesWording,
    'all-sources': allSourcesWording,
    delivering: deliveringWording,
  },
  clauses: [
    { framework: 'aws-security-hub', id: 'CloudTrail.1', conditions: HUB },
    { framework: 'cis-aws-1.2', id: '2.1', conditions: RECORDED },
    { framework: 'cis-aws-1.4', id: '3.1', conditions: RECORDED },
    { framework: 'cis-aws-3.0', id: '3.1', conditions: RECORDED },
    { framework: 'cis-aws-5.0', id: '3.1', conditions: RECORDED },
    { framework: 'iso-27001-2022', id: 'A.8.15', conditions: RECORDED },
    { framework: 'iso-27001-2022', id: 'A.8.16', conditions: RECORDED },
    ...clausesOf(
      'nist-800-53-r5',
      [
        'AC-2(4)',
        'AC-4(26)',
        'AC-6(9)',
        'AU-10',
        'AU-12',
        'AU-2',
        'AU-3',
        'AU-6(3)',
        'AU-6(4)',
        'AU-14(1)',
        'CA-7',
        'SC-7(9)',
        'SI-3(8)',
        'SI-4(20)',
        'SI-7(8)',
        'SA-8(22)',
      ],
      HUB,
    ),
    ...clausesOf('soc-2', ['CC7.2', 'CC6.8', 'CC7.3'], HUB),
    ...clausesOf(
      'hipaa',
      ['164.308(a)(1)(ii)(D)', '164.308(a)(3)(ii)(A)', '164.308(a)(6)(ii)', '164.312(b)', '164.312(e)(2)(i)'],
      HUB,
    ),
  ],
  related: ['any-trail-recording', 'region-coverage', 'trail-delivery'],
  query: QUERY,
  fix: fixRecording,
  subjects: (context) => {
    const { account, clock, policy } = context;
    const { regions, joinedAt } = account;
    const delivery = { clock, thresholds: policy.thresholds, regions, joinedAt };
    const candidates = trailCandidates(
      context,
      ['multi-region', 'recording', 'reads', 'writes', 'all-sources', 'delivering'],
      (trail) => [
        multiRegion(trail, regions),
        recording(trail),
        reads(trail),
        writes(trail),
        allSources(trail),
        delivering(trail, delivery),
      ],
    );
    return [accountSubject(context, candidates)];
  },
});
