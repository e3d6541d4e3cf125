import type { Framework } from '../model/framework.ts';
import { notJudged, numbered } from './not-judged.ts';

/** There is no item on CloudWatch Logs: 3.4 is access logging of the bucket. */
export const cisAws30: Framework = {
  id: 'cis-aws-3.0',
  title: 'CIS AWS Foundations Benchmark v3.0.0',
  version: '3.0.0',
  source: 'CIS Amazon Web Services Foundations Benchmark v3.0.0, sections 3 and 4 (cisecurity.org)',
  provenance: {
    by: 'benchmark',
    text: "The items are the benchmark's own. AWS gives the same numbers on the pages of its Security Hub controls.",
  },
  extent: 'Sections 3 and 4, on logging and monitoring. It has no item on CloudWatch Logs any more.',
  clauses: {
    '3.1': 'All Regions are recorded, reads and writes',
    '3.2': 'Log file validation is on for each trail',
    '3.3': 'AWS Config is on in every Region',
    '3.4': 'Requests to the log bucket are logged',
    '3.5': 'Log files are encrypted with a customer key',
    '3.6': 'Customer keys are rotated',
    '3.7': 'Traffic in VPCs is logged',
    '3.8': 'Writes to S3 objects are recorded',
    '3.9': 'Reads of S3 objects are recorded',
    '4.1': 'Alarm on refused API calls',
    '4.2': 'Alarm on console sign-in without a second factor',
    '4.3': 'Alarm on use of the root user',
    '4.4': 'Alarm on changed IAM policies',
    '4.5': 'Alarm on changed CloudTrail settings',
    '4.6': 'Alarm on failed console sign-in',
    '4.7': 'Alarm on customer keys being disabled or scheduled for deletion',
    '4.8': 'Alarm on changed bucket policies',
    '4.9': 'Alarm on changed AWS Config settings',
    '4.10': 'Alarm on changed security groups',
    '4.11': 'Alarm on changed network ACLs',
    '4.12': 'Alarm on changed network gateways',
    '4.13': 'Alarm on changed route tables',
    '4.14': 'Alarm on changed VPCs',
    '4.15': 'Alarm on changes to the organization',
    '4.16': 'AWS Security Hub is on',
  },
  notJudged: {
    ...notJudged('other-service', ['3.3', '3.6', '3.7', '4.16']),
    ...notJudged('later:alarms', numbered('4', 1, 15)),
  },
};
