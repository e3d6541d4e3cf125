import type { JsonObject } from '../model/json.ts';

const OPERATORS = ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'] as const;

/** The operators that a field of an advanced selector uses, or null where one of them is not a list of text. */
export function conditionsOf(field: JsonObject): { operator: string; values: readonly string[] }[] | null {
  const used: { operator: string; values: readonly string[] }[] = [];
  for (const [operator, values] of Object.entries(field)) {
    if (operator === 'Field') continue;
    // Some answers carry the unused operators as empty lists.
    if (values === null || (Array.isArray(values) && values.length === 0)) continue;
    if (!(OPERATORS as readonly string[]).includes(operator) || !isListOfText(values)) return null;
    used.push({ operator, values });
  }
  return used;
}

export function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

export const BASIC_FIELDS: ReadonlySet<string> = new Set([
  'ReadWriteType',
  'IncludeManagementEvents',
  'ExcludeManagementEventSources',
  'DataResources',
]);
export const ADVANCED_FIELDS: ReadonlySet<string> = new Set(['Name', 'FieldSelectors']);

/** Fields of a selector that CloudTrail does not document: what they do is unknown. */
export function unlisted(entry: JsonObject, documented: ReadonlySet<string>): string[] {
  return Object.keys(entry).filter((name) => !documented.has(name) && entry[name] !== null);
}
