import { accountSubject, hiddenWording, trailCandidates } from '../../model/conditions/candidates.ts';
import { delivering, deliveringWording } from '../../model/conditions/delivery.ts';
import {
  allSources,
  allSourcesWording,
  reads,
  readsWording,
  writes,
  writesWording,
} from '../../model/conditions/management-events.ts';
import {
  hasTrailWording,
  multiRegion,
  multiRegionWording,
  recording,
  recordingWording,
} from '../../model/conditions/recording.ts';
import { defineControl } from '../../model/control.ts';
import { QUERY } from './query.ts';

const RECORDED = ['has-trail', 'multi-region', 'recording', 'reads', 'writes'] as const;

export const multiRegionTrail = defineControl({
  id: 'multi-region-trail',
  title: 'Every account has a recording multi-Region trail with all management reads and writes that delivers',
  category: 'coverage',
  severity: 'high',
  rationale:
    'Without one trail that records every Region, reads and writes, an intruder can act where nobody looks. All conditions have to hold on one and the same trail: two halves do not make a whole.',
  population: 'account',
  needs: ['trails', 'status', 'selectors'],
  conditions: {
    'has-trail': hasTrailWording,
    'multi-region': { ...multiRegionWording, reasons: { ...multiRegionWording.reasons, ...hiddenWording } },
    recording: recordingWording,
    reads: readsWording,
    writes: writesWording,
    'all-sources': allSourcesWording,
    delivering: deliveringWording,
  },
  clauses: [
    { framework: 'aws-security-hub', id: 'CloudTrail.1', conditions: [...RECORDED, 'all-sources'] },
    { framework: 'cis-aws-1.2', id: '2.1', conditions: RECORDED },
    { framework: 'cis-aws-1.4', id: '3.1', conditions: RECORDED },
    { framework: 'cis-aws-3.0', id: '3.1', conditions: RECORDED },
    { framework: 'cis-aws-5.0', id: '3.1', conditions: RECORDED },
    { framework: 'iso-27001-2022', id: 'A.8.15', conditions: RECORDED },
    { framework: 'iso-27001-2022', id: 'A.8.16', conditions: RECORDED },
  ],
  related: ['any-trail-recording', 'region-coverage', 'trail-delivery'],
  query: QUERY,
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
