import type { Run } from '../../evaluate/run.ts';
import type { Judged, Outcome, Tally } from '../../evaluate/tally.ts';
import type { Control } from '../../model/control.ts';
import type { FrameworkId } from '../../model/framework.ts';
import type { ResultFixes } from '../../remediate/result-fixes.ts';
import type { Paint } from '../paint.ts';

/**
 * One report in the making. `open` is called once, then `account` for each account as it is judged, then `close` with
 * what is only known at the end; the pieces, in this order, are the report.
 */
export interface ReportWriter {
  open(): string;
  account(judged: Judged): string;
  close(run: Run, tally: Tally, outcome: Outcome): Iterable<string>;
}

/** What is known before a run begins. */
export interface ReportSetting {
  readonly controls: readonly Control[];
  /** Results without a clause of it are left out, and the verdict is that of its clauses. */
  readonly framework: FrameworkId | null;
  readonly tool: Run['tool'];
  readonly paint: Paint;
  /** Folder of the captures, if they are kept. */
  readonly snapshot: string | null;
  /** The fix of each failing result is written under it; null: not asked for. */
  readonly fixes: ResultFixes | null;
  /** Follows the table for a terminal, and nothing else. */
  readonly afterTable: string;
}

/** A report that is written at the end, from the tally alone. */
export function atTheEnd(text: ReportWriter['close']): ReportWriter {
  return { open: () => '', account: () => '', close: text };
}
