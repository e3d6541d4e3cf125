import type { Trail } from '../model/facts.ts';
import type { Read } from '../model/read.ts';
import type { RunRows } from './view.ts';

/** Trails that questions are asked about: their owner is assessed and lists them, and the policy file does not exclude them. */
export function isInScope(
  { arn, owner, reach }: Trail,
  { assessed, policy }: Pick<RunRows, 'assessed' | 'policy'>,
): boolean {
  return assessed.has(owner) && reach === 'own' && !policy.excludedTrails.has(arn);
}

/** What trails in scope name in one field, each once, with the trails that do; in the order of the trails' ARNs. */
export function namedBy(
  rows: RunRows,
  field: (trail: Trail) => Read<string | null>,
): readonly { readonly named: string; readonly trails: readonly [Trail, ...Trail[]] }[] {
  const found = new Map<string, [Trail, ...Trail[]]>();
  for (const { trail } of rows.inventory.all()) {
    const read = field(trail);
    if (!read.known || read.value === null || !isInScope(trail, rows)) continue;
    const others = found.get(read.value);
    if (others === undefined) found.set(read.value, [trail]);
    else others.push(trail);
  }
  return [...found].map(([named, trails]) => ({ named, trails }));
}
