import type { Json } from '../model/json.ts';
import { plainText, wrap } from '../util/text.ts';
import type { Paint } from './paint.ts';

const WIDTH = 80;
const GAP = 2;

/** Rows for a terminal of 80 columns: a table where they fit, else one block per row with a line per column. */
export function recordsText(
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  paint: Paint,
): string {
  const cells = rows.map((row) => row.map(plainCell));
  const widths = columns.map((name, index) =>
    cells.reduce((most, row) => Math.max(most, (row[index] ?? '').length), name.length),
  );
  const total = widths.reduce((sum, width) => sum + width + GAP, -GAP);
  if (rows.length === 0) return '';
  return total <= WIDTH ? tableText(columns, cells, widths, rows, paint) : blocksText(columns, cells, paint);
}

function plainCell(value: string | number | null): string {
  return value === null ? '' : plainText(String(value));
}

function tableText(
  columns: readonly string[],
  cells: readonly (readonly string[])[],
  widths: readonly number[],
  rows: readonly (readonly Json[])[],
  paint: Paint,
): string {
  const isNumber = columns.map((_, index) => rows.every((row) => typeof (row[index] ?? 0) === 'number'));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) =>
        isNumber[index] === true ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
      )
      .join(' '.repeat(GAP))
      .trimEnd();
  return `${[paint('strong', line(columns)), ...cells.map(line)].join('\n')}\n`;
}

function blocksText(columns: readonly string[], cells: readonly (readonly string[])[], paint: Paint): string {
  const margin = columns.reduce((most, name) => Math.max(most, name.length), 0) + GAP;
  const block = (row: readonly string[]): string =>
    columns
      .flatMap((name, index) => {
        const [first = '', ...rest] = wrap(row[index] ?? '', Math.max(20, WIDTH - margin));
        return [
          `${paint('dim', name.padEnd(margin))}${first}`.trimEnd(),
          ...rest.map((part) => `${' '.repeat(margin)}${part}`),
        ];
      })
      .join('\n');
  return `${cells.map(block).join('\n\n')}\n`;
}
