import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from './errors.ts';

/** Writes the whole file or nothing: a temporary file beside it, then a rename. */
export function writeWhole(path: string, text: string, mode = 0o644): void {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    writeFileSync(temporary, text, { mode, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`cannot write ${path}: ${messageOf(error)}.`, undefined, error);
  }
}

/** Refuses early, before minutes of work, a path that cannot be written. */
export function assertWritable(path: string): void {
  if (path === '') throw new UserError('the name of the file is empty.', 'Name a file in a folder that exists.');
  try {
    if (!statSync(dirname(path)).isDirectory()) throw new Error('its folder is no folder');
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
  } catch (error) {
    throw new UserError(`cannot write ${path}: ${messageOf(error)}.`, 'Name a file in a folder that exists.', error);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\s+/g, ' ').trim() : String(error);
}
