import { existsSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { assertWritable, messageOf } from '../../util/atomic-write.ts';
import { UserError } from '../../util/errors.ts';
import { POLICY_TEMPLATE } from '../../workflow/policy-template.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';

/** Writes a commented policy file; never over an existing one. */
export async function initCommand(
  { policy }: { readonly policy: string },
  { cwd, stdout }: Context,
): Promise<ExitCode> {
  const path = isAbsolute(policy) ? policy : join(cwd, policy);
  if (existsSync(path))
    throw new UserError(`${policy} exists already.`, 'Remove it first, or name another with --policy.');
  assertWritable(path);
  try {
    writeFileSync(path, POLICY_TEMPLATE, { flag: 'wx' });
  } catch (error) {
    throw new UserError(`cannot write ${policy}: ${messageOf(error)}.`, undefined, error);
  }
  stdout.write(`Wrote ${policy}. Every run prints which policy file it used and its hash.\n`);
  return 0;
}
