import { type Control, SEVERITIES, type Severity } from '../model/control.ts';
import type { SeverityPolicy, SeverityProfile } from '../model/policy.ts';

/** Severities on AWS's pages of its Security Hub controls (cloudtrail-controls.html, cloudwatch-controls.html; 2026-10). */
const SECURITY_HUB: Readonly<Record<string, Severity>> = {
  'CloudTrail.1': 'high',
  'CloudTrail.2': 'medium',
  'CloudTrail.3': 'high',
  'CloudTrail.4': 'low',
  'CloudTrail.5': 'medium',
  'CloudTrail.6': 'critical',
  'CloudTrail.7': 'low',
  'CloudTrail.9': 'low',
  'CloudTrail.10': 'medium',
};

interface Profile {
  /** What it does, as a sentence. */
  readonly about: string;
  readonly severityOf: (control: Control) => Severity;
}

/** Sources disagree: one calls the missing multi-Region trail critical, another medium. So the user chooses. */
export const PROFILES: Readonly<Record<SeverityProfile, Profile>> = {
  default: {
    about: 'As shipped.',
    severityOf: ({ severity }) => severity,
  },
  'aws-security-hub': {
    about: 'Those of AWS Security Hub; as shipped where it has no such control.',
    severityOf: ({ clauses, severity }) => {
      const clause = clauses.find(({ framework }) => framework === 'aws-security-hub');
      return (clause === undefined ? undefined : SECURITY_HUB[clause.id]) ?? severity;
    },
  },
  strict: {
    about: 'Each one step higher than shipped: what is high becomes critical.',
    severityOf: ({ severity }) => step(severity, 1),
  },
  lenient: {
    about: 'Each one step lower than shipped: what is high becomes medium.',
    severityOf: ({ severity }) => step(severity, -1),
  },
};

function step(severity: Severity, by: 1 | -1): Severity {
  const position = SEVERITIES.indexOf(severity) + by;
  return SEVERITIES[Math.min(Math.max(position, 0), SEVERITIES.length - 1)] ?? severity;
}

/** The controls with the severities that a policy gives them; to be asked once, of controls as shipped. */
export function withSeverities(controls: readonly Control[], policy: SeverityPolicy): readonly Control[] {
  return controls.map((control) => {
    const severity = policy.controls.get(control.id) ?? PROFILES[policy.profile].severityOf(control);
    return severity === control.severity ? control : { ...control, severity };
  });
}
