import type { JsonObject } from '../../src/model/json.ts';
import type { Holds, Verdict } from '../../src/model/verdict.ts';
import type { TruthCase } from '../support/cases.ts';
import { trail } from '../support/world.ts';

/**
 * One trail in good order but for its selectors. `holds`: reads, writes, all-sources. All else holds, so that the
 * verdicts follow: the benchmark's from the first two, Security Hub's and ours from all three. Reasons that name
 * parity are looked for at Security Hub's clause, others at the result.
 */
export function selectorCase(
  name: string,
  source: string,
  selectors: JsonObject,
  holds: string,
  reasons: readonly string[] = [],
): TruthCase {
  const [reads, writes, allSources] = holds.split(' ') as Holds[];
  if (reads === undefined || writes === undefined || allSources === undefined) throw new Error(holds);
  const literal = together(reads, writes);
  const whole = together(reads, writes, allSources);
  const parity = reasons.filter((id) => id.includes('parity'));
  const others = reasons.filter((id) => !id.includes('parity'));
  return {
    name,
    source,
    world: { trails: [trail({ selectors })] },
    expect: {
      'multi-region-trail : reads': reads,
      'multi-region-trail : writes': writes,
      'multi-region-trail : all-sources': allSources,
      'multi-region-trail > 2.1': literal,
      'multi-region-trail > 3.1': literal,
      'multi-region-trail > CloudTrail.1': whole,
      'multi-region-trail': whole,
      'region-coverage @ us-east-1': literal,
      'region-coverage @ eu-west-1': literal,
    },
    reasons: {
      ...(others.length > 0 ? { 'multi-region-trail': others } : {}),
      ...(parity.length > 0 ? { 'multi-region-trail > CloudTrail.1': parity } : {}),
    },
  };
}

function together(...holds: readonly Holds[]): Verdict {
  if (holds.includes('no')) return 'FAIL';
  return holds.includes('unknown') ? 'UNKNOWN' : 'PASS';
}
