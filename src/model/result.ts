import type { Severity } from './control.ts';
import type { FrameworkId } from './framework.ts';
import type { Candidate, Reason, Verdict } from './verdict.ts';

export interface ClauseResult {
  readonly framework: FrameworkId;
  readonly id: string;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

export interface JudgedCandidate extends Candidate {
  readonly outcome: Verdict;
}

/** The accepted exception that covers a failing result; the verdict under it never changes. */
export interface ExceptionRef {
  readonly id: string;
  /** Who answers for it. */
  readonly owner: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
  readonly reason: string;
}

/** Control × subject: one verdict, and everything that decided it. */
export interface Result {
  /** Stable across runs: `control/subject`. */
  readonly id: string;
  readonly control: string;
  /** The account in which it is filed; null where the owner of a bucket could not be told. */
  readonly account: string | null;
  readonly region: string | null;
  readonly resource: string;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly exception: ExceptionRef | null;
  /** ARN of the trail that satisfied an account-level control. */
  readonly satisfiedBy: string | null;
  readonly via: 'own' | 'organization' | null;
  /** The candidate whose conditions are shown; null where nothing could be judged. */
  readonly shown: JudgedCandidate | null;
  /** All others. */
  readonly others: readonly JudgedCandidate[];
  readonly clauses: readonly ClauseResult[];
  readonly reasons: readonly Reason[];
}
