/** What the organization as a whole shows: who is in scope, which trails are too many, how accounts are recorded. */

import assert from 'node:assert/strict';
import { deny } from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import {
  ARCHIVE,
  account,
  arnOf,
  DELEGATE,
  HOME,
  MANAGEMENT,
  MEMBER,
  ORG,
  OTHER,
  organizationOf,
  organizationTrail,
  ownTrail,
} from './accounts.ts';
import { type OrganizationCase, runCases } from './cases.ts';

const R5 = 'requirement R5: management, log archive and security administrators are never silently out of scope';
const R7 = 'requirement R7: operating model observed';
const R23 = 'requirement R23: ad hoc and duplicate trails';
const SCOPE = 'scope-complete';
const COPIES = 'trail-duplicates';
const SPECIAL = {
  [MANAGEMENT]: 'management account',
  [ARCHIVE]: 'log archive',
  [DELEGATE]: 'administrator of CloudTrail',
};
const LEFT_OUT = 'scope.special-account-left-out';

/** Everybody special is left out, in one way or the other; each is one FAIL that says why. */
function leftOut(how: string, args: readonly string[], because: string, policy?: string): OrganizationCase {
  const fails = Object.fromEntries(Object.keys(SPECIAL).map((id) => [id, { [SCOPE]: 'FAIL' }]));
  return {
    name: `left out by ${how}`,
    source: R5,
    world: organizationOf(),
    run: { args, ...(policy === undefined ? {} : { policy }) },
    verdicts: fails,
    reasons: Object.fromEntries(Object.keys(SPECIAL).map((id) => [id, { [SCOPE]: [LEFT_OUT] }])),
    check(scan) {
      for (const [id, part] of Object.entries(SPECIAL)) {
        const params = scan.one(SCOPE, id).reasons[0]?.params ?? {};
        assert.equal(params['part'], part);
        assert.ok(String(params['because']).startsWith(because));
        assert.ok(!scan.ended.log.some((request) => request.service === 'cloudtrail' && request.account === id));
      }
      assert.deepEqual(scan.of(SCOPE, MEMBER), []);
      assert.equal(scan.document.byAccount[MEMBER]?.['multi-region-trail']?.verdict, 'PASS');
    },
  };
}

const ALL = Object.keys(SPECIAL).join();
const ONLY_MEMBER = `version: 1\nscope:\n  accounts: ["${MEMBER}"]\n`;
const EXCLUDED = `version: 1\nscope:\n  exclude:\n${Object.keys(SPECIAL)
  .map((id) => `    - account: "${id}"\n      reason: Judged by another team.\n`)
  .join('')}`;

function refused(...operation: string[]): Rule {
  return { match: { service: 'organizations', operation }, do: deny() };
}

runCases('scope-complete', [
  {
    name: 'everybody special is in scope',
    source: R5,
    world: organizationOf(),
    verdicts: Object.fromEntries(Object.keys(SPECIAL).map((id) => [id, { [SCOPE]: 'PASS' }])),
    check: (scan) => assert.equal(scan.document.results.filter(({ control }) => control === SCOPE).length, 3),
  },
  leftOut('--exclude', ['--exclude', ALL], 'it is named by --exclude'),
  leftOut('--accounts', ['--accounts', MEMBER], 'it is not named by --accounts'),
  leftOut('scope.accounts of the policy file', [], 'it is not in scope.accounts of the policy file', ONLY_MEMBER),
  leftOut('scope.exclude of the policy file', [], 'Judged by another team', EXCLUDED),
  {
    name: 'the log archive by its class, whatever its name',
    source: R5,
    world: organizationOf(),
    run: { policy: `version: 1\nscope:\n  classes:\n    log-archive: ["${MEMBER}"]\n`, args: ['--exclude', MEMBER] },
    verdicts: { [MEMBER]: { [SCOPE]: 'FAIL' } },
  },
  {
    name: 'administrators of services that are not about security do not count',
    source: R5,
    world: organizationOf({
      organization: { delegatedAdministrators: [{ account: MEMBER, services: ['backup.amazonaws.com'] }] },
    }),
    run: { args: ['--exclude', MEMBER] },
    verdicts: { [MANAGEMENT]: { [SCOPE]: 'PASS' } },
    check: (scan) => assert.deepEqual(scan.of(SCOPE, MEMBER), []),
  },
  {
    name: 'the administrators cannot be read',
    source: `${R5}; design: truth rule 1`,
    world: organizationOf(),
    run: { rules: [refused('ListDelegatedAdministrators')] },
    verdicts: { [MANAGEMENT]: { [SCOPE]: 'UNKNOWN' }, [ARCHIVE]: { [SCOPE]: 'PASS' } },
    permissions: { [MANAGEMENT]: { [SCOPE]: ['organizations:ListDelegatedAdministrators'] } },
    code: 5,
  },
  {
    name: 'what an administrator administers cannot be read',
    source: `${R5}; design: truth rule 1`,
    world: organizationOf(),
    run: { rules: [refused('ListDelegatedServicesForAccount')], args: ['--exclude', DELEGATE] },
    verdicts: {},
    check(scan) {
      const unknown = scan.document.results.filter(
        ({ control, verdict }) => control === SCOPE && verdict === 'UNKNOWN',
      );
      const permissions = unknown.flatMap(({ reasons }) => reasons.map(({ params }) => params['permission']));
      assert.deepEqual(permissions, ['organizations:ListDelegatedServicesForAccount']);
    },
  },
  {
    name: 'which account is the management account cannot be read',
    source: `${R5}; design: truth rule 1`,
    world: organizationOf(),
    run: { rules: [refused('DescribeOrganization')], args: ['--exclude', MANAGEMENT] },
    verdicts: {},
    check(scan) {
      const unknown = scan.document.results.filter(
        ({ control, verdict }) => control === SCOPE && verdict === 'UNKNOWN',
      );
      const permissions = unknown.flatMap(({ reasons }) => reasons.map(({ params }) => params['permission']));
      assert.deepEqual(permissions, ['organizations:DescribeOrganization']);
    },
  },
]);

