import type { Framework } from '../model/framework.ts';
import { notJudged } from './not-judged.ts';

export const hipaa: Framework = {
  id: 'hipaa',
  title: 'HIPAA Security Rule',
  version: '45 CFR 164 C',
  source: 'Code of Federal Regulations, title 45, sections 164.308 and 164.312 (ecfr.gov)',
  provenance: {
    by: 'consensus',
    text: 'Common practice: what public scanners agree on. Neither AWS nor the framework says so; ask your auditor.',
  },
  extent: 'The safeguards that scanners name beside CloudTrail and its alarms.',
  clauses: {
    '164.308(a)(1)(ii)(B)': 'Risks are brought down to a fitting level',
    '164.308(a)(1)(ii)(D)': 'Records of activity are reviewed regularly',
    '164.308(a)(3)(ii)(A)': 'Work with health information is authorized or supervised',
    '164.308(a)(6)(i)': 'There are procedures for security incidents',
    '164.308(a)(6)(ii)': 'Incidents are noticed, answered and documented',
    '164.312(a)(1)': 'Only those who may can reach health information',
    '164.312(a)(2)(iv)': 'Stored health information can be encrypted',
    '164.312(b)': 'Activity in systems with health information is recorded and examined',
    '164.312(c)(1)': 'Health information is protected from alteration and destruction',
    '164.312(c)(2)': 'It can be shown that health information was not altered',
    '164.312(e)(2)(i)': 'Alteration in transit is noticed',
    '164.312(e)(2)(ii)': 'Health information is encrypted where that is fitting',
  },
  notJudged: {
    ...notJudged('later:alarms', ['164.308(a)(6)(i)']),
  },
};
