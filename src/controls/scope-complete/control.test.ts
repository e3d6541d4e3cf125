import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { given, judgeMember, type Membership, only, reasonIds, refused } from '../../../test/organization/by-hand.ts';
import { ACCOUNT, MANAGEMENT } from '../../../test/support/world.ts';
import type { OrganizationFacts } from '../../model/facts.ts';
import type { Read } from '../../model/read.ts';
import { scopeComplete } from './control.ts';

const ID = 'scope-complete';

/** An account with a special part, and the words for it. */
const SPECIAL: readonly (readonly [part: string, membership: Membership])[] = [
  ['management account', { world: { account: MANAGEMENT } }],
  ['log archive', { world: {}, account: { name: 'Log Archive' } }],
  ['log archive', { world: { policy: { classes: new Map([[ACCOUNT, 'log-archive']]) } } }],
  [
    'administrator of GuardDuty, Security Hub',
    {
      world: {},
      organization: {
        delegatedAdministrators: given(
          new Map([[ACCOUNT, given(['guardduty.amazonaws.com', 'securityhub.amazonaws.com'])]]),
        ),
      },
    },
  ],
];

function judged(membership: Membership) {
  return only(judgeMember(scopeComplete, membership));
}

describe(ID, () => {
  for (const [part, membership] of SPECIAL) {
    test(`passes in scope, fails left out: in-scope, ${part}`, () => {
      const inside = judged(membership);
      equal(inside.verdict, 'PASS');
      equal(inside.id, `${ID}/${inside.account}`);
      deepEqual(
        inside.shown?.conditions.map(({ id, holds, observed }) => [id, holds, observed]),
        [['in-scope', 'yes', part]],
      );
      const account = { ...membership.account, leftOut: 'it is named by --exclude.' };
      const outside = judged({ ...membership, account });
      equal(outside.verdict, 'FAIL');
      deepEqual(reasonIds(outside), ['scope.special-account-left-out']);
      equal(outside.reasons[0]?.params['part'], part);
      equal(outside.reasons[0]?.params['because'], 'it is named by --exclude.');
    });
  }

  test('fails where the policy file excludes the account', () => {
    const excludedAccounts = new Map([[MANAGEMENT, 'Judged by another team']]);
    const result = judged({ world: { account: MANAGEMENT, policy: { excludedAccounts } } });
    equal(result.verdict, 'FAIL');
    equal(result.reasons[0]?.params['because'], 'Judged by another team');
  });

  test('says nothing of other accounts, left out or not', () => {
    deepEqual(judgeMember(scopeComplete, { world: {} }), []);
    deepEqual(judgeMember(scopeComplete, { world: {}, account: { leftOut: 'it is named by --exclude.' } }), []);
    const delegatedAdministrators = given(new Map([[ACCOUNT, given(['account.amazonaws.com'])]]));
    deepEqual(judgeMember(scopeComplete, { world: {}, organization: { delegatedAdministrators } }), []);
  });

  test('is unknown where the administrators were not read: parts-known, once, under the management account', () => {
    const organization = {
      delegatedAdministrators:
        refused<OrganizationFacts['delegatedAdministrators'] extends Read<infer T> ? T : never>(LIST),
    };
    const results = judgeMember(scopeComplete, { world: { account: MANAGEMENT }, organization });
    deepEqual(
      results.map(({ id, verdict }) => [id, verdict]),
      [
        [`${ID}/${MANAGEMENT}`, 'PASS'],
        [`${ID}/${MANAGEMENT}/parts`, 'UNKNOWN'],
      ],
    );
    deepEqual(
      results[1]?.shown?.conditions.map(({ id, holds }) => [id, holds]),
      [['parts-known', 'unknown']],
    );
    equal(results[1]?.reasons[0]?.params['permission'], LIST);
    deepEqual(judgeMember(scopeComplete, { world: {}, organization }), []);
  });

  test('is not applicable for an account judged alone', () => {
    const result = judged({ world: { account: MANAGEMENT }, organization: null });
    equal(result.verdict, 'NOT_APPLICABLE');
    deepEqual(reasonIds(result), ['account.judged-alone']);
  });
});

const LIST = 'organizations:ListDelegatedAdministrators';
