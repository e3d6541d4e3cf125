import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { selectorsOf } from '../../src/facts/selectors.ts';
import type { Scope, Selectors } from '../../src/model/facts.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { documentedSelectors, oddSelectors } from '../support/arbitrary.ts';
import { runs } from '../support/runs.ts';
import { captured } from '../support/wire.ts';
import { ACCOUNT } from '../support/world.ts';

const SOURCES = ['kms.amazonaws.com', 'rdsdata.amazonaws.com', 'iam.amazonaws.com', 'sts.amazonaws.com'] as const;

interface SampleEvent {
  readonly readOnly: boolean;
  readonly source: string;
}

/** Management events of every kind and of sources that can and cannot be left out. */
const EVENTS: readonly SampleEvent[] = [true, false].flatMap((readOnly) =>
  SOURCES.map((source) => ({ readOnly, source })),
);

function read(body: JsonObject): Selectors {
  const capture = captured(
    {
      call: 'cloudtrail:GetEventSelectors',
      account: ACCOUNT,
      region: 'us-east-1',
      parameters: {},
      body: JSON.stringify(body),
    },
    null,
  );
  if (capture === null) throw new Error('a capture');
  const answer = selectorsOf(capture);
  if (!answer.known) throw new Error(answer.failure.message ?? 'not read');
  return answer.value;
}

/** Asks each selector about one event, in CloudTrail's words; nothing is merged. */
function isRecorded(body: JsonObject, event: SampleEvent): boolean {
  const basic = (body['EventSelectors'] ?? []) as readonly JsonObject[];
  const advanced = (body['AdvancedEventSelectors'] ?? []) as readonly JsonObject[];
  return basic.some((one) => basicSelects(one, event)) || advanced.some((one) => advancedSelects(one, event));
}

function basicSelects(selector: JsonObject, { readOnly, source }: SampleEvent): boolean {
  if (selector['IncludeManagementEvents'] === false) return false;
  if (selector['ReadWriteType'] === 'ReadOnly' && !readOnly) return false;
  if (selector['ReadWriteType'] === 'WriteOnly' && readOnly) return false;
  return !((selector['ExcludeManagementEventSources'] ?? []) as readonly string[]).includes(source);
}

function advancedSelects(selector: JsonObject, { readOnly, source }: SampleEvent): boolean {
  const values: Readonly<Record<string, string>> = {
    eventCategory: 'Management',
    readOnly: String(readOnly),
    eventSource: source,
  };
  return (selector['FieldSelectors'] as readonly JsonObject[]).every((field) => {
    const value = values[field['Field'] as string] ?? '';
    const equals = field['Equals'] as readonly string[] | undefined;
    const notEquals = field['NotEquals'] as readonly string[] | undefined;
    return (equals === undefined || equals.includes(value)) && (notEquals === undefined || !notEquals.includes(value));
  });
}

interface Triple {
  readonly reads: Scope;
  readonly writes: Scope;
  readonly excluded: readonly string[];
}

function enumerated(body: JsonObject): Triple {
  const kind = (readOnly: boolean): { scope: Scope; excluded: readonly string[] } => {
    const events = EVENTS.filter((event) => event.readOnly === readOnly);
    const left = events.filter((event) => !isRecorded(body, event)).map(({ source }) => source);
    if (left.length === events.length) return { scope: 'none', excluded: [] };
    return { scope: left.length === 0 ? 'full' : 'partial', excluded: left };
  };
  const reads = kind(true);
  const writes = kind(false);
  return {
    reads: reads.scope,
    writes: writes.scope,
    excluded: [...new Set([...reads.excluded, ...writes.excluded])].sort(),
  };
}

/** Without the selectors that have an undocumented field, and with those fields taken out: the two ends of the doubt. */
function withoutOdd(body: JsonObject): JsonObject {
  return {
    AdvancedEventSelectors: (body['AdvancedEventSelectors'] as readonly JsonObject[]).filter(
      (one) => !fieldsOf(one).some(isOdd),
    ),
  };
}

function withOddWidened(body: JsonObject): JsonObject {
  const list = body['AdvancedEventSelectors'] as readonly JsonObject[];
  return {
    AdvancedEventSelectors: list.map((one) => ({ FieldSelectors: fieldsOf(one).filter((field) => !isOdd(field)) })),
  };
}

function fieldsOf(selector: JsonObject): readonly JsonObject[] {
  return selector['FieldSelectors'] as readonly JsonObject[];
}

function isOdd({ Field, Equals, NotEquals }: JsonObject): boolean {
  return (
    Field === 'eventName' ||
    (Field === 'eventSource' && Equals !== undefined) ||
    (Field === 'readOnly' && NotEquals !== undefined)
  );
}

describe('properties of selectors', () => {
  test('reads, writes and excluded are what asking about every event gives', () => {
    fc.assert(
      fc.property(documentedSelectors, (body) => {
        const { reads, writes, excluded, allSources, notUnderstood } = read(body);
        const expected = enumerated(body);
        deepEqual({ reads, writes, excluded }, expected);
        equal(allSources, expected.excluded.length === 0 ? 'yes' : 'no');
        deepEqual(notUnderstood, []);
      }),
      runs(4000),
    );
  });

  test('the order of the selectors decides nothing', () => {
    fc.assert(
      fc.property(fc.oneof(documentedSelectors, oddSelectors), (body) => {
        const turned = Object.fromEntries(
          Object.entries(body).map(([name, list]) => [name, Array.isArray(list) ? list.toReversed() : list]),
        );
        const inOrder = read(body);
        deepEqual(read(turned), { ...inOrder, list: inOrder.list.toReversed() });
      }),
      runs(500),
    );
  });

  test('an undocumented field leaves open only what its own selector would add', () => {
    fc.assert(
      fc.property(oddSelectors, (body) => {
        const { reads, writes, allSources } = read(body);
        const least = enumerated(withoutOdd(body));
        const most = enumerated(withOddWidened(body));
        const decided = (low: Scope, high: Scope): 'yes' | 'no' | 'unknown' =>
          low !== 'none' ? 'yes' : high === 'none' ? 'no' : 'unknown';
        const got = (scope: Scope): 'yes' | 'no' | 'unknown' =>
          scope === 'unknown' ? 'unknown' : scope === 'none' ? 'no' : 'yes';
        equal(got(reads), decided(least.reads, most.reads));
        equal(got(writes), decided(least.writes, most.writes));
        if (reads !== 'none' && writes !== 'none' && most.excluded.length > 0) equal(allSources, 'no');
        if (allSources === 'yes') deepEqual(least.excluded, []);
      }),
      runs(2000),
    );
  });
});
