import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../test/support/judge.ts';
import { basic, singleRegion, trail, type WorldTrail } from '../../../test/support/world.ts';

const ID = 'region-coverage';

/** One trail, and the condition that it breaks in every cell that it covers. */
const BROKEN: readonly (readonly [condition: string, trail: WorldTrail])[] = [
  ['recording', trail({ status: { 'us-east-1': { IsLogging: false } } })],
  ['reads', trail({ selectors: basic({ ReadWriteType: 'WriteOnly' }) })],
  ['writes', trail({ selectors: basic({ ReadWriteType: 'ReadOnly' }) })],
];

describe(ID, () => {
  test('passes cell by cell; partial scopes hold', () => {
    const one = trail({ selectors: basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }) });
    const judged = judge({ trails: [one] });
    for (const region of ['us-east-1', 'eu-west-1']) {
      equal(judged.verdict(ID, region), 'PASS');
      equal(judged.result(ID, region).region, region);
      equal(judged.result(ID, region).resource, '111122223333');
      deepEqual(judged.conditions(ID, 'yes', region), ['covers-region', 'recording', 'reads', 'writes']);
    }
  });

  test('fails where no trail covers the Region: covers-region', () => {
    const judged = judge({ trails: [singleRegion()] });
    equal(judged.verdict(ID, 'us-east-1'), 'PASS');
    equal(judged.verdict(ID, 'eu-west-1'), 'FAIL');
    deepEqual(judged.conditions(ID, 'no', 'eu-west-1'), ['covers-region']);
  });

  for (const [condition, one] of BROKEN) {
    test(`fails: ${condition}`, () => {
      const judged = judge({ trails: [one] });
      equal(judged.verdict(ID, 'eu-west-1'), 'FAIL');
      deepEqual(judged.conditions(ID, 'no', 'eu-west-1'), [condition]);
    });
  }

  test('is unknown where the copy is not listed, and where the list was not read', () => {
    const unseen = judge({ trails: [trail({ notListedIn: ['eu-west-1'] })] });
    equal(unseen.verdict(ID, 'eu-west-1'), 'UNKNOWN');
    deepEqual(unseen.reasons(ID, 'eu-west-1'), ['replica-not-seen']);
    const unread = judge({ trails: [trail()], faults: { 'cloudtrail:DescribeTrails eu-west-1': 'denied' } });
    equal(unread.verdict(ID, 'eu-west-1'), 'UNKNOWN');
    deepEqual(unread.reasons(ID, 'eu-west-1'), ['read.denied']);
    equal(unread.verdict(ID, 'us-east-1'), 'PASS');
  });
});
