// npm run new:control -- NAME: writes the folder of a new control; no shared file is touched.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { camelCase } from './registry.ts';

const controls = join(import.meta.dirname, '../src/controls');
const [id, ...rest] = process.argv.slice(2);
if (id === undefined || rest.length > 0 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
  process.stderr.write('usage: npm run new:control -- NAME (kebab-case, for example trail-tagged)\n');
  process.exitCode = 2;
} else if (existsSync(join(controls, id))) {
  process.stderr.write(`src/controls/${id} exists already.\n`);
  process.exitCode = 2;
} else {
  mkdirSync(join(controls, id));
  for (const name of readdirSync(join(controls, '_template'))) {
    const text = readFileSync(join(controls, '_template', name), 'utf8');
    const named = text.replaceAll('__ID__', id).replaceAll('__NAME__', camelCase(id));
    writeFileSync(join(controls, id, name.replace(/\.txt$/, '')), named);
  }
  process.stdout.write(
    `Wrote src/controls/${id}. Next: fill control.ts, control.test.ts and control.md; npm run generate; npm run check.\n`,
  );
}
