import { deepEqual, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Decision, Outcome } from '../../src/iam/index.ts';
import { answerTo } from './fuzz/fuzz.ts';
import { Random } from './fuzz/random.ts';
import { type MCase, type MPolicy, type MStatement, PLACES, someCase, someStatement } from './fuzz/worlds.ts';

const seed = fc.noShrink(fc.nat());
const RANK: Readonly<Record<Outcome, number>> = { denied: 0, depends: 1, allowed: 2 };

/** A case and one more statement, of which both kinds of policies are made. */
const grown = seed.map((number) => {
  const random = new Random(number);
  const one = someCase(random);
  return { one, random, plain: someStatement(random, 'plain'), resource: someStatement(random, 'resource') };
});

/** The case with another policy in place of each; absent parts stay absent. */
function changed(one: MCase, change: (policy: MPolicy, kind: 'plain' | 'resource') => MPolicy): MCase {
  const plain = (policy: MPolicy): MPolicy => change(policy, 'plain');
  const resource = (policy: MPolicy): MPolicy => change(policy, 'resource');
  return {
    ...one,
    identity: one.identity.map(plain),
    resource: one.resource === null ? null : resource(one.resource),
    boundary: one.boundary === null ? null : plain(one.boundary),
    session: one.session.map(plain),
    scps: one.scps.map((level) => level.map(plain)),
    rcps: one.rcps.map((level) => level.map(resource)),
  };
}

/** One more statement of this effect in one of the policies. */
function withOneMore(
  { one, random, plain, resource }: typeof grown extends fc.Arbitrary<infer T> ? T : never,
  effect: 'Allow' | 'Deny',
): MCase {
  const chosen = random.below(6);
  let place = 0;
  return changed(one, (policy, kind) => {
    place += 1;
    return (place - 1) % 6 === chosen ? [...policy, { ...(kind === 'plain' ? plain : resource), effect }] : policy;
  });
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function gist({ outcome, because, part, unknownKeys, unread }: Decision): unknown {
  return { outcome, because, part, unknownKeys, unread };
}

describe('IAM: properties', () => {
  test('one more Deny never widens', () => {
    fc.assert(
      fc.property(grown, (sample) => {
        const [before, after] = [answerTo(sample.one), answerTo(withOneMore(sample, 'Deny'))];
        ok(RANK[after.outcome] <= RANK[before.outcome]);
      }),
      { numRuns: 3000 },
    );
  });

  test('one more Allow never narrows', () => {
    fc.assert(
      fc.property(grown, (sample) => {
        const [before, after] = [answerTo(sample.one), answerTo(withOneMore(sample, 'Allow'))];
        ok(RANK[after.outcome] >= RANK[before.outcome]);
      }),
      { numRuns: 3000 },
    );
  });

  test('the order of policies, statements and values never matters', () => {
    fc.assert(
      fc.property(grown, ({ one, random }) => {
        const mixed = changed(one, (policy) =>
          shuffled(policy, random).map((statement) => ({
            ...statement,
            actions: shuffled(statement.actions, random),
            resources: shuffled(statement.resources, random),
            conditions: shuffled(statement.conditions, random).map((condition) => ({
              ...condition,
              values: shuffled(condition.values, random),
            })),
          })),
        );
        const other: MCase = {
          ...mixed,
          identity: shuffled(mixed.identity, random),
          scps: shuffled(
            mixed.scps.map((level) => shuffled(level, random)),
            random,
          ),
          rcps: shuffled(
            mixed.rcps.map((level) => shuffled(level, random)),
            random,
          ),
        };
        deepEqual(gist(answerTo(other)), gist(answerTo(one)));
      }),
      { numRuns: 2000 },
    );
  });

  test('wildcards say the same as all that they stand for', () => {
    const actions = PLACES.flatMap((place) => place.actions);
    const resources = PLACES.flatMap((place) => place.resources);
    // Letter by letter, to share nothing with the matcher under test.
    const stands = (pattern: string, text: string): boolean => {
      if (pattern === '') return text === '';
      if (pattern.startsWith('*'))
        return stands(pattern.slice(1), text) || (text !== '' && stands(pattern, text.slice(1)));
      return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && stands(pattern.slice(1), text.slice(1));
    };
    const listed = (
      patterns: readonly string[],
      all: readonly string[],
      fold: (text: string) => string,
    ): readonly string[] => all.filter((text) => patterns.some((pattern) => stands(fold(pattern), fold(text))));
    fc.assert(
      fc.property(grown, ({ one }) => {
        const spelt = changed(one, (policy) =>
          policy.map(
            (statement): MStatement => ({
              ...statement,
              actions: listed(statement.actions, actions, (text) => text.toLowerCase()),
              resources: listed(statement.resources, resources, (text) => text),
            }),
          ),
        );
        deepEqual(gist(answerTo(spelt)), gist(answerTo(one)));
      }),
      { numRuns: 2000 },
    );
  });

  test('knowing less never changes an answer to its opposite', () => {
    fc.assert(
      fc.property(grown, fc.constantFrom('x:color', 'x:count', 'x:flag', 'x:tags'), ({ one }, key) => {
        const context = { ...one.request.context, [key]: undefined };
        const [more, less] = [answerTo(one), answerTo({ ...one, request: { ...one.request, context } })];
        ok(less.outcome === more.outcome || less.outcome === 'depends', `${more.outcome}, then ${less.outcome}`);
        if (less.outcome !== more.outcome) ok(less.unknownKeys.includes(key));
      }),
      { numRuns: 3000 },
    );
  });

  test('whoever asks twice hears the same', () => {
    fc.assert(
      fc.property(grown, ({ one }) => deepEqual(answerTo(one), answerTo(one))),
      { numRuns: 300 },
    );
  });
});
