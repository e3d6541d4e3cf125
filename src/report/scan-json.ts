import { countedVerdict } from '../evaluate/counts.ts';
import { operatingModel } from '../evaluate/operating-model.ts';
import type { PolicyDocument } from '../evaluate/policy-documents.ts';
import type { Run } from '../evaluate/run.ts';
import type { Judged, Outcome, Tally } from '../evaluate/tally.ts';
import type { Control } from '../model/control.ts';
import { organizationTrailsOf } from '../model/facts.ts';
import type { FrameworkId } from '../model/framework.ts';
import type { Json } from '../model/json.ts';
import { severityProfileName } from '../model/policy.ts';
import type { JudgedCandidate, Result } from '../model/result.ts';
import type { Condition, Reason } from '../model/verdict.ts';
import type { ResultFixes } from '../remediate/result-fixes.ts';
import { distinct } from '../util/distinct.ts';
import { jsonText } from '../util/json-text.ts';
import { SourceTable } from './sources.ts';
import { trailRow } from './trail-rows.ts';
import { Words } from './wording.ts';

const SCAN_SCHEMA = 'trailproof/scan/1';

/**
 * The scan as JSON, written as accounts come: results first, one per line, then what is only known at the end. A run over
 * ten thousand accounts is never one string.
 */
export class ScanJson {
  readonly #words: Words;
  readonly #framework: FrameworkId | null;
  readonly #fixes: ResultFixes | null;
  readonly #sources = new SourceTable();
  #results = 0;

  constructor(controls: readonly Control[], framework: FrameworkId | null, fixes: ResultFixes | null = null) {
    this.#fixes = fixes;
    this.#words = new Words(controls);
    this.#framework = framework;
  }

  open(): string {
    return `{\n${member('schema', SCAN_SCHEMA)},\n"results": [`;
  }

  account({ account, results }: Judged): string {
    let text = '';
    for (const result of results) {
      if (countedVerdict(result, this.#framework) === null) continue;
      text += `${this.#results === 0 ? '' : ','}\n  ${jsonText(resultJson(result, this.#words, this.#sources, this.#fixes))}`;
      this.#results += 1;
    }
    // Members point at the answers of whoever owns their organization's trails, and at nobody else's.
    if (account !== null && organizationTrailsOf(account).length === 0) this.#sources.settle(account.id);
    return text;
  }

  *close(run: Run, tally: Tally, outcome: Outcome): Generator<string> {
    yield this.#results === 0 ? '],\n' : '\n],\n';
    yield* lines('sources', '[]', this.#sources.json());
    for (const [name, value] of head(run, tally, outcome, this.#words)) yield `${member(name, value)},\n`;
    yield* lines(
      'trails',
      '[]',
      tally.inventory.all().map((entry) => jsonText(trailRow(entry))),
    );
    yield* lines(
      'cells',
      '{}',
      [...tally.cells].map(([account, cells]) => member(account, cells)),
    );
    yield* lines(
      'byAccount',
      '{}',
      [...tally.verdicts.entries()].map(([account, row]) => member(account, row)),
    );
    yield `${member('summary', tally.summary)}\n}\n`;
  }
}

function* lines(name: string, brackets: '[]' | '{}', values: readonly string[]): Generator<string> {
  yield `"${name}": ${brackets[0]}`;
  for (const [position, value] of values.entries()) yield `${position === 0 ? '' : ','}\n  ${value}`;
  yield values.length === 0 ? `${brackets[1]},\n` : `\n${brackets[1]},\n`;
}

function member(name: string, value: unknown): string {
  return `${jsonText(name)}: ${jsonText(value)}`;
}

function head(run: Run, tally: Tally, outcome: Outcome, words: Words): readonly (readonly [string, unknown])[] {
  const { policy, tool, identity, id, startedAt, finishedAt, clock } = run;
  const { complete, incompleteBecause } = outcome;
  const accounts = tally.rows.map((row) => {
    const left: Reason | null =
      row.leftOut === null ? null : { id: 'scope.left-out', params: { account: row.id, because: row.leftOut } };
    const why = left ?? row.notAssessed;
    const { name, state, joinedAt, ou, className } = row;
    const reason = why === null ? null : reasonJson(why, words);
    return { id: row.id, name, state, joinedAt, ou, class: className, assessable: why === null, reason };
  });
  const controls = tally.controls().map(({ control, population, summary }) => {
    return { id: control.id, title: control.title, severity: control.severity, population, summary };
  });
  const regions = Object.fromEntries(tally.rows.map((row) => [row.id, row.regions]));
  return [
    ['tool', tool],
    ['run', { id, startedAt, finishedAt, clock, complete, incompleteBecause, identity }],
    [
      'policy',
      { file: policy.file, sha256: policy.sha256, severityProfile: severityProfileName(policy.policy.severity) },
    ],
    ['framework', run.framework],
    ['scope', { mode: run.mode, accounts, regions }],
    ['operatingModel', operatingModel(tally.rows)],
    ['apiCalls', sorted(run.apiCalls)],
    ['controls', controls],
  ];
}

function sorted(record: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function resultJson(result: Result, words: Words, sources: SourceTable, fixes: ResultFixes | null = null) {
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
    exception: result.exception,
    conditions: (shown?.conditions ?? []).map((condition) => conditionJson(condition, sources)),
    candidates: verdict === 'PASS' ? [] : others.map((candidate) => candidateJson(candidate, sources)),
    clauses: result.clauses.map((clause) => ({
      ...clause,
      reasons: clause.reasons.map((reason) => reasonJson(reason, words)),
    })),
    reasons: result.reasons.map((reason) => reasonJson(reason, words)),
    remediation: fixes === null ? [] : fixes.of(result).parts,
  };
}

/** Policies as AWS answered them, each once. */
export function policiesJson(documents: readonly PolicyDocument[], sources: SourceTable) {
  const rows = documents.map(({ name, of, text, source }) => ({ name, of, text, source: sources.number(source) }));
  return distinct(rows);
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
