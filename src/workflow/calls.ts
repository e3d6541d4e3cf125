import type { Capture } from '../model/capture.ts';
import type { Operation } from '../model/operations.ts';

export type Calls = Partial<Record<Operation, number>>;

/** The calls, and one more for each capture. */
export function plusCalls(calls: Calls, captures: Iterable<Capture>): Calls {
  const sum: Calls = { ...calls };
  for (const { call } of captures) sum[call] = (sum[call] ?? 0) + 1;
  return sum;
}
