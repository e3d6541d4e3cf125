import type { Framework } from '../model/framework.ts';
import { notJudged } from './not-judged.ts';

export const iso270012022: Framework = {
  id: 'iso-27001-2022',
  title: 'ISO/IEC 27001:2022, Annex A',
  version: '2022',
  source: 'ISO/IEC 27001:2022, Annex A (iso.org)',
  provenance: {
    by: 'consensus',
    text: 'Common practice: what public scanners agree on. Neither AWS nor the framework says so; ask your auditor.',
  },
  extent: 'The controls of Annex A that scanners name beside CloudTrail and its alarms.',
  clauses: {
    'A.5.25': 'Events are assessed, and it is decided which are incidents',
    'A.8.3': 'Only those who need them can reach the logs',
    'A.8.15': 'Activity is recorded, and the records are kept and protected',
    'A.8.16': 'What happens is watched, and the unusual is acted on',
    'A.8.24': 'Cryptography and its keys follow rules',
  },
  notJudged: {
    ...notJudged('later:alarms', ['A.5.25']),
  },
};
