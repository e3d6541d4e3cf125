import { trailSubjects } from '../../model/conditions/candidates.ts';
import { judge, reason } from '../../model/conditions/condition.ts';
import { defineControl } from '../../model/control.ts';
import { enableValidation } from '../../model/fixes/recording.ts';
import { fixByCondition } from '../../model/fixes/tables.ts';
import { clausesOf } from '../../model/framework.ts';
import { QUERY } from './query.ts';

const ALL = ['validation-on'] as const;

export const logFileValidation = defineControl({
  id: 'log-file-validation',
  title: 'Every trail writes signed digests of its log files',
  category: 'integrity',
  severity: 'low',
  rationale:
    'With validation on, AWS writes a signed digest every hour, even without events. Digests let anybody show later that a log file was changed or deleted, and they are the only heartbeat of a trail in a quiet Region.',
  population: 'trail',
  needs: ['trails'],
  conditions: {
    'validation-on': {
      title: 'Log file validation is on',
      reasons: {
        'trail.no-validation': {
          text: 'Trail {trail} writes no digest files; log file validation is off.',
          next: 'aws cloudtrail update-trail --name {trail} --enable-log-file-validation --region {homeRegion}',
        },
      },
    },
  },
  clauses: [
    { framework: 'aws-security-hub', id: 'CloudTrail.4', conditions: ALL },
    { framework: 'cis-aws-1.2', id: '2.2', conditions: ALL },
    { framework: 'cis-aws-1.4', id: '3.2', conditions: ALL },
    { framework: 'cis-aws-3.0', id: '3.2', conditions: ALL },
    { framework: 'cis-aws-5.0', id: '3.2', conditions: ALL },
    { framework: 'iso-27001-2022', id: 'A.8.15', conditions: ALL },
    ...clausesOf('nist-800-53-r5', ['AU-9', 'SI-4', 'SI-7(1)', 'SI-7(3)', 'SI-7(7)'], ALL),
    ...clausesOf('pci-dss-4.0.1', ['10.3.2'], ALL),
    ...clausesOf('soc-2', ['CC7.3'], ALL),
    ...clausesOf(
      'hipaa',
      ['164.308(a)(1)(ii)(B)', '164.308(a)(1)(ii)(D)', '164.312(b)', '164.312(c)(1)', '164.312(c)(2)'],
      ALL,
    ),
  ],
  related: ['trail-delivery', 'trail-encryption'],
  query: QUERY,
  fix: fixByCondition({ 'validation-on': enableValidation }),
  subjects: (context) =>
    trailSubjects(context, (trail) => [
      judge('validation-on', trail.arn, trail.config.validation, (on) =>
        on
          ? { holds: 'yes' }
          : {
              holds: 'no',
              reasons: [reason('trail.no-validation', { trail: trail.arn, homeRegion: trail.homeRegion })],
            },
      ),
    ]),
});
