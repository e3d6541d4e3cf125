import { keyMissingWording, keyStateWording } from '../../iam/cloudtrail/key-state.ts';
import { permissionWording } from '../../iam/cloudtrail/wording.ts';
import { trailSubjects } from '../../model/conditions/candidates.ts';
import {
  ageOf,
  hoursSince,
  isOlderThan,
  isoTime,
  judge,
  reason,
  unknownBecause,
} from '../../model/conditions/condition.ts';
import { type DeliveryContext, noError, tooYoung } from '../../model/conditions/delivery.ts';
import { homeStatus, recording, recordingWording } from '../../model/conditions/recording.ts';
import { tooYoungWording } from '../../model/conditions/wording.ts';
import { defineControl } from '../../model/control.ts';
import type { Trail } from '../../model/facts.ts';
import { allowAssume, allowLogWrites, connectLogs } from '../../model/fixes/logs.ts';
import { fixByCondition } from '../../model/fixes/tables.ts';
import { clausesOf } from '../../model/framework.ts';
import type { Condition } from '../../model/verdict.ts';
import { logGroupExists } from './log-group.ts';
import { QUERY } from './query.ts';
import { roleExists, roleMayWrite, roleTrustsCloudtrail } from './role.ts';

const SET = ['log-group-set'] as const;
const DELIVERED = ['log-group-set', 'delivered-recently'] as const;

export const cloudwatchLogsIntegration = defineControl({
  id: 'cloudwatch-logs-integration',
  title: 'Every trail delivers to CloudWatch Logs',
  category: 'monitoring',
  severity: 'medium',
  rationale:
    'Alarms on what happens in an account hang on this link. It dies silently: when the log group or the role is deleted, nothing changes on the trail but two fields of its status.',
  population: 'trail',
  needs: ['trails', 'status', 'log-group', 'log-group-activity', 'role', 'role-policies', 'key', 'guardrails'],
  conditions: {
    'log-group-set': {
      title: 'A log group is set on the trail',
      reasons: {
        'trail.no-log-group': {
          text: 'Missing log group: trail {trail} names none; it delivers to S3 only.',
          next: 'Create a log group and a role for CloudTrail in {homeRegion} and set both on the trail. A SIEM pipeline beside it does not count here; it is a compensating control.',
        },
      },
    },
    'role-set': {
      title: 'A role for CloudWatch Logs is set on the trail',
      reasons: {
        'trail.no-role': {
          text: 'Trail {trail} names no role for CloudWatch Logs.',
          next: 'Set log group and role together; one without the other delivers nothing.',
        },
      },
    },
    'log-group-exists': {
      title: 'The log group exists',
      reasons: {
        'log-group.not-an-arn': {
          text: 'Missing log group: trail {trail} names {logGroup}, which is no ARN of a log group.',
          next: 'Set the ARN of a log group on the trail.',
        },
        'log-group.missing': {
          text: 'Missing log group: trail {trail} names {logGroup}, which does not exist.',
          next: 'Create it again in its account and Region, or set another one on the trail.',
        },
        'log-group.no-metric-filters': {
          note: true,
          text: 'Log group {logGroup} is of class {class}, which has no metric filters: no alarm can hang on it.',
          next: 'Make a new log group of the standard class; the class of one that is there cannot be changed.',
        },
      },
    },
    'role-exists': {
      title: 'The role exists',
      reasons: {
        'role.not-an-arn': {
          text: 'Wrong role: trail {trail} names {role}, which is no ARN of a role.',
          next: 'Set the ARN of a role on the trail.',
        },
        'role.missing': {
          text: 'Wrong role: trail {trail} names {role}, which does not exist.',
          next: 'Create it again, or set another one on the trail.',
        },
        'role.other-arn': {
          text: 'Wrong role: trail {trail} names {role}, but IAM answers {found}: same name, other path.',
          next: 'Set the ARN that IAM answers on the trail.',
        },
      },
    },
    'role-trusts-cloudtrail': {
      title: 'The role lets CloudTrail assume it',
      reasons: {
        ...permissionWording,
        'role.trust-missing': {
          text: 'The trust policy of {role} does not let CloudTrail assume the role, so trail {trail} cannot write.',
          next: 'Let the service principal cloudtrail.amazonaws.com do sts:AssumeRole in the trust policy.',
        },
        'role.trust-undocumented': {
          text: 'The trust policy of {role} lets CloudTrail in under a condition on {keys}; AWS does not say that CloudTrail sends it when it assumes the role, and says of the role policy that such keys are not supported.',
          next: 'Take the condition off, as in the sample of AWS, or see whether deliveries go on with it.',
        },
        'role.trust-over-broad': {
          note: true,
          text: 'The trust policy of {role} lets in others besides CloudTrail: {others}.',
          next: 'Leave cloudtrail.amazonaws.com alone in it; a role of its own for each purpose is easier to watch.',
        },
      },
    },
    'role-may-write': {
      title: 'The role may make log streams and write events',
      reasons: {
        ...permissionWording,
        ...keyMissingWording,
        ...keyStateWording,
        'log-group.key-unclear': {
          text: 'Log group {logGroup} is encrypted with {key}, which is no name of a KMS key as we know them.',
          next: 'Look at the log group in the console; associate a key by its ARN.',
        },
      },
    },
    'delivered-recently': {
      title: 'The last delivery to CloudWatch Logs is recent',
      reasons: {
        'logs.never-delivered': {
          text: 'Trail {trail} has never delivered to CloudWatch Logs.',
          next: 'Check that the role exists, trusts cloudtrail.amazonaws.com and may write to the log group.',
        },
        'logs.delivery-stale': {
          text: 'Trail {trail} last delivered to CloudWatch Logs {age} ago ({at}).',
          next: 'Check the log group, the role and its policy, and whether the trail is still logging. An account without any activity delivers nothing; the age can be set in the policy file.',
        },
        'too-young': tooYoungWording,
        ...recordingWording.reasons,
      },
    },
    'no-delivery-error': {
      title: 'No Region reports an error of delivery to CloudWatch Logs',
      reasons: {
        'logs.delivery-error': {
          text: 'Trail {trail} cannot deliver to CloudWatch Logs in {region}: {error}.',
          next: 'Check the log group, the role, its trust policy and its permissions.',
        },
      },
    },
  },
  clauses: [
    { framework: 'aws-security-hub', id: 'CloudTrail.5', conditions: SET },
    { framework: 'cis-aws-1.2', id: '2.4', conditions: DELIVERED },
    { framework: 'cis-aws-1.4', id: '3.4', conditions: DELIVERED },
    { framework: 'iso-27001-2022', id: 'A.8.15', conditions: SET },
    { framework: 'iso-27001-2022', id: 'A.8.16', conditions: SET },
    ...clausesOf(
      'nist-800-53-r5',
      [
        'AC-2(4)',
        'AC-4(26)',
        'AC-6(9)',
        'AU-10',
        'AU-12',
        'AU-2',
        'AU-3',
        'AU-6(1)',
        'AU-6(3)',
        'AU-6(4)',
        'AU-6(5)',
        'AU-7(1)',
        'CA-7',
        'SC-7(9)',
        'SI-20',
        'SI-3(8)',
        'SI-4(20)',
        'SI-4(5)',
        'SI-7(8)',
      ],
      SET,
    ),
    ...clausesOf('soc-2', ['CC7.2', 'CC7.3', 'A1.2'], SET),
    ...clausesOf('hipaa', ['164.308(a)(1)(ii)(D)', '164.308(a)(6)(ii)', '164.312(b)', '164.312(e)(2)(i)'], SET),
  ],
  related: ['trail-delivery', 'multi-region-trail', 'log-bucket-writable'],
  query: QUERY,
  fix: fixByCondition({
    'log-group-set': connectLogs,
    'role-set': connectLogs,
    'log-group-exists': connectLogs,
    'role-exists': connectLogs,
    'role-trusts-cloudtrail': allowAssume,
    'role-may-write': allowLogWrites,
  }),
  subjects: (context) => {
    const { account, clock, policy } = context;
    const { regions } = account;
    const delivery = { clock, thresholds: policy.thresholds, regions, joinedAt: null };
    return trailSubjects(context, (trail) => [
      isSet('log-group-set', trail, 'logGroup', 'trail.no-log-group'),
      isSet('role-set', trail, 'role', 'trail.no-role'),
      logGroupExists(trail),
      roleExists(trail),
      roleTrustsCloudtrail(trail, context.organization),
      roleMayWrite(trail, context.organization),
      deliveredRecently(trail, delivery),
      noError('no-delivery-error', trail, regions, 'logsDeliveryError', 'logs.delivery-error'),
    ]);
  },
});

