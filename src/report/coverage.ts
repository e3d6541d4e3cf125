import type { Counts } from '../evaluate/counts.ts';
import type { Run } from '../evaluate/run.ts';
import type { Verdict } from '../model/verdict.ts';
import { jsonText } from '../util/json-text.ts';
import { wrap } from '../util/text.ts';
import { type ClauseCoverage, type ClauseJudge, type FrameworkCoverage, verdictsOf } from './clause-coverage.ts';
import { csvLine } from './csv.ts';
import { code, markdownTable, prose } from './markdown.ts';
import type { Paint } from './paint.ts';

const WIDTH = 80;

/** Where facts were looked at; `complete` is false where a verdict shown is UNKNOWN or accounts are missing. */
export interface CoverageRun {
  readonly run: Run;
  readonly complete: boolean;
}

export const PROVENANCE: Readonly<Record<'benchmark' | 'aws' | 'consensus', string>> = {
  benchmark: 'its own items',
  aws: 'said by AWS',
  consensus: 'common practice',
};

/** What being judged does not mean. */
export const CAVEAT =
  'That a clause is judged says that a control asks for the conditions named here, not that they are all the clause wants.';

const SHORT = [
  ['PASS', 'PASS'],
  ['FAIL', 'FAIL'],
  ['UNKNOWN', 'UNKNOWN'],
  ['NOT_APPLICABLE', 'N/A'],
] as const satisfies readonly (readonly [Verdict, string])[];

/** One line for each framework and version; with facts, how many of its clauses have which verdict. */
export function coverageOverview(rows: readonly FrameworkCoverage[], facts: CoverageRun | null, paint: Paint): string {
  const width = facts === null ? 12 : 9;
  const line = (name: string, version: string, judged: string, rest: readonly (string | number)[]): string =>
    [name.padEnd(18), version.padEnd(15), judged.padStart(9), ...rest.map((cell) => String(cell).padStart(width))].join(
      '',
    );
  const head =
    facts === null
      ? line('Framework', 'Version', 'Clauses', ['Judged', 'On request', 'Not judged'])
      : line('Framework', 'Version', 'Judged', ['PASS', 'FAIL', 'UNKNOWN', 'N/A']);
  const body = rows.map((row) => {
    const { framework, summary } = row;
    if (facts === null) {
      const { clauses, judged, onRequest, notJudged } = summary;
      return line(framework.id, framework.version, String(clauses), [judged, onRequest, notJudged]);
    }
    const verdicts = verdictsOf(row);
    const cells = SHORT.map(([verdict]) => (verdicts[verdict] === 0 ? '.' : verdicts[verdict]));
    return line(framework.id, framework.version, `${summary.judged} of ${summary.clauses}`, cells);
  });
  const about =
    facts === null
      ? 'On request: only controls that are not selected judge them (--controls default,ID).'
      : 'A clause has the worst verdict of all its results: FAIL, UNKNOWN, PASS, N/A.';
  const next = ['trailproof coverage --framework ID goes clause by clause.'];
  return page([[paint('strong', head), ...body], [...wrap(about, WIDTH), ...next], closing(facts, paint)]);
}

/** One framework for 80 columns, clause by clause. */
export function coverageTable(row: FrameworkCoverage, facts: CoverageRun | null, paint: Paint): string {
  const { framework, clauses, summary } = row;
  const margin = clauses.reduce((most, { id }) => Math.max(most, id.length), 0) + 2;
  const { judged, onRequest, notJudged } = summary;
  const sums = `${judged} of ${summary.clauses} clauses judged, ${onRequest} on request, ${notJudged} not judged.`;
  return page([
    [paint('strong', `${framework.title} (${framework.id})`), sums],
    wrap(`Who says so: ${framework.provenance.text}`, WIDTH),
    wrap(`What is listed: ${framework.extent}`, WIDTH),
    clauses.flatMap((clause) => clauseLines(clause, margin, paint)),
    wrap(CAVEAT, WIDTH),
    closing(facts, paint),
  ]);
}

function clauseLines(clause: ClauseCoverage, margin: number, paint: Paint): readonly string[] {
  const indent = ' '.repeat(margin);
  const under = (text: string): readonly string[] =>
    wrap(text, WIDTH - margin - 2).map((line, index) => `${indent}${index === 0 ? '' : '  '}${line}`);
  const [title = '', ...rest] = wrap(clause.title, WIDTH - margin);
  const because = clause.because === null ? [] : under(`not judged: ${clause.because.text}`);
  return [
    `${paint('strong', clause.id.padEnd(margin))}${title}`,
    ...rest.map((line) => indent + line),
    ...clause.judgedBy.flatMap((judge) => judgeLines(judge).flatMap(under)),
    ...because.map((line) => paint('dim', line)),
  ];
}

function judgeLines({ control, selected, conditions, counts }: ClauseJudge): readonly string[] {
  const asked = selected ? '' : ' (on request)';
  const verdicts = counts === null ? [] : [`  ${countsText(counts)}`];
  return [`${control}${asked}: ${conditions.join(', ')}`, ...verdicts];
}

function countsText(counts: Counts): string {
  const parts = SHORT.flatMap(([verdict, name]) => (counts[verdict] === 0 ? [] : [`${name} ${counts[verdict]}`]));
  return parts.length === 0 ? 'no result' : parts.join(', ');
}

