/** In which order accounts are gone through. */

import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../../src/model/change.ts';
import { byAccount } from '../../src/remediate/places.ts';

const at = (account: string) => ({ account, region: 'us-east-1', partition: 'aws' });
const bucket = (account: string): Change => ({ kind: 'create-bucket', ...at(account), bucket: 'b' });
const start = (account: string): Change => ({ kind: 'start-logging', ...at(account), trail: 't', name: 't' });

test('an archive account that has trails of its own comes before the trails that need its bucket', () => {
  const [member, archive, key] = ['111111111111', '222222222222', '333333333333'];
  const steps = [
    { change: bucket(archive), results: ['a'] },
    { change: bucket(key), results: ['a'] },
    { change: start(member), results: ['a'] },
    { change: start(archive), results: ['b'] },
  ];
  deepEqual(
    byAccount({ steps, byHand: [] }).map(({ account }) => account),
    [key, archive, member],
  );
});
