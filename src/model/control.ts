import type { Fix } from './change.ts';
import type { FactKey } from './fact-keys.ts';
import type { Account, OrganizationFacts, Trail } from './facts.ts';
import type { ClauseRef, FrameworkId } from './framework.ts';
import type { Policy } from './policy.ts';
import type { Bucket } from './storage.ts';
import type { Candidate, Reason } from './verdict.ts';

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a control is about, for whoever looks for one. */
export const CATEGORIES = [
  'logging',
  'delivery',
  'protection',
  'integrity',
  'encryption',
  'monitoring',
  'inventory',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Wording of a reason: `{name}` stands for a parameter. `next` says what to do about it. */
export interface Wording {
  readonly text: string;
  readonly next?: string;
  /** Worth knowing, never why something fails or is unknown: it stands at its condition alone. */
  readonly note?: true;
}

/** What a condition asks, and the words for each reason that it can give. */
export interface ConditionWording {
  readonly title: string;
  readonly reasons: Readonly<Record<string, Wording>>;
}

/** One subject of a control's population, with what could satisfy the control for it. */
export interface Subject {
  /** The account in which the result is filed; null where the owner of the resource could not be told. */
  readonly account: string | null;
  readonly region: string | null;
  /** ARN of the subject, or the account id. */
  readonly resource: string;
  /** Last part of the result's id: `control/subject`. */
  readonly key: string;
  /** `any`: one candidate that meets all conditions is enough. A per-trail control has exactly one candidate. */
  readonly candidates: readonly Candidate[];
  /** The conditions shown where there is no candidate at all. */
  readonly none: Candidate | null;
  /** Why the question does not arise for this subject: it is NOT_APPLICABLE, whatever its candidates say. */
  readonly notApplicable?: Reason;
}

/**
 * Who is judged: one result per account, per trail or event data store that an account in scope owns, per bucket that
 * such trails deliver to, per account × Region, per organization trail × member, or per account with a special part in
 * the organization. Log groups, roles and other resources are the subjects of controls that users write.
 */
export const POPULATIONS = [
  'account',
  'trail',
  'event-data-store',
  'bucket',
  'cell',
  'member',
  'special-account',
  'log-group',
  'role',
  'resource',
] as const;
export type Population = (typeof POPULATIONS)[number];

export interface ControlContext {
  /** Milliseconds since 1970, UTC: the moment that ages are measured against. */
  readonly clock: number;
  readonly account: Account;
  /** null where one account is judged alone. */
  readonly organization: OrganizationFacts | null;
  readonly policy: Policy;
  /** For the controls of buckets, which are judged after all accounts: the trails that deliver to each. */
  readonly buckets: readonly (readonly Trail[])[];
}

/** Which lists of an account decide whether all subjects of a user's control were found. */
export type Listing = 'trails' | 'event-data-stores';

/** A question that a user wrote as SQL over the views; it is judged when all accounts are. */
export interface OwnQuestion {
  /** Where each statement stands: `FILE:LINE:COLUMN`. */
  readonly places: Readonly<Record<'population' | 'unknown' | 'violations', string>>;
  /** Returns `subject`, and `account`, `region`, `resource` where they cannot be told from it. */
  readonly population: string;
  /** Returns `subject` and `reason`; null: whatever v_unread tells of what it reads. */
  readonly unknown: string | null;
  /** Returns `subject` and `reason`; expected to return nothing. */
  readonly violations: string;
  /** Bound as `:name`; a list as JSON text. */
  readonly parameters: Readonly<Record<string, string | number | readonly string[]>>;
  /** What to do about a violation. */
  readonly remediation: string;
  readonly references: readonly string[];
  /** Who answers for the control. */
  readonly owner: string | null;
  /** Where one of these lists is not whole, there may be subjects, or trails behind a subject, that nobody saw. */
  readonly listings: readonly Listing[];
  /** Names of the views that it reads. */
  readonly views: readonly string[];
  /** It reads results, so the controls of the library have to be judged. */
  readonly readsResults: boolean;
}

/** A subject that fails: the candidate that is shown, and which of its conditions do not hold. */
export interface Failing {
  readonly context: ControlContext;
  readonly broken: ReadonlySet<string>;
  /** The trail that is judged, or the best candidate; null where there is none. */
  readonly trail: Trail | null;
  /** The bucket that is judged. */
  readonly bucket: Bucket | null;
  readonly reasons: readonly Reason[];
  /** Facts of any account of the run; null where it is none of them. */
  readonly accountOf: (id: string) => Account | null;
  /** So many accounts have no trail that one for the whole organization comes first. */
  readonly organizationWide: boolean;
}

export interface Control {
  /** Equals the folder's name; never used again for anything else. */
  readonly id: string;
  /** The requirement, in the positive. */
  readonly title: string;
  readonly category: Category;
  /** As shipped; a selected control carries the one that the policy file gives it. */
  readonly severity: Severity;
  /** Judged only where it is asked for by name: beside the question whether activity is recorded, not a part of it. */
  readonly companion?: true;
  readonly rationale: string;
  readonly population: Population;
  readonly needs: readonly FactKey[];
  readonly conditions: Readonly<Record<string, ConditionWording>>;
  readonly clauses: readonly ClauseRef[];
  readonly related: readonly string[];
  /**
   * The same question as one SELECT over the views of facts and results: its column `subject` has exactly the subjects
   * that fail, as the last part of their result's id. The tests compare it with the verdicts on every case.
   */
  readonly query: string;
  /**
   * What repairs a failing subject, as data; null where there is nothing that could be printed. Conditions that hang on
   * time (a delivery that has to come) are not repaired but waited for.
   */
  readonly fix?: (failing: Failing) => Fix;
  /** Set where a user wrote it; it has no `subjects` then. */
  readonly own?: OwnQuestion;
  readonly subjects: (context: ControlContext) => readonly Subject[];
}

/** Returns its argument; gives the author of a control the types and refuses clauses over conditions that do not exist. */
export function defineControl<const Conditions extends Readonly<Record<string, ConditionWording>>>(
  control: Omit<Control, 'conditions' | 'clauses'> & {
    readonly conditions: Conditions;
    readonly clauses: readonly {
      readonly framework: FrameworkId;
      readonly id: string;
      readonly conditions: readonly (keyof Conditions & string)[];
    }[];
  },
): Control {
  return control;
}

/** The trails that can count for the account: those that reach it and that the policy file does not exclude. */
export function candidateTrails({ account, policy }: ControlContext): readonly Trail[] {
  return account.trails.filter((trail) => trail.reach !== 'not-reached' && !policy.excludedTrails.has(trail.arn));
}