function closing(facts: CoverageRun | null, paint: Paint): readonly string[] {
  if (facts === null) return [];
  const { run, complete } = facts;
  const doubt = complete ? [] : ['The picture is not complete: UNKNOWN is not PASS.'];
  const who = `Judged as of ${run.clock.slice(0, 19)}Z by ${run.identity.arn}`;
  return [...doubt.map((line) => paint('doubt', line)), ...wrap(who, WIDTH).map((line) => paint('dim', line))];
}

function page(sections: readonly (readonly string[])[]): string {
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** One framework: who says so, and a table of its clauses; `linked` writes a control as a link, or as code. */
export function coverageMarkdown(
  row: FrameworkCoverage,
  facts: CoverageRun | null,
  linked: (control: string) => string = code,
): string {
  const { framework, clauses, summary } = row;
  const names = SHORT.map(([, name]) => name);
  const rows = clauses.flatMap((clause) => {
    const head = [prose(clause.id), prose(clause.title)];
    if (clause.because !== null) return [[...head, `Not judged: ${prose(clause.because.text)}`, '', ...blank(facts)]];
    return clause.judgedBy.map(({ control, selected, conditions, counts }) => [
      ...head,
      `${linked(control)}${selected ? '' : ' (on request)'}`,
      conditions.map(code).join(' '),
      ...(facts === null ? [] : SHORT.map(([verdict]) => (counts === null ? '' : String(counts[verdict])))),
    ]);
  });
  const { judged, onRequest, notJudged } = summary;
  return `${[
    `# ${prose(framework.title)}`,
    markdownTable(
      ['Id', 'Version', 'Clauses', 'Judged', 'On request', 'Not judged'],
      [[code(framework.id), prose(framework.version), ...[summary.clauses, judged, onRequest, notJudged].map(String)]],
    ),
    `**Who says so:** ${prose(framework.provenance.text)}`,
    `**What is listed:** ${prose(framework.extent)} Numbers can be looked up in: ${prose(framework.source)}. Titles are our own words.`,
    markdownTable(['Clause', 'About', 'Judged by', 'Conditions', ...(facts === null ? [] : names)], rows),
    CAVEAT,
    ...(facts === null || facts.complete ? [] : ['The picture is not complete: UNKNOWN is not PASS.']),
  ].join('\n\n')}\n`;
}

function blank(facts: CoverageRun | null): readonly string[] {
  return facts === null ? [] : SHORT.map(() => '');
}

/** All frameworks, one row each; `linked` writes the id as a link, or as code. */
export function overviewMarkdown(
  rows: readonly FrameworkCoverage[],
  facts: CoverageRun | null,
  linked: (framework: string) => string = code,
): string {
  const head = ['Framework', 'Title', 'Version', 'Mapping', 'Clauses', 'Judged', 'On request', 'Not judged'];
  const names = facts === null ? [] : SHORT.map(([, name]) => name);
  const cells = rows.map((row) => {
    const { framework, summary } = row;
    const { clauses, judged, onRequest, notJudged } = summary;
    return [
      linked(framework.id),
      prose(framework.title),
      prose(framework.version),
      PROVENANCE[framework.provenance.by],
      ...[clauses, judged, onRequest, notJudged].map(String),
      ...(facts === null ? [] : SHORT.map(([verdict]) => String(verdictsOf(row)[verdict]))),
    ];
  });
  return `${markdownTable([...head, ...names], cells)}\n`;
}

/** One row for each clause and control that judges it; a clause that nothing judges has a row without a control. */
export function coverageCsv(rows: readonly FrameworkCoverage[]): string {
  const head = [
    ...['framework', 'version', 'mapping', 'clause', 'title', 'state', 'control', 'conditions', 'companion'],
    ...['clause_verdict', 'pass', 'fail', 'unknown', 'not_applicable', 'not_judged_because'],
  ];
  const lines = rows.flatMap(({ framework, clauses }) =>
    clauses.flatMap(({ id, title, state, judgedBy, because, verdict }) => {
      const start = [framework.id, framework.version, framework.provenance.by, id, title, state];
      if (judgedBy.length === 0) return [[...start, ...['', '', '', '', '', '', '', ''], because?.text ?? '']];
      return judgedBy.map(({ control, conditions, companion, counts }) => [
        ...start,
        ...[control, [...conditions], companion, verdict],
        ...SHORT.map(([name]) => counts?.[name] ?? null),
        '',
      ]);
    }),
  );
  return [head, ...lines].map(csvLine).join('');
}

export function coverageJson(rows: readonly FrameworkCoverage[], facts: CoverageRun | null, version: string): string {
  const run =
    facts === null
      ? null
      : { clock: facts.run.clock, identity: facts.run.identity, mode: facts.run.mode, complete: facts.complete };
  const frameworks = rows.map((row) => {
    const { framework, clauses, summary } = row;
    const { id, title, source, provenance, extent } = framework;
    const verdicts = facts === null ? null : verdictsOf(row);
    return { id, title, version: framework.version, source, provenance, extent, summary, verdicts, clauses };
  });
  const tool = { name: 'trailproof', version };
  return `${jsonText({ schema: 'trailproof/coverage/1', tool, run, frameworks }, 2)}\n`;
}
