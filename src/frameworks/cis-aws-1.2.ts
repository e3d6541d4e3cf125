import type { Framework } from '../model/framework.ts';
import { notJudged, numbered } from './not-judged.ts';

/** 1.1 shares its alarm with 3.3; the rest of section 1 and all of section 4 have nothing to do with trails. */
export const cisAws12: Framework = {
  id: 'cis-aws-1.2',
  title: 'CIS AWS Foundations Benchmark v1.2.0',
  version: '1.2.0',
  source: 'CIS Amazon Web Services Foundations Benchmark v1.2.0, sections 1, 2 and 3 (cisecurity.org)',
  provenance: {
    by: 'benchmark',
    text: "The items are the benchmark's own. AWS gives the same numbers on the pages of its Security Hub controls.",
  },
  extent: 'Sections 2 and 3, on logging and monitoring, and the item of section 1 that shares an alarm with them.',
  clauses: {
    '1.1': 'The root user is left alone',
    '2.1': 'All Regions are recorded, reads and writes',
    '2.2': 'Log file validation is on for each trail',
    '2.3': 'The log bucket is closed to the public',
    '2.4': 'Each trail delivers to CloudWatch Logs',
    '2.5': 'AWS Config is on in every Region',
    '2.6': 'Requests to the log bucket are logged',
    '2.7': 'Log files are encrypted with a customer key',
    '2.8': 'Customer keys are rotated',
    '2.9': 'Traffic in VPCs is logged',
    '3.1': 'Alarm on refused API calls',
    '3.2': 'Alarm on console sign-in without a second factor',
    '3.3': 'Alarm on use of the root user',
    '3.4': 'Alarm on changed IAM policies',
    '3.5': 'Alarm on changed CloudTrail settings',
    '3.6': 'Alarm on failed console sign-in',
    '3.7': 'Alarm on customer keys being disabled or scheduled for deletion',
    '3.8': 'Alarm on changed bucket policies',
    '3.9': 'Alarm on changed AWS Config settings',
    '3.10': 'Alarm on changed security groups',
    '3.11': 'Alarm on changed network ACLs',
    '3.12': 'Alarm on changed network gateways',
    '3.13': 'Alarm on changed route tables',
    '3.14': 'Alarm on changed VPCs',
  },
  notJudged: {
    ...notJudged('other-service', ['2.5', '2.8', '2.9']),
    ...notJudged('later:alarms', ['1.1', ...numbered('3', 1, 14)]),
  },
};
