import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { capturesOf } from '../../test/support/captures.ts';
import { factsOf } from '../../test/support/judge.ts';
import { captured } from '../../test/support/wire.ts';
import { ACCOUNT, organizationTrail, trail, trailArn, type World } from '../../test/support/world.ts';
import type { Trail } from '../model/facts.ts';
import { CaptureIndex } from './capture-index.ts';
import { tagsOf } from './tags.ts';

function tagsIn(world: World, name = 'main'): Trail['tags'] | undefined {
  return factsOf(world, new Map()).trails.find((one) => one.name === name)?.tags;
}

function failureIn(world: World): string | null {
  const tags = tagsIn(world);
  return tags === undefined || tags.known ? null : `${tags.failure.kind}: ${tags.failure.message}`;
}

describe('the tags of a trail', () => {
  test('are those of its own entry, sorted, with empty values', () => {
    const TagsList = [
      { Key: 'team', Value: 'platform' },
      { Key: 'aws:cloudformation:stack-name', Value: 's' },
      { Key: 'bare' },
    ];
    const world = { trails: [trail({ tags: { TagsList } }), trail({ name: 'other', tags: { TagsList: [] } })] };
    const main = tagsIn(world);
    deepEqual(main?.known && main.value, [
      { key: 'aws:cloudformation:stack-name', value: 's' },
      { key: 'bare', value: '' },
      { key: 'team', value: 'platform' },
    ]);
    equal(main?.source.field, 'ResourceTagList[0].TagsList');
    const other = tagsIn(world, 'other');
    deepEqual(other?.known && other.value, []);
  });

  // CloudTrail API reference, ListTags: each ARN that was asked for has an entry with its list.
  test('are malformed where the answer lacks the trail or is otherwise than documented', () => {
    equal(failureIn({ trails: [trail({ tags: null })] }), 'malformed: ResourceTagList lacks the trail');
    const none = 'malformed: ResourceTagList[0].TagsList is no list of tags';
    equal(failureIn({ trails: [trail({ tags: { TagsList: undefined } })] }), none);
    equal(failureIn({ trails: [trail({ tags: { TagsList: [{ Value: 'x' }] } })] }), none);
    equal(failureIn({ trails: [trail({ tags: { TagsList: [{ Key: 'x', Value: 7 }] } })] }), none);
    const faults = { 'cloudtrail:ListTags': 'empty-object' } as const;
    equal(failureIn({ trails: [trail()], faults }), 'malformed: ResourceTagList is missing');
  });

  test('are unread where the call was refused, and out of scope in an account that sees only the copy', () => {
    const denied = tagsIn({ trails: [trail()], faults: { 'cloudtrail:ListTags': 'denied' } });
    equal(denied?.known === false && denied.failure.permission, 'cloudtrail:ListTags');
    const copy = tagsIn({ trails: [organizationTrail()] }, 'org');
    equal(copy?.known === false && copy.failure.kind, 'out-of-scope');
  });

  test('are collected over pages; a page that is missing leaves them unknown', () => {
    const arn = trailArn({}, trail());
    const place = { owner: ACCOUNT, homeRegion: 'us-east-1', arn };
    const entry = (Key: string) => ({ ResourceId: arn, TagsList: [{ Key, Value: '' }] });
    const page = (number: number, body: object) =>
      captured(
        {
          ...{ call: 'cloudtrail:ListTags', account: ACCOUNT, region: 'us-east-1', page: number },
          ...{ parameters: { ResourceIdList: [arn] }, body: JSON.stringify(body) },
        },
        null,
      ) ?? [];
    const first = page(0, { ResourceTagList: [entry('b')], NextToken: 't' });
    const second = page(1, { ResourceTagList: [entry('a')] });
    const read = (...pages: readonly unknown[]) =>
      tagsOf(place, { index: new CaptureIndex(pages.flat() as never), account: ACCOUNT });
    const whole = read(second, first);
    deepEqual(whole.known && whole.value.map(({ key }) => key), ['a', 'b']);
    const half = read(first);
    equal(half.known === false && half.failure.message, 'the list goes on, but its next page is missing');
  });

  test('are not asked for where no control needs them', () => {
    const world = { trails: [trail()] };
    const others = capturesOf(world).filter(({ call }) => call !== 'cloudtrail:ListTags');
    const tags = factsOf(world, new Map(), new CaptureIndex(others)).trails[0]?.tags;
    equal(tags?.known === false && tags.failure.kind, 'not-asked');
  });
});
