import { CONTROLS } from '../controls/registry.generated.ts';
import type { Control } from '../model/control.ts';
import { loadOwnControls as load } from '../workflow/own-controls/load.ts';

/**
 * The controls that users wrote as YAML below a folder, in the order of the files' names: to be judged beside, or instead
 * of, those of the library. Throws UserError, with line and column, for the first that is wrong.
 */
export function loadOwnControls(folder: string, workingDirectory: string): readonly Control[] {
  return load(folder, workingDirectory, CONTROLS).map(({ control }) => control);
}
