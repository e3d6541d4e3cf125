import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { given, judgeMember, type Membership, only, ownerWith, reasonIds } from '../../../test/organization/by-hand.ts';
import { isoAgo, organizationTrail, TWO_REGIONS } from '../../../test/support/world.ts';
import { organizationTrailReach } from './control.ts';

const ID = 'organization-trail-reach';
const ARN = 'arn:aws:cloudtrail:us-east-1:999988887777:trail/org';
const ORG = organizationTrail();

function judged(membership: Membership) {
  return only(judgeMember(organizationTrailReach, { owner: ownerWith(ORG), ...membership }));
}

describe(ID, () => {
  test('passes where the home list shows the copy: reaches', () => {
    const result = judged({ world: { trails: [ORG] } });
    equal(result.verdict, 'PASS');
    equal(result.id, `${ID}/${ARN}/111122223333`);
    equal(result.account, '111122223333');
    equal(result.resource, ARN);
    deepEqual(
      result.shown?.conditions.map(({ id, holds }) => [id, holds]),
      [['reaches', 'yes']],
    );
  });

  const CAUSES: readonly (readonly [cause: string, membership: Membership])[] = [
    ['reach.copy-missing', { world: {} }],
    ['reach.trusted-access-off', { world: {}, organization: { trustedAccess: given(false) } }],
    ['reach.service-linked-role-missing', { world: {}, account: { serviceLinkedRole: given(null) } }],
    [
      'reach.home-region-not-enabled',
      { world: { regions: { ...TWO_REGIONS, 'us-east-1': 'DISABLED', 'eu-north-1': 'ENABLED_BY_DEFAULT' } } },
    ],
  ];
  for (const [cause, membership] of CAUSES) {
    test(`fails: ${cause}`, () => {
      const result = judged(membership);
      equal(result.verdict, 'FAIL');
      deepEqual(reasonIds(result), [cause]);
      equal(result.reasons[0]?.params['trail'], ARN);
    });
  }

  test('fails where copies are listed everywhere but in the home Region', () => {
    const result = judged({ world: { trails: [organizationTrail({ notListedIn: ['us-east-1'] })] } });
    equal(result.verdict, 'FAIL');
    deepEqual(reasonIds(result), ['reach.copy-missing']);
    deepEqual(result.shown?.conditions[0]?.observed, ['eu-west-1']);
  });

  test('is unknown within a day of joining, and no longer after it', () => {
    const young = judged({ world: { joinedAt: isoAgo(23) } });
    equal(young.verdict, 'UNKNOWN');
    deepEqual(reasonIds(young), ['too-young']);
    equal(judged({ world: { joinedAt: isoAgo(25) } }).verdict, 'FAIL');
  });

  test('is unknown where the home list was not read', () => {
    const result = judged({ world: { faults: { 'cloudtrail:DescribeTrails us-east-1': 'denied' } } });
    equal(result.verdict, 'UNKNOWN');
    deepEqual(reasonIds(result), ['trail.reach-unread', 'read.denied']);
  });

  test('has one result for each organization trail', () => {
    const second = organizationTrail({ name: 'second' });
    const membership = { world: { trails: [second] }, owner: ownerWith(ORG, second) };
    deepEqual(
      judgeMember(organizationTrailReach, membership).map(({ resource, verdict }) => [resource, verdict]),
      [
        [ARN, 'FAIL'],
        [ARN.replace('trail/org', 'trail/second'), 'PASS'],
      ],
    );
  });

  test('is not applicable in the owner, without organization trails, and for an account judged alone', () => {
    const owner = ownerWith(ORG);
    const cases: [Membership, string][] = [
      [{ world: owner, owner }, 'account.no-organization-trail'],
      [{ world: {}, owner: ownerWith() }, 'account.no-organization-trail'],
      [{ world: { trails: [ORG] }, organization: null }, 'account.judged-alone'],
    ];
    for (const [membership, why] of cases) {
      const result = judged(membership);
      equal(result.verdict, 'NOT_APPLICABLE');
      deepEqual(reasonIds(result), [why]);
    }
  });
});
