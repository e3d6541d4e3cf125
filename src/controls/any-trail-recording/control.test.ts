import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../test/support/judge.ts';
import { singleRegion, trail, type World } from '../../../test/support/world.ts';

const ID = 'any-trail-recording';

describe(ID, () => {
  test('passes with one recording trail, whatever its scope', () => {
    const judged = judge({ trails: [trail({ status: { 'us-east-1': { IsLogging: false } } }), singleRegion()] });
    equal(judged.verdict(ID), 'PASS');
    deepEqual(judged.conditions(ID, 'yes'), ['has-trail', 'recording']);
    equal(judged.result(ID).satisfiedBy, 'arn:aws:cloudtrail:us-east-1:111122223333:trail/single');
    equal(judged.result(ID).via, 'own');
  });

  test('fails without a trail: has-trail', () => {
    const judged = judge({});
    equal(judged.verdict(ID), 'FAIL');
    deepEqual(judged.conditions(ID, 'no'), ['has-trail']);
    deepEqual(judged.reasons(ID), ['account.no-trail']);
  });

  test('fails with a stopped trail: recording', () => {
    const judged = judge({ trails: [trail({ status: { 'us-east-1': { IsLogging: false } } })] });
    equal(judged.verdict(ID), 'FAIL');
    deepEqual(judged.conditions(ID, 'no'), ['recording']);
    deepEqual(judged.reasons(ID), ['trail.not-logging']);
  });

  test('is unknown with an unread status, and with an unread Region', () => {
    const worlds: readonly World[] = [
      { trails: [trail()], faults: { 'cloudtrail:GetTrailStatus us-east-1': 'denied' } },
      { faults: { 'cloudtrail:DescribeTrails eu-west-1': 'denied' } },
    ];
    for (const world of worlds) {
      const judged = judge(world);
      equal(judged.verdict(ID), 'UNKNOWN');
      deepEqual(judged.reasons(ID), ['read.denied']);
      deepEqual([...new Set(judged.result(ID).clauses.map(({ verdict }) => verdict))], ['UNKNOWN']);
    }
  });
});
