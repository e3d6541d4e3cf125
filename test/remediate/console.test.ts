/** Steps for the console: every change of the plan has its place, and no name breaks out of the Markdown. */

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CHANGE_KINDS } from '../../src/model/change.ts';
import { consoleSteps } from '../../src/remediate/console/document.ts';
import { stepsOf } from '../../src/remediate/console/steps.ts';
import { code } from '../../src/remediate/console/text.ts';
import { demoPlan } from '../support/demo-plan.ts';
import { HOSTILE_NAMES, hostileChanges, planOf } from './hostile.ts';

const { plan } = await demoPlan();
const { text } = consoleSteps(plan);

describe('steps for the console', () => {
  test('name the account, the Region and the thing of every change', () => {
    equal([...text.matchAll(/^### \d+\. /gm)].length, plan.steps.length);
    for (const account of new Set(plan.steps.map(({ change }) => change.account))) {
      const section = text.split(`## Account ${account}\n`)[1]?.split(/^## /m)[0] ?? '';
      for (const { change } of plan.steps.filter((step) => step.change.account === account)) {
        ok(section.includes(`### `) && section.includes(`. ${change.kind}`), `${account} ${change.kind}`);
        ok(section.includes(code(change.region)), change.region);
        if ('name' in change) ok(section.includes(code(change.name)), change.name);
        if ('bucket' in change) ok(section.includes(code(change.bucket)), change.bucket);
        if ('role' in change) ok(section.includes(code(change.role)), change.role);
      }
    }
  });

  test('end with the checks, the selectors included, and the command that judges again', () => {
    match(text, /aws cloudtrail get-event-selectors --region \S+ --trail-name/);
    match(text, /trailproof scan --org --accounts [\d,]+`\n$/);
  });

  test('the same plan gives the same text', () => {
    equal(consoleSteps(plan).text, text);
  });

  test('there are steps for each kind of change', () => {
    for (const change of hostileChanges().at(-1) ?? []) ok(stepsOf(change).length > 0, change.kind);
    equal(hostileChanges().at(-1)?.length, CHANGE_KINDS.length);
  });

  test('documents in it are the documents: each block of JSON is parsed', () => {
    const blocks = [...text.matchAll(/^ {3}(`{3,})json\n(.*?)\n {3}\1$/gms)];
    ok(blocks.length > 20);
    for (const [, , block = ''] of blocks) ok(Array.isArray(JSON.parse(block).Statement));
  });

  test('no name makes a heading, a list or a block of its own', () => {
    const plain = skeleton(consoleSteps(planOf(hostileChanges().at(-3) ?? [])).text);
    for (const [index, name] of HOSTILE_NAMES.entries()) {
      const lines = skeleton(consoleSteps(planOf(hostileChanges()[index] ?? [])).text);
      deepEqual(lines, plain, JSON.stringify(name));
    }
  });
});

/** How the lines begin, blocks of code left out. */
function skeleton(markdown: string): readonly string[] {
  return markdown
    .replace(/^ {3}(`{3,})json\n.*?\n {3}\1$/gms, '')
    .split('\n')
    .map((line) => /^(#+ |\d+\. |- |[A-Za-z]|`|\s*$)/.exec(line)?.[1] ?? line)
    .filter((line) => line.trim() !== '');
}
