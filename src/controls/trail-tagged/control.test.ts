import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../test/support/judge.ts';
import { type Fields, organizationTrail, trail } from '../../../test/support/world.ts';

const ID = 'trail-tagged';

function tags(...keys: readonly string[]): Fields {
  return { TagsList: keys.map((Key) => ({ Key, Value: 'x' })) };
}

describe(ID, () => {
  test('passes and fails, trail by trail', () => {
    const judged = judge({
      trails: [
        trail(),
        trail({ name: 'bare', tags: tags() }),
        trail({ name: 'stack', tags: tags('aws:cloudformation:stack-name') }),
        trail({ name: 'both', tags: tags('aws:cloudformation:stack-name', 'owner') }),
      ],
    });
    equal(judged.verdict(ID, 'main'), 'PASS');
    equal(judged.verdict(ID, 'bare'), 'FAIL');
    deepEqual(judged.conditions(ID, 'no', 'bare'), ['has-tag']);
    deepEqual(judged.reasons(ID, 'bare'), ['trail.no-tag']);
    equal(judged.verdict(ID, 'stack'), 'FAIL');
    deepEqual(judged.reasons(ID, 'stack'), ['trail.system-tags-only']);
    equal(judged.verdict(ID, 'both'), 'PASS');
    equal(judged.clauses(ID, 'CloudTrail.9', 'stack')[0]?.verdict, 'FAIL');
  });

  test('asks for the tags that the policy file requires; case counts', () => {
    const policy = { requiredTags: ['owner', 'environment'] };
    const judged = judge({
      policy,
      trails: [
        trail({ tags: tags('environment', 'owner', 'more') }),
        trail({ name: 'half', tags: tags('owner', 'Environment') }),
        trail({ name: 'bare', tags: tags() }),
      ],
    });
    equal(judged.verdict(ID, 'main'), 'PASS');
    deepEqual(judged.reasons(ID, 'half'), ['trail.tags-missing']);
    deepEqual(judged.result(ID, 'half').reasons[0]?.params['missing'], ['environment']);
    equal(judged.clauses(ID, 'CloudTrail.9', 'half')[0]?.verdict, 'FAIL');
    deepEqual(judged.conditions(ID, 'no', 'bare'), ['has-tag', 'required-tags']);
  });

  test('is unknown where the tags were refused, throttled or not what AWS sends', () => {
    for (const fault of ['denied', 'throttled', 'timeout', 'empty-object', 'html', 'missing'] as const) {
      const judged = judge({ trails: [trail()], faults: { 'cloudtrail:ListTags': fault } });
      equal(judged.verdict(ID, 'main'), 'UNKNOWN', fault);
      equal(judged.clauses(ID, 'CloudTrail.9', 'main')[0]?.verdict, 'UNKNOWN');
    }
    const denied = judge({ trails: [trail()], faults: { 'cloudtrail:ListTags': 'denied' } });
    equal(denied.result(ID, 'main').reasons[0]?.params['permission'], 'cloudtrail:ListTags');
    equal(judge({ trails: [trail({ tags: null })] }).verdict(ID, 'main'), 'UNKNOWN');
  });

  test('is one result per Region whose trails were not listed', () => {
    const judged = judge({ trails: [trail()], faults: { 'cloudtrail:DescribeTrails eu-west-1': 'denied' } });
    equal(judged.verdict(ID, 'eu-west-1'), 'UNKNOWN');
    equal(judged.verdict(ID, 'main'), 'PASS');
  });

  test('is not asked of an account without trails of its own, nor of the copy of another one', () => {
    equal(judge({ trails: [] }).verdict(ID), 'NOT_APPLICABLE');
    const member = judge({ trails: [organizationTrail()] });
    deepEqual(
      member.of(ID).map(({ verdict, reasons }) => [verdict, reasons[0]?.id]),
      [['NOT_APPLICABLE', 'account.no-own-trail']],
    );
  });
});
