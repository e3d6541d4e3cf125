import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { CONTROLS } from '../../controls/registry.generated.ts';
import { assertWritable, writeWhole } from '../../util/atomic-write.ts';
import { UserError } from '../../util/errors.ts';
import { newOwnControl } from '../../workflow/own-controls/new-control.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';

/** Writes a commented, working control; never over a file that is there. */
export async function controlsNewCommand(
  name: string,
  { output }: { readonly output?: string },
  { cwd, stdout }: Context,
): Promise<ExitCode> {
  const text = newOwnControl(name, CONTROLS);
  const file = output ?? `${name}.yaml`;
  const path = isAbsolute(file) ? file : join(cwd, file);
  if (existsSync(path)) throw new UserError(`${file} exists already.`, 'Choose another name with --output.');
  assertWritable(path);
  writeWhole(path, text);
  stdout.write(`${file} is written. Change it, then: trailproof controls test ${file}\n`);
  return 0;
}
