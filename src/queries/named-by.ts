import type { Trail } from '../model/facts.ts';
import type { Read } from '../model/read.ts';
import type { RunRows } from './view.ts';

/** What trails in scope name in one field, each once, with the trails that do; in the order of the trails' ARNs. */
export function namedBy(
  { inventory, assessed, policy }: RunRows,
  field: (trail: Trail) => Read<string | null>,
): readonly { readonly named: string; readonly trails: readonly [Trail, ...Trail[]] }[] {
  const found = new Map<string, [Trail, ...Trail[]]>();
  for (const { trail } of inventory.all()) {
    const read = field(trail);
    if (!read.known || read.value === null) continue;
    if (!assessed.has(trail.owner) || policy.excludedTrails.has(trail.arn)) continue;
    const others = found.get(read.value);
    if (others === undefined) found.set(read.value, [trail]);
    else others.push(trail);
  }
  return [...found].map(([named, trails]) => ({ named, trails }));
}
