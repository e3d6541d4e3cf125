import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONTROLS } from '../controls/registry.generated.ts';
import type { Severity } from '../model/control.ts';
import { SEVERITY_PROFILES, type SeverityPolicy, severityProfileName } from '../model/policy.ts';
import { withSeverities } from './severities.ts';

function severities(policy: Partial<SeverityPolicy>): Readonly<Record<string, Severity>> {
  const controls = withSeverities(CONTROLS, { profile: 'default', controls: new Map(), ...policy });
  return Object.fromEntries(controls.map(({ id, severity }) => [id, severity]));
}

describe('severity profiles', () => {
  test('default is what the controls say', () => {
    deepEqual(severities({}), Object.fromEntries(CONTROLS.map(({ id, severity }) => [id, severity])));
  });

  test("aws-security-hub has AWS's severities, copied by hand, and the rest as shipped", () => {
    const got = severities({ profile: 'aws-security-hub' });
    const wanted: Readonly<Record<string, Severity>> = {
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
    for (const control of CONTROLS) {
      const hub = control.clauses.find(({ framework }) => framework === 'aws-security-hub');
      equal(got[control.id], hub === undefined ? control.severity : wanted[hub.id], control.id);
    }
  });

  test("the sources' three answers for the headline control: critical, high, medium", () => {
    const of = (profile: SeverityPolicy['profile']) => severities({ profile })['multi-region-trail'];
    deepEqual([of('strict'), of('default'), of('lenient')], ['critical', 'high', 'medium']);
  });

  test('steps end at low and critical', () => {
    equal(severities({ profile: 'strict' })['log-bucket-not-public'], 'critical');
    equal(severities({ profile: 'lenient' })['log-notification'], 'low');
  });

  test('what is said of one control counts more than the profile, and for that one alone', () => {
    const controls = new Map<string, Severity>([['log-notification', 'critical']]);
    const got = severities({ profile: 'strict', controls });
    deepEqual(got, { ...severities({ profile: 'strict' }), 'log-notification': 'critical' });
    notEqual(got['log-notification'], severities({ profile: 'strict' })['log-notification']);
  });

  test('the name of a profile says what is put above it', () => {
    for (const profile of SEVERITY_PROFILES) equal(severityProfileName({ profile, controls: new Map() }), profile);
    const controls = new Map<string, Severity>([['log-notification', 'low']]);
    equal(severityProfileName({ profile: 'strict', controls }), 'strict, log-notification=low');
  });
});
