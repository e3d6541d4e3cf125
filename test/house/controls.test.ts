import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CONTROLS } from '../../src/controls/registry.generated.ts';
import { FRAMEWORKS } from '../../src/frameworks/index.ts';
import { ENGINE_REASONS } from '../../src/model/engine-wording.ts';
import { permissionsOf } from '../../src/workflow/permissions.ts';
import { controlIds } from '../../tools/registry.ts';
import { ROOT, sourceFiles, textOf } from './source-files.ts';

const HEADINGS = ['What it checks', 'Why it matters', 'Common causes', 'How to check by hand', 'Doubts', 'References'];

describe('controls', () => {
  test('every folder is a control of the same name, with test and page', () => {
    const ids = controlIds(join(ROOT, 'src/controls'));
    assert.deepEqual(
      CONTROLS.map((control) => control.id),
      ids,
    );
    for (const id of ids) {
      for (const file of ['control.ts', 'control.test.ts', 'control.md']) {
        assert.ok(existsSync(join(ROOT, 'src/controls', id, file)), `src/controls/${id}/${file} is missing`);
      }
    }
  });

  for (const control of CONTROLS) {
    test(`${control.id}: page has its headings in order`, () => {
      const headings = [...textOf(`src/controls/${control.id}/control.md`).matchAll(/^## (.+)$/gm)].map(
        (match) => match[1],
      );
      assert.deepEqual(headings, HEADINGS);
    });

    test(`${control.id}: clauses exist and name conditions that exist`, () => {
      for (const clause of control.clauses) {
        const framework = FRAMEWORKS.find((one) => one.id === clause.framework);
        assert.ok(framework?.clauses[clause.id], `${clause.framework} has no clause ${clause.id}`);
        for (const condition of clause.conditions)
          assert.ok(control.conditions[condition], `no condition ${condition}`);
      }
    });

    test(`${control.id}: related controls exist and words follow the house's form`, () => {
      for (const id of control.related)
        assert.ok(
          CONTROLS.some((one) => one.id === id),
          id,
        );
      assert.match(control.title, /^Every .+[^.]$/);
      for (const condition of Object.values(control.conditions)) {
        assert.match(condition.title, /^[A-Z].+[^.]$/);
        for (const { text } of Object.values(condition.reasons)) assert.match(text, /^[A-Z{].*[.)]$/);
      }
    });

    test(`${control.id}: needs at least the permissions of the trail list`, () => {
      assert.ok(permissionsOf([control]).some(({ action }) => action === 'cloudtrail:DescribeTrails'));
    });
  }

  test('every reason id that the code can give has words', () => {
    const worded = new Set([
      ...Object.keys(ENGINE_REASONS),
      ...CONTROLS.flatMap((control) => Object.values(control.conditions).flatMap((one) => Object.keys(one.reasons))),
    ]);
    const used = sourceFiles('src').flatMap((path) =>
      [...textOf(path).matchAll(/\b(?:reason|byHand)\(\s*'([a-z0-9.-]+)'/g)].map((match) => match[1] ?? ''),
    );
    assert.ok(used.length > 15);
    assert.deepEqual(
      [...new Set(used)].filter((id) => !worded.has(id)),
      [],
    );
  });

  test('one reason id has one wording', () => {
    const seen = new Map<string, string>();
    for (const control of CONTROLS) {
      for (const condition of Object.values(control.conditions)) {
        for (const [id, wording] of Object.entries(condition.reasons)) {
          const text = JSON.stringify(wording);
          assert.equal(seen.get(id) ?? text, text, id);
          seen.set(id, text);
        }
      }
    }
  });
});
