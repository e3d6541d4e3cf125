/** The demo organization: what the double answers for each account, and what it refuses. */

import { deny } from '../rig/faults.ts';
import type { Rule, RuledCall } from '../rig/rules.ts';
import { defaultRegions, isEnabled, type World } from '../rig/world.ts';
import { ordinary } from './ordinary.ts';
import { harbourLights } from './organization.ts';
import {
  AUDIT,
  type DemoAccount,
  id,
  keyArn,
  MANAGEMENT,
  ORGANIZATION,
  ROOT,
  SECURITY_TOOLING,
  UNITS,
} from './parts.ts';
import { GUARDRAILS } from './policies.ts';
import { tidewater } from './tidewater.ts';
import { FORMER_HOST } from './tidewater-storage.ts';

export type { DemoAccount } from './parts.ts';
export { MANAGEMENT, READ_ROLE } from './parts.ts';

/** The moment at which the demo is read and judged. */
export const DEMO_NOW = '2026-11-20T09:00:00Z';

const acquired = tidewater();

/** Every account of the demo, in the order of the ids. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  ...harbourLights(acquired.map((account) => account.id)),
  ...acquired,
  ...ordinary(),
];

export const DEMO_WORLD: World = {
  now: DEMO_NOW,
  accounts: [...DEMO_ACCOUNTS, FORMER_HOST],
  missing: [`edi-trail-${id(23)}`, keyArn(23, 'us-east-1'), `arn:aws:sns:us-east-1:${id(21)}:cloudtrail-notify`],
  organization: {
    id: ORGANIZATION,
    rootId: ROOT,
    management: MANAGEMENT,
    ous: UNITS,
    trustedServices: [
      'account.amazonaws.com',
      'cloudtrail.amazonaws.com',
      'guardduty.amazonaws.com',
      'securityhub.amazonaws.com',
      'sso.amazonaws.com',
    ],
    delegatedAdministrators: [
      {
        account: SECURITY_TOOLING,
        services: ['guardduty.amazonaws.com', 'securityhub.amazonaws.com', 'sso.amazonaws.com'],
      },
      { account: AUDIT, services: ['cloudtrail.amazonaws.com'] },
    ],
    listing: { paths: true },
    policies: GUARDRAILS,
  },
};

/** Named by --exclude when the demo is read. */
export const LEFT_OUT = AUDIT;

/** The account in which every read is denied. */
export const DENIED_ACCOUNT = id(28);

/** The account that does not let the reading role in. */
export const REFUSED_ACCOUNT = id(17);

/** Who is refused what. A Region that is off answers as such before any policy is asked. */
export const DEMO_RULES: Rule[] = [
  { match: { account: id(6), region: 'sa-east-1', service: 'cloudtrail' }, do: deny('scp') },
  { match: { account: id(9), operation: 'GetTrailStatus' }, do: deny('scp') },
  { match: { account: id(22), operation: 'ListRegions' }, do: deny('identity') },
  // The reading role is of an older version here.
  { match: { account: id(27), operation: ['GetKeyPolicy', 'GetTopicAttributes'] }, do: deny('identity') },
  {
    match: {
      account: DENIED_ACCOUNT,
      service: ['account', 'ec2', 'cloudtrail', 'logs', 'iam', 's3', 'kms', 'sns'],
      where: inEnabledRegion,
    },
    do: deny('identity'),
  },
];

function inEnabledRegion({ region }: RuledCall): boolean {
  return isEnabled(defaultRegions()[region ?? '']);
}
