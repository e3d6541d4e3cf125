import type { Framework } from '../model/framework.ts';
import { notJudged } from './not-judged.ts';

export const soc2: Framework = {
  id: 'soc-2',
  title: 'SOC 2, Trust Services Criteria of 2017, points of focus of 2022',
  version: '2017 (2022)',
  source: 'AICPA Trust Services Criteria, TSP section 100 (aicpa-cima.com)',
  provenance: {
    by: 'consensus',
    text: 'Common practice: what public scanners agree on. Neither AWS nor the framework says so; ask your auditor. For a trail, CC6.8 and CC7.3 are named by some scanners only.',
  },
  extent: 'The criteria that scanners name beside CloudTrail and its alarms.',
  clauses: {
    'A1.2': 'What availability rests on is watched and kept up',
    'CC6.1': 'Access to information is limited to those who may have it',
    'CC6.8': 'Unauthorized software is prevented or detected',
    'CC7.2': 'Systems are watched for what may be an incident',
    'CC7.3': 'Events are assessed: incident or not',
    'CC7.4': 'Incidents are answered as planned',
  },
  notJudged: {
    ...notJudged('later:alarms', ['CC7.4']),
  },
};
