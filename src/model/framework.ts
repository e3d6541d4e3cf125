export const FRAMEWORK_IDS = [
  'aws-security-hub',
  'cis-aws-1.2',
  'cis-aws-1.4',
  'cis-aws-3.0',
  'cis-aws-5.0',
  'iso-27001-2022',
  'nist-800-53-r5',
  'pci-dss-4.0.1',
  'soc-2',
  'hipaa',
] as const;

export type FrameworkId = (typeof FRAMEWORK_IDS)[number];

/** Who says that a clause is about what a control checks. */
export interface Provenance {
  /** `benchmark`: the framework itself is about it; `aws`: AWS says so; `consensus`: common practice of public scanners. */
  readonly by: 'benchmark' | 'aws' | 'consensus';
  readonly text: string;
}

/** Why no control judges a clause. `no-aws-mapping`: public scanners name it beside CloudTrail, AWS does not. */
export type NotJudged = 'later:alarms' | 'later:log-retention' | 'other-service' | 'no-aws-mapping';

/** A framework's vocabulary: the clauses that touch CloudTrail and their neighbours, with titles in our own words. */
export interface Framework {
  readonly id: FrameworkId;
  readonly title: string;
  readonly version: string;
  /** Where the clause numbers can be looked up. */
  readonly source: string;
  readonly provenance: Provenance;
  /** Which part of the framework the vocabulary has, as a sentence: the rest is not about CloudTrail. */
  readonly extent: string;
  readonly clauses: Readonly<Record<string, string>>;
  /** Why nothing judges a clause, as long as no control names it. */
  readonly notJudged: Readonly<Record<string, NotJudged>>;
}

/** A clause = a named subset of a control's conditions. */
export interface ClauseRef {
  readonly framework: FrameworkId;
  readonly id: string;
  readonly conditions: readonly string[];
}

/** One clause for each id, all over the same conditions. */
export function clausesOf<const Condition extends string>(
  framework: FrameworkId,
  ids: readonly string[],
  conditions: readonly Condition[],
): readonly { readonly framework: FrameworkId; readonly id: string; readonly conditions: readonly Condition[] }[] {
  return ids.map((id) => ({ framework, id, conditions }));
}
