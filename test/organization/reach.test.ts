/** An organization trail in its members: whether it reaches them, and what counts of it there. */

import assert from 'node:assert/strict';
import {
  ARCHIVE,
  DELEGATE,
  HOME,
  MANAGEMENT,
  MEMBER,
  OPT_IN,
  ORG,
  organizationOf,
  organizationTrail,
  ownTrail,
  regions,
  SECOND,
} from './accounts.ts';
import { runCases } from './cases.ts';

const REACH = 'design: an organisation trail in a member';
const TRAIL = 'multi-region-trail';
const COVERAGE = 'region-coverage';
const COPY = 'organization-trail-reach';
const WITH_OPT_IN = { regions: regions({ [OPT_IN]: 'ENABLED' }) };
const ERROR = { LatestDeliveryError: 'AccessDenied' };

runCases('an organization trail as its owner has it', [
  {
    name: 'healthy and multi-Region: it covers every member',
    source: `CloudTrail user guide: creating a trail for an organization; ${REACH}`,
    world: organizationOf(),
    verdicts: {
      [MEMBER]: { [TRAIL]: 'PASS organization', [COVERAGE]: 'PASS organization', [COPY]: 'PASS' },
      [MANAGEMENT]: { [TRAIL]: 'PASS organization', [COPY]: 'NOT_APPLICABLE' },
    },
    cells: { [MEMBER]: { [HOME]: 'PASS', [SECOND]: 'PASS' } },
    check({ document }) {
      assert.equal(document.results.find(({ id }) => id === `${TRAIL}/${MEMBER}`)?.satisfiedBy, ORG);
      assert.deepEqual(document.trails[0]?.covers, [MANAGEMENT, ARCHIVE, DELEGATE, MEMBER]);
      assert.deepEqual(document.cells[MEMBER]?.[SECOND]?.by, [ORG]);
    },
  },
  {
    name: 'single-Region: its home Region alone is covered',
    source: 'CloudTrail user guide: a single-Region organization trail logs its home Region only',
    world: organizationOf({ trails: [organizationTrail({ IsMultiRegionTrail: false })] }),
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL', [COVERAGE]: 'FAIL', 'any-trail-recording': 'PASS organization' } },
    cells: { [MEMBER]: { [HOME]: 'PASS', [SECOND]: 'FAIL' } },
    conditions: { [MEMBER]: { 'multi-region': 'no', recording: 'yes' } },
  },
  {
    name: 'stopped at its owner: nobody is covered',
    source: 'CloudTrail API reference: GetTrailStatus, IsLogging',
    world: organizationOf({ trails: [organizationTrail({ status: { IsLogging: false, StopLoggingTime: '-2d' } })] }),
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL', [COVERAGE]: 'FAIL', 'any-trail-recording': 'FAIL', [COPY]: 'PASS' } },
    conditions: { [MEMBER]: { 'has-trail': 'yes', recording: 'no' } },
    reasons: { [MEMBER]: { [TRAIL]: ['trail.stopped'] } },
  },
  {
    name: 'writes only',
    source: 'CloudTrail user guide: logging management events, ReadWriteType',
    world: organizationOf({ trails: [organizationTrail({ selectors: { basic: [{ ReadWriteType: 'WriteOnly' }] } })] }),
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL', [COVERAGE]: 'FAIL' } },
    conditions: { [MEMBER]: { reads: 'no', writes: 'yes' } },
  },
  {
    name: 'without KMS: Security Hub fails, CIS passes, the cells are covered',
    source: 'Security Hub user guide: CloudTrail.1; CIS v1.2 2.1',
    world: organizationOf({
      trails: [organizationTrail({ selectors: { basic: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] } })],
    }),
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL', [COVERAGE]: 'PASS organization' } },
    conditions: { [MEMBER]: { 'all-sources': 'no' } },
    check: (scan) => {
      const clauses = scan.one(TRAIL, MEMBER).clauses.filter(({ id }) => id === 'CloudTrail.1' || id === '2.1');
      assert.deepEqual(
        clauses.map(({ id, verdict }) => [id, verdict]),
        [
          ['CloudTrail.1', 'FAIL'],
          ['2.1', 'PASS'],
        ],
      );
    },
  },
  {
    name: 'a delivery error in a Region that one member alone has enabled counts for that member alone',
    source: 'design: delivering, line 1',
    world: organizationOf({ trails: [organizationTrail({ statusIn: { [OPT_IN]: ERROR } })], member: WITH_OPT_IN }),
    verdicts: {
      [MEMBER]: { [TRAIL]: 'FAIL', [COVERAGE]: 'PASS organization' },
      [DELEGATE]: { [TRAIL]: 'PASS organization' },
      [MANAGEMENT]: { [TRAIL]: 'PASS organization', 'trail-delivery': 'PASS' },
    },
    conditions: { [MEMBER]: { delivering: 'no' } },
    check: (scan) => {
      assert.deepEqual(scan.one(TRAIL, MEMBER).reasons[0]?.params['region'], OPT_IN);
      const expected = [`${MANAGEMENT} ${SECOND}`, `${MANAGEMENT} ${HOME}`, `${MEMBER} ${OPT_IN}`];
      assert.deepEqual(scan.asked('GetTrailStatus'), expected);
    },
  },
  {
    name: 'a delivery error in a Region that the owner and the member have enabled',
    source: 'design: delivering, line 1',
    world: organizationOf({ trails: [organizationTrail({ statusIn: { [SECOND]: ERROR } })] }),
    verdicts: {
      [MEMBER]: { [TRAIL]: 'FAIL', 'trail-delivery': 'FAIL organization' },
      [MANAGEMENT]: { [TRAIL]: 'FAIL' },
    },
    conditions: { [MEMBER]: { delivering: 'no' } },
  },
  {
    name: 'a delivery error in a Region that the owner alone has enabled',
    source: 'design: delivering, line 1, an enabled Region of the judged account',
    world: organizationOf({ trails: [organizationTrail({ statusIn: { [OPT_IN]: ERROR } })], management: WITH_OPT_IN }),
    verdicts: {
      [MANAGEMENT]: { [TRAIL]: 'FAIL', 'trail-delivery': 'FAIL' },
      [MEMBER]: { [TRAIL]: 'PASS organization' },
    },
  },
  {
    name: 'a digest that is seven hours old',
    source: 'design: delivering, line 3',
    world: organizationOf({ trails: [organizationTrail({ status: { LatestDigestDeliveryTime: '-7h' } })] }),
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL' }, [MANAGEMENT]: { [TRAIL]: 'FAIL' } },
    conditions: { [MEMBER]: { delivering: 'no' } },
  },
]);

