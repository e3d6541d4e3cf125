/** The plan that repairs whatever fails in the demo. */

import { join } from 'node:path';
import { loadPolicy } from '../../src/library/policy.ts';
import { type PlannedSnapshot, planOfSnapshot } from './plan-of-snapshot.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'demo');

export async function demoPlan(): Promise<PlannedSnapshot> {
  return planOfSnapshot(DEMO, { policy: await loadPolicy(null, DEMO) });
}
