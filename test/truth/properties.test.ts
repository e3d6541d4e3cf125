import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Capture } from '../../src/model/capture.ts';
import type { Result } from '../../src/model/result.ts';
import { rollUp, type Verdict } from '../../src/model/verdict.ts';
import { anyFault, anyWorld, regionListFaults } from '../support/arbitrary.ts';
import { capturesOf } from '../support/captures.ts';
import { CONTROLS_ALONE as CONTROLS, resultsOf } from '../support/judge.ts';
import { runs } from '../support/runs.ts';
import { broken } from '../support/wire.ts';
import { accountOf, basic, NOW, trail } from '../support/world.ts';
import { filedElsewhere, isGuardrail, isOverSeveralTrails, mayHideAnError, publicIsBlocked } from './exceptions.ts';

type Good = ReadonlyMap<string, Verdict>;

/** Every verdict by a stable name: results, their clauses, and each control rolled up over the account. */
function verdictsOf(results: readonly Result[]): Good {
  const verdicts = new Map<string, Verdict>();
  for (const result of results) {
    verdicts.set(result.id, result.verdict);
    for (const { framework, id, verdict } of result.clauses) verdicts.set(`${result.id} > ${framework} ${id}`, verdict);
  }
  for (const [control, list] of Map.groupBy(results, (result) => result.control)) {
    const rolled = rollUp(list.map((result) => result.verdict));
    if (rolled !== null) verdicts.set(`${control}, all`, rolled);
  }
  return verdicts;
}

function became(verdict: Verdict, before: Good, after: Good): readonly string[] {
  return [...after].flatMap(([name, now]) =>
    now === verdict && before.get(name) !== verdict ? [`${name}: ${before.get(name)}`] : [],
  );
}

function spoil(
  captures: readonly Capture[],
  faults: ReadonlyMap<number, Parameters<typeof broken>[1]>,
): readonly Capture[] {
  return captures.flatMap((capture, position) => {
    const fault = faults.get(position);
    const kept = fault === undefined ? capture : broken(capture, fault);
    return kept === null ? [] : [kept];
  });
}

const spoiling = fc.array(fc.tuple(fc.nat(), anyFault), { minLength: 1, maxLength: 4 });

/** The faults by the position of the capture that each of them spoils. */
function chosen<T>(captures: readonly Capture[], faults: readonly (readonly [number, T])[]): Map<number, T> {
  return new Map(faults.map(([position, fault]) => [position % captures.length, fault]));
}

/** The faults but those of captures that are excepted. */
function without<T>(
  captures: readonly Capture[],
  faults: ReadonlyMap<number, T>,
  isExcepted: (capture: Capture) => boolean,
): ReadonlyMap<number, T> {
  const excepted = new Set(captures.flatMap((capture, position) => (isExcepted(capture) ? [position] : [])));
  return new Map([...faults].filter(([position]) => !excepted.has(position)));
}

/** A trail that no account-level control finds anything wrong with: with every data event of S3 objects as well. */
function qualifying(name: string): ReturnType<typeof trail> {
  const everyObject = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }];
  return trail({ name, selectors: basic({ ReadWriteType: 'All', DataResources: everyObject }) });
}

/** Of controls that ask an account or a cell whether any trail will do; each trail and each bucket is judged by itself. */
function ofAccounts(results: readonly Result[]): readonly Result[] {
  const populations = new Map(CONTROLS.map(({ id, population }) => [id, population]));
  return results.filter(({ control }) => ['account', 'cell'].includes(populations.get(control) ?? ''));
}