runCases('the copy of an organization trail in a member', [
  {
    name: 'home Region to be opted into, and not enabled in the member: no candidate',
    source: 'CloudTrail user guide: organization trails and opt-in Regions (aws.md 3.8)',
    world: organizationOf({ trails: [organizationTrail({ HomeRegion: OPT_IN })], management: WITH_OPT_IN }),
    verdicts: {
      [MEMBER]: { [TRAIL]: 'FAIL', [COVERAGE]: 'FAIL', [COPY]: 'FAIL' },
      [MANAGEMENT]: { [TRAIL]: 'PASS organization' },
    },
    reasons: { [MEMBER]: { [COPY]: ['reach.home-region-not-enabled'], [TRAIL]: ['account.no-trail'] } },
    code: 1,
  },
  {
    name: 'home Region to be opted into, and enabled in the member',
    source: 'CloudTrail user guide: organization trails and opt-in Regions (aws.md 3.8)',
    world: organizationOf({
      trails: [organizationTrail({ HomeRegion: OPT_IN })],
      management: WITH_OPT_IN,
      member: WITH_OPT_IN,
    }),
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization', [COPY]: 'PASS' } },
  },
  {
    name: 'home Region that is only being enabled in the member',
    source: 'design: enabled Regions',
    world: organizationOf({
      trails: [organizationTrail({ HomeRegion: OPT_IN })],
      management: WITH_OPT_IN,
      member: { regions: regions({ [OPT_IN]: 'ENABLING' }), joined: '-1h' },
    }),
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL', [COPY]: 'FAIL' } },
    reasons: { [MEMBER]: { [COPY]: ['reach.home-region-not-enabled', '!too-young'] } },
  },
  {
    name: 'never made in an old member: the cause is named, and the role looked for there alone',
    source: REACH,
    world: organizationOf({ trails: [organizationTrail({ notIn: [MEMBER] })] }),
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL', [COVERAGE]: 'FAIL', [COPY]: 'FAIL' }, [DELEGATE]: { [COPY]: 'PASS' } },
    reasons: { [MEMBER]: { [COPY]: ['reach.copy-missing'], [TRAIL]: ['account.no-trail'] } },
    check: (scan) => assert.deepEqual(scan.asked('GetRole'), [`${MEMBER} ${HOME}`]),
  },
  {
    name: 'listed elsewhere and not in the home Region: no candidate',
    source: REACH,
    world: organizationOf({ trails: [organizationTrail({ notIn: [`${MEMBER}/${HOME}`] })] }),
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL', [COPY]: 'FAIL' } },
    cells: { [MEMBER]: { [HOME]: 'FAIL', [SECOND]: 'FAIL' } },
  },
  {
    name: 'not listed in a Region other than home: that cell is unknown',
    source: 'design: region-coverage, replica-not-seen',
    world: organizationOf({ trails: [organizationTrail({ notIn: [`${MEMBER}/${SECOND}`] })] }),
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization', [COPY]: 'PASS' } },
    cells: { [MEMBER]: { [HOME]: 'PASS', [SECOND]: 'UNKNOWN' }, [DELEGATE]: { [SECOND]: 'PASS' } },
    reasons: { [MEMBER]: { [COVERAGE]: ['replica-not-seen'] } },
    code: 5,
  },
  {
    name: 'not there 23 h after joining: unknown, with the deadline',
    source: REACH,
    world: organizationOf({ trails: [organizationTrail({ notIn: [MEMBER] })], member: { joined: '-23h' } }),
    verdicts: { [MEMBER]: { [TRAIL]: 'UNKNOWN', [COVERAGE]: 'UNKNOWN', [COPY]: 'UNKNOWN' } },
    reasons: { [MEMBER]: { [TRAIL]: ['too-young'], [COPY]: ['too-young'] } },
    check: (scan) => {
      const { hours, at } = scan.one(COPY, MEMBER).reasons[0]?.params ?? {};
      assert.deepEqual([hours, at], [24, '2026-11-23T13:00:00Z']);
    },
  },
  {
    name: 'not there 25 h after joining: FAIL',
    source: REACH,
    world: organizationOf({ trails: [organizationTrail({ notIn: [MEMBER] })], member: { joined: '-25h' } }),
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL', [COPY]: 'FAIL' } },
  },
  {
    name: 'there 5 h after joining: it reaches, and delivery proves nothing yet',
    source: 'design: within 6 h of its joining',
    world: organizationOf({ member: { joined: '-5h' } }),
    verdicts: {
      [MEMBER]: { [TRAIL]: 'UNKNOWN', [COVERAGE]: 'PASS organization', [COPY]: 'PASS' },
      [DELEGATE]: { [TRAIL]: 'PASS organization' },
    },
    conditions: { [MEMBER]: { delivering: 'unknown', 'has-trail': 'yes' } },
    reasons: { [MEMBER]: { [TRAIL]: ['too-young'] } },
  },
  {
    name: 'there 7 h after joining',
    source: 'design: within 6 h of its joining',
    world: organizationOf({ member: { joined: '-7h' } }),
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization' } },
  },
  {
    name: 'not there, and CloudTrail has no trusted access',
    source: 'Organizations user guide: CloudTrail, disabling trusted access',
    world: organizationOf({
      trails: [organizationTrail({ notIn: [ARCHIVE, DELEGATE, MEMBER] })],
      organization: { trustedServices: ['account.amazonaws.com'] },
    }),
    verdicts: { [MEMBER]: { [COPY]: 'FAIL' }, [ARCHIVE]: { [COPY]: 'FAIL' } },
    reasons: { [MEMBER]: { [COPY]: ['reach.trusted-access-off'] } },
  },
  {
    name: 'not there, and the service-linked role is missing',
    source: 'CloudTrail user guide: service-linked role in every account',
    world: organizationOf({
      trails: [organizationTrail({ notIn: [MEMBER] })],
      member: { cloudTrailRole: false },
    }),
    verdicts: { [MEMBER]: { [COPY]: 'FAIL' } },
    reasons: { [MEMBER]: { [COPY]: ['reach.service-linked-role-missing'] } },
  },
  {
    name: "a trail of the member's own beside it, which is broken",
    source: 'design: any one trail that meets all',
    world: organizationOf({ member: { trails: [ownTrail({ status: { IsLogging: false } })] } }),
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization', [COVERAGE]: 'PASS organization', 'trail-delivery': 'PASS' } },
  },
  {
    name: "a trail of the member's own beside it, while it is stopped itself",
    source: 'design: any one trail that meets all',
    world: organizationOf({
      trails: [organizationTrail({ status: { IsLogging: false } })],
      member: { trails: [ownTrail()] },
    }),
    verdicts: {
      [MEMBER]: { [TRAIL]: 'PASS own', [COVERAGE]: 'PASS own', 'trail-duplicates': 'PASS' },
      [DELEGATE]: { [TRAIL]: 'FAIL' },
    },
  },
]);
