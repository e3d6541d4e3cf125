import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Judgement, judge } from '../../../test/support/judge.ts';
import {
  advanced,
  basic,
  field,
  MANAGEMENT_EVENTS,
  organizationTrail,
  singleRegion,
  trail,
  type World,
} from '../../../test/support/world.ts';
import type { JsonObject } from '../../model/json.ts';

const ID = 'data-events';
const DATA = field('eventCategory', { Equals: ['Data'] });
const S3 = field('resources.type', { Equals: ['AWS::S3::Object'] });
const READ = field('readOnly', { Equals: ['true'] });
const WRITE = field('readOnly', { Equals: ['false'] });
const LAMBDA = field('resources.type', { Equals: ['AWS::Lambda::Function'] });
const ALL_OBJECTS = advanced([MANAGEMENT_EVENTS], [DATA, S3]);

function arn(operators: JsonObject): JsonObject {
  return field('resources.ARN', operators);
}

function objects(...Values: readonly string[]): JsonObject {
  return { IncludeManagementEvents: true, DataResources: [{ Type: 'AWS::S3::Object', Values }] };
}

function of(selectors: JsonObject, more: Partial<World> = {}): Judgement {
  return judge({ trails: [trail({ selectors })], ...more });
}

/** How writes and reads of objects hold. */
function both(judged: Judgement): string {
  return `${judged.condition(ID, 'object-writes')} ${judged.condition(ID, 'object-reads')}`;
}

// CloudTrail API reference, DataResource and AdvancedFieldSelector; CloudTrail user guide, logging data events.
const CASES: readonly (readonly [name: string, selectors: JsonObject, writesAndReads: string])[] = [
  ['the default: management events alone', basic({ ReadWriteType: 'All', IncludeManagementEvents: true }), 'no no'],
  ['nothing at all', { EventSelectors: [] }, 'no no'],
  ['basic: every object', basic(objects('arn:aws:s3')), 'yes yes'],
  ['basic: every object, said in the older way', basic(objects('arn:aws:s3:::')), 'yes yes'],
  ['basic: without management events', basic({ ...objects('arn:aws:s3'), IncludeManagementEvents: false }), 'yes yes'],
  ['basic: writes', basic({ ...objects('arn:aws:s3'), ReadWriteType: 'WriteOnly' }), 'yes no'],
  ['basic: reads', basic({ ...objects('arn:aws:s3'), ReadWriteType: 'ReadOnly' }), 'no yes'],
  ['basic: one bucket', basic(objects('arn:aws:s3:::photos/')), 'no no'],
  ['basic: many buckets are a part', basic(objects('arn:aws:s3:::a/'), objects('arn:aws:s3:::b/')), 'no no'],
  ['basic: one bucket, and every object', basic(objects('arn:aws:s3:::photos/', 'arn:aws:s3')), 'yes yes'],
  ['basic: a star is no documented way to say everything', basic(objects('arn:aws:s3:::*/')), 'unknown unknown'],
  ['basic: every object of another partition', basic(objects('arn:aws-cn:s3')), 'no no'],
  [
    'basic: functions',
    basic({ DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }] }),
    'no no',
  ],
  ['basic: resources that are not as documented', basic({ DataResources: 'all' }), 'unknown unknown'],
  [
    'basic: an exclusion that is not as documented',
    basic({ ...objects('arn:aws:s3'), ExcludeManagementEventSources: 7 }),
    'yes yes',
  ],
  ['advanced: every object', ALL_OBJECTS, 'yes yes'],
  ['advanced: writes', advanced([DATA, S3, WRITE]), 'yes no'],
  ['advanced: writes and reads apart', advanced([DATA, S3, WRITE], [DATA, S3, READ]), 'yes yes'],
  ['advanced: one bucket', advanced([DATA, S3, arn({ StartsWith: ['arn:aws:s3:::photos/'] })]), 'no no'],
  ['advanced: every ARN of S3', advanced([DATA, S3, arn({ StartsWith: ['arn:aws:s3'] })]), 'yes yes'],
  ['advanced: all but the log bucket', advanced([DATA, S3, arn({ NotStartsWith: ['arn:aws:s3:::logs/'] })]), 'no no'],
  ['advanced: deletions', advanced([DATA, S3, field('eventName', { StartsWith: ['Delete'] })]), 'no no'],
  ['advanced: functions', advanced([DATA, LAMBDA]), 'no no'],
  [
    'advanced: an ordinary source',
    advanced([DATA, S3, field('eventSource', { Equals: ['s3.amazonaws.com'] })]),
    'unknown unknown',
  ],
  ['advanced: an operator that nobody documents', advanced([DATA, S3, arn({ Matches: ['*'] })]), 'unknown unknown'],
  ['advanced: no type', advanced([DATA]), 'unknown unknown'],
  ['advanced: no category', advanced([S3]), 'unknown unknown'],
  [
    'advanced: a kind said otherwise',
    advanced([DATA, S3, field('readOnly', { NotEquals: ['true'] })]),
    'unknown unknown',
  ],
  ['advanced: not understood, beside everything', advanced([DATA], [DATA, S3]), 'yes yes'],
  [
    'advanced: one bucket and all but it may be everything',
    advanced(
      [DATA, S3, arn({ StartsWith: ['arn:aws:s3:::a/'] })],
      [DATA, S3, arn({ NotStartsWith: ['arn:aws:s3:::a/'] })],
    ),
    'unknown unknown',
  ],
  [
    'advanced: two buckets are a part',
    advanced([DATA, S3, arn({ StartsWith: ['arn:aws:s3:::a/'] })], [DATA, S3, arn({ Equals: ['arn:aws:s3:::b/x'] })]),
    'no no',
  ],
  [
    'advanced: both leave out the same bucket',
    advanced(
      [DATA, S3, READ, arn({ NotStartsWith: ['arn:aws:s3:::a/', 'arn:aws:s3:::b/'] })],
      [DATA, S3, arn({ NotStartsWith: ['arn:aws:s3:::a/'] })],
    ),
    'no no',
  ],
];

