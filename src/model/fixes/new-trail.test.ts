import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contextOf } from '../../../test/support/judge.ts';
import { trail } from '../../../test/support/world.ts';
import type { ControlContext } from '../control.ts';
import type { Account, OrganizationFacts } from '../facts.ts';
import { known, noSource, unasked } from '../read.ts';
import { createTrail } from './new-trail.ts';

const MEMBER = '111122223333';
const OWNER = '999988887777';

function is<T>(value: T) {
  return known(value, noSource('x', OWNER, null));
}

const organization: OrganizationFacts = {
  id: is('o-abcdefghij'),
  management: OWNER,
  caller: OWNER,
  accountsListed: is(true as const),
  trails: [],
  ownerListed: is(true as const),
  trustedAccess: is(true),
  delegatedAdministrators: is(new Map()),
};

/** A member without a trail, in an organization whose management account is `owner`. */
const member: ControlContext = { ...contextOf({ trails: [] }), organization };

/** An account with single-Region trails of these names. */
function accountWith(id: string, names: readonly string[], home = 'us-east-1'): Account {
  const trails = names.map((name) => trail({ name, home, fields: { IsMultiRegionTrail: false } }));
  const { account } = contextOf({ account: id, trails });
  return account;
}

function made(owner: Account | null, context = member): readonly string[] {
  const { changes, byHand } = createTrail({ context, organizationWide: true, accountOf: () => owner });
  return [
    ...changes.flatMap((change) => (change.kind === 'create-trail' ? [change.trail, change.bucket] : [])),
    ...byHand.map(({ id }) => id),
  ];
}

describe('createTrail', () => {
  const arn = `arn:aws:cloudtrail:us-east-1:${OWNER}:trail/management-events`;
  const bucket = `cloudtrail-logs-${OWNER}-us-east-1`;

  test('takes the ordinary name where the owner has no trail of it', () => {
    deepEqual(made(accountWith(OWNER, ['other'])), [arn, bucket]);
  });

  test('takes another name where the owner has a trail of it, in any Region', () => {
    // The script passes over a trail that is there by name.
    deepEqual(made(accountWith(OWNER, ['management-events'])), [`${arn}-2`, `${bucket}-2`]);
    deepEqual(made(accountWith(OWNER, ['management-events'], 'eu-west-1')), [`${arn}-2`, `${bucket}-2`]);
    deepEqual(made(accountWith(OWNER, ['management-events', 'management-events-2'])), [`${arn}-3`, `${bucket}-3`]);
  });

  test("counts the owner's trails, not the member's", () => {
    const five = ['a', 'b', 'c', 'd', 'e'];
    deepEqual(made(accountWith(OWNER, five)), ['fix.too-many-trails']);
    const full = { ...member, account: accountWith(MEMBER, five) };
    deepEqual(made(accountWith(OWNER, []), full), [arn, bucket]);
  });

  test("goes by hand where the owner's trails were not all read", () => {
    const owner = accountWith(OWNER, []);
    const lists = { ...owner.lists, 'us-east-1': unasked<never>('cloudtrail:DescribeTrails', OWNER, 'us-east-1') };
    deepEqual(made(null), ['fix.owner-trails-unread']);
    deepEqual(made({ ...owner, lists }), ['fix.owner-trails-unread']);
  });
});
