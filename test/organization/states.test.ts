/** Accounts by their state, and organizations as different callers see them. */

import assert from 'node:assert/strict';
import { deny } from '../rig/faults.ts';
import { refuseRole } from '../rig/organization-overlays.ts';
import type { WorldAccount } from '../rig/world.ts';
import {
  ARCHIVE,
  account,
  DELEGATE,
  MANAGEMENT,
  MEMBER,
  ORG,
  OTHER,
  OUTSIDE,
  organizationOf,
  organizationTrail,
  ownTrail,
} from './accounts.ts';
import { type OrganizationCase, runCases } from './cases.ts';

const STATES = 'Organizations API reference: Account, State (aws.md 3.9)';
const RULE = 'design: truth rule 2';
const CALLER = 'design: exit codes, a refused or broken-off account list';
const TRAIL = 'multi-region-trail';
const COPY = 'organization-trail-reach';

const CONTROLS = ['any-trail-recording', TRAIL, COPY, 'region-coverage', 'trail-delivery', 'trail-duplicates'];
const NOT_APPLICABLE = Object.fromEntries(CONTROLS.map((id) => [id, 'NOT_APPLICABLE']));

function inState(
  state: NonNullable<WorldAccount['state']>,
  id: string,
  fields: 'both' | 'status' | 'state' = 'both',
): OrganizationCase {
  return {
    name: `${state}, listed with ${fields === 'both' ? 'both fields' : fields}`,
    source: STATES,
    world: organizationOf({ member: { state }, organization: { listing: { fields } } }),
    verdicts: { [MEMBER]: NOT_APPLICABLE, [DELEGATE]: { [TRAIL]: 'PASS organization' } },
    reasons: { [MEMBER]: Object.fromEntries(CONTROLS.map((control) => [control, [id]])) },
    code: 1,
    check(scan) {
      const listed = scan.document.scope.accounts.find((one) => one.id === MEMBER);
      assert.deepEqual([listed?.assessable, listed?.reason?.id], [false, id]);
      // Nothing in it is asked.
      assert.ok(!scan.ended.log.some(({ params }) => String(params['RoleArn']).includes(MEMBER)));
      assert.deepEqual(scan.document.cells[MEMBER], {});
      const clauses = scan.of(TRAIL, MEMBER).flatMap((result) => result.clauses.map(({ verdict }) => verdict));
      assert.deepEqual([...new Set(clauses)], ['NOT_APPLICABLE']);
    },
  };
}

runCases('accounts by their state', [
  inState('SUSPENDED', 'account.suspended'),
  inState('CLOSED', 'account.closed'),
  inState('CLOSED', 'account.closed', 'state'),
  inState('CLOSED', 'account.suspended', 'status'),
  inState('PENDING_ACTIVATION', 'account.pending-activation'),
  {
    name: 'of an account in which nothing was asked, no Region is claimed to be known',
    source: 'design: scan --format json, scope.regions',
    world: organizationOf({ member: { state: 'SUSPENDED' } }),
    run: { args: ['--exclude', DELEGATE] },
    verdicts: { [MEMBER]: NOT_APPLICABLE },
    check: ({ document }) => {
      const { regions } = document.scope;
      assert.deepEqual([regions[MEMBER] ?? [], regions[DELEGATE] ?? []], [[], []]);
    },
  },
  {
    name: 'PENDING_CLOSURE and readable: judged',
    source: STATES,
    world: organizationOf({ member: { state: 'PENDING_CLOSURE' } }),
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization', [COPY]: 'PASS', 'region-coverage': 'PASS organization' } },
    check: (scan) =>
      assert.equal(scan.document.scope.accounts.find(({ id }) => id === MEMBER)?.state, 'PENDING_CLOSURE'),
  },
  {
    name: 'PENDING_CLOSURE and not readable: not applicable',
    source: STATES,
    world: organizationOf({ member: { state: 'PENDING_CLOSURE' } }),
    run: { rules: [refuseRole({ account: MEMBER })] },
    verdicts: { [MEMBER]: NOT_APPLICABLE },
    reasons: { [MEMBER]: { [TRAIL]: ['account.pending-closure'], [COPY]: ['account.pending-closure'] } },
    code: 1,
  },
  {
    name: 'the last account of the organization is the management account',
    source: 'Organizations user guide: an organization of one account',
    world: {
      now: organizationOf().now,
      accounts: [account(MANAGEMENT, { trails: [organizationTrail()] })],
      organization: { management: MANAGEMENT },
    },
    verdicts: { [MANAGEMENT]: { [TRAIL]: 'PASS organization', [COPY]: 'NOT_APPLICABLE', 'scope-complete': 'PASS' } },
    code: 1,
    check(scan) {
      assert.deepEqual(scan.document.trails[0]?.covers, [MANAGEMENT]);
      assert.deepEqual(scan.document.scope.accounts.length, 1);
    },
  },
]);

