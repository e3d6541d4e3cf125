/** Whole runs over organizations of the double. */

import assert from 'node:assert/strict';
import { type Double, type DoubleOptions, startDouble } from '../rig/double.ts';
import { organizationWorld } from '../rig/organization-world.ts';
import type { World } from '../rig/world.ts';
import { NOW } from './accounts.ts';
import { assertCounted, type ChildScan, scanAs } from './run.ts';

/** Organizations of any size, with some trails of the members' own. */
export function worldOf(accounts: number, more: Partial<Parameters<typeof organizationWorld>[0]> = {}): World {
  return organizationWorld({ accounts, ownTrailShare: 0.2, regions: 3, now: new Date(NOW), ...more });
}

/** The management account. */
export function callerOf(world: World): string {
  return world.organization?.management ?? '';
}

/** One scan over the world, its calls compared with what the server counted. */
export async function over(
  world: World,
  options: DoubleOptions = {},
  args: readonly string[] = [],
  use: (scan: ChildScan, double: Double) => void | Promise<void> = () => {},
): Promise<ChildScan> {
  const double = await startDouble(world, options);
  try {
    const scan = await scanAs(double, callerOf(world), args);
    assertCounted(double, scan.document);
    assert.deepEqual([...double.unknownCalls], []);
    await use(scan, double);
    return scan;
  } finally {
    await double.close();
  }
}
