import { decided } from '../../model/conditions/condition.ts';
import type { Json } from '../../model/json.ts';
import type { Condition } from '../../model/verdict.ts';

/** Several links under one name: the first kind of no, unknown, yes that one of them shows is the answer, and its reasons. */
export function together(id: string, resource: string | null, links: readonly Condition[]): Condition {
  const holds = (['no', 'unknown'] as const).find((one) => links.some((link) => link.holds === one)) ?? 'yes';
  const deciding = links.filter((link) => link.holds === holds);
  const observed = deciding.flatMap((link): readonly Json[] =>
    Array.isArray(link.observed) ? link.observed : link.observed === null ? [] : [link.observed],
  );
  return decided(
    id,
    resource,
    holds,
    observed,
    deciding.flatMap(({ sources }) => sources),
    deciding.flatMap(({ reasons }) => reasons),
  );
}
