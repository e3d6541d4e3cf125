import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../util/errors.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';

/** Published schemas; beside src/ in a checkout and beside dist/ in the package. */
const FOLDER = join(import.meta.dirname, '../../../schemas');

/** Prints one published JSON Schema, or the names of all. */
export async function schemaCommand(name: string | undefined, { stdout }: Context): Promise<ExitCode> {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.schema.json'))
    .map((file) => file.replace('.schema.json', ''))
    .sort();
  if (name === undefined) {
    stdout.write(`${names.join('\n')}\n`);
    return 0;
  }
  if (!names.includes(name)) throw new UserError(`there is no schema "${name}".`, `There are: ${names.join(', ')}.`);
  stdout.write(readFileSync(join(FOLDER, `${name}.schema.json`), 'utf8'));
  return 0;
}