describe('properties of the engine', () => {
  test('adding a qualifying trail never turns PASS into anything else', () => {
    const judged = (results: readonly Result[]): Good => verdictsOf(ofAccounts(results));
    fc.assert(
      fc.property(anyWorld(), regionListFaults, fc.constantFrom('a-first', 'z-last'), (world, faults, name) => {
        const before = judged(resultsOf({ ...world, faults }));
        const after = judged(resultsOf({ ...world, faults, trails: [...(world.trails ?? []), qualifying(name)] }));
        for (const [key, verdict] of before) if (verdict === 'PASS') equal(after.get(key), 'PASS', key);
      }),
      runs(400),
    );
  });

  test('a qualifying trail makes every account-level control pass', () => {
    fc.assert(
      fc.property(anyWorld(), (world) => {
        const after = resultsOf({ ...world, trails: [...(world.trails ?? []), qualifying('good')] });
        const open = ofAccounts(after).filter(({ verdict }) => verdict !== 'PASS');
        deepEqual(
          open.map(({ id }) => id),
          [],
        );
      }),
      runs(200),
    );
  });

  test('a read that fails never turns anything into PASS, and no control of an account into NOT_APPLICABLE', () => {
    const worlds = anyWorld({ errorsElsewhere: false, guardrailsDeny: false });
    fc.assert(
      fc.property(worlds, regionListFaults, spoiling, (world, listFaults, faults) => {
        const captures = capturesOf({ ...world, faults: listFaults });
        const before = verdictsOf(resultsOf(world, captures));
        const kept = without(captures, chosen(captures, faults), (capture) => publicIsBlocked(capture, captures));
        const results = resultsOf(world, spoil(captures, kept));
        const after = verdictsOf(results);
        const standIns = filedElsewhere(results);
        const spoiled = [...kept.keys()].flatMap((position) => captures[position] ?? []);
        deepEqual(
          became('PASS', before, after).filter((one) => !isOverSeveralTrails(one, spoiled)),
          [],
        );
        deepEqual(
          became('NOT_APPLICABLE', before, after).filter((one) => !standIns.has(one.replace(/: \w+$/, ''))),
          [],
        );
      }),
      runs(1200),
    );
  });

  test('nor where other Regions report errors and guardrails deny, as long as those are read', () => {
    fc.assert(
      fc.property(anyWorld(), spoiling, (world, faults) => {
        const captures = capturesOf(world);
        const before = verdictsOf(resultsOf(world, captures));
        const kept = without(
          captures,
          chosen(captures, faults),
          (capture) => mayHideAnError(capture, world) || isGuardrail(capture) || publicIsBlocked(capture, captures),
        );
        const after = verdictsOf(resultsOf(world, spoil(captures, kept)));
        const spoiled = [...kept.keys()].flatMap((position) => captures[position] ?? []);
        deepEqual(
          became('PASS', before, after).filter((one) => !isOverSeveralTrails(one, spoiled)),
          [],
        );
      }),
      runs(600),
    );
  });

  test('with nothing read, nothing passes', () => {
    fc.assert(
      fc.property(anyWorld(), anyFault, (world, fault) => {
        const captures = capturesOf(world);
        const after = resultsOf(world, spoil(captures, new Map(captures.map((_, position) => [position, fault]))));
        deepEqual(
          after.filter(({ verdict }) => verdict !== 'UNKNOWN').map(({ id }) => id),
          [],
        );
      }),
      runs(60),
    );
  });

  test('the order of the captures changes no byte', () => {
    const shuffled = anyWorld().chain((world) =>
      fc.record({ world: fc.constant(world), faults: regionListFaults }).chain(({ faults }) => {
        const captures = capturesOf({ ...world, faults });
        return fc.record({
          world: fc.constant(world),
          captures: fc.constant(captures),
          other: fc.shuffledSubarray([...captures], { minLength: captures.length }),
        });
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ world, captures, other }) => {
        equal(JSON.stringify(resultsOf(world, other)), JSON.stringify(resultsOf(world, captures)));
        equal(JSON.stringify(resultsOf(world, captures.toReversed())), JSON.stringify(resultsOf(world, captures)));
      }),
      runs(250),
    );
  });

  test('every subject has exactly one result', () => {
    fc.assert(
      fc.property(anyWorld(), regionListFaults, spoiling, (world, listFaults, faults) => {
        const captures = capturesOf({ ...world, faults: listFaults });
        const results = resultsOf(world, spoil(captures, chosen(captures, faults)));
        const ids = results.map(({ id }) => id);
        equal(new Set(ids).size, ids.length);
        for (const control of CONTROLS) {
          const own = results.filter((result) => result.control === control.id);
          ok(own.length > 0, control.id);
          if (control.population === 'account')
            deepEqual(
              own.map(({ id }) => id),
              [`${control.id}/${accountOf(world)}`],
            );
          if (control.population === 'bucket') {
            const buckets = own.flatMap(({ resource }) => (resource.includes(':s3:::') ? resource : []));
            deepEqual(buckets, [...new Set(buckets)].sort());
          }
          for (const result of own)
            deepEqual(
              result.clauses.map(({ id }) => id),
              control.clauses.map(({ id }) => id),
            );
        }
        const counted = (['PASS', 'FAIL', 'UNKNOWN', 'NOT_APPLICABLE'] as const).map(
          (verdict) => results.filter((result) => result.verdict === verdict).length,
        );
        equal(
          counted.reduce((sum, count) => sum + count, 0),
          results.length,
        );
      }),
      runs(300),
    );
  });

  test('every FAIL and every UNKNOWN says why', () => {
    fc.assert(
      fc.property(anyWorld(), regionListFaults, spoiling, (world, listFaults, faults) => {
        const captures = capturesOf({ ...world, faults: listFaults });
        const results = resultsOf(world, spoil(captures, chosen(captures, faults)));
        const open = (verdict: Verdict): boolean => verdict === 'FAIL' || verdict === 'UNKNOWN';
        const silent = results
          .filter((result) => open(result.verdict) && result.reasons.length === 0)
          .map(({ id }) => id);
        const clauses = results.flatMap(({ id, clauses: list }) =>
          list.filter((one) => open(one.verdict) && one.reasons.length === 0).map((one) => `${id} > ${one.id}`),
        );
        deepEqual([...silent, ...clauses], []);
      }),
      runs(400),
    );
  });

  test('the worlds are of every kind', () => {
    const seen = new Map<string, Set<Verdict>>();
    fc.assert(
      fc.property(anyWorld(), (world) => {
        for (const { control, verdict } of resultsOf({ ...world, clock: NOW }))
          (seen.get(control) ?? seen.set(control, new Set()).get(control))?.add(verdict);
      }),
      { ...runs(300), numRuns: 300 },
    );
    for (const [control, verdicts] of seen) ok(verdicts.has('PASS') && verdicts.has('FAIL'), control);
  });
});
