import type { Capture } from '../model/capture.ts';
import type { Scope, Selectors } from '../model/facts.ts';
import { malformed } from '../model/failure.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { known, type Read, unread } from '../model/read.ts';
import { jsonAnswer, sourceOf } from './answer.ts';
import { ADVANCED_FIELDS, BASIC_FIELDS, conditionsOf, isListOfText, unlisted } from './field-conditions.ts';
import { advancedRow, basicRow } from './selector-list.ts';

/** What one selector adds to the management events that a trail records. */
interface Contribution {
  readonly reads: boolean;
  readonly writes: boolean;
  readonly excluded: readonly string[];
  /** False where a field, operator or value is not documented: the selector then adds at most this. */
  readonly certain: boolean;
}

interface Parsed {
  /** null: the selector is about other events than management events. */
  readonly adds: Contribution | null;
  readonly notUnderstood: readonly string[];
}

/** Reads a GetEventSelectors answer and takes the union of its selectors (CloudTrail user guide, event selectors). */
export function selectorsOf(capture: Capture): Read<Selectors> {
  const known = read.get(capture);
  if (known !== undefined) return known;
  const selectors = readSelectors(capture);
  read.set(capture, selectors);
  return selectors;
}

/** An organization trail's answer serves every member; it is taken apart once. */
const read = new WeakMap<Capture, Read<Selectors>>();

function readSelectors(capture: Capture): Read<Selectors> {
  const answer = jsonAnswer(capture);
  if (!answer.known) return answer;
  const basic = listIn(answer.value, 'EventSelectors');
  const advanced = listIn(answer.value, 'AdvancedEventSelectors');
  if (basic === 'malformed' || advanced === 'malformed' || (basic === null && advanced === null)) {
    return unread(malformed(capture, 'neither list of selectors is there'), sourceOf(capture));
  }
  if ((basic?.length ?? 0) > 0 && (advanced?.length ?? 0) > 0) {
    return unread(malformed(capture, 'both kinds of selectors at once; AWS sends one'), sourceOf(capture));
  }
  const useAdvanced = (advanced?.length ?? 0) > 0 || basic === null;
  const list = (useAdvanced ? advanced : basic) ?? [];
  const parsed = list.map((entry) => (useAdvanced ? advancedSelector(entry) : basicSelector(entry)));
  const rows = list.map((entry) => (useAdvanced ? advancedRow(entry) : basicRow(entry)));
  return known(
    { ...unionOf(parsed), list: rows },
    sourceOf(capture, useAdvanced ? 'AdvancedEventSelectors' : 'EventSelectors'),
  );
}

function listIn(body: JsonObject, name: string): readonly unknown[] | null | 'malformed' {
  const value = body[name];
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? value : 'malformed';
}

const EVERYTHING_AT_MOST: Contribution = { reads: true, writes: true, excluded: [], certain: false };

/** Each field on its own: one that is not understood leaves open only what it would decide. */
function basicSelector(entry: unknown): Parsed {
  if (!isObject(entry)) return { adds: EVERYTHING_AT_MOST, notUnderstood: ['selector'] };
  const include = entry['IncludeManagementEvents'] ?? true;
  if (include === false) return { adds: null, notUnderstood: [] };
  const notUnderstood = unlisted(entry, BASIC_FIELDS);
  if (include !== true) notUnderstood.push('IncludeManagementEvents');
  const kind = entry['ReadWriteType'] ?? 'All';
  if (kind !== 'All' && kind !== 'ReadOnly' && kind !== 'WriteOnly') notUnderstood.push('ReadWriteType');
  const sources = entry['ExcludeManagementEventSources'] ?? [];
  const excluded = isListOfText(sources) ? sources : [];
  if (!isListOfText(sources)) notUnderstood.push('ExcludeManagementEventSources');
  const certain = notUnderstood.length === 0;
  return { adds: { reads: kind !== 'WriteOnly', writes: kind !== 'ReadOnly', excluded, certain }, notUnderstood };
}

