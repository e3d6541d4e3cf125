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

/** A framework's vocabulary: its clauses with titles in our own words. */
export interface Framework {
  readonly id: FrameworkId;
  readonly title: string;
  readonly version: string;
  /** Where the clause numbers can be looked up. */
  readonly source: string;
  readonly clauses: Readonly<Record<string, string>>;
}

/** A clause = a named subset of a control's conditions. */
export interface ClauseRef {
  readonly framework: FrameworkId;
  readonly id: string;
  readonly conditions: readonly string[];
}
