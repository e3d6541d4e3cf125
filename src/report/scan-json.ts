import { notAssessable } from '../evaluate/evaluate.ts';
import type { Outcome } from '../evaluate/outcome.ts';
import { byAccountOf, cellsOf, controlSummaries } from '../evaluate/roll-up.ts';
import type { Run } from '../evaluate/run.ts';
import type { Json } from '../model/json.ts';
import type { JudgedCandidate, Result } from '../model/result.ts';
import type { Condition, Reason } from '../model/verdict.ts';
import { SourceTable } from './sources.ts';
import { trailRows } from './trail-rows.ts';
import { Words } from './wording.ts';

export const SCAN_SCHEMA = 'trailproof/scan/1';

/** The scan as JSON, in pieces: one result per line, so that a large run is never one string. */
export function* scanJson(run: Run, outcome: Outcome): Generator<string> {
  const words = new Words(run.controls);
  const sources = new SourceTable();
  yield '{\n';
  for (const [name, value] of head(run, outcome)) yield `${member(name, value)},\n`;
  const { counted } = outcome;
  yield '"results": [';
  for (const [position, { result }] of counted.entries()) {
    yield `${position === 0 ? '' : ','}\n  ${JSON.stringify(resultJson(result, words, sources))}`;
  }
  yield counted.length === 0 ? '],\n' : '\n],\n';
  yield* lines('sources', sources.all());
  yield `${member('summary', outcome.summary)}\n}\n`;
}

function* lines(name: string, values: readonly unknown[]): Generator<string> {
  yield `"${name}": [`;
  for (const [position, value] of values.entries()) yield `${position === 0 ? '' : ','}\n  ${JSON.stringify(value)}`;
  yield values.length === 0 ? '],\n' : '\n],\n';
}

function member(name: string, value: unknown): string {
  return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
}

function head(run: Run, { counted, complete, incompleteBecause }: Outcome): readonly (readonly [string, unknown])[] {
  const { facts, policy, tool, identity } = run;
  const { id, startedAt, finishedAt, clock } = run;
  const words = new Words(run.controls);
  const accounts = facts.accounts.map((account) => {
    const why = notAssessable(account, policy.policy);
    const { name, state, joinedAt, ou } = account;
    const reason = why === null ? null : { ...reasonJson(why, words) };
    const className = policy.policy.classes.get(account.id) ?? null;
    return { id: account.id, name, state, joinedAt, ou, class: className, assessable: why === null, reason };
  });
  const controls = controlSummaries(run.controls, counted).map(({ control, population, summary }) => ({
    id: control.id,
    title: control.title,
    severity: control.severity,
    population,
    summary,
  }));
  return [
    ['schema', SCAN_SCHEMA],
    ['tool', tool],
    ['run', { id, startedAt, finishedAt, clock, complete, incompleteBecause, identity }],
    ['policy', { file: policy.file, sha256: policy.sha256, severityProfile: 'default' }],
    ['framework', run.framework],
    [
      'scope',
      {
        mode: run.mode,
        accounts,
        regions: Object.fromEntries(facts.accounts.map((account) => [account.id, account.regions])),
      },
    ],
    ['apiCalls', sorted(run.apiCalls)],
    ['trails', trailRows(facts)],
    ['cells', cellsOf(run.results)],
    ['byAccount', byAccountOf(run.results)],
    ['controls', controls],
  ];
}

function sorted(record: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function resultJson(result: Result, words: Words, sources: SourceTable) {
  const { id, control, account, region, resource, severity, verdict, satisfiedBy, via, shown, others } = result;
  return {
    id,
    control,
    account,
    region,
    resource,
    severity,
    verdict,
    satisfiedBy,
    via,
    exception: null,
    conditions: (shown?.conditions ?? []).map((condition) => conditionJson(condition, sources)),
    candidates: verdict === 'PASS' ? [] : others.map((candidate) => candidateJson(candidate, sources)),
    clauses: result.clauses.map((clause) => ({
      ...clause,
      reasons: clause.reasons.map((reason) => reasonJson(reason, words)),
    })),
    reasons: result.reasons.map((reason) => reasonJson(reason, words)),
    remediation: [],
  };
}

function candidateJson({ resource, region, outcome, conditions }: JudgedCandidate, sources: SourceTable) {
  return { resource, region, outcome, conditions: conditions.map((condition) => conditionJson(condition, sources)) };
}

function conditionJson({ id, holds, observed, resource, sources: from }: Condition, sources: SourceTable) {
  return { id, holds, observed, resource, sources: from.map((source) => sources.number(source)) };
}

export function reasonJson(reason: Reason, words: Words): { id: string; params: Reason['params']; text: string } {
  return { id: reason.id, params: reason.params satisfies Readonly<Record<string, Json>>, text: words.text(reason) };
}
