import type { Json } from './json.ts';
import type { Source } from './read.ts';

export const VERDICTS = ['FAIL', 'UNKNOWN', 'PASS', 'NOT_APPLICABLE'] as const;

/** Listed in the order in which a roll-up lets one hide the other. */
export type Verdict = (typeof VERDICTS)[number];

export type Holds = 'yes' | 'no' | 'unknown';

/** Why something holds or does not: a stable id and the values of its sentence. Sentences are made by `report/`. */
export interface Reason {
  readonly id: string;
  readonly params: { readonly [name: string]: Json };
}

/** One condition, judged on one subject or candidate. */
export interface Condition {
  readonly id: string;
  readonly holds: Holds;
  /** The value that decided, as AWS spells it where possible; null where nothing was read. */
  readonly observed: Json;
  readonly resource: string | null;
  readonly sources: readonly Source[];
  readonly reasons: readonly Reason[];
}

/** Something that could satisfy a control: a trail, or a Region that could not be read and may hide one. */
export interface Candidate {
  readonly resource: string | null;
  readonly region: string | null;
  readonly conditions: readonly Condition[];
  /** How the candidate serves the account: by its own trail or by one of its organization; null where that is unknown. */
  readonly via: 'own' | 'organization' | null;
  /** Where Security Hub's behaviour on this candidate is undocumented, and which conditions the doubt is about. */
  readonly doubts: readonly { readonly id: string; readonly conditions: readonly string[] }[];
}

/** Decides all conditions on one subject: one "no" fails, else one "unknown" leaves it unknown, else it passes. */
export function allOf(conditions: readonly Pick<Condition, 'holds'>[]): Verdict {
  if (conditions.length === 0) throw new Error('a verdict needs at least one condition');
  if (conditions.some((condition) => condition.holds === 'no')) return 'FAIL';
  if (conditions.some((condition) => condition.holds === 'unknown')) return 'UNKNOWN';
  return 'PASS';
}

/** Decides over candidates: one pass wins, else one unknown leaves it unknown, else it fails; so does an empty list. */
export function anyOf(outcomes: readonly Verdict[]): Verdict {
  if (outcomes.includes('PASS')) return 'PASS';
  if (outcomes.includes('UNKNOWN')) return 'UNKNOWN';
  return 'FAIL';
}

/** The one verdict that stands for many: FAIL, UNKNOWN, PASS, NOT_APPLICABLE, in that order; null for none. */
export function rollUp(verdicts: Iterable<Verdict>): Verdict | null {
  const seen = new Set(verdicts);
  return VERDICTS.find((verdict) => seen.has(verdict)) ?? null;
}