runCases('callers', [
  {
    name: 'an account outside of any organization: judged alone, and the list is whole',
    source: 'Organizations API reference: AWSOrganizationsNotInUseException is knowledge',
    world: organizationOf({ others: [account(OUTSIDE, { member: false, trails: [ownTrail()] })] }),
    run: { caller: OUTSIDE },
    verdicts: { [OUTSIDE]: { [TRAIL]: 'PASS own', [COPY]: 'NOT_APPLICABLE' } },
    code: 1,
    check(scan) {
      assert.deepEqual(Object.keys(scan.document.byAccount), [OUTSIDE]);
      assert.deepEqual(scan.document.run.incompleteBecause, []);
      assert.equal(scan.asked('ListAccounts').length, 0);
    },
  },
  {
    name: 'a delegated administrator: sees all, and reads management by its role',
    source: 'CloudTrail user guide: organization delegated administrator',
    world: organizationOf(),
    run: { caller: DELEGATE },
    verdicts: {
      [MANAGEMENT]: { [TRAIL]: 'PASS organization' },
      [MEMBER]: { [TRAIL]: 'PASS organization', [COPY]: 'PASS' },
      [DELEGATE]: { [TRAIL]: 'PASS organization' },
    },
    code: 1,
    check(scan) {
      const roles = scan.ended.log.filter(({ operation }) => operation === 'AssumeRole');
      const accounts = roles.map(({ params }) => String(params['RoleArn']).split(':')[4]);
      // The caller's own account is read with the caller's own credentials.
      assert.deepEqual(accounts.sort(), [MANAGEMENT, ARCHIVE, MEMBER]);
      assert.deepEqual(scan.asked('ListAccounts').length, 1);
    },
  },
  {
    name: 'a member: the list is refused, its own account is judged, and the run is incomplete',
    source: CALLER,
    world: organizationOf(),
    run: { caller: MEMBER },
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization', [COPY]: 'PASS' } },
    code: 4,
    check(scan) {
      assert.deepEqual(Object.keys(scan.document.byAccount), [MEMBER]);
      assert.ok(scan.document.run.incompleteBecause.includes('accounts.not-listed'));
    },
  },
  {
    name: 'a member without a copy: both incomplete and failing',
    source: CALLER,
    world: organizationOf({ trails: [organizationTrail({ notIn: [MEMBER] })] }),
    run: { caller: MEMBER },
    verdicts: { [MEMBER]: { [TRAIL]: 'FAIL' } },
    code: 5,
  },
  {
    name: 'management that may not list: its own account is judged',
    source: CALLER,
    world: organizationOf(),
    run: { rules: [{ match: { operation: 'ListAccounts' }, do: deny() }] },
    verdicts: { [MANAGEMENT]: { [TRAIL]: 'PASS organization' } },
    code: 5,
    check: (scan) => assert.deepEqual(scan.document.run.incompleteBecause, ['accounts.not-listed']),
  },
  {
    name: 'the organization is not described, and its accounts are listed',
    source: RULE,
    world: organizationOf(),
    run: { rules: [{ match: { operation: 'DescribeOrganization' }, do: deny() }] },
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization', [COPY]: 'PASS' } },
    check: (scan) => assert.deepEqual(Object.keys(scan.document.byAccount).length, 4),
  },
  {
    name: 'units and trusted access are refused: the accounts are judged all the same',
    source: 'design: exit codes, a refused read that no verdict needed changes nothing',
    world: organizationOf(),
    run: { rules: [{ match: { operation: ['ListRoots', 'ListAWSServiceAccessForOrganization'] }, do: deny() }] },
    verdicts: { [MEMBER]: { [TRAIL]: 'PASS organization' } },
    code: 1,
  },
  {
    name: 'two organization trails: one result for each in each member',
    source: 'design: organization-trail-reach, one result per organisation trail × member',
    world: organizationOf({
      trails: [organizationTrail(), organizationTrail({ Name: 'second', notIn: [MEMBER] })],
      others: [account(OTHER)],
    }),
    verdicts: { [MEMBER]: { [COPY]: 'FAIL', [TRAIL]: 'PASS organization' }, [OTHER]: { [COPY]: 'PASS' } },
    check(scan) {
      const reached = scan.of(COPY, MEMBER).map(({ resource, verdict }) => [resource, verdict]);
      assert.deepEqual(reached, [
        [ORG, 'PASS'],
        [ORG.replace('trail/org', 'trail/second'), 'FAIL'],
      ]);
      assert.deepEqual(scan.document.trails[1]?.covers, [MANAGEMENT, ARCHIVE, DELEGATE, OTHER]);
    },
  },
]);
