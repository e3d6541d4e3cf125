import { SEVERITIES, type Severity } from '../model/control.ts';
import type { FrameworkId } from '../model/framework.ts';
import type { Result } from '../model/result.ts';
import { type Counted, type Counts, counted, countsOf } from './roll-up.ts';

/** What a run comes to: counts, whether the picture is complete, and the exit code (design, exit codes). */
export interface Outcome {
  readonly counted: readonly Counted[];
  readonly summary: Counts;
  readonly complete: boolean;
  /** Why not, in ids that stay the same; empty where complete. */
  readonly incompleteBecause: readonly ('results.unknown' | 'run.interrupted')[];
  readonly exitCode: 0 | 1 | 4 | 5;
}

export function outcomeOf(
  run: { readonly results: readonly Result[]; readonly framework: FrameworkId | null; readonly interrupted: boolean },
  failOn: Severity = 'low',
): Outcome {
  const all = counted(run.results, run.framework);
  const summary = countsOf(all.map(({ verdict }) => verdict));
  const incompleteBecause = [
    ...(summary.UNKNOWN > 0 ? (['results.unknown'] as const) : []),
    ...(run.interrupted ? (['run.interrupted'] as const) : []),
  ];
  const complete = incompleteBecause.length === 0;
  const failed = all.some(({ result, verdict }) => verdict === 'FAIL' && atLeast(result.severity, failOn));
  const exitCode = failed ? (complete ? 1 : 5) : complete ? 0 : 4;
  return { counted: all, summary, complete, incompleteBecause, exitCode };
}

function atLeast(severity: Severity, bound: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(bound);
}
