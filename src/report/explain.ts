import type { PolicyDocument } from '../evaluate/policy-documents.ts';
import type { Run } from '../evaluate/run.ts';
import type { Json } from '../model/json.ts';
import type { JudgedCandidate, Result } from '../model/result.ts';
import { type Condition, type Holds, VERDICTS } from '../model/verdict.ts';
import { jsonText } from '../util/json-text.ts';
import { plainText, wrap } from '../util/text.ts';
import type { Paint } from './paint.ts';
import { policiesJson, resultJson } from './scan-json.ts';
import { SourceTable } from './sources.ts';
import { Statements } from './statements.ts';
import { Words } from './wording.ts';

/** Every condition of the given results, with the observed value and the call and time that it came from; worst first. */
export function explainText(
  run: Run,
  results: readonly Result[],
  documents: readonly PolicyDocument[],
  words: Words,
  paint: Paint,
): string {
  const statements = new Statements();
  statements.add(documents);
  const ordered = VERDICTS.flatMap((verdict) => results.filter((result) => result.verdict === verdict));
  const covered = ordered.filter((result) => result.control === 'region-coverage' && result.verdict === 'PASS');
  // Many equal cells would bury the rest.
  const folded = covered.length > 3 ? covered : [];
  const parts = ordered
    .filter((result) => !folded.includes(result))
    .map((result) => explainResult(run, result, statements, words, paint).join('\n'));
  return `${[...parts, ...foldedCells(folded, words, paint)].join('\n\n')}\n`;
}

function foldedCells(cells: readonly Result[], words: Words, paint: Paint): readonly string[] {
  return [...Map.groupBy(cells, ({ account, satisfiedBy }) => `${account} ${satisfiedBy}`).values()].flatMap(
    (group) => {
      const [first] = group;
      if (first === undefined) return [];
      const regions = group.map((result) => result.region).join(', ');
      const text = `${group.length} Regions are covered by ${words.trail(first.satisfiedBy ?? '')}: ${regions}. trailproof explain ${first.id} shows one.`;
      const head = `${paint('good', 'PASS')}  ${paint('strong', `region-coverage/${first.account}`)}`;
      return [[head, ...wrap(text, 78).map((line) => `  ${line}`)].join('\n')];
    },
  );
}

function explainResult(
  run: Run,
  result: Result,
  statements: Statements,
  words: Words,
  paint: Paint,
): readonly string[] {
  const control = run.controls.find((one) => one.id === result.control);
  const titles = control?.conditions ?? {};
  const style = result.verdict === 'PASS' ? 'good' : result.verdict === 'FAIL' ? 'bad' : 'doubt';
  const judged = [...(result.shown === null ? [] : [result.shown]), ...result.others];
  return [
    `${paint(style, result.verdict)}  ${paint('strong', plainText(result.id))}`,
    ...wrap(control?.title ?? '', 78).map((line) => `  ${line}`),
    ...result.reasons.flatMap((reason) =>
      wrap(words.text(reason, true), 76).map((line, part) => `  ${part === 0 ? '- ' : '  '}${line}`),
    ),
    ...judged.flatMap((candidate) => explainCandidate(candidate, titles, statements, words, paint)),
    ...clauseLines(result),
  ];
}

function explainCandidate(
  candidate: JudgedCandidate,
  titles: Readonly<Record<string, { title: string }>>,
  statements: Statements,
  words: Words,
  paint: Paint,
): readonly string[] {
  const name =
    candidate.resource ?? (candidate.region === null ? 'no trail' : `trails of ${candidate.region} (not read)`);
  return [
    `  ${plainText(name)}: ${candidate.outcome}`,
    ...candidate.conditions.flatMap((condition) =>
      explainCondition(condition, titles[condition.id]?.title ?? condition.id, statements, words, paint),
    ),
  ];
}

const MARK: Readonly<Record<Holds, string>> = { yes: 'yes', no: 'NO ', unknown: '?  ' };

function explainCondition(
  condition: Condition,
  title: string,
  statements: Statements,
  words: Words,
  paint: Paint,
): readonly string[] {
  const style = condition.holds === 'yes' ? 'good' : condition.holds === 'no' ? 'bad' : 'doubt';
  const observed = observedLines(condition.observed, statements);
  const why =
    condition.holds === 'unknown' ? condition.reasons.flatMap((reason) => wrap(words.text(reason, true), 68)) : [];
  const sources = condition.sources.slice(0, 3).flatMap(({ call, region, field, at, capture }) => {
    const answer = capture === null ? '' : `capture ${capture.slice('sha256:'.length, 'sha256:'.length + 12)}`;
    const words = [call, region, at ?? 'no date', field, answer].filter((word) => word !== null && word !== '');
    return wrap(words.join(' '), 72);
  });
  const more = condition.sources.length > 3 ? [`and ${condition.sources.length - 3} more answers`] : [];
  return [
    ...wrap(`${condition.id}: ${title}`, 72).map(
      (line, part) => `    ${part === 0 ? paint(style, MARK[condition.holds]) : '   '} ${line}`,
    ),
    ...[...observed, ...why, ...sources, ...more].map((line) => `        ${paint('dim', line)}`),
  ];
}

/** The value that decided; where it points into policies, the statements that stand there. */
function observedLines(observed: Json, statements: Statements): readonly string[] {
  if (observed === null) return [];
  const pointed = Array.isArray(observed) ? observed.map((label) => ({ label, text: statements.at(label) })) : [];
  if (pointed.length === 0 || pointed.some(({ text }) => text === null)) {
    return wrap(`observed ${plainText(JSON.stringify(observed))}`, 68);
  }
  return pointed.flatMap(({ label, text }) => [
    ...wrap(`by ${plainText(String(label))}`, 68),
    ...wrap(plainText(text ?? ''), 66).map((line) => `  ${line}`),
  ]);
}

/** `soc-2 PASS CC7.2, CC7.3`: one line for each framework and verdict. */
function clauseLines(result: Result): readonly string[] {
  if (result.clauses.length === 0) return [];
  const groups = Map.groupBy(result.clauses, ({ framework, verdict }) => `${framework} ${verdict}`);
  const lines = [...groups].flatMap(([start, clauses]) => {
    const numbers = clauses.map(({ id, reasons }) =>
      reasons.some((reason) => reason.id === 'parity.undocumented') ? `${id} (undocumented by AWS)` : id,
    );
    const [first = '', ...rest] = wrap(`${start} ${numbers.join(', ')}`, 72);
    return [`    ${first}`, ...rest.map((line) => `      ${line}`)];
  });
  return ['  Clauses', ...lines];
}

export function explainJson(
  run: Run,
  results: readonly Result[],
  documents: readonly PolicyDocument[],
  complete: boolean,
): string {
  const words = new Words(run.controls);
  const sources = new SourceTable();
  const rows = results.map((result) => resultJson(result, words, sources));
  const { tool, clock, identity } = run;
  const document = {
    schema: 'trailproof/explain/1',
    tool,
    clock,
    identity,
    complete,
    results: rows,
    policies: policiesJson(documents, sources),
    sources: JSON.parse(`[${sources.json().join(',')}]`) as unknown,
  };
  return `${jsonText(document, 2)}\n`;
}
