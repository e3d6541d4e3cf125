import { CONTROLS } from '../controls/registry.generated.ts';
import type { Control } from '../model/control.ts';
import type { Policy } from '../model/policy.ts';
import { selectControls } from '../workflow/select-controls.ts';
import type { Context } from './context.ts';

/**
 * The library, followed by the controls below the folder of `--controls-dir`. Throws UserError, with line and column, for
 * the first of them that is wrong.
 */
export async function libraryOf(folder: string | undefined, { cwd }: Context): Promise<readonly Control[]> {
  if (folder === undefined) return CONTROLS;
  // zod, yaml and SQLite are loaded only where there are files to read.
  const { loadOwnControls } = await import('../library/own-controls.ts');
  return [...CONTROLS, ...loadOwnControls(folder, cwd)];
}

/**
 * The controls that `--controls` names, else those of the policy file; without `--controls`, whoever names a folder means
 * the controls in it.
 */
export function chosenControls(
  library: readonly Control[],
  words: readonly string[] | undefined,
  { controls, severity }: Pick<Policy, 'controls' | 'severity'>,
): readonly Control[] {
  const own = library.filter((control) => control.own !== undefined).map(({ id }) => id);
  const pinned = controls === null || own.length === 0 ? controls : [...controls, ...own];
  return selectControls(library, words ?? pinned, severity);
}
