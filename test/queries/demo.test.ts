/** Stored queries over the demo organization: those of the controls agree with the verdicts, those of the library run. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CONTROLS } from '../../src/controls/registry.generated.ts';
import { loadPolicy } from '../../src/workflow/policy-file.ts';
import { storedQueries } from '../../src/workflow/query.ts';
import { runHere } from '../integration/here.ts';
import { assertSnapshotQueriesAgree } from '../support/queries.ts';

const DEMO = join(import.meta.dirname, '../../demo');
const FROM = ['--from', DEMO, '--policy', join(DEMO, 'trailproof.yaml')];

describe('queries over the demo organization', { concurrency: 1 }, () => {
  test('the query of every control returns the subjects that fail', async () => {
    await assertSnapshotQueriesAgree(DEMO, await loadPolicy(null, DEMO, CONTROLS));
  });

  for (const { name } of storedQueries(CONTROLS)) {
    test(`${name} runs, in 80 columns and as JSON`, async () => {
      const table = await runHere(['query', name, ...FROM], {});
      assert.equal(table.stderr, '');
      // Something of the demo is always unread, so the picture of most is incomplete.
      assert.ok([0, 4].includes(table.code), `exit code ${table.code}`);
      for (const line of table.stdout.split('\n')) {
        assert.ok(line.length <= 80 || !line.trim().includes(' ') || /^\S+ +\S+$/.test(line), line);
      }
      const json = JSON.parse((await runHere(['query', name, ...FROM, '--format', 'json'], {})).stdout);
      assert.equal(json.query.name, name);
      assert.equal(json.complete, table.code === 0);
      assert.match(table.stdout, new RegExp(`(^|\\n)${json.rows.length} rows?\\.`));
      for (const row of json.rows) assert.deepEqual(Object.keys(row), json.columns);
    });
  }
});