function isSet(id: string, trail: Trail, field: 'logGroup' | 'role', reasonId: string): Condition {
  return judge(id, trail.arn, trail.config[field], (arn) =>
    arn === null
      ? { holds: 'no', reasons: [reason(reasonId, { trail: trail.arn, homeRegion: trail.homeRegion })] }
      : { holds: 'yes' },
  );
}

/**
 * CIS v1.2 2.4, audit: the last delivery is about a day old or younger. No time at all is "no"; soon after StartLogging
 * neither age nor absence proves anything, as long as a log group is there to deliver to.
 */
function deliveredRecently(trail: Trail, context: DeliveryContext): Condition {
  const id = 'delivered-recently';
  const home = homeStatus(trail);
  if (!home.known) return unknownBecause(id, trail.arn, home.failure, home.source);
  const young = trail.logGroup === null ? null : tooYoung(trail, home.value, context);
  const stopped = home.value.logging.known && !home.value.logging.value;
  return judge(id, trail.arn, home.value.logsDeliveredAt, (at) => {
    const { thresholds, clock } = context;
    const observed = at === null ? null : isoTime(at);
    if (at !== null && !isOlderThan(at, thresholds.logsMaxAge, clock)) return { holds: 'yes', observed };
    if (young !== null) return { holds: 'unknown', observed, reasons: [young] };
    // Without a log group the reason stands at log-group-set.
    if (trail.logGroup === null && at === null) return { holds: 'no', observed };
    if (stopped) return { holds: 'no', observed, reasons: recording(trail).reasons };
    const why =
      at === null
        ? reason('logs.never-delivered', { trail: trail.arn })
        : reason('logs.delivery-stale', {
            trail: trail.arn,
            at: isoTime(at),
            hours: hoursSince(at, clock),
            age: ageOf(at, clock),
          });
    return { holds: 'no', observed, reasons: [why] };
  });
}
