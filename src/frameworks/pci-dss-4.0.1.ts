import type { Framework } from '../model/framework.ts';
import { notJudged } from './not-judged.ts';

export const pciDss401: Framework = {
  id: 'pci-dss-4.0.1',
  title: 'PCI DSS v4.0.1',
  version: '4.0.1',
  source:
    'Payment Card Industry Data Security Standard v4.0.1, requirements 1, 10, 11 and 12 (pcisecuritystandards.org)',
  provenance: {
    by: 'aws',
    text: 'AWS, for each requirement that is judged: its pages name it under the Security Hub control whose conditions decide here.',
  },
  extent:
    'The requirements that AWS names under its controls of CloudTrail, and those that public scanners name besides.',
  clauses: {
    '1.4.4': 'Stored card data is out of direct reach of untrusted networks',
    '10.2.1': 'Audit logs are on, for all systems and for card data',
    '10.2.2': 'Log records have the details that are needed',
    '10.3.1': 'Only those who need them can read the logs',
    '10.3.2': 'Nobody can change the log files',
    '10.3.3': 'Logs are copied promptly to a central place that is hard to alter',
    '10.3.4': 'Changes of log files raise an alert',
    '10.4.1': 'Logs are reviewed every day',
    '10.4.1.1': 'Review of logs is automated',
    '10.5.1': 'Logs are kept for a year, three months of them at hand',
    '10.6.3': 'Time settings are protected',
    '10.7': 'Failures of security systems are noticed and answered',
    '11.5.2': 'Changes of critical files are detected',
    '12.10.5': 'Incident response acts on what monitoring reports',
  },
  notJudged: {
    ...notJudged('no-aws-mapping', [
      '10.2.2',
      '10.3.1',
      '10.3.3',
      '10.3.4',
      '10.4.1',
      '10.4.1.1',
      '10.5.1',
      '10.6.3',
      '10.7',
      '11.5.2',
      '12.10.5',
    ]),
  },
};
