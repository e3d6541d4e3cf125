/** The demo organization: what the double answers for each account, and what it refuses. */

import { deny } from '../rig/faults.ts';
import type { Rule, RuledCall } from '../rig/rules.ts';
import { defaultRegions, isEnabled, type World } from '../rig/world.ts';
import { harbourLights } from './organization.ts';
import { type DemoAccount, id } from './parts.ts';
import { tidewater } from './tidewater.ts';

export type { DemoAccount } from './parts.ts';

/** The moment at which the demo is read and judged. */
export const DEMO_NOW = '2026-11-20T09:00:00Z';

const outsiders = tidewater();

/** Every account of the demo, in the order of the ids. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  ...harbourLights(outsiders.map((account) => account.id)),
  ...outsiders,
];

export const DEMO_WORLD: World = { now: DEMO_NOW, accounts: [...DEMO_ACCOUNTS] };

/** The account in which every read is denied. */
export const DENIED_ACCOUNT = id(28);

/** Who is refused what. A Region that is off answers as such before any policy is asked. */
export const DEMO_RULES: Rule[] = [
  { match: { account: id(6), region: 'sa-east-1', service: 'cloudtrail' }, do: deny('scp') },
  { match: { account: id(9), operation: 'GetTrailStatus' }, do: deny('scp') },
  { match: { account: id(22), operation: 'ListRegions' }, do: deny('identity') },
  {
    match: {
      account: DENIED_ACCOUNT,
      service: ['account', 'ec2', 'cloudtrail', 'logs', 'iam'],
      where: inEnabledRegion,
    },
    do: deny('identity'),
  },
];

function inEnabledRegion({ region }: RuledCall): boolean {
  return isEnabled(defaultRegions()[region ?? '']);
}
