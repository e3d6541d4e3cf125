import type { Framework } from '../model/framework.ts';
import { notJudged, numbered } from './not-judged.ts';

/** 1.7 shares its alarm with 4.3; the rest of sections 1, 2 and 5 has nothing to do with trails. */
export const cisAws14: Framework = {
  id: 'cis-aws-1.4',
  title: 'CIS AWS Foundations Benchmark v1.4.0',
  version: '1.4.0',
  source: 'CIS Amazon Web Services Foundations Benchmark v1.4.0, sections 1, 3 and 4 (cisecurity.org)',
  provenance: {
    by: 'benchmark',
    text: "The items are the benchmark's own. AWS gives the same numbers on the pages of its Security Hub controls.",
  },
  extent: 'Sections 3 and 4, on logging and monitoring, and the item of section 1 that shares an alarm with them.',
  clauses: {
    '1.7': 'The root user is not used for everyday work',
    '3.1': 'All Regions are recorded, reads and writes',
    '3.2': 'Log file validation is on for each trail',
    '3.3': 'The log bucket is closed to the public',
    '3.4': 'Each trail delivers to CloudWatch Logs',
    '3.5': 'AWS Config is on in every Region',
    '3.6': 'Requests to the log bucket are logged',
    '3.7': 'Log files are encrypted with a customer key',
    '3.8': 'Customer keys are rotated',
    '3.9': 'Traffic in VPCs is logged',
    '3.10': 'Writes to S3 objects are recorded',
    '3.11': 'Reads of S3 objects are recorded',
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
  },
  notJudged: {
    ...notJudged('other-service', ['3.5', '3.8', '3.9']),
    ...notJudged('later:alarms', ['1.7', ...numbered('4', 1, 15)]),
  },
};
