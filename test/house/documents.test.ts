import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EXIT_CODES } from '../../src/cli/exit-codes.ts';
import { CONTROLS } from '../../src/controls/registry.generated.ts';
import { parsePolicy } from '../../src/workflow/policy-schema.ts';
import { POLICY_TEMPLATE } from '../../src/workflow/policy-template.ts';
import { ROOT, textOf } from './source-files.ts';

describe('documents', () => {
  test('generated files are those that the code gives', () => {
    const { status, stderr } = spawnSync(process.execPath, ['tools/generate.ts', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  });

  test('the table of exit codes in the docs is the one in the code', () => {
    const rows = [...textOf('docs/how-it-decides.md').matchAll(/^\|\s*`?(\d)`?\s*\|\s*(.+?)\s*\|\s*$/gm)];
    assert.deepEqual(Object.fromEntries(rows.map((row) => [Number(row[1]), row[2]])), { ...EXIT_CODES });
  });

  test('every published schema compiles', () => {
    const names = readdirSync(join(ROOT, 'schemas'));
    assert.ok(names.length >= 9);
    for (const name of names) {
      const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
      assert.doesNotThrow(() => ajv.compile(JSON.parse(textOf(`schemas/${name}`))), name);
    }
  });

  test('the policy template parses as it is and with every comment sign of a key taken away', () => {
    parsePolicy(POLICY_TEMPLATE, 'trailproof.yaml', CONTROLS);
    const open = POLICY_TEMPLATE.replace(/^# (?=(scope|controls|severity|thresholds| {2}))/gm, '').replace(
      /^( *)# (?=\w+:)/gm,
      '$1',
    );
    const policy = parsePolicy(open, 'trailproof.yaml', CONTROLS);
    assert.equal(policy.excludedAccounts.size, 1);
    assert.equal(policy.excludedTrails.size, 1);
    assert.deepEqual(policy.controls, ['default']);
    assert.equal(policy.classes.get('111122223333'), 'production');
  });

  test('the README names both commands', () => {
    const readme = textOf('README.md');
    assert.match(readme, /npm ci && npm run demo/);
    assert.match(readme, /npm ci && npm test/);
  });
});
