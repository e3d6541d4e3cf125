import type { Change } from '../../model/change.ts';
import { distinct } from '../../util/distinct.ts';
import { type AccountChanges, byAccount, regionsOf, worldAfter } from '../places.ts';
import type { Plan } from '../plan.ts';
import type { TextFile } from '../text-file.ts';
import type { World } from '../world.ts';
import { argument, block, comment } from './hcl.ts';
import { readme } from './readme.ts';
import { addressOf, aliasOf, type Resource, textOf } from './resource.ts';
import { resourcesOf } from './resources.ts';

/**
 * A configuration for each account, in a folder of its own since each is applied with other credentials, and a README with
 * the order. Names begin with a number: the order in which they are to be applied.
 *
 * @param world The facts that the plan was made from: a trail is written with everything that it has.
 */
export function terraformFiles(world: World, plan: Plan): readonly TextFile[] {
  const after = worldAfter(world, plan);
  const accounts = byAccount(plan);
  const folders = accounts.map(({ account }, index) => `${String(index + 1).padStart(2, '0')}-${account}`);
  return [
    { name: 'README.md', text: readme(accounts, folders) },
    ...accounts.map((one, index) => ({
      name: `${folders[index]}/main.tf`,
      text: configuration(one, resourcesIn(one.changes, world, after)),
    })),
  ];
}

function resourcesIn(changes: readonly Change[], before: World, after: World): readonly Resource[] {
  const made = distinct(
    changes.flatMap((change) => resourcesOf(change, { before, after, changes })),
    addressOf,
  );
  return made;
}

function configuration({ account, changes }: AccountChanges, resources: readonly Resource[]): string {
  const present = new Set(resources.map(addressOf));
  return `${[
    [
      comment(`Account ${account}. See README.md for the order, and read the plan before you apply it.`),
      REQUIREMENTS,
    ].join('\n'),
    ...regionsOf(changes).map((region) => provider(region, account)),
    ...resources.map((one) => textOf(one, present)),
  ].join('\n\n')}\n`;
}

const PROVIDER = `{
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }`;

/** import needs Terraform 1.5; the provider is pinned to the major version that these files are tested with. */
const REQUIREMENTS = block(
  'terraform',
  [],
  [
    argument('required_version', '>= 1.5.0'),
    {
      block: 'required_providers',
      items: [argument('aws', { expression: PROVIDER })],
    },
  ],
);

/** Refuses to work with the credentials of another account. */
function provider(region: string, account: string): string {
  return block(
    'provider',
    ['aws'],
    [argument('alias', aliasOf(region)), argument('region', region), argument('allowed_account_ids', [account])],
  );
}
