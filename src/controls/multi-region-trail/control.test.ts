import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../test/support/judge.ts';
import { ago, basic, singleRegion, trail, type WorldTrail } from '../../../test/support/world.ts';

const ID = 'multi-region-trail';
const ALL = ['has-trail', 'multi-region', 'recording', 'reads', 'writes', 'all-sources', 'delivering'];

/** One trail that breaks one condition, and what the two clauses say of it. */
const BROKEN: readonly (readonly [condition: string, trail: WorldTrail, hub: string, cis: string])[] = [
  ['multi-region', singleRegion(), 'FAIL', 'FAIL'],
  ['recording', trail({ status: { 'us-east-1': { IsLogging: false } } }), 'FAIL', 'FAIL'],
  ['reads', trail({ selectors: basic({ ReadWriteType: 'WriteOnly' }) }), 'FAIL', 'FAIL'],
  ['writes', trail({ selectors: basic({ ReadWriteType: 'ReadOnly' }) }), 'FAIL', 'FAIL'],
  [
    'all-sources',
    trail({ selectors: basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }) }),
    'FAIL',
    'PASS',
  ],
  ['delivering', trail({ status: { 'us-east-1': { LatestDigestDeliveryTime: ago(7) } } }), 'PASS', 'PASS'],
];

describe(ID, () => {
  test('passes with all seven conditions on one trail', () => {
    const judged = judge({ trails: [singleRegion(), trail()] });
    equal(judged.verdict(ID), 'PASS');
    deepEqual(judged.conditions(ID, 'yes'), ALL);
    equal(judged.result(ID).satisfiedBy, 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main');
  });

  test('fails without a trail: has-trail', () => {
    const judged = judge({});
    equal(judged.verdict(ID), 'FAIL');
    deepEqual(judged.conditions(ID, 'no'), ['has-trail']);
  });

  for (const [condition, one, hub, cis] of BROKEN) {
    test(`fails: ${condition}`, () => {
      const judged = judge({ trails: [one] });
      equal(judged.verdict(ID), 'FAIL');
      deepEqual(judged.conditions(ID, 'no'), [condition]);
      deepEqual(
        judged.conditions(ID, 'yes'),
        ALL.filter((id) => id !== condition),
      );
      equal(judged.clauses(ID, 'CloudTrail.1')[0]?.verdict, hub);
      deepEqual(
        judged.clauses(ID, '3.1').map(({ verdict }) => verdict),
        [cis, cis, cis],
      );
    });
  }

  test('fails with the halves on two trails, each shown with what it lacks', () => {
    const judged = judge({ trails: [singleRegion(), trail({ selectors: basic({ ReadWriteType: 'ReadOnly' }) })] });
    equal(judged.verdict(ID), 'FAIL');
    deepEqual(judged.conditions(ID, 'no'), ['writes']);
    equal(judged.result(ID).others.length, 1);
  });

  test('is unknown where no trail meets all and one may', () => {
    const judged = judge({
      trails: [trail(), singleRegion()],
      faults: { 'cloudtrail:GetEventSelectors us-east-1 main': 'denied' },
    });
    equal(judged.verdict(ID), 'UNKNOWN');
    deepEqual(judged.conditions(ID, 'unknown'), ['reads', 'writes', 'all-sources']);
    deepEqual(judged.reasons(ID), ['read.denied']);
  });
});
