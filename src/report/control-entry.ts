import type { Control, Population, Severity } from '../model/control.ts';
import { type FactKey, OPERATIONS_OF_FACT } from '../model/fact-keys.ts';

/** A control, with everything that its page says and that is not written in it. */
export interface ControlEntry {
  /** With the severity that the policy file gives it. */
  readonly control: Control;
  readonly shippedSeverity: Severity;
  readonly provider: 'aws';
  /** Services of AWS that are asked for its facts, by their prefix in IAM; sorted. */
  readonly services: readonly string[];
  /** Types of resources as AWS Config spells them: what is judged first, then what is looked at for it. */
  readonly assetTypes: readonly string[];
  /** Stored queries that ask the same question. */
  readonly queries: number;
  /** Controls that it names as related, and those that name it; sorted. */
  readonly related: readonly string[];
}

const TYPE_OF_SUBJECT: Readonly<Record<Population, string>> = {
  account: 'AWS::::Account',
  trail: 'AWS::CloudTrail::Trail',
  'event-data-store': 'AWS::CloudTrail::EventDataStore',
  bucket: 'AWS::S3::Bucket',
  cell: 'AWS::::Account',
  member: 'AWS::::Account',
  'special-account': 'AWS::::Account',
  'log-group': 'AWS::Logs::LogGroup',
  role: 'AWS::IAM::Role',
  resource: 'AWS::::Resource',
};

/** The type of resource that a fact is about; null where that is no resource of its own. */
const TYPE_OF_FACT: Readonly<Record<FactKey, string | null>> = {
  organization: 'AWS::Organizations::Organization',
  trails: 'AWS::CloudTrail::Trail',
  status: 'AWS::CloudTrail::Trail',
  selectors: 'AWS::CloudTrail::Trail',
  insights: 'AWS::CloudTrail::Trail',
  tags: null,
  'event-data-stores': 'AWS::CloudTrail::EventDataStore',
  'log-group': 'AWS::Logs::LogGroup',
  'log-group-activity': 'AWS::Logs::LogGroup',
  role: 'AWS::IAM::Role',
  'role-policies': 'AWS::IAM::Role',
  'service-linked-role': 'AWS::IAM::Role',
  bucket: 'AWS::S3::Bucket',
  key: 'AWS::KMS::Key',
  topic: 'AWS::SNS::Topic',
  guardrails: 'AWS::Organizations::Policy',
  'newest-event': 'AWS::Logs::LogGroup',
};

/** The entries of `chosen`, which may carry other severities, in a library of controls as shipped. */
export function controlEntries(chosen: readonly Control[], library: readonly Control[]): readonly ControlEntry[] {
  return chosen.map((control) => {
    const needs: readonly FactKey[] = ['trails', ...control.needs];
    const operations = needs.flatMap((need) => OPERATIONS_OF_FACT[need]);
    const looked = control.needs.flatMap((need) => TYPE_OF_FACT[need] ?? []);
    return {
      control,
      shippedSeverity: library.find(({ id }) => id === control.id)?.severity ?? control.severity,
      provider: 'aws',
      services: [...new Set(operations.map((operation) => operation.split(':')[0] ?? ''))].sort(),
      assetTypes: [...new Set([TYPE_OF_SUBJECT[control.population], ...looked])],
      queries: control.own === undefined ? 1 : control.own.unknown === null ? 2 : 3,
      related: relatedTo(control, library),
    };
  });
}

function relatedTo({ id, related }: Control, library: readonly Control[]): readonly string[] {
  const naming = library.filter((other) => other.related.includes(id)).map((other) => other.id);
  return [...new Set([...related, ...naming])].filter((other) => other !== id).sort();
}
