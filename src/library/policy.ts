import { CONTROLS } from '../controls/registry.generated.ts';
import type { LoadedPolicy } from '../evaluate/run.ts';
import { loadPolicy as load } from '../workflow/policy-file.ts';

/**
 * The policy file at `path`, or with null `trailproof.yaml` in `folder`, or else the built-in defaults. Throws UserError with
 * line and column where it is wrong.
 */
export function loadPolicy(path: string | null, folder: string): Promise<LoadedPolicy> {
  return load(path, folder, CONTROLS);
}
