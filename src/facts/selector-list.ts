import { isObject } from '../model/json.ts';
import type { FieldCondition, SelectedResources, Selector } from '../model/selector.ts';
import { isText } from './answer.ts';
import { ADVANCED_FIELDS, BASIC_FIELDS, conditionsOf, isListOfText, unlisted } from './field-conditions.ts';

const KINDS = ['All', 'ReadOnly', 'WriteOnly'] as const;

/** A basic selector as a row; what it leaves out has CloudTrail's defaults (API reference, EventSelector). */
export function basicRow(entry: unknown): Selector {
  if (!isObject(entry)) return unreadable('basic');
  const notUnderstood = unlisted(entry, BASIC_FIELDS);
  const include = entry['IncludeManagementEvents'] ?? true;
  if (typeof include !== 'boolean') notUnderstood.push('IncludeManagementEvents');
  const asked = entry['ReadWriteType'] ?? 'All';
  const readWrite = KINDS.find((kind) => kind === asked) ?? null;
  if (readWrite === null) notUnderstood.push('ReadWriteType');
  const excluded = entry['ExcludeManagementEventSources'] ?? [];
  if (!isListOfText(excluded)) notUnderstood.push('ExcludeManagementEventSources');
  const resources = dataResources(entry['DataResources'] ?? []);
  if (resources === null) notUnderstood.push('DataResources');
  const told = typeof include === 'boolean' && resources !== null;
  return {
    kind: 'basic',
    name: null,
    categories: told ? [...(include ? ['Management'] : []), ...(resources.length > 0 ? ['Data'] : [])] : null,
    readWrite,
    excludedSources: isListOfText(excluded) ? excluded : [],
    resources: resources ?? [],
    narrowedBy: [],
    notUnderstood,
  };
}

/** null where one of them is not a type with a list of ARNs. */
function dataResources(list: unknown): readonly SelectedResources[] | null {
  if (!Array.isArray(list)) return null;
  const resources = (list as unknown[]).flatMap((one): SelectedResources[] => {
    if (!isObject(one) || !isText(one['Type']) || !isListOfText(one['Values'] ?? [])) return [];
    return [{ type: one['Type'], prefixes: (one['Values'] ?? []) as readonly string[] }];
  });
  return resources.length === list.length ? resources : null;
}

/** An advanced selector as a row: category, kind and types of resources, and whatever else narrows it. */
export function advancedRow(entry: unknown): Selector {
  const fields = isObject(entry) ? entry['FieldSelectors'] : undefined;
  if (!isObject(entry) || !Array.isArray(fields)) return unreadable('advanced');
  const name = isText(entry['Name']) ? entry['Name'] : null;
  const parts = (fields as unknown[]).map(fieldPart);
  const conditions = parts.flatMap(({ conditions }) => conditions);
  const notUnderstood = [...unlisted(entry, ADVANCED_FIELDS), ...parts.flatMap(({ unknown }) => unknown)];
  const categories = equalTo(conditions, 'eventCategory');
  const readOnly = equalTo(conditions, 'readOnly');
  const isKind = readOnly?.every((value) => value === 'true' || value === 'false') ?? false;
  const types = equalTo(conditions, 'resources.type');
  const saysOtherwise = !isKind && conditions.some(({ field }) => field === 'readOnly');
  for (const field of [
    ...(categories?.length === 1 ? [] : ['eventCategory']),
    ...(saysOtherwise ? ['readOnly'] : []),
  ]) {
    if (!notUnderstood.includes(field)) notUnderstood.push(field);
  }
  const isManagement = categories?.[0] === 'Management';
  const taken = new Set([
    'eventCategory',
    ...(isKind ? ['readOnly'] : []),
    ...(types === null ? [] : ['resources.type']),
  ]);
  const rest = conditions.filter(({ field }) => !taken.has(field));
  const isExclusion = ({ field, operator }: FieldCondition): boolean =>
    isManagement && field === 'eventSource' && operator === 'NotEquals';
  return {
    kind: 'advanced',
    name,
    categories: categories?.length === 1 ? categories : null,
    readWrite: notUnderstood.includes('readOnly') ? null : kindOf(readOnly ?? []),
    excludedSources: rest.filter(isExclusion).flatMap(({ values }) => values),
    resources: (types ?? []).map((type) => ({ type, prefixes: null })),
    narrowedBy: rest.filter((condition) => !isExclusion(condition)),
    notUnderstood,
  };
}

function kindOf(readOnly: readonly string[]): (typeof KINDS)[number] {
  if (new Set(readOnly).size !== 1) return 'All';
  return readOnly[0] === 'true' ? 'ReadOnly' : 'WriteOnly';
}

interface FieldPart {
  readonly conditions: readonly FieldCondition[];
  readonly unknown: readonly string[];
}

function fieldPart(entry: unknown): FieldPart {
  const field = isObject(entry) && isText(entry['Field']) ? entry['Field'] : 'Field';
  const used = isObject(entry) ? conditionsOf(entry) : null;
  if (field === 'Field' || used === null || used.length === 0) return { conditions: [], unknown: [field] };
  return { conditions: used.map((one) => ({ field, ...one })), unknown: [] };
}

/** The values of a field that is compared by Equals alone, once; null where it is absent or compared otherwise. */
function equalTo(conditions: readonly FieldCondition[], field: string): readonly string[] | null {
  const [only, ...more] = conditions.filter((condition) => condition.field === field);
  return only?.operator === 'Equals' && more.length === 0 ? only.values : null;
}

function unreadable(kind: Selector['kind']): Selector {
  const notUnderstood: readonly string[] = [kind === 'basic' ? 'selector' : 'FieldSelectors'];
  return { ...{ kind, name: null, categories: null, readWrite: null }, ...NOTHING, notUnderstood };
}

const NOTHING = { excludedSources: [], resources: [], narrowedBy: [] } as const;
