import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../test/support/judge.ts';
import {
  advanced,
  basic,
  type Fields,
  field,
  MANAGEMENT_EVENTS,
  organizationTrail,
  singleRegion,
  trail,
} from '../../../test/support/world.ts';

const ID = 'insights';
const CALLS = { InsightType: 'ApiCallRateInsight' };
const ERRORS = { InsightType: 'ApiErrorRateInsight' };

function only(...InsightSelectors: readonly Fields[]): Fields {
  return { InsightSelectors: InsightSelectors as never };
}

describe(ID, () => {
  test('passes with both types, and fails with one or none', () => {
    equal(judge({ trails: [trail()] }).verdict(ID), 'PASS');
    const half = judge({ trails: [trail({ insights: only(CALLS) })] });
    deepEqual(half.conditions(ID, 'no'), ['error-rate']);
    deepEqual(half.reasons(ID), ['trail.insight-off']);
    deepEqual(judge({ trails: [trail({ insights: only() })] }).conditions(ID, 'no'), ['call-rate', 'error-rate']);
    equal(judge({ trails: [] }).verdict(ID), 'FAIL');
  });

  // CloudTrail API reference, GetInsightSelectors: the exception says that none are on.
  test('takes InsightNotEnabledException for off, and any other refusal for unread', () => {
    const text = JSON.stringify({ __type: 'InsightNotEnabledException', message: 'Insights are not enabled.' });
    const off = judge({ trails: [trail()], faults: { 'cloudtrail:GetInsightSelectors': { text, status: 400 } } });
    deepEqual([off.verdict(ID), off.reasons(ID)], ['FAIL', ['trail.insight-off', 'trail.insight-off']]);
    for (const fault of ['denied', 'throttled', 'timeout', 'empty-object', 'missing'] as const) {
      const judged = judge({ trails: [trail()], faults: { 'cloudtrail:GetInsightSelectors': fault } });
      equal(judged.verdict(ID), 'UNKNOWN', fault);
    }
    equal(judge({ trails: [trail({ insights: only(CALLS, {}) })] }).verdict(ID), 'UNKNOWN');
  });

  // CloudTrail API reference, InsightSelector.
  test('needs the events that Insights are made from: writes for calls, either for errors', () => {
    const reads = basic({ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true });
    const readOnly = judge({ trails: [trail({ selectors: reads })] });
    deepEqual(readOnly.conditions(ID, 'no'), ['call-rate']);
    deepEqual(readOnly.reasons(ID), ['trail.insight-without-events']);
    const nothing = basic({ ReadWriteType: 'All', IncludeManagementEvents: false });
    deepEqual(judge({ trails: [trail({ selectors: nothing })] }).conditions(ID, 'no'), ['call-rate', 'error-rate']);
    const odd = advanced([MANAGEMENT_EVENTS, field('eventName', { Equals: ['RunInstances'] })]);
    deepEqual(judge({ trails: [trail({ selectors: odd })] }).conditions(ID, 'unknown'), ['call-rate', 'error-rate']);
    const unread = judge({ trails: [trail()], faults: { 'cloudtrail:GetEventSelectors': 'denied' } });
    equal(unread.verdict(ID), 'UNKNOWN');
  });

  test('does not count Insights of data events alone', () => {
    const of = (...EventCategories: readonly string[]) =>
      trail({ insights: only({ ...CALLS, EventCategories }, { ...ERRORS, EventCategories }) });
    equal(judge({ trails: [of('Data')] }).verdict(ID), 'FAIL');
    equal(judge({ trails: [of('Data', 'Management')] }).verdict(ID), 'PASS');
  });

  test('lets two trails have a type each, but not one that is stopped or records one Region', () => {
    const calls = trail({ name: 'calls', insights: only(CALLS) });
    const errors = trail({ name: 'errors', insights: only(ERRORS) });
    equal(judge({ trails: [calls, errors] }).verdict(ID), 'PASS');
    const stopped = { ...errors, status: { 'us-east-1': { IsLogging: false } } };
    equal(judge({ trails: [calls, stopped] }).verdict(ID), 'FAIL');
    equal(judge({ trails: [calls, singleRegion({ insights: only(ERRORS) })] }).verdict(ID), 'FAIL');
    const faults = { 'cloudtrail:GetInsightSelectors us-east-1 errors': 'denied' } as const;
    equal(judge({ trails: [calls, errors], faults }).verdict(ID), 'UNKNOWN');
  });

  test('is unknown in a member whose organization trail belongs to an account that is not read', () => {
    const member = judge({ trails: [organizationTrail()] });
    deepEqual([member.verdict(ID), member.reasons(ID)], ['UNKNOWN', ['read.out-of-scope']]);
  });
});
