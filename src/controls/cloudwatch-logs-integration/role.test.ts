import { equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { is, judgeStorage, refused, type Statement, TRAIL_ARN } from '../../../test/support/buckets.ts';
import { deliveringTrail, namedPolicy, rcpsOf, roleWith, says, TRUST } from '../../../test/support/delivery.ts';
import { ACCOUNT } from '../../../test/support/world.ts';
import type { OrganizationFacts, Role } from '../../model/facts.ts';
import { cloudwatchLogsIntegration } from './control.ts';

type Links = Parameters<typeof deliveringTrail>[0];

function judge(links: Links, organization?: OrganizationFacts) {
  const setting = organization === undefined ? {} : { organization };
  return judgeStorage(cloudwatchLogsIntegration, [deliveringTrail(links)], setting);
}

function judgeRole(role: Role, links: Links = {}, organization?: OrganizationFacts) {
  return judge({ role: is(role, 'iam:GetRole'), ...links }, organization);
}

const OTHER_TRAIL = `${TRAIL_ARN}-old`;
const when = (Condition: unknown): Statement => ({ ...TRUST, Condition });

/** aws.md 5.1, the trust policy; missing and over-broad trust are different findings (R47). */
const TRUSTS: readonly (readonly [what: string, statements: readonly Statement[], says: string])[] = [
  ['as AWS writes it', [TRUST], 'yes'],
  ['with the action in other letter case', [{ ...TRUST, Action: 'STS:assumerole' }], 'yes'],
  ['for EC2', [{ ...TRUST, Principal: { Service: 'ec2.amazonaws.com' } }], 'no role.trust-missing'],
  ['for nobody', [], 'no role.trust-missing'],
  ['with another action', [{ ...TRUST, Action: 'sts:TagSession' }], 'no role.trust-missing'],
  ['that denies CloudTrail', [TRUST, { ...TRUST, Sid: 'Never', Effect: 'Deny' }], 'no permission.denied'],
  ['for everybody', [{ ...TRUST, Principal: '*' }], 'yes role.trust-over-broad'],
  ['for CloudTrail and every user', [TRUST, { ...TRUST, Principal: { AWS: '*' } }], 'yes role.trust-over-broad'],
  ['for every user', [{ ...TRUST, Principal: { AWS: '*' } }], 'unknown permission.not-understood'],
  [
    'for CloudTrail and two more',
    [{ ...TRUST, Principal: { Service: ['cloudtrail.amazonaws.com', 'ec2.amazonaws.com'], AWS: ACCOUNT } }],
    'yes role.trust-over-broad',
  ],
  [
    'for CloudTrail and one more',
    [{ ...TRUST, Principal: { Service: ['cloudtrail.amazonaws.com', 'ec2.amazonaws.com'] } }],
    'yes',
  ],
  [
    'that asks for the trail',
    [when({ StringEquals: { 'aws:SourceArn': TRAIL_ARN } })],
    'unknown role.trust-undocumented',
  ],
  [
    'that asks for the account',
    [when({ StringEquals: { 'aws:SourceAccount': ACCOUNT } })],
    'unknown role.trust-undocumented',
  ],
  [
    'that asks for the trail where it is named',
    [when({ StringEqualsIfExists: { 'aws:SourceArn': TRAIL_ARN } })],
    'yes',
  ],
  [
    'that asks for another trail',
    [when({ StringEquals: { 'aws:SourceArn': OTHER_TRAIL } })],
    'no role.trust-missing permission.other-condition',
  ],
  ['that asks for an external id', [when({ StringEquals: { 'sts:ExternalId': 'x' } })], 'unknown permission.depends'],
];

describe('cloudwatch-logs-integration, role-trusts-cloudtrail', () => {
  const id = 'role-trusts-cloudtrail';

  for (const [what, statements, wanted] of TRUSTS) {
    test(`a trust policy ${what}: ${wanted}`, () => {
      equal(says(judgeRole(roleWith({ trust: namedPolicy('trust policy', ...statements) })), id), wanted);
    });
  }

  test('an unread trust policy, an unread role, a missing one and none at all', () => {
    equal(says(judgeRole(roleWith({ trust: refused('iam:GetRole') })), id), 'unknown permission.unread read.denied');
    equal(says(judge({ role: refused('iam:GetRole') }), id), 'unknown read.denied');
    equal(says(judge({ role: is(null, 'iam:GetRole') }), id), 'no');
    equal(says(judge({ role: null }), id), 'no');
  });

  test('RCPs of the account of the role count', () => {
    const guard = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' };
    equal(says(judge({ guardrails: rcpsOf(ACCOUNT, guard) }), id), 'no permission.denied');
  });
});
