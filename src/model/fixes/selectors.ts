import type { SelectorSet } from '../change.ts';
import type { Selectors } from '../facts.ts';
import type { Json } from '../json.ts';
import type { Selector } from '../selector.ts';

const MOST_BASIC = 5;

/** The selectors as PutEventSelectors takes them; null where one of them was not understood and could not be written again. */
export function selectorSet({ list }: Pick<Selectors, 'list'>): SelectorSet | null {
  const isClear = ({ categories, readWrite, notUnderstood }: Selector): boolean =>
    categories !== null && readWrite !== null && notUnderstood.length === 0;
  // A field that is left out would widen the selector to everything.
  if (!list.every(isClear)) return null;
  return list.some(({ kind }) => kind === 'advanced')
    ? { basic: null, advanced: list.map(advanced) }
    : { basic: list.map(basic), advanced: null };
}

/**
 * The same selectors with all management events, reads and writes, of every source; what selects other events stays as it
 * is. null where the selectors are not understood, or where there is no room for one more.
 */
export function recordingEverything(selectors: Pick<Selectors, 'list'>): SelectorSet | null {
  const { list } = selectors;
  if (selectorSet(selectors) === null) return null;
  if (list.some(({ kind }) => kind === 'advanced')) {
    const others = list.filter(({ categories }) => !categories?.includes('Management'));
    return { basic: null, advanced: [ALL_MANAGEMENT, ...others.map(advanced)] };
  }
  // Data events of a selector share its kind: to widen it would record, and cost, more data events than were asked for.
  const others = list.filter(({ resources }) => resources.length > 0).map((one) => basic(withoutManagement(one)));
  const all = {
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
  };
  return others.length + 1 > MOST_BASIC ? null : { basic: [all, ...others], advanced: null };
}

const ALL_MANAGEMENT: Json = {
  Name: 'Management events',
  FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
};

function withoutManagement(selector: Selector): Selector {
  return { ...selector, categories: ['Data'], excludedSources: [] };
}

function basic({ categories, readWrite, excludedSources, resources }: Selector): Json {
  return {
    ReadWriteType: readWrite,
    IncludeManagementEvents: categories?.includes('Management') ?? false,
    DataResources: resources.map(({ type, prefixes }) => ({ Type: type, Values: [...(prefixes ?? [])] })),
    ExcludeManagementEventSources: [...excludedSources],
  };
}

function advanced({ name, categories, readWrite, excludedSources, resources, narrowedBy }: Selector): Json {
  const fields: { [name: string]: Json }[] = [];
  // Operators of one field stand together, as CloudTrail answers them; the same operator twice means both.
  const put = (field: string, operator: string, values: readonly string[]): void => {
    if (values.length === 0) return;
    const entry = fields.find((one) => one['Field'] === field && one[operator] === undefined);
    if (entry === undefined) fields.push({ Field: field, [operator]: [...values] });
    else entry[operator] = [...values];
  };
  put('eventCategory', 'Equals', categories ?? []);
  if (readWrite !== 'All' && readWrite !== null) put('readOnly', 'Equals', [String(readWrite === 'ReadOnly')]);
  put(
    'resources.type',
    'Equals',
    resources.map(({ type }) => type),
  );
  put('eventSource', 'NotEquals', excludedSources);
  for (const { field, operator, values } of narrowedBy) put(field, operator, values);
  return { ...(name === null ? {} : { Name: name }), FieldSelectors: fields };
}
