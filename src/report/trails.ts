import type { Run } from '../evaluate/run.ts';
import { plainText } from '../util/text.ts';
import type { Paint } from './paint.ts';
import { type TrailRow, trailRows } from './trail-rows.ts';

/** The inventory for a terminal: one row per trail, its destinations below. */
export function trailsTable(run: Run, paint: Paint): string {
  const rows = trailRows(run.facts);
  const head = columns(['TRAIL', 'ACCOUNT', 'HOME', 'SCOPE', 'LOGGING', 'RECORDS']);
  const lines = rows.flatMap((row) => [columns(cells(row)), ...details(row).map((line) => paint('dim', `  ${line}`))]);
  const unread = run.facts.accounts.flatMap(({ id, lists, regionList }) => [
    ...(regionList.known ? [] : [`The enabled Regions of account ${id} could not be read; there may be more trails.`]),
    ...Object.entries(lists).flatMap(([region, list]) =>
      list.known ? [] : [`Trails of ${region} in account ${id} could not be listed (${list.failure.kind}).`],
    ),
  ]);
  const body = rows.length === 0 ? ['No trail is visible.'] : [paint('strong', head), ...lines];
  return `${[...body, ...unread].join('\n')}\n`;
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

export function trailsJson(run: Run, complete: boolean): string {
  const { tool, clock, identity } = run;
  const document = { schema: 'trailproof/trails/1', tool, clock, identity, complete, trails: trailRows(run.facts) };
  return `${JSON.stringify(document, null, 2)}\n`;
}
