/** Plans over random worlds: no coverage ever drops, and what a trail records besides management events stays. */

import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { selectorsOf } from '../../src/facts/selectors.ts';
import type { Selectors } from '../../src/model/facts.ts';
import { recordingEverything, selectorSet } from '../../src/model/fixes/selectors.ts';
import { planFor } from '../../src/remediate/plan.ts';
import { whatIf } from '../../src/remediate/what-if.ts';
import { judgeWorld, worldOf } from '../../src/remediate/world.ts';
import { anyWorld, documentedSelectors } from '../support/arbitrary.ts';
import { CONTROLS_ALONE as CONTROLS, contextOf, resultsOf } from '../support/judge.ts';
import { runs } from '../support/runs.ts';
import { captured } from '../support/wire.ts';
import { ACCOUNT, type World as AwsWorld } from '../support/world.ts';

function worldFrom(aws: AwsWorld) {
  const world = worldOf([contextOf(aws)]);
  ok(world !== null);
  return world;
}

describe('plans over random worlds', () => {
  test('a world is judged as a scan judges it', () => {
    fc.assert(
      fc.property(anyWorld(), (aws) => {
        deepEqual(
          judgeWorld(worldFrom(aws), CONTROLS).map(({ id, verdict }) => [id, verdict]),
          resultsOf(aws).map(({ id, verdict }) => [id, verdict]),
        );
      }),
      runs(40),
    );
  });

  test('no selection of failing results costs coverage, and the same plan again changes nothing', () => {
    let planned = 0;
    fc.assert(
      fc.property(anyWorld(), fc.infiniteStream(fc.boolean()), (aws, coin) => {
        const world = worldFrom(aws);
        const failing = judgeWorld(world, CONTROLS).filter(({ verdict }) => verdict === 'FAIL');
        const chosen = failing.filter(() => coin.next().value);
        const plan = planFor(world, CONTROLS, chosen);
        planned += plan.steps.length;
        const tried = whatIf(world, plan, CONTROLS);
        deepEqual(tried.losses, []);
        const again = whatIf(tried.after, plan, CONTROLS);
        deepEqual(again.repaired, []);
        deepEqual(again.losses, []);
        deepEqual(
          judgeWorld(again.after, CONTROLS).map(({ id, verdict }) => [id, verdict]),
          judgeWorld(tried.after, CONTROLS).map(({ id, verdict }) => [id, verdict]),
        );
      }),
      runs(120),
    );
    ok(planned > 200, `${planned} steps`);
  });
});

describe('selectors that record everything', () => {
  test('have all management events, and every other selector as it was', () => {
    let rewritten = 0;
    fc.assert(
      fc.property(documentedSelectors, (answer) => {
        const before = parseSelectors(answer);
        if (before === null) return;
        const set = recordingEverything(before);
        equal(set === null, selectorSet(before) === null || (isBasic(before) && withData(before).length > 4));
        if (set === null) return;
        rewritten += 1;
        const after = parseSelectors(
          set.basic === null ? { AdvancedEventSelectors: set.advanced } : { EventSelectors: set.basic },
        );
        ok(after !== null);
        deepEqual([after.reads, after.writes, after.allSources, after.single], ['full', 'full', 'yes', true]);
        deepEqual(withData(after).map(dataOf), withData(before).map(dataOf));
      }),
      runs(400),
    );
    ok(rewritten > 100, `${rewritten}`);
  });
});

type Parsed = Selectors;

/** As the program reads the answer. */
function parseSelectors(body: object): Parsed | null {
  const call = 'cloudtrail:GetEventSelectors';
  const asked = { call, account: ACCOUNT, region: 'us-east-1', parameters: {}, body: JSON.stringify(body) } as const;
  const capture = captured(asked, null);
  const read = capture === null ? null : selectorsOf(capture);
  return read?.known === true ? read.value : null;
}

function isBasic({ list }: Parsed): boolean {
  return list.every(({ kind }) => kind === 'basic');
}

function withData({ list }: Parsed) {
  return list.filter(
    ({ categories, resources }) => resources.length > 0 || categories?.some((one) => one !== 'Management'),
  );
}

function dataOf({ readWrite, resources, narrowedBy }: Parsed['list'][number]) {
  return { readWrite, resources, narrowedBy };
}
