import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../src/model/json.ts';
import { code, markdownTable, prose } from '../src/report/markdown.ts';

/** Every package that is installed with ours, with version and licence, from the lock file. */
export function thirdPartyPage(root: string, note: string): string {
  const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const packages = isObject(lock) && isObject(lock['packages']) ? lock['packages'] : {};
  const rows = Object.entries(packages).flatMap(([path, entry]) => {
    if (path === '' || !isObject(entry) || entry['dev'] === true) return [];
    const name = path.replace(/^.*node_modules\//, '');
    return [
      [
        code(name),
        String(entry['version']),
        prose(typeof entry['license'] === 'string' ? entry['license'] : 'unknown'),
      ],
    ];
  });
  return `${[
    note,
    '# Third-party licences',
    'Packages that are installed with trailproof; development tools are not among them.',
    markdownTable(['Package', 'Version', 'Licence'], rows),
  ].join('\n\n')}\n`;
}
