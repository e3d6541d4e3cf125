import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { is, refused, trailTo, withConfig } from '../../../test/support/buckets.ts';
import { logRoot, logRoots, meetsLogs } from './log-keys.ts';

describe('where log files lie', () => {
  test('below AWSLogs/ of the prefix', () => {
    equal(logRoot(null), 'AWSLogs/');
    equal(logRoot(''), 'AWSLogs/');
    equal(logRoot('audit/trails'), 'audit/trails/AWSLogs/');
    equal(logRoot('audit/'), 'audit/AWSLogs/');
  });

  test('each root once; unknown where a prefix was not read', () => {
    const trail = trailTo(is(null));
    const audit = withConfig(trail, { prefix: is('audit') });
    const unread = withConfig(trail, { prefix: refused('cloudtrail:DescribeTrails') });
    deepEqual(
      logRoots([trail, audit, trail, unread]).map((root) => (root.known ? root.value : null)),
      ['AWSLogs/', 'audit/AWSLogs/', null],
    );
  });

  const STARTS: readonly [start: string, meets: boolean][] = [
    ['', true],
    ['AWS', true],
    ['AWSLogs/', true],
    ['AWSLogs/1111', true],
    ['AWSLogs/111122223333/', true],
    ['AWSLogs/111122223333/Cloud', true],
    ['AWSLogs/111122223333/CloudTrail', true],
    ['AWSLogs/111122223333/CloudTrail-Digest/us-east-1/', true],
    ['AWSLogs/o', true],
    ['AWSLogs/o-exampleorgid', true],
    ['AWSLogs/o-exampleorgid/111122223333/CloudTrail/', true],
    ['awslogs/', false],
    ['AWSLogs2/', false],
    ['audit/AWSLogs/', false],
    ['AWSLogs/111122223333/Config/', false],
    ['AWSLogs/111122223333/Cloud/', false],
    ['AWSLogs/o-exampleorgid/111122223333/vpcflowlogs/', false],
    ['AWSLogs/inventory/', false],
  ];
  for (const [start, meets] of STARTS) {
    test(`keys that begin with "${start}": ${meets}`, () => equal(meetsLogs(start, 'AWSLogs/'), meets));
  }
});
