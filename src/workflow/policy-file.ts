import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { LoadedPolicy } from '../evaluate/run.ts';
import type { Control } from '../model/control.ts';
import { DEFAULT_POLICY } from '../model/policy.ts';
import { messageOf } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';

export const POLICY_FILE = 'trailproof.yaml';

/**
 * `--policy`, else trailproof.yaml in the working directory, else built-in defaults. The file may name the controls of the
 * library. Throws UserError with line numbers.
 */
export async function loadPolicy(path: string | null, cwd: string, library: readonly Control[]): Promise<LoadedPolicy> {
  const file = path ?? (existsSync(join(cwd, POLICY_FILE)) ? POLICY_FILE : null);
  if (file === null) return builtInPolicy();
  let text: string;
  try {
    text = readFileSync(isAbsolute(file) ? file : join(cwd, file), 'utf8');
  } catch (error) {
    throw new UserError(
      `cannot read the policy file ${file}: ${messageOf(error)}.`,
      'trailproof init writes one.',
      error,
    );
  }
  // zod and yaml are loaded only where there is a file to read.
  const { parsePolicy } = await import('./policy-schema.ts');
  return { policy: parsePolicy(text, file, library), file, sha256: sha256(text) };
}

/** What is judged by where there is no policy file. */
export function builtInPolicy(): LoadedPolicy {
  return { policy: DEFAULT_POLICY, file: null, sha256: sha256(JSON.stringify(DEFAULT_POLICY)) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
