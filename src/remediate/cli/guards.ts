import type { SelectorSet } from '../../model/change.ts';
import { isObject, type Json } from '../../model/json.ts';
import type { Command, Guard } from './command.ts';

/** A whole document is written only over the one that the plan saw; null: there was none. */
export function asPlanned(what: string, look: Command, code: string, before: string | null, after: string): Guard {
  return { kind: 'as-planned', what, look, code, before: (before ?? '').replace(/[ \t\r\n]+/g, ' '), after };
}

/** The same document without the space between its parts; one that is no JSON stays as it is. */
export function minified(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/**
 * What GetEventSelectors answers, in a form of which the order of fields is ours: the AWS CLI makes it by the query, and
 * `selectorsSeen` makes it of what the plan saw. Absent and empty lists are the same to the comparison.
 */
export function selectorQuery({ advanced }: SelectorSet): string {
  if (advanced === null) {
    return 'EventSelectors[].[ReadWriteType,IncludeManagementEvents,DataResources[].[Type,Values[]],ExcludeManagementEventSources[]]';
  }
  return `AdvancedEventSelectors[].[Name,sort_by(FieldSelectors,&Field)[].[Field,${OPERATORS.map((one) => `${one}[]`).join(',')}]]`;
}

const OPERATORS = ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'] as const;

/** Selectors as the query of `selectorQuery` would answer them, as JSON. */
export function selectorsSeen(set: SelectorSet): string {
  return JSON.stringify(set.advanced === null ? set.basic.map(basicSeen) : set.advanced.map(advancedSeen));
}

function basicSeen(selector: Json): Json {
  const resources = listOf(selector, 'DataResources').map((one) => [fieldOf(one, 'Type'), listOf(one, 'Values')]);
  const sources = listOf(selector, 'ExcludeManagementEventSources');
  return [fieldOf(selector, 'ReadWriteType'), fieldOf(selector, 'IncludeManagementEvents'), resources, sources];
}

function advancedSeen(selector: Json): Json {
  const key = (one: Json): string => String(fieldOf(one, 'Field'));
  const fields = [...listOf(selector, 'FieldSelectors')].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return [
    fieldOf(selector, 'Name'),
    fields.map((one) => [fieldOf(one, 'Field'), ...OPERATORS.map((operator) => listOf(one, operator))]),
  ];
}

function fieldOf(value: Json, name: string): Json {
  return (isObject(value) ? value[name] : null) ?? null;
}

function listOf(value: Json, name: string): readonly Json[] {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? list : [];
}
