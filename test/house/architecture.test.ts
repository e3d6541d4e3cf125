import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { importsOf, sourceFiles, textOf } from './source-files.ts';

/** Which room may import which; everything not listed is forbidden. `util` is open to all and imports nothing of ours. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  util: [],
  model: [],
  frameworks: ['model'],
  facts: ['model'],
  iam: ['model'],
  controls: ['model', 'iam'],
  evaluate: ['model'],
  remediate: ['model', 'evaluate'],
  report: ['remediate', 'model', 'iam', 'evaluate', 'frameworks', 'queries'],
  queries: ['model', 'evaluate'],
  collect: ['model', 'facts'],
  store: ['model'],
  workflow: ['remediate', 'model', 'facts', 'iam', 'evaluate', 'frameworks', 'queries', 'collect', 'store', 'report'],
  library: ['model', 'evaluate', 'frameworks', 'queries', 'workflow', 'controls'],
  cli: ['library', 'remediate', 'model', 'iam', 'evaluate', 'frameworks', 'queries', 'report', 'workflow', 'controls'],
};

/** The only rooms with a door to the outside. */
const PACKAGES: Readonly<Record<string, readonly RegExp[]>> = {
  util: [/^node:(fs|path|crypto)$/],
  facts: [/^fast-xml-parser$/],
  report: [/^zod$/],
  collect: [/^node:/, /^@aws-sdk\//, /^@smithy\//],
  store: [/^node:(child_process|crypto|fs|path|sqlite)$/, /^zod$/],
  workflow: [/^node:(crypto|fs|path)$/, /^zod$/, /^yaml$/],
  cli: [/^node:/, /^commander$/],
};

const files = sourceFiles('src').filter((path) => !path.endsWith('.test.ts'));
const roomOf = (path: string): string => path.split('/')[1] ?? '';

describe('architecture', () => {
  test('there are source files, in known rooms only', () => {
    assert.ok(files.length > 50);
    assert.deepEqual(
      [...new Set(files.map(roomOf))].filter((room) => MAY_IMPORT[room] === undefined),
      [],
    );
  });

  test('imports go one way', () => {
    const wrong = files.flatMap((path) => {
      const room = roomOf(path);
      const allowed = [room, 'util', ...(MAY_IMPORT[room] ?? [])];
      return importsOf(path)
        .filter((target) => target.startsWith('src/') && !allowed.includes(roomOf(target)))
        .map((target) => `${path} imports ${target}`);
    });
    assert.deepEqual(wrong, []);
  });

  test('only the rooms at the rim import packages and Node', () => {
    const wrong = files.flatMap((path) =>
      importsOf(path)
        .filter(
          (name) => !name.startsWith('src/') && !(PACKAGES[roomOf(path)] ?? []).some((allowed) => allowed.test(name)),
        )
        .map((name) => `${path} imports ${name}`),
    );
    assert.deepEqual(wrong, []);
  });

  test('controls do not know one another', () => {
    const wrong = files
      .filter((path) => /^src\/controls\/[^/]+\//.test(path))
      .flatMap((path) =>
        importsOf(path)
          .filter((target) => target.startsWith('src/controls/') && target.split('/')[2] !== path.split('/')[2])
          .map((target) => `${path} imports ${target}`),
      );
    assert.deepEqual(wrong, []);
  });

  test('the pure rooms read no clock, no environment, and are not async', () => {
    const pure = ['model', 'facts', 'iam', 'controls', 'frameworks', 'evaluate', 'queries', 'remediate', 'report'];
    const impure = /\bDate\.now\(|\bnew Date\(\)|\bprocess\.|\bMath\.random\(|\basync\b|\bawait\b|\bconsole\./;
    const wrong = files.filter((path) => pure.includes(roomOf(path)) && impure.test(withoutComments(textOf(path))));
    assert.deepEqual(wrong, []);
  });

  test('only main sets the exit code, and only the reader sends', () => {
    const exits = files.filter((path) => /process\.exit(Code)?\b/.test(withoutComments(textOf(path))));
    assert.deepEqual(exits, ['src/cli/main.ts']);
    const sends = files.filter((path) => /\.send\(/.test(withoutComments(textOf(path))));
    // The sandbox of queries sends to its own process.
    assert.deepEqual(sends, ['src/collect/clients.ts', 'src/collect/reader.ts', 'src/store/query-sandbox.ts']);
  });

  test('no file is longer than 300 lines', () => {
    const all = ['src', 'test', 'tools', 'bench'].flatMap((folder) => sourceFiles(folder));
    assert.deepEqual(
      all.filter((path) => textOf(path).split('\n').length > 301),
      [],
    );
  });

  test('no absolute path, no registry host and no secret in the tree', () => {
    const all = ['src', 'test', 'tools', 'bench'].flatMap((folder) => sourceFiles(folder));
    const telling = new RegExp(
      ['/work', '/main|/ro', 'ot/|registry\\.', 'npmjs|pypi\\.', 'org|(?:AKIA|ASIA)(?!\\w*EXAMPLE)[A-Z0-9]{16}'].join(
        '',
      ),
    );
    assert.deepEqual(
      all.filter((path) => telling.test(textOf(path))),
      [],
    );
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
