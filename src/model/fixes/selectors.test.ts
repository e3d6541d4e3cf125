import { equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Selector } from '../selector.ts';
import { recordingEverything, selectorSet } from './selectors.ts';

describe('a selector with a field that is not understood', () => {
  const data: Selector = {
    kind: 'advanced',
    name: null,
    categories: ['Data'],
    readWrite: 'All',
    excludedSources: [],
    resources: [{ type: 'AWS::S3::Object', prefixes: null }],
    narrowedBy: [],
    notUnderstood: ['resources.ARN'],
  };

  test('is never written again: without the field it would select every object', () => {
    equal(selectorSet({ list: [data] }), null);
    equal(recordingEverything({ list: [data] }), null);
  });
});
