import type { Change } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import { type AccountChanges, byAccount, regionsOf } from '../places.ts';
import type { Plan } from '../plan.ts';
import type { TextFile } from '../text-file.ts';
import { wordsOfChange } from '../words.ts';
import type { World } from '../world.ts';
import { trailImports } from './imports.ts';
import { readme } from './readme.ts';
import { type StackResource, stackResources } from './resources.ts';
import { bodyOf, textOf } from './template-text.ts';

/** What one stack takes: an account, a Region, and what of it a template can make. */
export interface Stack {
  readonly account: string;
  readonly region: string;
  readonly file: string;
  readonly resources: readonly StackResource[];
  /** Changes of what is there already. */
  readonly outside: readonly Change[];
}

/**
 * A template for each account and Region with what can be made anew, and a README with the order. What is there already is
 * never part of it: each template lists those changes, and trails among them can be imported into a stack of their own.
 *
 * @param world The facts that the plan was made from.
 */
export function cloudFormationTemplates(world: World, plan: Plan): readonly TextFile[] {
  const accounts = byAccount(plan);
  const stacks = accounts.flatMap(stacksOf);
  const imports = accounts.flatMap((one) => trailImports(world, plan, one));
  return [
    { name: 'README.md', text: readme(accounts, stacks, imports) },
    ...stacks
      .filter(({ resources }) => resources.length > 0)
      .map((stack) => ({ name: stack.file, text: template(stack) })),
    ...imports.flatMap(({ files }) => files),
  ];
}

function stacksOf({ account, changes }: AccountChanges): readonly Stack[] {
  return regionsOf(changes).map((region) => {
    const here = changes.filter((change) => change.region === region);
    const made = here.map((change) => ({ change, resources: stackResources(change, changes) }));
    return {
      account,
      region,
      file: `${account}-${region}.yaml`,
      resources: merged(made.flatMap(({ resources }) => resources)),
      outside: made.flatMap(({ change, resources }) => (resources.length === 0 ? [change] : [])),
    };
  });
}

/** Changes of one resource add up to its properties. */
function merged(resources: readonly StackResource[]): readonly StackResource[] {
  return [...Map.groupBy(resources, ({ id }) => id).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [
      {
        ...first,
        properties: Object.assign({}, ...same.map(({ properties }) => properties)) as StackResource['properties'],
      },
    ];
  });
}

function template({ account, region, resources, outside }: Stack): string {
  const ids = new Set(resources.map(({ id }) => id));
  const document: Json = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Fixes of trailproof for account ${account} in ${region}: what can be made anew.`,
    ...(outside.length === 0
      ? {}
      : {
          Metadata: {
            NotInThisStack: outside.map((change) => ({ Change: change.kind, What: wordsOfChange(change).title })),
          },
        }),
    Resources: Object.fromEntries(resources.map((one) => [one.id, bodyOf(one, ids)])),
  };
  return textOf(document, [
    `Account ${account}, Region ${region}. See README.md for the order.`,
    ...(outside.length === 0 ? [] : ['Metadata lists what is there already and has to be changed by other means.']),
  ]);
}
