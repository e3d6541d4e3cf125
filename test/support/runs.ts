import type fc from 'fast-check';

/**
 * How often each property is tried: a fixed seed and few runs by default, so that the same tree gives the same answer.
 * `TRAILPROOF_RUNS` and `TRAILPROOF_SEED` change both; a failure prints its seed.
 */
export function runs(ordinary: number): fc.Parameters<unknown> {
  const wanted = Number(process.env['TRAILPROOF_RUNS'] ?? ordinary);
  const seed = Number(process.env['TRAILPROOF_SEED'] ?? 20261124);
  if (!Number.isInteger(wanted) || wanted < 1 || !Number.isInteger(seed))
    throw new Error('TRAILPROOF_RUNS and TRAILPROOF_SEED are whole numbers');
  return { numRuns: wanted, seed, verbose: 0 };
}
