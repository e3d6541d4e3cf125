import { trailSubjects } from '../../model/conditions/candidates.ts';
import {
  ageOf,
  decided,
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
import type { Condition } from '../../model/verdict.ts';

const SET = ['log-group-set'] as const;
const DELIVERED = ['log-group-set', 'delivered-recently'] as const;

export const cloudwatchLogsIntegration = defineControl({
  id: 'cloudwatch-logs-integration',
  title: 'Every trail delivers to CloudWatch Logs',
  category: 'delivery',
  severity: 'medium',
  rationale:
    'Alarms on what happens in an account hang on this link. It dies silently: when the log group or the role is deleted, nothing changes on the trail but two fields of its status.',
  population: 'trail',
  needs: ['trails', 'status', 'log-group', 'role'],
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
  ],
  related: ['trail-delivery', 'multi-region-trail'],
  subjects: (context) => {
    const { account, clock, policy } = context;
    const { regions } = account;
    const delivery = { clock, thresholds: policy.thresholds, regions, joinedAt: null };
    return trailSubjects(context, (trail) => [
      isSet('log-group-set', trail, 'logGroup', 'trail.no-log-group'),
      isSet('role-set', trail, 'role', 'trail.no-role'),
      logGroupExists(trail),
      roleExists(trail),
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

function logGroupExists(trail: Trail): Condition {
  const id = 'log-group-exists';
  const { logGroup } = trail;
  // Nothing named, nothing there; the reason stands at log-group-set.
  if (logGroup === null) return decided(id, trail.arn, 'no', null, [trail.config.logGroup.source]);
  if (!logGroup.known) return unknownBecause(id, trail.arn, logGroup.failure, logGroup.source);
  const named = trail.config.logGroup.known ? trail.config.logGroup.value : null;
  if (logGroup.value === null) {
    const missing = logGroup.source.call === 'logs:DescribeLogGroups' ? 'log-group.missing' : 'log-group.not-an-arn';
    const why = reason(missing, { trail: trail.arn, logGroup: named });
    return decided(id, trail.arn, 'no', null, [logGroup.source], [why]);
  }
  const { arn, retentionDays, kmsKey, logGroupClass } = logGroup.value;
  // Retention, key and class are recorded as evidence; they do not decide here (R55).
  return decided(id, trail.arn, 'yes', { arn, retentionDays, kmsKey, logGroupClass }, [logGroup.source]);
}

function roleExists(trail: Trail): Condition {
  const id = 'role-exists';
  const { role } = trail;
  if (role === null) return decided(id, trail.arn, 'no', null, [trail.config.role.source]);
  if (!role.known) return unknownBecause(id, trail.arn, role.failure, role.source);
  const named = trail.config.role.known ? trail.config.role.value : null;
  if (role.value === null) {
    const missing = role.source.call === 'iam:GetRole' ? 'role.missing' : 'role.not-an-arn';
    return decided(id, trail.arn, 'no', null, [role.source], [reason(missing, { trail: trail.arn, role: named })]);
  }
  const { arn } = role.value;
  if (arn !== named) {
    const why = reason('role.other-arn', { trail: trail.arn, role: named, found: arn });
    return decided(id, trail.arn, 'no', arn, [role.source], [why]);
  }
  return decided(id, trail.arn, 'yes', arn, [role.source]);
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
