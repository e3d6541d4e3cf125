import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../test/support/judge.ts';
import { ago, trail, type World } from '../../../test/support/world.ts';

const ID = 'cloudwatch-logs-integration';
const ALL = [
  ...['log-group-set', 'role-set', 'log-group-exists', 'role-exists', 'role-trusts-cloudtrail', 'role-may-write'],
  ...['delivered-recently', 'no-delivery-error'],
];

/** What breaks, which conditions that breaks, and what CloudTrail.5 and CIS 2.4 say. */
const BROKEN: readonly (readonly [conditions: readonly string[], world: World, hub: string, cis: string])[] = [
  [
    ['log-group-set', 'log-group-exists', 'role-may-write'],
    withFields({ CloudWatchLogsLogGroupArn: undefined }),
    'FAIL',
    'FAIL',
  ],
  [
    ['role-set', 'role-exists', 'role-trusts-cloudtrail', 'role-may-write'],
    withFields({ CloudWatchLogsRoleArn: undefined }),
    'PASS',
    'PASS',
  ],
  [['log-group-exists', 'role-may-write'], { trails: [trail()], groups: [] }, 'PASS', 'PASS'],
  [['role-exists', 'role-trusts-cloudtrail', 'role-may-write'], { trails: [trail()], roles: [] }, 'PASS', 'PASS'],
  [['delivered-recently'], withStatus({ LatestCloudWatchLogsDeliveryTime: ago(25) }), 'PASS', 'FAIL'],
  [['no-delivery-error'], withStatus({ LatestCloudWatchLogsDeliveryError: 'Access denied.' }), 'PASS', 'PASS'],
];

function withFields(fields: { readonly [name: string]: undefined }): World {
  return { trails: [trail({ fields })] };
}

function withStatus(fields: { readonly [name: string]: string | number }): World {
  return { trails: [trail({ status: { 'us-east-1': fields } })] };
}

describe(ID, () => {
  test('passes', () => {
    const judged = judge({ trails: [trail()] });
    equal(judged.verdict(ID, 'main'), 'PASS');
    deepEqual(judged.conditions(ID, 'yes', 'main'), ALL);
    equal(judged.result(ID, 'main').satisfiedBy, null);
  });

  for (const [conditions, world, hub, cis] of BROKEN) {
    test(`fails: ${conditions.join(', ')}`, () => {
      const judged = judge(world);
      equal(judged.verdict(ID, 'main'), 'FAIL');
      deepEqual(judged.conditions(ID, 'no', 'main'), conditions);
      equal(judged.clauses(ID, 'CloudTrail.5', 'main')[0]?.verdict, hub);
      equal(judged.clauses(ID, '2.4', 'main')[0]?.verdict, cis);
      equal(judged.clauses(ID, '3.4', 'main')[0]?.verdict, cis);
    });
  }

  test('is unknown where group and role may not be read', () => {
    const judged = judge({
      trails: [trail()],
      faults: { 'logs:DescribeLogGroups': 'denied', 'iam:GetRole': 'denied' },
    });
    equal(judged.verdict(ID, 'main'), 'UNKNOWN');
    deepEqual(judged.conditions(ID, 'unknown', 'main'), [
      ...['log-group-exists', 'role-exists', 'role-trusts-cloudtrail', 'role-may-write'],
    ]);
    equal(judged.clauses(ID, '2.4', 'main')[0]?.verdict, 'PASS');
  });

  test('is unknown where the policies of the role may not be read', () => {
    const judged = judge({ trails: [trail()], faults: { 'iam:GetRolePolicy': 'denied' } });
    equal(judged.verdict(ID, 'main'), 'UNKNOWN');
    deepEqual(judged.conditions(ID, 'unknown', 'main'), ['role-may-write']);
    deepEqual(judged.reasons(ID, 'main').slice(0, 2), ['permission.unread', 'read.denied']);
  });
});
