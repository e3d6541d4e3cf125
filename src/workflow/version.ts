import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../model/json.ts';

/** The version in package.json, which lies beside src/ in a checkout and beside dist/ in the package. */
export function toolVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  const version = isObject(parsed) ? parsed['version'] : undefined;
  if (typeof version !== 'string') throw new Error('package.json has no version');
  return version;
}
