import { CATEGORIES, POPULATIONS, SEVERITIES } from '../model/control.ts';
import { FRAMEWORK_IDS } from '../model/framework.ts';
import type { ControlEntry } from '../report/control-entry.ts';
import { UserError } from '../util/errors.ts';

interface Filter {
  readonly values: readonly string[];
  readonly of: (entry: ControlEntry) => readonly string[];
}

function filtersOf(library: readonly ControlEntry[]): Readonly<Record<string, Filter>> {
  return {
    framework: { values: FRAMEWORK_IDS, of: ({ control }) => control.clauses.map(({ framework }) => framework) },
    severity: { values: SEVERITIES, of: ({ control }) => [control.severity] },
    category: { values: CATEGORIES, of: ({ control }) => [control.category] },
    population: { values: POPULATIONS, of: ({ control }) => [control.population] },
    service: {
      values: [...new Set(library.flatMap(({ services }) => services))].sort(),
      of: ({ services }) => services,
    },
    companion: { values: ['yes', 'no'], of: ({ control }) => [control.companion === true ? 'yes' : 'no'] },
    provider: { values: ['aws'], of: ({ provider }) => [provider] },
  };
}

/**
 * The entries that words such as `severity=high` or `framework!=hipaa` let through: one of the values of each key, and
 * none of those behind `!=`. Throws UserError for a key or value that no control could have.
 */
export function filterControls(
  entries: readonly ControlEntry[],
  words: readonly string[],
  library: readonly ControlEntry[],
): readonly ControlEntry[] {
  const filters = filtersOf(library);
  const wanted = new Map<string, Set<string>>();
  const unwanted = new Map<string, Set<string>>();
  for (const word of words) {
    const { key, is, value } = parsed(word, filters);
    const side = is ? wanted : unwanted;
    side.set(key, (side.get(key) ?? new Set()).add(value));
  }
  const has = (entry: ControlEntry, key: string, values: ReadonlySet<string>): boolean =>
    (filters[key]?.of(entry) ?? []).some((value) => values.has(value));
  return entries.filter(
    (entry) =>
      [...wanted].every(([key, values]) => has(entry, key, values)) &&
      ![...unwanted].some(([key, values]) => has(entry, key, values)),
  );
}

function parsed(
  word: string,
  filters: Readonly<Record<string, Filter>>,
): { readonly key: string; readonly is: boolean; readonly value: string } {
  const [, key = '', sign, value = ''] = /^([^!=]*?)\s*(!?=)\s*(.*)$/.exec(word) ?? [];
  const keys = Object.keys(filters).join(', ');
  if (sign === undefined) {
    throw new UserError(`the filter "${word}" is not of the form KEY=VALUE.`, `Keys are: ${keys}.`);
  }
  const filter = Object.hasOwn(filters, key) ? filters[key] : undefined;
  if (filter === undefined) throw new UserError(`there is no filter "${key}".`, `There are: ${keys}.`);
  if (!filter.values.includes(value)) {
    throw new UserError(`no ${key} is called "${value}".`, `There are: ${filter.values.join(', ')}.`);
  }
  return { key, is: sign === '=', value };
}
