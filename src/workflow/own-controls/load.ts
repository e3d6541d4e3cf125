import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Control } from '../../model/control.ts';
import type { FactKey } from '../../model/fact-keys.ts';
import { messageOf } from '../../util/atomic-write.ts';
import { UserError } from '../../util/errors.ts';
import { type OwnControl, parseOwnControl } from './parse.ts';
import { resultsBehind } from './results-behind.ts';

const IS_YAML = /\.ya?ml$/i;

/**
 * Reads every *.yaml and *.yml below a folder, in the order of their names. Throws UserError for the first thing that is
 * wrong: a file, an id that is taken, a related control that does not exist.
 */
export function loadOwnControls(folder: string, cwd: string, library: readonly Control[]): readonly OwnControl[] {
  return readControls([folder], cwd, library).map((one) => ({
    ...one,
    control: { ...one.control, needs: needsOf(one, library) },
  }));
}

/** The controls of files and folders, checked together. Throws UserError as above. */
export function readControls(
  paths: readonly string[],
  cwd: string,
  library: readonly Control[],
): readonly OwnControl[] {
  const files = [...new Set(paths.flatMap((path) => yamlFiles(path, cwd)))];
  if (files.length === 0) {
    throw new UserError(
      `no file in ${paths.join(', ')} is called *.yaml or *.yml.`,
      'trailproof controls new NAME writes one.',
    );
  }
  const own = files.map((file) => readOwnControl(file, cwd));
  checkIds(own, library);
  return own;
}

/** Facts for what it reads, and for the controls whose results it reads. */
function needsOf({ control }: OwnControl, library: readonly Control[]): readonly FactKey[] {
  return [...new Set([...control.needs, ...resultsBehind(control.own, library).flatMap(({ needs }) => needs)])];
}

/** Paths of the YAML files below a folder, or the one file that is named; as the user would write them. */
function yamlFiles(path: string, cwd: string): readonly string[] {
  const absolute = isAbsolute(path) ? path : join(cwd, path);
  try {
    if (!statSync(absolute).isDirectory()) return [path];
    return readdirSync(absolute, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && IS_YAML.test(entry.name))
      .map((entry) => join(path, join(entry.parentPath, entry.name).slice(join(absolute, '/').length)))
      .sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${messageOf(error)}.`, 'Name a folder with controls as YAML.', error);
  }
}

function readOwnControl(file: string, cwd: string): OwnControl {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(isAbsolute(file) ? file : join(cwd, file)));
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${messageOf(error)}.`, 'It has to be a file of UTF-8 text.', error);
  }
  return parseOwnControl(file, text);
}

/** Every id once, and none of the library's; what is named as related exists. */
function checkIds(own: readonly OwnControl[], library: readonly Control[]): void {
  const seen = new Map<string, string>(library.map(({ id }) => [id, 'the library of trailproof']));
  for (const { control, yaml } of own) {
    const other = seen.get(control.id);
    if (other !== undefined) {
      throw new UserError(`${yaml.at(['id'])}: the id "${control.id}" is taken by ${other}.`, 'Choose another id.');
    }
    seen.set(control.id, yaml.at(['id']));
  }
  for (const { control, yaml } of own) {
    const position = control.related.findIndex((id) => !seen.has(id));
    if (position === -1) continue;
    throw new UserError(
      `${yaml.at(['related', position])}: there is no control "${control.related[position]}".`,
      'trailproof controls lists them.',
    );
  }
}
