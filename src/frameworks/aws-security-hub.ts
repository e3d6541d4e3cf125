import type { Framework } from '../model/framework.ts';

/** AWS Security Hub has no versions; the date says when its control pages were read. CloudTrail.8 does not exist. */
export const awsSecurityHub: Framework = {
  id: 'aws-security-hub',
  title: 'AWS Security Hub controls',
  version: '2026-10',
  source:
    'AWS Security Hub User Guide, control references for CloudTrail (cloudtrail-controls.html) and CloudWatch (cloudwatch-controls.html)',
  clauses: {
    'CloudTrail.1': 'One multi-Region trail records every management read and write',
    'CloudTrail.2': 'A KMS key is set on each trail',
    'CloudTrail.3': 'Some trail is on',
    'CloudTrail.4': 'Log file validation is on for each trail',
    'CloudTrail.5': 'Each trail names a CloudWatch Logs log group',
    'CloudTrail.6': 'The log bucket is closed to the public',
    'CloudTrail.7': 'Requests to the log bucket are logged',
    'CloudTrail.9': 'Each trail has tags',
    'CloudTrail.10': 'Event data stores use a customer managed key',
    'CloudWatch.1': 'Alarm on use of the root user',
    'CloudWatch.2': 'Alarm on refused API calls',
    'CloudWatch.3': 'Alarm on console sign-in without a second factor',
    'CloudWatch.4': 'Alarm on changed IAM policies',
    'CloudWatch.5': 'Alarm on changed CloudTrail settings',
    'CloudWatch.6': 'Alarm on failed console sign-in',
    'CloudWatch.7': 'Alarm on customer keys being disabled or scheduled for deletion',
    'CloudWatch.8': 'Alarm on changed bucket policies',
    'CloudWatch.9': 'Alarm on changed AWS Config settings',
    'CloudWatch.10': 'Alarm on changed security groups',
    'CloudWatch.11': 'Alarm on changed network ACLs',
    'CloudWatch.12': 'Alarm on changed network gateways',
    'CloudWatch.13': 'Alarm on changed route tables',
    'CloudWatch.14': 'Alarm on changed VPCs',
    'CloudWatch.15': 'Alarms do something when they go off',
    'CloudWatch.16': 'Log groups keep their events long enough',
    'CloudWatch.17': 'The actions of alarms are switched on',
  },
};
