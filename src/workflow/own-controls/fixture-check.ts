import type { ColumnType, View } from '../../queries/view.ts';
import { VIEWS } from '../../queries/views.ts';
import { UserError } from '../../util/errors.ts';
import type { YamlFile } from '../yaml-file.ts';
import type { Fixture } from './schema.ts';

/** Whether the rows of fixtures could be rows of the views. Throws UserError that names the first that could not. */
export function checkFixtures(yaml: YamlFile, fixtures: readonly Fixture[]): void {
  const names = new Set<string>();
  for (const [position, { name, given, expect }] of fixtures.entries()) {
    const at = (...path: readonly PropertyKey[]): string => yaml.at(['fixtures', position, ...path]);
    if (names.has(name)) throw new UserError(`${at('name')}: two fixtures are called "${name}".`, 'Rename one.');
    names.add(name);
    for (const [view, rows] of Object.entries(given)) checkRows(view, rows, (...path) => at('given', view, ...path));
    if (Object.keys(expect).length === 0) {
      throw new UserError(`${at('expect')}: it expects nothing.`, 'Name a verdict for every subject.');
    }
  }
}

function checkRows(
  name: string,
  rows: Fixture['given'][string],
  at: (...path: readonly PropertyKey[]) => string,
): void {
  const view = VIEWS.find((one) => one.name === name);
  if (view === undefined) {
    throw new UserError(`${at()}: there is no view "${name}".`, 'trailproof query --tables lists them.');
  }
  if (SINGLE.has(name) && rows.length > 1) throw new UserError(`${at(1)}: ${name} has one row, not ${rows.length}.`);
  for (const [position, row] of rows.entries()) {
    for (const [column, value] of Object.entries(row)) checkCell(view, column, value, () => at(position, column));
  }
}

const SINGLE: ReadonlySet<string> = new Set(['v_run', 'v_policy']);

function checkCell(view: View, column: string, value: unknown, place: () => string): void {
  const type = Object.hasOwn(view.columns, column) ? view.columns[column]?.type : undefined;
  if (type === undefined) {
    throw new UserError(
      `${place()}: ${view.name} has no column "${column}".`,
      `trailproof query --tables ${view.name} lists them.`,
    );
  }
  if (value !== null && !FITS[type](value)) throw new UserError(`${place()}: ${column}: must be ${WORDS[type]}.`);
}

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z)?$/;

const FITS: Readonly<Record<ColumnType, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  time: (value) => typeof value === 'string' && ISO.test(value) && !Number.isNaN(Date.parse(value)),
  json: () => true,
};

const WORDS: Readonly<Record<ColumnType, string>> = {
  text: 'text, in quotes where it is all digits',
  integer: 'a whole number',
  boolean: 'true or false',
  time: 'a time in UTC, 2026-01-31T08:00:00Z for example',
  json: 'a value',
};
