// `npm test`: every test of the project on a fresh machine. Arguments are passed on as file patterns.
// `npm run test:long` (--long): the longer proofs, of which `npm test` has a sample.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const patterns = words.filter((word) => word !== '--long');
const usual = words.includes('--long') ? ['test/**/*.long.ts'] : ['src/**/*.test.ts', 'test/**/*.test.ts'];
const files = patterns.length > 0 ? patterns : usual;
const { status, signal } = spawnSync(
  process.execPath,
  [
    '--test',
    '--test-concurrency=2',
    '--test-reporter=./test/support/reporter.ts',
    '--test-reporter-destination=stdout',
    ...files,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, NO_COLOR: '1' } },
);
if (signal !== null) process.stderr.write(`tests ended by ${signal}\n`);
process.exitCode = status ?? 1;
