import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { captured } from '../../test/support/wire.ts';
import type { JsonObject } from '../model/json.ts';
import type { LogGroupActivity } from '../model/storage.ts';
import { CaptureIndex } from './capture-index.ts';
import { logGroupOf, logGroupQuestion, streamsQuestion } from './log-groups.ts';

const PLACE = { account: '111122223333', region: 'eu-west-1', name: 'trail' };

function activityWith(answer: JsonObject, question = streamsQuestion(PLACE)): LogGroupActivity | null {
  const { account, region } = PLACE;
  const ask = (call: string, parameters: JsonObject, body: JsonObject) =>
    captured({ call, account, region, parameters, body: JSON.stringify(body) } as Parameters<typeof captured>[0], null);
  const captures = [
    ask('logs:DescribeLogGroups', logGroupQuestion(PLACE), { logGroups: [{ logGroupName: 'trail' }] }),
    ask('logs:DescribeLogStreams', question, answer),
  ];
  const group = logGroupOf(new CaptureIndex(captures.flatMap((one) => one ?? [])), PLACE, 'aws');
  const activity = group.known ? group.value?.activity : undefined;
  return activity?.known ? activity.value : null;
}

const stream = (logStreamName: string): JsonObject => ({ logStreamName, lastIngestionTime: 1 });

describe('the newest streams of a log group', () => {
  test('are named in their order; all there are where no page follows', () => {
    const all = activityWith({ logStreams: [stream('b'), stream('a')] });
    deepEqual([all?.newestStream, all?.streams, all?.streamsWhole], ['b', ['b', 'a'], true]);
    const some = activityWith({ logStreams: [stream('b')], nextToken: 'more' });
    deepEqual([some?.streams, some?.streamsWhole], [['b'], false]);
    const none = activityWith({ logStreams: [] });
    deepEqual([none?.newestStream, none?.streams, none?.streamsWhole], [null, [], true]);
  });

  test('are not whole where an entry has no name', () => {
    const odd = activityWith({ logStreams: [stream('b'), {}] });
    deepEqual([odd?.streams, odd?.streamsWhole], [['b'], false]);
  });

  test('are found in snapshots that asked for one stream only', () => {
    const earlier = activityWith(
      { logStreams: [stream('b')], nextToken: 'more' },
      { ...streamsQuestion(PLACE), limit: 1 },
    );
    deepEqual([earlier?.newestStream, earlier?.streamsWhole], ['b', false]);
    equal(activityWith({ logStreams: [stream('b')] }, { ...streamsQuestion(PLACE), limit: 7 }), null);
  });
});
