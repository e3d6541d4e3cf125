/** An organization trail whose answers come, call by call, from its owner or from the member; and what is refused. */

import assert from 'node:assert/strict';
import { deny, fail } from '../rig/faults.ts';
import { refuseRole } from '../rig/organization-overlays.ts';
import type { Rule } from '../rig/rules.ts';
import {
  ARCHIVE,
  arnOf,
  DELEGATE,
  HOME,
  MANAGEMENT,
  MEMBER,
  ORG,
  organizationOf,
  organizationTrail,
  ownTrail,
  SECOND,
} from './accounts.ts';
import { runCases } from './cases.ts';
import type { Organization } from './in-process.ts';

const RULE = 'design: an organisation trail in a member, call by call';
const REFUSED = 'design: truth rule 1 and 2, an unreadable active account is UNKNOWN';
const TRAIL = 'multi-region-trail';
const COVERAGE = 'region-coverage';
const COPY = 'organization-trail-reach';
const PER_TRAIL = ['cloudwatch-logs-integration', 'log-file-validation', 'trail-delivery', 'trail-duplicates'];
const WITHOUT_OWNER = { args: ['--exclude', MANAGEMENT] };

function denied(operation: string, account: string, region?: string): Rule {
  return { match: { operation, account, ...(region === undefined ? {} : { region }) }, do: deny() };
}

function askedIn(scan: Organization, operation: string, account: string): number {
  return scan.asked(operation).filter((one) => one.startsWith(account)).length;
}

runCases('the owner is out of sight', [
  {
    name: "left out of scope: the member's own answers count",
    source: RULE,
    world: organizationOf(),
    run: WITHOUT_OWNER,
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization', [COVERAGE]: 'PASS organization', [COPY]: 'PASS' } },
    check(scan) {
      assert.equal(askedIn(scan, 'GetEventSelectors', MEMBER), 1);
      assert.equal(askedIn(scan, 'GetTrailStatus', MEMBER), 2);
      assert.equal(scan.document.byAccount[MANAGEMENT]?.[TRAIL], undefined);
      assert.deepEqual(scan.document.trails[0]?.covers, [ARCHIVE, DELEGATE, MEMBER]);
    },
  },
  {
    name: 'left out, and the member may not read the selectors',
    source: RULE,
    world: organizationOf({ trails: [organizationTrail({ fromMembers: { selectors: 'denied' } })] }),
    run: WITHOUT_OWNER,
    verdicts: { [MEMBER]: { [TRAIL]: 'UNKNOWN', [COVERAGE]: 'UNKNOWN', [COPY]: 'PASS' } },
    conditions: { [MEMBER]: { reads: 'unknown', writes: 'unknown', recording: 'yes', delivering: 'yes' } },
    permissions: { [MEMBER]: { [TRAIL]: ['cloudtrail:GetEventSelectors'] } },
  },
  {
    name: 'left out, and the member is told that there is no such trail',
    source: `${RULE}; aws.md 3.4, tools report failures`,
    world: organizationOf({ trails: [organizationTrail({ fromMembers: { selectors: 'notFound' } })] }),
    run: WITHOUT_OWNER,
    verdicts: { [MEMBER]: { [TRAIL]: 'UNKNOWN' } },
  },
  {
    name: 'left out, and the member may not read the status',
    source: RULE,
    world: organizationOf({ trails: [organizationTrail({ fromMembers: { status: 'denied' } })] }),
    run: WITHOUT_OWNER,
    verdicts: { [MEMBER]: { [TRAIL]: 'UNKNOWN', [COVERAGE]: 'UNKNOWN', 'any-trail-recording': 'UNKNOWN' } },
    conditions: { [MEMBER]: { recording: 'unknown', delivering: 'unknown', reads: 'yes' } },
    permissions: { [MEMBER]: { [TRAIL]: ['cloudtrail:GetTrailStatus'] } },
  },
  {
    name: "refuses its role: the member's own answers count",
    source: RULE,
    world: organizationOf({ management: { roles: [{ RoleName: 'TrailproofRead', assumable: false }] } }),
    run: {
      caller: DELEGATE,
      rules: [refuseRole({ account: MANAGEMENT })],
    },
    verdicts: { [MANAGEMENT]: { [TRAIL]: 'UNKNOWN' }, [MEMBER]: { [TRAIL]: 'PASS organization', [COPY]: 'PASS' } },
    permissions: { [MANAGEMENT]: { [TRAIL]: ['sts:AssumeRole'] } },
  },
  {
    name: 'out of sight, and the member does not list a copy: whether a trail should reach it is not known',
    source: 'design: truth rule 1, what could not be read is never good',
    world: organizationOf({ trails: [organizationTrail({ notIn: [MEMBER] })] }),
    run: {
      caller: DELEGATE,
      rules: [refuseRole({ account: MANAGEMENT })],
    },
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL', [COPY]: 'UNKNOWN' }, [ARCHIVE]: { [COPY]: 'PASS' } },
  },
  {
    name: 'out of sight, and the member refuses its role',
    source: REFUSED,
    world: organizationOf(),
    run: {
      caller: DELEGATE,
      rules: [refuseRole({ account: MANAGEMENT }), refuseRole({ account: MEMBER })],
    },
    verdicts: { [MEMBER]: { [TRAIL]: 'UNKNOWN', [COPY]: 'UNKNOWN' } },
  },
]);

