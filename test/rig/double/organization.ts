import type { AwsCall } from '../wire.ts';
import type { WorldOrganization, WorldOu } from '../world.ts';
import { refuse } from './handler.ts';

/** An organisation in which every id has been filled in. */
export type Organization = WorldOrganization & {
  id: string;
  rootId: string;
  arn: (kind: string, id: string) => string;
};

/** The organisation of a world with its ids and the ARNs that follow from them. */
export function completed(given: WorldOrganization, partition: string): Organization {
  const { id = 'o-exampleorg', rootId = 'r-root', management } = given;
  const arn = (kind: string, entity: string) => {
    const head = `arn:${partition}:organizations::${management}:${kind}/${id}`;
    return entity === '' ? head : `${head}/${entity}`;
  };
  return { ...given, id, rootId, arn };
}

/** How many items an answer may have: Organizations never sends more than 20. */
export function maxResults(call: AwsCall): number {
  const { MaxResults: max = 20 } = call.params;
  if (typeof max === 'number' && max >= 1 && max <= 20) return max;
  return refuse('InvalidInputException', 'You provided a value for MaxResults that is not between 1 and 20.');
}

/** The entity path of a root or OU, from the organisation downwards, with a slash at its end. */
export function pathTo({ id, rootId, ous = [] }: Organization, entity: string): string {
  const steps: string[] = [];
  let at: WorldOu | undefined = ous.find((ou) => ou.id === entity);
  while (at !== undefined && steps.length <= ous.length) {
    steps.unshift(at.id);
    const { parent }: WorldOu = at;
    at = ous.find((ou) => ou.id === parent);
  }
  return `${[id, rootId, ...steps].join('/')}/`;
}
