import type { InventoryEntry } from '../evaluate/inventory.ts';
import type { Run } from '../evaluate/run.ts';
import type { Json } from '../model/json.ts';
import { jsonText } from '../util/json-text.ts';
import { plainText, wrap } from '../util/text.ts';
import { csvLine } from './csv.ts';
import type { Paint } from './paint.ts';
import { type TrailRow, trailRow } from './trail-rows.ts';

/** The inventory for a terminal: one row per trail, its destinations below; then what could not be listed. */
export function trailsTable(entries: readonly InventoryEntry[], unread: readonly string[], paint: Paint): string {
  const head = columns(['TRAIL', 'ACCOUNT', 'HOME', 'SCOPE', 'LOGGING', 'RECORDS']);
  const lines = entries
    .map(trailRow)
    .flatMap((row) => [
      columns(cells(row)),
      ...details(row).flatMap((line) =>
        wrap(line, 76).map((part, index) => paint('dim', `${index === 0 ? '  ' : '    '}${part}`)),
      ),
    ]);
  const body = entries.length === 0 ? ['No trail is visible.'] : [paint('strong', head), ...lines];
  return `${[...body, ...unread.flatMap((line) => wrap(line, 80))].join('\n')}\n`;
}

const WIDTHS = [24, 13, 15, 10, 9, 0];

function columns(values: readonly string[]): string {
  return values
    .map((value, index) => fit(value, WIDTHS[index] ?? 0))
    .join('')
    .trimEnd();
}

/** Cut with a mark where it is too long for its column; the full ARN stands below. */
function fit(text: string, width: number): string {
  if (width === 0) return text;
  return (text.length < width ? text : `${text.slice(0, width - 2)}…`).padEnd(width);
}

function cells(row: TrailRow): readonly string[] {
  const scope =
    row.organization === true ? 'org' : row.multiRegion === null ? '?' : row.multiRegion ? 'multi' : 'single';
  const logging = row.logging === null ? '?' : row.logging ? 'yes' : row.stoppedAt === null ? 'NO' : 'STOPPED';
  return [plainText(row.name), row.account, row.homeRegion, scope, logging, records(row)];
}

function records({ reads, writes, otherSelectors }: TrailRow): string {
  if (reads === 'full' && writes === 'full') return 'all';
  if (reads === 'none' && writes === 'none') return (otherSelectors ?? 0) > 0 ? 'data only' : 'nothing';
  if (writes === 'none') return 'reads';
  if (reads === 'none') return 'writes';
  return reads === 'unknown' || writes === 'unknown' ? '?' : 'partial';
}

function details(row: TrailRow): readonly string[] {
  const bucket = row.bucket === null ? '?' : `${row.bucket}${row.prefix === null ? '' : `/${row.prefix}`}`;
  const onOff = (value: boolean | null): string => (value === null ? '?' : value ? 'on' : 'off');
  return [
    row.arn,
    `bucket ${bucket} · validation ${onOff(row.validation)} · key ${row.kmsKey ?? 'none'}`,
    `log group ${row.logGroup ?? 'none'}`,
    `role ${row.role ?? 'none'} · global events ${onOff(row.globalServiceEvents)}`,
    ...((row.otherSelectors ?? 0) === 0
      ? []
      : [`records data events too (${row.otherSelectors} selectors, not judged)`]),
    ...(row.excludedSources.length === 0 ? [] : [`leaves out ${row.excludedSources.join(', ')}`]),
    ...(row.stoppedAt !== null && row.logging === false ? [`stopped at ${row.stoppedAt}`] : []),
  ].map(plainText);
}

/** Columns of the inventory as CSV. Stable: new ones are added at the end. */
export const TRAIL_COLUMNS = [
  ...(['arn', 'name', 'account', 'homeRegion', 'multiRegion', 'organization', 'logging', 'stoppedAt'] as const),
  ...(['reads', 'writes', 'excludedSources', 'otherSelectors', 'globalServiceEvents', 'bucket', 'prefix'] as const),
  ...(['bucketAccount', 'snsTopic', 'logGroup', 'role', 'kmsKey', 'validation', 'covers', 'seenIn'] as const),
] satisfies readonly (keyof TrailRow)[];

/** One line per trail; empty: not configured or not read. `covers` has account ids, `seenIn` JSON of Regions by account. */
export function trailsCsv(entries: readonly InventoryEntry[]): string {
  const rows = entries.map(trailRow).map((row) => TRAIL_COLUMNS.map((column) => row[column] as Json));
  return [[...TRAIL_COLUMNS], ...rows].map(csvLine).join('');
}

export function trailsJson(run: Run, entries: readonly InventoryEntry[], complete: boolean): string {
  const { tool, clock, identity } = run;
  const trails = entries.map(trailRow);
  return `${jsonText({ schema: 'trailproof/trails/1', tool, clock, identity, complete, trails }, 2)}\n`;
}
