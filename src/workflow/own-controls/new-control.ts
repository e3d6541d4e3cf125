import type { Control } from '../../model/control.ts';
import { UserError } from '../../util/errors.ts';
import { parseOwnControl } from './parse.ts';
import { skeleton } from './skeleton.ts';

/** The text of a new control that works as it is. Throws UserError where its name cannot be an id or is taken. */
export function newOwnControl(name: string, library: readonly Control[]): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || name.length > 64) {
    throw new UserError(
      `"${name}" cannot be the id of a control.`,
      'Use small letters and digits, joined by hyphens; at most 64.',
    );
  }
  if (library.some(({ id }) => id === name)) {
    throw new UserError(`the library has a control "${name}" already.`, 'Choose another name.');
  }
  const text = skeleton(name);
  // A name such as "test" is an id by its form, and reserved.
  parseOwnControl(`${name}.yaml`, text);
  return text;
}