describe(ID, () => {
  for (const [name, selectors, expected] of CASES) {
    test(name, () => equal(both(of(selectors)), expected));
  }

  test('passes and fails with its clauses, each by its own kind', () => {
    equal(of(ALL_OBJECTS).verdict(ID), 'PASS');
    const writes = of(advanced([DATA, S3, WRITE]));
    equal(writes.verdict(ID), 'FAIL');
    deepEqual(writes.reasons(ID), ['trail.no-data-events']);
    const clauses = ['cis-aws-1.4 3.10', 'cis-aws-1.4 3.11', 'cis-aws-3.0 3.8', 'cis-aws-3.0 3.9', 'cis-aws-5.0 3.8'];
    deepEqual(
      clauses.map((clause) => writes.clauses(ID, clause)[0]?.verdict),
      ['PASS', 'FAIL', 'PASS', 'FAIL', 'PASS'],
    );
  });

  test('says what is recorded where it is a part', () => {
    const judged = of(basic(objects('arn:aws:s3:::photos/')));
    deepEqual(judged.reasons(ID), ['trail.data-events-partial', 'trail.data-events-partial']);
    deepEqual(judged.result(ID).reasons[0]?.params['narrowedTo'], ['arn:aws:s3:::photos/']);
  });

  test('knows every object of another partition', () => {
    const china = { partition: 'aws-cn', regions: { 'cn-north-1': 'ENABLED_BY_DEFAULT' } };
    const selectors = basic(objects('arn:aws-cn:s3'));
    equal(both(judge({ ...china, trails: [trail({ home: 'cn-north-1', selectors })] })), 'yes yes');
  });

  test('needs a trail that is recording and covers every Region', () => {
    const stopped = trail({ selectors: ALL_OBJECTS, status: { 'us-east-1': { IsLogging: false } } });
    deepEqual(judge({ trails: [stopped] }).conditions(ID, 'no'), ['recording']);
    const single = judge({ trails: [singleRegion({ selectors: ALL_OBJECTS })] });
    deepEqual(single.conditions(ID, 'no'), ['multi-region']);
    equal(judge({ trails: [] }).verdict(ID), 'FAIL');
  });

  test('lets different trails record different parts', () => {
    const writes = trail({ name: 'writes', selectors: advanced([DATA, S3, WRITE]) });
    const reads = trail({ name: 'reads', selectors: advanced([DATA, S3, READ]) });
    equal(judge({ trails: [writes] }).verdict(ID), 'FAIL');
    const judged = judge({ trails: [writes, reads] });
    equal(judged.verdict(ID), 'PASS');
    deepEqual(
      judged
        .result(ID)
        .shown?.conditions.map(({ id, resource }) => [id, resource?.split('/')[1]])
        .slice(3),
      [
        ['object-writes', 'writes'],
        ['object-reads', 'reads'],
        ['declared-events', 'reads'],
      ],
    );
    const stopped = { ...reads, status: { 'us-east-1': { IsLogging: false } } };
    equal(judge({ trails: [writes, stopped] }).verdict(ID), 'FAIL');
    const faults = { 'cloudtrail:GetEventSelectors us-east-1 reads': 'denied' } as const;
    equal(judge({ trails: [writes, reads], faults }).verdict(ID), 'UNKNOWN');
  });

  test('asks for what the policy file declares', () => {
    const declared = (kind: 'All' | 'ReadOnly' | 'WriteOnly') => ({
      policy: { dataEvents: [{ type: 'AWS::Lambda::Function', kind }] },
    });
    const objectsOnly = of(ALL_OBJECTS, declared('All'));
    deepEqual(objectsOnly.conditions(ID, 'no'), ['declared-events']);
    equal(objectsOnly.clauses(ID, 'cis-aws-5.0 3.8')[0]?.verdict, 'PASS');
    equal(of(advanced([DATA, S3], [DATA, LAMBDA]), declared('All')).verdict(ID), 'PASS');
    equal(of(advanced([DATA, S3], [DATA, LAMBDA, WRITE]), declared('WriteOnly')).verdict(ID), 'PASS');
    equal(of(advanced([DATA, S3], [DATA, LAMBDA, WRITE]), declared('ReadOnly')).verdict(ID), 'FAIL');
  });

  test('is unknown where selectors were refused, throttled or malformed', () => {
    for (const fault of ['denied', 'throttled', 'timeout', 'empty-object', 'missing'] as const) {
      equal(of(ALL_OBJECTS, { faults: { 'cloudtrail:GetEventSelectors': fault } }).verdict(ID), 'UNKNOWN', fault);
    }
    equal(of(ALL_OBJECTS, { faults: { 'cloudtrail:DescribeTrails': 'denied' } }).verdict(ID), 'UNKNOWN');
  });

  test('counts the organization trail in a member that it reaches', () => {
    equal(judge({ trails: [organizationTrail({ selectors: ALL_OBJECTS })] }).result(ID).via, 'organization');
  });
});
