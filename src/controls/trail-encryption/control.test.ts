import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../test/support/judge.ts';
import { trail } from '../../../test/support/world.ts';

const ID = 'trail-encryption';

describe(ID, () => {
  test('passes and fails, trail by trail', () => {
    const judged = judge({ trails: [trail(), trail({ name: 'plain', fields: { KmsKeyId: undefined } })] });
    equal(judged.verdict(ID, 'main'), 'PASS');
    equal(judged.verdict(ID, 'plain'), 'FAIL');
    deepEqual(judged.conditions(ID, 'no', 'plain'), ['key-set']);
    deepEqual(judged.reasons(ID, 'plain'), ['trail.no-key']);
    equal(judged.clauses(ID, 'CloudTrail.2', 'plain')[0]?.verdict, 'FAIL');
    equal(judged.clauses(ID, '2.7', 'main')[0]?.verdict, 'PASS');
  });

  test('is unknown where the key is of another type, and where no list was read', () => {
    const odd = judge({ trails: [trail({ fields: { KmsKeyId: 7 } })] });
    equal(odd.verdict(ID, 'main'), 'UNKNOWN');
    const unread = judge({ trails: [trail()], faults: { 'cloudtrail:DescribeTrails': 'denied' } });
    deepEqual(
      unread.of(ID).map(({ verdict, region }) => [verdict, region]),
      [
        ['UNKNOWN', 'eu-west-1'],
        ['UNKNOWN', 'us-east-1'],
      ],
    );
  });
});