function advancedSelector(entry: unknown): Parsed {
  const fields = isObject(entry) ? entry['FieldSelectors'] : undefined;
  if (!Array.isArray(fields)) return { adds: EVERYTHING_AT_MOST, notUnderstood: ['FieldSelectors'] };
  const parts = (fields as unknown[]).map(fieldSelector);
  const categories = parts.flatMap((part) => (part.is === 'category' ? [part.value] : []));
  if (categories.includes('other')) return { adds: null, notUnderstood: [] };
  const kinds = parts.flatMap((part) => (part.is === 'kinds' ? [part] : []));
  const unknownFields = isObject(entry) ? unlisted(entry, ADVANCED_FIELDS) : [];
  const notUnderstood = [...unknownFields, ...parts.flatMap((part) => (part.is === 'unknown' ? [part.field] : []))];
  if (categories.length === 0 && !notUnderstood.includes('eventCategory')) notUnderstood.push('eventCategory');
  const adds = {
    reads: kinds.every((kind) => kind.reads),
    writes: kinds.every((kind) => kind.writes),
    excluded: parts.flatMap((part) => (part.is === 'excluded' ? part.sources : [])),
    certain: notUnderstood.length === 0,
  };
  return { adds, notUnderstood };
}

/** What one field of an advanced selector says about management events of a trail (aws.md 3.4). */
type FieldPart =
  | { readonly is: 'category'; readonly value: 'management' | 'other' }
  | { readonly is: 'kinds'; readonly reads: boolean; readonly writes: boolean }
  | { readonly is: 'excluded'; readonly sources: readonly string[] }
  | { readonly is: 'unknown'; readonly field: string };

function fieldSelector(field: unknown): FieldPart {
  const name = isObject(field) && typeof field['Field'] === 'string' ? field['Field'] : 'Field';
  const conditions = isObject(field) ? conditionsOf(field) : null;
  const only = conditions?.length === 1 ? conditions[0] : undefined;
  if (name === 'eventCategory' && only?.operator === 'Equals' && only.values.length === 1) {
    return { is: 'category', value: only.values[0] === 'Management' ? 'management' : 'other' };
  }
  if (
    name === 'readOnly' &&
    only?.operator === 'Equals' &&
    only.values.every((value) => /^(true|false)$/.test(value))
  ) {
    return { is: 'kinds', reads: only.values.includes('true'), writes: only.values.includes('false') };
  }
  if (name === 'eventSource' && only?.operator === 'NotEquals') return { is: 'excluded', sources: only.values };
  return { is: 'unknown', field: name };
}

/** Which sources one kind of event is recorded without; `none`: the kind is not recorded at all. */
type Missing = ReadonlySet<string> | 'none';

function unionOf(parsed: readonly Parsed[]): Omit<Selectors, 'list'> {
  const adds = parsed.flatMap(({ adds }) => (adds === null ? [] : [adds]));
  const certain = adds.filter((one) => one.certain);
  const reads = scopeOf(missing(certain, 'reads'), missing(adds, 'reads'));
  const writes = scopeOf(missing(certain, 'writes'), missing(adds, 'writes'));
  const excluded = [...new Set([...reads.excluded, ...writes.excluded])].sort();
  return {
    reads: reads.scope,
    writes: writes.scope,
    excluded,
    allSources: allSourcesOf(reads, writes),
    single: certain.some((one) => one.reads && one.writes && new Set(one.excluded).isSubsetOf(new Set(excluded))),
    notUnderstood: [...new Set(parsed.flatMap((one) => one.notUnderstood))].sort(),
    otherSelectors: parsed.length - adds.length,
  };
}

function missing(adds: readonly Contribution[], kind: 'reads' | 'writes'): Missing {
  const recording = adds.filter((one) => one[kind]);
  const [first, ...rest] = recording;
  if (first === undefined) return 'none';
  return rest.reduce((left, one) => left.intersection(new Set(one.excluded)), new Set(first.excluded));
}

interface KindScope {
  readonly scope: Scope;
  /** Sources that are left out whatever the unknown selectors do; empty where the kind may not be recorded at all. */
  readonly excluded: readonly string[];
  readonly complete: 'yes' | 'no' | 'unknown';
}

/** `atLeast` is what the understood selectors leave out, `atMost` what even the most generous reading leaves out. */
function scopeOf(atLeast: Missing, atMost: Missing): KindScope {
  if (atMost === 'none') return { scope: 'none', excluded: [], complete: 'yes' };
  if (atLeast === 'none')
    return { scope: 'unknown', excluded: [...atMost], complete: atMost.size > 0 ? 'no' : 'unknown' };
  if (atLeast.size === 0) return { scope: 'full', excluded: [], complete: 'yes' };
  // Recorded in any case, so the condition on the kind holds; whether it is complete may still be open.
  return { scope: 'partial', excluded: [...atMost], complete: atMost.size > 0 ? 'no' : 'unknown' };
}

function allSourcesOf(reads: KindScope, writes: KindScope): 'yes' | 'no' | 'unknown' {
  const both = [reads.complete, writes.complete];
  if (both.includes('no')) return 'no';
  return both.includes('unknown') ? 'unknown' : 'yes';
}
