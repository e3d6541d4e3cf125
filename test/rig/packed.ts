/** Trailproof as npm packs it, beside a program that uses it; its dependencies are those of the checkout. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Packs this checkout and unpacks it below `folder`; returns the folder of a program that can import it. */
export function unpackTrailproof(folder: string): string {
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) };
  const app = join(folder, 'app');
  const modules = join(app, 'node_modules');
  mkdirSync(modules, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no tarball');
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', folder]);
  execFileSync('mv', [join(folder, 'package'), join(modules, 'trailproof')]);
  symlinkSync(join(ROOT, 'node_modules'), join(modules, 'trailproof', 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules', '@types'), join(modules, '@types'));
  writeFileSync(join(app, 'package.json'), '{ "private": true, "type": "module" }\n');
  return app;
}
