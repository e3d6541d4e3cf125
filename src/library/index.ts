/**
 * The programming interface of Trailproof; the command line is made of it (docs/library.md). What is not exported here is
 * private and may change at any time.
 */

export { CONTROLS } from '../controls/registry.generated.ts';
export type { AccountRow, Cell } from '../evaluate/account-book.ts';
export type { Counts } from '../evaluate/counts.ts';
export type { InventoryEntry } from '../evaluate/inventory.ts';
export type { LoadedPolicy, Run } from '../evaluate/run.ts';
export type { ControlSummary, Judged, Outcome, Tally } from '../evaluate/tally.ts';
export { FRAMEWORKS } from '../frameworks/index.ts';
export type { Control, Population, Severity } from '../model/control.ts';
export type { FactKey } from '../model/fact-keys.ts';
export type { Account, Trail } from '../model/facts.ts';
export type { ClauseRef, Framework, FrameworkId } from '../model/framework.ts';
export { DEFAULT_POLICY, type Policy } from '../model/policy.ts';
export type { Failure, Read, Source as FactSource } from '../model/read.ts';
export type { ClauseResult, JudgedCandidate, Result } from '../model/result.ts';
export type { Candidate, Condition, Holds, Reason, Verdict } from '../model/verdict.ts';
export type { StoredQuery } from '../queries/library.ts';
export type { Column, ColumnType, View } from '../queries/view.ts';
export { VIEWS } from '../queries/views.ts';
export { UserError } from '../util/errors.ts';
export { builtInPolicy } from '../workflow/policy-file.ts';
export { storedQueries } from '../workflow/query.ts';
export { selectControls } from '../workflow/select-controls.ts';
export { collect } from './collect.ts';
export {
  type AwsSource,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type OrganizationSource,
  type Source,
} from './evaluate.ts';
export { loadOwnControls } from './own-controls.ts';
export { loadPolicy } from './policy.ts';
export { type QueryAnswer, type QueryOptions, query } from './query.ts';
