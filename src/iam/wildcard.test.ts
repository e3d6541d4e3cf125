import { equal, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { matchTokens, tokensOf } from './wildcard.ts';

const matches = (pattern: string, text: string): boolean => matchTokens(tokensOf(pattern, true), text);

describe('wildcards', () => {
  test('a star is any text, a question mark one character', () => {
    for (const [pattern, text, wanted] of [
      ['', '', true],
      ['', 'a', false],
      ['*', '', true],
      ['**', 'abc', true],
      ['a*c', 'abbc', true],
      ['a*c', 'ac', true],
      ['a*c', 'acb', false],
      ['a?c', 'ac', false],
      ['?', 'a', true],
      ['*a*b', 'xaxxb', true],
      ['*ab', 'aab', true],
      ['a*?', 'a', false],
    ] as const)
      equal(matches(pattern, text), wanted, `${pattern} ${text}`);
  });

  test('agrees with a regular expression on short texts', () => {
    const letters = (alphabet: string, maxLength: number) =>
      fc.array(fc.constantFrom(...alphabet), { maxLength }).map((list) => list.join(''));
    fc.assert(
      fc.property(letters('ab*?', 8), letters('ab', 10), (pattern, text) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        equal(matches(pattern, text), new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('without wildcards, stars are stars', () => {
    ok(matchTokens(tokensOf('a*', false), 'a*'));
    ok(!matchTokens(tokensOf('a*', false), 'ab'));
  });
});
