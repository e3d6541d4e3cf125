import type { Control } from '../model/control.ts';
import type { FrameworkId } from '../model/framework.ts';
import type { Operation } from '../model/operations.ts';
import type { Policy } from '../model/policy.ts';

/** The policy of a run, with the file that it came from and the hash of what was read. */
export interface LoadedPolicy {
  readonly policy: Policy;
  /** As given, or `trailproof.yaml`; null for the built-in defaults. */
  readonly file: string | null;
  /** Hex SHA-256 of the file, or of the built-in defaults as JSON. */
  readonly sha256: string;
}

/** A run, without what it found. Times are ISO 8601 in UTC, to the millisecond. */
export interface Run {
  readonly tool: { readonly name: string; readonly version: string };
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly clock: string;
  readonly interrupted: boolean;
  /** False where the organization's list of accounts was refused or broke off. */
  readonly accountsListed: boolean;
  readonly identity: { readonly arn: string; readonly account: string };
  readonly mode: 'account' | 'organization';
  readonly apiCalls: Readonly<Partial<Record<Operation, number>>>;
  readonly policy: LoadedPolicy;
  readonly controls: readonly Control[];
  readonly framework: FrameworkId | null;
}