runCases('call by call', [
  {
    name: 'the owner refuses its selectors, the member tells them',
    source: RULE,
    world: organizationOf(),
    run: { rules: [denied('GetEventSelectors', MANAGEMENT)] },
    verdicts: { [MANAGEMENT]: { [TRAIL]: 'UNKNOWN' }, [MEMBER]: { [TRAIL]: 'PASS organization' } },
    check: (scan) => assert.equal(askedIn(scan, 'GetTrailStatus', MEMBER), 0),
  },
  {
    name: 'the owner refuses its status, the member tells it',
    source: RULE,
    world: organizationOf(),
    run: { rules: [denied('GetTrailStatus', MANAGEMENT)] },
    verdicts: { [MANAGEMENT]: { [TRAIL]: 'UNKNOWN' }, [MEMBER]: { [TRAIL]: 'PASS organization' } },
    check: (scan) => assert.equal(askedIn(scan, 'GetEventSelectors', MEMBER), 0),
  },
  {
    name: 'both refuse the selectors',
    source: RULE,
    world: organizationOf({ trails: [organizationTrail({ fromMembers: { selectors: 'denied' } })] }),
    run: { rules: [denied('GetEventSelectors', MANAGEMENT)] },
    verdicts: { [MEMBER]: { [TRAIL]: 'UNKNOWN' } },
    permissions: { [MEMBER]: { [TRAIL]: ['cloudtrail:GetEventSelectors'] } },
  },
  {
    name: 'what members are refused costs nothing while the owner answers',
    source: RULE,
    world: organizationOf({ trails: [organizationTrail({ fromMembers: { selectors: 'denied', status: 'denied' } })] }),
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization' }, [DELEGATE]: { [TRAIL]: 'PASS organization' } },
    code: 1,
    check: (scan) => assert.deepEqual(scan.asked('GetEventSelectors'), [`${MANAGEMENT} ${HOME}`]),
  },
  {
    name: 'the role of CloudTrail is missing in management',
    source: 'CloudTrail API reference: NoManagementAccountSLRExistsException',
    world: organizationOf(),
    run: { rules: [{ match: { operation: 'GetTrailStatus' }, do: fail('NoManagementAccountSLRExistsException') }] },
    verdicts: { [MEMBER]: { [TRAIL]: 'UNKNOWN' }, [MANAGEMENT]: { [TRAIL]: 'UNKNOWN', 'trail-delivery': 'UNKNOWN' } },
    check: (scan) =>
      assert.equal(scan.one(TRAIL, MEMBER).reasons[0]?.params['code'], 'NoManagementAccountSLRExistsException'),
  },
  {
    name: 'a trail of the same name in the member is another trail',
    source: 'CloudTrail API reference: GetTrailStatus, a name means the own trail of the Region',
    world: organizationOf({
      member: { trails: [ownTrail({ Name: 'org', status: { LatestDeliveryError: 'NoSuchBucket' } })] },
    }),
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization', 'trail-delivery': 'FAIL' } },
    check(scan) {
      assert.equal(scan.one(TRAIL, MEMBER).satisfiedBy, ORG);
      assert.equal(scan.one('trail-delivery', MEMBER).resource, arnOf('org', MEMBER));
      const names = scan.ended.log.flatMap(({ params }) => params['Name'] ?? params['TrailName'] ?? []);
      assert.ok(names.length > 0 && names.every((name) => String(name).startsWith('arn:')));
    },
  },
  {
    name: 'its log group and role lie in the account of the delegated administrator, which is in scope',
    source: 'CloudTrail user guide: CloudWatch Logs by a delegated administrator (aws.md 3.8)',
    world: organizationOf({
      trails: [
        organizationTrail({
          CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${DELEGATE}:log-group:trail:*`,
          CloudWatchLogsRoleArn: `arn:aws:iam::${DELEGATE}:role/to-logs`,
        }),
      ],
      delegate: { logGroups: [{ region: HOME, logGroupName: 'trail' }], roles: [{ RoleName: 'to-logs' }] },
    }),
    verdicts: { [MANAGEMENT]: { 'cloudwatch-logs-integration': 'PASS' } },
  },
]);

runCases('the member cannot be read', [
  {
    name: 'its list in the home Region is refused: an unknown candidate',
    source: 'design: an organisation trail in a member, list unread',
    world: organizationOf(),
    run: { rules: [denied('DescribeTrails', MEMBER, HOME)] },
    verdicts: { [MEMBER]: { [TRAIL]: 'UNKNOWN', [COPY]: 'UNKNOWN' }, [DELEGATE]: { [TRAIL]: 'PASS organization' } },
    conditions: { [MEMBER]: { 'has-trail': 'unknown', recording: 'yes', reads: 'yes', delivering: 'yes' } },
    permissions: {
      [MEMBER]: { [TRAIL]: ['cloudtrail:DescribeTrails'], [COPY]: ['cloudtrail:DescribeTrails'] },
    },
  },
  {
    name: 'its lists are refused everywhere',
    source: 'design: an organisation trail in a member, list unread',
    world: organizationOf(),
    run: { rules: [denied('DescribeTrails', MEMBER)] },
    verdicts: { [MEMBER]: { [TRAIL]: 'UNKNOWN', [COVERAGE]: 'UNKNOWN', [COPY]: 'UNKNOWN' } },
    cells: { [MEMBER]: { [HOME]: 'UNKNOWN', [SECOND]: 'UNKNOWN' } },
  },
  {
    name: 'its role is refused: everything unknown, once, with the permission that is missing',
    source: REFUSED,
    world: organizationOf({ member: { roles: [] } }),
    run: { rules: [refuseRole({ account: MEMBER })] },
    verdicts: { [MEMBER]: { [TRAIL]: 'UNKNOWN', [COVERAGE]: 'UNKNOWN', [COPY]: 'UNKNOWN' } },
    permissions: {
      [MEMBER]: Object.fromEntries([TRAIL, COVERAGE, COPY, ...PER_TRAIL].map((id) => [id, ['sts:AssumeRole']])),
    },
    code: 5,
    check(scan) {
      const own = scan.document.results.filter(({ account }) => account === MEMBER);
      assert.ok(own.every(({ region, verdict }) => region === null && verdict === 'UNKNOWN'));
      assert.equal(own.length, scan.document.results.filter(({ account }) => account === DELEGATE).length - 2);
      assert.equal(scan.ended.log.filter(({ account }) => account === MEMBER).length, 0);
    },
  },
]);
