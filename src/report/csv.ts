import type { Json } from '../model/json.ts';

/**
 * One line of CSV (RFC 4180, with CRLF). Lists are joined by a blank, objects are JSON. A text that a spreadsheet would
 * take for a formula gets an apostrophe in front: names in AWS are other people's input (OWASP, CSV injection).
 */
export function csvLine(values: readonly Json[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: Json): string {
  const text = plain(value);
  const guarded = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function plain(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((one) => plain(one)).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
