import { bucketSubjects } from '../../model/conditions/buckets.ts';
import { judge, reason } from '../../model/conditions/condition.ts';
import { defineControl } from '../../model/control.ts';
import { logBucketAccess } from '../../model/fixes/delivery.ts';
import { changes } from '../../model/fixes/fix.ts';
import { clausesOf } from '../../model/framework.ts';
import { QUERY } from './query.ts';

const ALL = ['access-logging-on'] as const;

export const logBucketAccessLogging = defineControl({
  id: 'log-bucket-access-logging',
  title: 'Every bucket that trails deliver to logs the requests made to it',
  category: 'logging',
  severity: 'low',
  rationale:
    'Who read or deleted a log file is an event about an object, and a trail records those only where somebody asked for data events. Server access logging is the record that is left.',
  population: 'bucket',
  needs: ['trails', 'bucket'],
  conditions: {
    'access-logging-on': {
      title: 'Server access logging is on',
      reasons: {
        'bucket.no-access-log': {
          text: 'Bucket {bucket} keeps no server access log: nobody can tell who read or deleted its log files.',
          next: 'Make another bucket of the same account and Region the target (aws s3api put-bucket-logging); its policy has to let logging.s3.amazonaws.com write.',
        },
        'bucket.logs-into-itself': {
          note: true,
          text: 'Bucket {bucket} writes its access log into itself: each log file is a request that is logged again, and whoever may empty the bucket takes its access log along.',
          next: 'Send the access log to another bucket.',
        },
      },
    },
  },
  clauses: [
    { framework: 'aws-security-hub', id: 'CloudTrail.7', conditions: ALL },
    { framework: 'cis-aws-1.2', id: '2.6', conditions: ALL },
    { framework: 'cis-aws-1.4', id: '3.6', conditions: ALL },
    { framework: 'cis-aws-3.0', id: '3.4', conditions: ALL },
    { framework: 'cis-aws-5.0', id: '3.4', conditions: ALL },
    { framework: 'iso-27001-2022', id: 'A.8.15', conditions: ALL },
    { framework: 'iso-27001-2022', id: 'A.8.3', conditions: ALL },
    ...clausesOf('pci-dss-4.0.1', ['10.2.1'], ALL),
    ...clausesOf('soc-2', ['CC6.1', 'CC7.2'], ALL),
    ...clausesOf('hipaa', ['164.312(b)', '164.312(a)(1)'], ALL),
  ],
  related: ['log-bucket-not-public', 'log-delete-restricted'],
  query: QUERY,
  fix: ({ bucket }) => (bucket === null ? changes() : logBucketAccess(bucket)),
  subjects: (context) =>
    bucketSubjects(context, ALL, ({ arn, name, logging }) => [
      judge('access-logging-on', arn, logging, (target) => {
        if (target === null) return { holds: 'no', reasons: [reason('bucket.no-access-log', { bucket: name })] };
        // AWS counts a loop as logging (aws.md 1.1, CloudTrail.7).
        const loop = target.bucket === name ? [reason('bucket.logs-into-itself', { bucket: name })] : [];
        return { holds: 'yes', observed: { bucket: target.bucket, prefix: target.prefix }, reasons: loop };
      }),
    ]),
});
