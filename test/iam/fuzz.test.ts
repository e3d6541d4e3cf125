import { ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareWithOracle, damageTexts } from './fuzz/fuzz.ts';

// `npm run test:long` does a million of them.
describe('IAM: random policies and requests', () => {
  test('agree with a brute-force evaluator', () => {
    const tally = compareWithOracle(1, 20_000);
    for (const outcome of ['allowed', 'denied', 'depends'] as const) ok(tally[outcome] > 500, JSON.stringify(tally));
  });

  test('damaged texts crash nothing and allow nothing', () => {
    const tally = damageTexts(2, 5000);
    ok(tally.json > 100 && tally.broken > 100, JSON.stringify(tally));
  });
});
