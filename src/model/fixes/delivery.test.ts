import { deepEqual, match, notEqual, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bucketWith } from '../../../test/support/buckets.ts';
import { contextOf } from '../../../test/support/judge.ts';
import { trail } from '../../../test/support/world.ts';
import type { Fix } from '../change.ts';
import type { Trail } from '../facts.ts';
import { known, noSource, unasked } from '../read.ts';
import { allowDelivery, logBucketAccess } from './delivery.ts';
import { allowLogWrites, connectLogs } from './logs.ts';

const UNREAD = unasked<never>('organizations:DescribeOrganization', '111122223333', 'us-east-1');

const context = contextOf({ trails: [trail({ name: 'main' })] });

function trailOf(of: { readonly organization: Trail['config']['organization']; readonly id: Trail['organizationId'] }) {
  const [one] = context.account.trails;
  if (one === undefined) throw new Error('a trail');
  return { ...one, config: { ...one.config, organization: of.organization }, organizationId: of.id };
}

function reasons({ changes, byHand }: Fix): readonly string[] {
  return [...changes.map(({ kind }) => kind), ...byHand.map(({ id }) => id)];
}

function is<T>(value: T) {
  return known(value, noSource('x', '111122223333', null));
}

describe('policies of an organization trail whose members are not known', () => {
  const fixes = { allowDelivery, connectLogs, allowLogWrites };
  const cases = {
    'the id was not read': trailOf({ organization: is(true), id: UNREAD }),
    'whether it is one was not read': trailOf({ organization: UNREAD, id: is(null) }),
  };

  for (const [why, one] of Object.entries(cases)) {
    for (const [name, fix] of Object.entries(fixes)) {
      test(`are left alone by ${name}: ${why}`, () => {
        // Statements without the members would take the place of those that have them: same Sid.
        deepEqual(reasons(fix(one, context)), ['fix.members-unread']);
      });
    }
  }

  test('are written where they are known', () => {
    const fix = allowDelivery(trailOf({ organization: is(true), id: is('o-abcdefghij') }), context);
    match(JSON.stringify(fix.changes), /AWSLogs\/o-abcdefghij\//);
  });
});

describe('logBucketAccess', () => {
  const targetOf = (name: string) => {
    const { changes } = logBucketAccess({ ...bucketWith({}), name, arn: `arn:aws:s3:::${name}` });
    const policy = changes.find(({ kind }) => kind === 'allow-delivery');
    const made = changes.find(({ kind }) => kind === 'log-bucket-access');
    if (policy?.kind !== 'allow-delivery' || made?.kind !== 'log-bucket-access') throw new Error('two changes');
    return { target: made.target, sid: String(policy.statements[0]?.['Sid']) };
  };

  test('tells long names that begin alike apart, in target and Sid', () => {
    const [one, two] = ['a', 'b'].map((last) => targetOf(`${'x'.repeat(62)}${last}`));
    notEqual(one?.target, two?.target);
    notEqual(one?.sid, two?.sid);
  });

  for (const name of [
    'x'.repeat(63),
    'abc',
    `${'x'.repeat(41)}.y${'z'.repeat(20)}`,
    `${'x'.repeat(40)}--${'z'.repeat(20)}`,
  ]) {
    test(`makes a name that S3 takes: ${name}`, () => {
      const { target, sid } = targetOf(name);
      ok(target.length <= 63, target);
      match(target, /^[a-z0-9](?:[a-z0-9-]|\.(?=[a-z0-9]))*[a-z0-9]$/);
      match(sid, /^[A-Za-z0-9]+$/);
    });
  }
});
