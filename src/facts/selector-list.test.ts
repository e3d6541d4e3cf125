import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { captured } from '../../test/support/wire.ts';
import { field } from '../../test/support/world.ts';
import type { JsonObject } from '../model/json.ts';
import type { Selector } from '../model/selector.ts';
import { selectorsOf } from './selectors.ts';

/** The rows of a GetEventSelectors answer. */
function rowsOf(body: JsonObject): readonly Selector[] {
  const question = { account: '111122223333', region: 'us-east-1', parameters: {}, body: JSON.stringify(body) };
  const capture = captured({ call: 'cloudtrail:GetEventSelectors', ...question }, null);
  const read = capture === null ? null : selectorsOf(capture);
  return read?.known ? read.value.list : [];
}

const EMPTY = { name: null, excludedSources: [], resources: [], narrowedBy: [], notUnderstood: [] } as const;
const S3_WRITES = { type: 'AWS::S3::Object', prefixes: ['arn:aws:s3'] } as const;

// CloudTrail API reference, EventSelector and DataResource.
const BASIC: readonly (readonly [name: string, entry: unknown, expected: Partial<Selector>])[] = [
  ['an empty one has the defaults', {}, { categories: ['Management'], readWrite: 'All' }],
  [
    'management events and data events at once',
    {
      ...{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true },
      DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
      ExcludeManagementEventSources: ['kms.amazonaws.com'],
    },
    {
      ...{ categories: ['Management', 'Data'], readWrite: 'WriteOnly' },
      ...{ excludedSources: ['kms.amazonaws.com'], resources: [S3_WRITES] },
    },
  ],
  [
    'data events alone',
    { IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] },
    { categories: ['Data'], readWrite: 'All', resources: [S3_WRITES] },
  ],
  ['nothing at all', { IncludeManagementEvents: false }, { categories: [], readWrite: 'All' }],
  [
    'a resource without a type leaves the categories open',
    { DataResources: [{ Values: ['arn:aws:s3'] }] },
    { categories: null, readWrite: 'All', notUnderstood: ['DataResources'] },
  ],
  [
    'a kind that nobody documents',
    { ReadWriteType: 'Sometimes' },
    { categories: ['Management'], readWrite: null, notUnderstood: ['ReadWriteType'] },
  ],
  ['no object', 'All', { categories: null, readWrite: null, notUnderstood: ['selector'] }],
];

const S3 = field('resources.type', { Equals: ['AWS::S3::Object'] });
const DATA = field('eventCategory', { Equals: ['Data'] });

// CloudTrail API reference, AdvancedFieldSelector.
const ADVANCED: readonly (readonly [name: string, fields: unknown, expected: Partial<Selector>])[] = [
  ['every data event of a type', [DATA, S3], { categories: ['Data'], resources: [ofType('AWS::S3::Object')] }],
  [
    'its writes',
    [DATA, S3, field('readOnly', { Equals: ['false'] })],
    { categories: ['Data'], readWrite: 'WriteOnly', resources: [ofType('AWS::S3::Object')] },
  ],
  [
    'without one bucket',
    [DATA, S3, field('resources.ARN', { NotStartsWith: ['arn:aws:s3:::the-logs/'] })],
    {
      ...{ categories: ['Data'], resources: [ofType('AWS::S3::Object')] },
      narrowedBy: [{ field: 'resources.ARN', operator: 'NotStartsWith', values: ['arn:aws:s3:::the-logs/'] }],
    },
  ],
  [
    'management events without a source',
    [
      field('eventCategory', { Equals: ['Management'] }),
      field('eventSource', { NotEquals: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] }),
    ],
    { categories: ['Management'], excludedSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] },
  ],
  ['network activity', [field('eventCategory', { Equals: ['NetworkActivity'] })], { categories: ['NetworkActivity'] }],
  [
    'an operator that nobody documents',
    [DATA, S3, field('resources.ARN', { Matches: ['*'] })],
    { categories: ['Data'], resources: [ofType('AWS::S3::Object')], notUnderstood: ['resources.ARN'] },
  ],
  [
    'reads and writes, said otherwise than documented',
    [DATA, S3, field('readOnly', { NotEquals: ['true'] })],
    {
      ...{ categories: ['Data'], readWrite: null, resources: [ofType('AWS::S3::Object')] },
      narrowedBy: [{ field: 'readOnly', operator: 'NotEquals', values: ['true'] }],
      notUnderstood: ['readOnly'],
    },
  ],
  ['no category', [S3], { categories: null, resources: [ofType('AWS::S3::Object')], notUnderstood: ['eventCategory'] }],
  ['no fields', null, { categories: null, readWrite: null, notUnderstood: ['FieldSelectors'] }],
];

function ofType(type: string): Selector['resources'][number] {
  return { type, prefixes: null };
}

describe('the selectors of a trail, as rows', () => {
  for (const [name, entry, expected] of BASIC) {
    test(`basic: ${name}`, () => {
      deepEqual(rowsOf({ EventSelectors: [entry] as never }), [{ kind: 'basic', ...EMPTY, ...expected }]);
    });
  }

  for (const [name, fields, expected] of ADVANCED) {
    test(`advanced: ${name}`, () => {
      const body = { AdvancedEventSelectors: [{ Name: 'a name', FieldSelectors: fields }] };
      const named = fields === null ? {} : { name: 'a name' };
      const row = { kind: 'advanced', ...EMPTY, readWrite: 'All', ...named, ...expected };
      deepEqual(rowsOf(body as never), [row]);
    });
  }

  test('come in the order of the answer; an empty list has none', () => {
    const names = rowsOf({ AdvancedEventSelectors: ['b', 'a'].map((Name) => ({ Name, FieldSelectors: [] })) });
    deepEqual(
      names.map(({ name }) => name),
      ['b', 'a'],
    );
    deepEqual(rowsOf({ EventSelectors: [] }), []);
  });
});
