import type { Read } from '../model/read.ts';
import type { Condition } from '../model/verdict.ts';

/** Whether something optional is configured: NULL where that was not read. */
export function isSet(read: Read<unknown>): boolean | null {
  return read.known ? read.value !== null : null;
}

/** Whether something that was looked for is there: NULL where that was not read, or where nothing was named. */
export function isThere(read: Read<unknown> | null): boolean | null {
  return read?.known ? read.value !== null : null;
}

/** Reason id of a failed read; NULL where it was read, or where there was nothing to read. */
export function unreadBecause(read: Read<unknown> | null | undefined): string | null {
  return read === null || read === undefined || read.known ? null : `read.${read.failure.kind}`;
}

/** Yes is 1, no is 0, unknown is NULL. */
export function holds({ holds: how }: Pick<Condition, 'holds'>): boolean | null {
  return how === 'unknown' ? null : how === 'yes';
}

/** ISO 8601 → milliseconds since 1970; NULL where there is none. */
export function moment(iso: string | null): number | null {
  const at = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(at) ? null : at;
}
