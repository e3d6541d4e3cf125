/** Names that break out of quotes, comments and templates wherever they are not escaped; and places in every partition. */

import type { Change } from '../../src/model/change.ts';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import { known, noSource } from '../../src/model/read.ts';
import type { Plan } from '../../src/remediate/plan.ts';
import type { World } from '../../src/remediate/world.ts';
import { changesNamed } from './changes.ts';

export const HOSTILE_ACCOUNT = '111122223333';

export const HOSTILE_NAMES = [
  "it's",
  '"quoted"',
  'two words',
  `\${upper("x")} %{ if true }y%{ endif }`,
  '$${kept} %%{kept} $$$ %',
  '$${"a"}',
  'a\nresource "x" "y" {}\n',
  'tab\tcr\r\u0000nul\u001b[31m',
  'back\\slash\\',
  'groesse-größe-日本-🗝',
  '\u2028line\u2029paragraph\u0085next\ufeffbom\u202ertl',
  '*/ -- <!-- # // /*',
  `{{resolve:ssm:secret}} \${AWS::AccountId} !Ref x`,
  '- [x] `code` ``two`` **bold** | <b>html</b>',
  'yes',
  '007',
  '{{',
  'EOT',
  ': {a: b}, [c] & *d ? e',
  'x'.repeat(128),
];

const PLACES = [
  { partition: 'aws', region: 'us-east-1' },
  { partition: 'aws-cn', region: 'cn-north-1' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1' },
];

/** A change of every kind under every name, and then of every kind in every partition. */
export function hostileChanges(): readonly (readonly Change[])[] {
  const account = HOSTILE_ACCOUNT;
  const home = { partition: 'aws', region: 'us-east-1' };
  return [
    ...HOSTILE_NAMES.map((name) => changesNamed({ account, ...home, name })),
    ...PLACES.map((place) => changesNamed({ account, ...place, name: 'main' })),
  ];
}

/** One account without anything in it: what changes speak of is all that there is. */
export function emptyWorld(): World {
  const account = {
    ...{ id: HOSTILE_ACCOUNT, name: null, state: 'ACTIVE', joinedAt: null, ou: null, partition: 'aws' },
    ...{ regions: ['us-east-1'], lists: {}, trails: [], serviceLinkedRole: null, eventDataStores: null, leftOut: null },
    regionList: known('shipped' as const, noSource('account:ListRegions', HOSTILE_ACCOUNT, null)),
  };
  const made = { roles: new Map(), logGroups: new Map() };
  return { accounts: [account], organization: null, policy: DEFAULT_POLICY, clock: 0, made };
}

export function planOf(changes: readonly Change[]): Plan {
  return { steps: changes.map((change) => ({ change, results: [] })), byHand: [] };
}
