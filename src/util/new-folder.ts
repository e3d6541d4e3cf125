import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from './atomic-write.ts';
import { UserError } from './errors.ts';

export interface FileText {
  /** Path below the folder, with `/`. */
  readonly name: string;
  readonly text: string;
  readonly executable?: boolean;
}

/** Refuses a folder that exists: what is in it may be somebody's work. */
export function assertNewFolder(path: string): void {
  if (path === '') throw new UserError('the name of the folder is empty.', 'Name a new folder.');
  if (existsSync(path)) throw new UserError(`${path} exists already.`, 'Name a new folder, or remove it first.');
}

/** Writes a folder that is there whole or not at all. Throws UserError where it exists or cannot be written. */
export function writeNewFolder(path: string, files: readonly FileText[]): void {
  assertNewFolder(path);
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    mkdirSync(temporary, { recursive: true });
    for (const { name, text, executable } of files) {
      const file = join(temporary, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
      if (executable === true) chmodSync(file, 0o755);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw new UserError(`cannot write ${path}: ${messageOf(error)}.`, undefined, error);
  }
}
