// Writes what repeats the code: registry, control pages, permission list, JSON Schemas.
// `--check` changes nothing and exits 1 where a file differs. Run twice after adding a control: pages need the registry.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { registryText } from './registry.ts';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');

// The registry first, by its folders alone: everything else imports it.
write('src/controls/registry.generated.ts', registryText(join(root, 'src/controls')));
const { generatedPages } = await import('./pages.ts');
const { demoResults } = await import('./demo-results.ts');
for (const [path, text] of Object.entries(generatedPages(root, await demoResults(root)))) write(path, text);

function write(path: string, text: string): void {
  const file = join(root, path);
  let current: string | null = null;
  try {
    current = readFileSync(file, 'utf8');
  } catch {
    // Not written yet.
  }
  if (current === text) return;
  if (check) {
    process.stderr.write(`${path} is out of date: run npm run generate\n`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
