/** Trailproof as a user has it: packed, and installed from the tarball into a folder of its own. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Packs this checkout, installs it below `folder` and returns the path of its bin. */
export function installTrailproof(folder: string): string {
  const packed = join(folder, 'packed');
  const app = join(folder, 'app');
  mkdirSync(packed, { recursive: true });
  mkdirSync(app);
  npm(ROOT, 'pack', '--silent', '--pack-destination', packed);
  const [tarball] = readdirSync(packed);
  if (tarball === undefined) throw new Error('npm pack made no tarball');
  writeFileSync(join(app, 'package.json'), '{ "private": true }\n');
  npm(app, 'install', '--silent', '--no-audit', '--no-fund', join(packed, tarball));
  return join(app, 'node_modules', '.bin', 'trailproof');
}

/** PATH with the Node of this process first: the installed bin asks for `node`. */
export function pathWithNode(): string {
  return [dirname(process.execPath), process.env['PATH']].join(delimiter);
}

function npm(cwd: string, ...args: string[]): void {
  execFileSync('npm', args, {
    cwd,
    env: { ...process.env, PATH: pathWithNode() },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