runCases('trail-duplicates', [
  {
    name: 'a complete trail of a member beside the organization trail, with the one to keep',
    source: R23,
    world: organizationOf({ member: { trails: [ownTrail()] } }),
    verdicts: { [MEMBER]: { [COPIES]: 'FAIL' }, [MANAGEMENT]: { [COPIES]: 'PASS' } },
    check(scan) {
      const why = scan.one(COPIES, MEMBER).reasons[0];
      assert.deepEqual([why?.params['trail'], why?.params['by']], [arnOf('own', MEMBER), ORG]);
      assert.match(why?.text ?? '', /org/);
    },
  },
  {
    name: 'an ad hoc trail of one Region',
    source: R23,
    world: organizationOf({ member: { trails: [ownTrail({ IsMultiRegionTrail: false, HomeRegion: 'eu-west-1' })] } }),
    verdicts: { [MEMBER]: { [COPIES]: 'FAIL' } },
  },
  {
    name: 'a trail of data events alone',
    source: R23,
    world: organizationOf({
      member: { trails: [ownTrail({ selectors: { basic: [{ IncludeManagementEvents: false }] } })] },
    }),
    verdicts: { [MEMBER]: { [COPIES]: 'PASS' } },
  },
  {
    name: 'a trail where the organization trail does not reach, is stopped or leaves KMS out',
    source: R23,
    world: organizationOf({
      trails: [
        organizationTrail({
          notIn: [MEMBER],
          selectors: { basic: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] },
        }),
      ],
      member: { trails: [ownTrail()] },
      delegate: { trails: [ownTrail()] },
    }),
    verdicts: { [MEMBER]: { [COPIES]: 'PASS' }, [DELEGATE]: { [COPIES]: 'PASS' } },
  },
  {
    name: 'a trail, while it is not known whether the organization trail reaches',
    source: `${R23}; design: truth rule 1`,
    world: organizationOf({
      member: { trails: [ownTrail({ HomeRegion: 'eu-west-1' })] },
    }),
    run: {
      rules: [{ match: { operation: 'DescribeTrails', account: MEMBER, region: HOME }, do: deny() }],
    },
    verdicts: { [MEMBER]: { [COPIES]: 'UNKNOWN' } },
  },
]);

function observed(name: string, world: OrganizationCase['world'], wanted: string, trails: [string, number][]) {
  return {
    name,
    source: R7,
    world,
    verdicts: {},
    check({ document }) {
      assert.equal(document.operatingModel.observed, wanted);
      assert.deepEqual(
        document.operatingModel.trails.map(({ arn, accounts }) => [arn, accounts]),
        trails,
      );
    },
  } satisfies OrganizationCase;
}

const BY_ITSELF = account(OTHER, { trails: [ownTrail()] });

runCases('the operating model', [
  observed('one organization trail for all', organizationOf(), 'organization-trail', [[ORG, 4]]),
  observed(
    'a trail in each account',
    {
      ...organizationOf({ trails: [] }),
      accounts: [MANAGEMENT, MEMBER].map((id) => account(id, { trails: [ownTrail()] })),
    },
    'trail-per-account',
    [MANAGEMENT, MEMBER].map((id) => [arnOf('own', id), 1]),
  ),
  observed(
    'an organization trail that misses one account, which has its own',
    organizationOf({ trails: [organizationTrail({ notIn: [OTHER] })], others: [BY_ITSELF] }),
    'mixed',
    [
      [ORG, 4],
      [arnOf('own', OTHER), 1],
    ],
  ),
  observed('nothing that is complete', organizationOf({ trails: [] }), 'none', []),
]);
