import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../test/support/judge.ts';
import { trail } from '../../../test/support/world.ts';

const ID = 'log-file-validation';

describe(ID, () => {
  test('passes and fails, trail by trail', () => {
    const judged = judge({ trails: [trail(), trail({ name: 'off', fields: { LogFileValidationEnabled: false } })] });
    equal(judged.verdict(ID, 'main'), 'PASS');
    equal(judged.verdict(ID, 'off'), 'FAIL');
    deepEqual(judged.conditions(ID, 'no', 'off'), ['validation-on']);
    deepEqual(judged.reasons(ID, 'off'), ['trail.no-validation']);
    equal(judged.clauses(ID, '2.2', 'off')[0]?.verdict, 'FAIL');
  });

  test('is unknown where the flag is missing, and for a Region whose list was not read', () => {
    const judged = judge({
      trails: [trail({ fields: { LogFileValidationEnabled: undefined } })],
      faults: { 'cloudtrail:DescribeTrails eu-west-1': 'throttled' },
    });
    equal(judged.verdict(ID, 'main'), 'UNKNOWN');
    equal(judged.verdict(ID, 'eu-west-1'), 'UNKNOWN');
    equal(judged.of(ID).length, 2);
  });

  test('is not applicable without a trail', () => {
    const judged = judge({});
    equal(judged.verdict(ID), 'NOT_APPLICABLE');
    deepEqual(judged.reasons(ID), ['account.no-own-trail']);
  });
});
