import { trailSubjects } from '../../model/conditions/candidates.ts';
import { judge, reason } from '../../model/conditions/condition.ts';
import { defineControl } from '../../model/control.ts';
import { encryptTrail } from '../../model/fixes/delivery.ts';
import { fixByCondition } from '../../model/fixes/tables.ts';
import { clausesOf } from '../../model/framework.ts';
import { QUERY } from './query.ts';

const ALL = ['key-set'] as const;

export const trailEncryption = defineControl({
  id: 'trail-encryption',
  title: 'Every trail names a KMS key for its log files',
  category: 'encryption',
  severity: 'medium',
  rationale:
    'With a key of your own, reading the logs takes a second permission, and each use of the key is recorded. Default encryption of the bucket, even with KMS, is not a setting of the trail and does not count here. Whether the key works is another control: log-key-usable.',
  population: 'trail',
  needs: ['trails'],
  conditions: {
    'key-set': {
      title: 'A KMS key is set on the trail',
      reasons: {
        'trail.no-key': {
          text: 'Trail {trail} names no KMS key.',
          next: 'Choose a key whose policy lets CloudTrail use it, then: aws cloudtrail update-trail --name {trail} --kms-key-id KEY --region {homeRegion}',
        },
      },
    },
  },
  clauses: [
    { framework: 'aws-security-hub', id: 'CloudTrail.2', conditions: ALL },
    { framework: 'cis-aws-1.2', id: '2.7', conditions: ALL },
    { framework: 'cis-aws-1.4', id: '3.7', conditions: ALL },
    { framework: 'cis-aws-3.0', id: '3.5', conditions: ALL },
    { framework: 'cis-aws-5.0', id: '3.5', conditions: ALL },
    { framework: 'iso-27001-2022', id: 'A.8.15', conditions: ALL },
    { framework: 'iso-27001-2022', id: 'A.8.24', conditions: ALL },
    ...clausesOf(
      'nist-800-53-r5',
      ['AU-9', 'CA-9(1)', 'CM-3(6)', 'SC-13', 'SC-28', 'SC-28(1)', 'SC-7(10)', 'SI-7(6)'],
      ALL,
    ),
    ...clausesOf('pci-dss-4.0.1', ['10.3.2'], ALL),
    ...clausesOf('soc-2', ['CC6.1'], ALL),
    ...clausesOf('hipaa', ['164.312(a)(2)(iv)', '164.312(c)(1)', '164.312(c)(2)', '164.312(e)(2)(ii)'], ALL),
  ],
  related: ['log-file-validation', 'log-key-usable'],
  query: QUERY,
  fix: fixByCondition({ 'key-set': encryptTrail }),
  subjects: (context) =>
    trailSubjects(context, (trail) => [
      judge('key-set', trail.arn, trail.config.kmsKey, (key) =>
        key === null
          ? { holds: 'no', reasons: [reason('trail.no-key', { trail: trail.arn, homeRegion: trail.homeRegion })] }
          : { holds: 'yes' },
      ),
    ]),
});
