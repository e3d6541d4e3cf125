import { describe, test } from 'node:test';
import { compareWithOracle, damageTexts } from './fuzz/fuzz.ts';

describe('IAM: a million random policies and requests', () => {
  test('agree with a brute-force evaluator', (context) => {
    context.diagnostic(JSON.stringify(compareWithOracle(20_261_124, 1_000_000)));
  });

  test('damaged texts crash nothing and allow nothing', (context) => {
    context.diagnostic(JSON.stringify(damageTexts(20_261_125, 200_000)));
  });
});
