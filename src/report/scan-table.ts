import type { Outcome } from '../evaluate/outcome.ts';
import { controlSummaries } from '../evaluate/roll-up.ts';
import { type RootCause, rootCauses } from '../evaluate/root-causes.ts';
import type { Run } from '../evaluate/run.ts';
import type { Result } from '../model/result.ts';
import { count, list, wrap } from '../util/text.ts';
import { headlines } from './headline.ts';
import type { Paint } from './paint.ts';
import { Words } from './wording.ts';

const WIDTH = 80;
const INDENT = 9;
const MAX_CAUSES = 40;

/** The scan for a terminal of 80 columns: one sentence, causes, counts per control, what to do next. */
export function scanTable(run: Run, outcome: Outcome, paint: Paint): string {
  const words = wordsOf(run);
  const causes = rootCauses(outcome.counted);
  const sections = [
    headlines(run, words).flatMap((line) => wrap(line, WIDTH)),
    ...(run.interrupted ? [wrap('The run was interrupted: what was not read by then is UNKNOWN.', WIDTH)] : []),
    ...(['FAIL', 'UNKNOWN'] as const).flatMap((verdict) => causeSection(verdict, causes, words, paint)),
    notes(run, outcome),
    counts(run, outcome, paint),
    next(run, causes, words),
    footer(run, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

export function wordsOf(run: Run): Words {
  return new Words(
    run.controls,
    run.facts.accounts.flatMap((account) => account.trails.map((trail) => trail.arn)),
  );
}

function causeSection(
  verdict: 'FAIL' | 'UNKNOWN',
  all: readonly RootCause[],
  words: Words,
  paint: Paint,
): readonly (readonly string[])[] {
  const causes = all.filter((cause) => cause.verdict === verdict);
  if (causes.length === 0) return [];
  const title = verdict === 'FAIL' ? 'What fails, by cause' : 'What could not be decided, by cause';
  const lines = causes.slice(0, MAX_CAUSES).flatMap((cause) => causeLines(cause, words, paint));
  const rest = causes.length - MAX_CAUSES;
  if (rest > 0) lines.push(`${' '.repeat(INDENT)}… and ${count(rest, 'more cause')} (--format json has all)`);
  return [[paint('strong', title), ...lines]];
}

function causeLines(cause: RootCause, words: Words, paint: Paint): string[] {
  const label = cause.verdict.padEnd(INDENT - 1);
  const [first = '', ...rest] = wrap(words.text(cause.reason, true), WIDTH - INDENT);
  const affected = wrap(`${affects(cause)}`, WIDTH - INDENT);
  return [
    `${paint(cause.verdict === 'FAIL' ? 'bad' : 'doubt', label)} ${first}`,
    ...rest.map((line) => ' '.repeat(INDENT) + line),
    ...affected.map((line) => ' '.repeat(INDENT) + paint('dim', line)),
  ];
}

/** `high · multi-region-trail, region-coverage (17 Regions)` */
function affects({ results, controls, accounts }: RootCause): string {
  const worst = results.map((result) => result.severity).sort((a, b) => RANK[b] - RANK[a])[0] ?? 'low';
  const names = controls.map((control) => {
    const own = results.filter((result) => result.control === control);
    const regions = new Set(own.flatMap((result) => (result.region === null ? [] : [result.region])));
    return regions.size > 1 ? `${control} (${regions.size} Regions)` : control;
  });
  const many = accounts.length > 1 ? ` · affects ${accounts.length} accounts` : '';
  return `${worst} · ${names.join(', ')}${many}`;
}

const RANK = { critical: 3, high: 2, medium: 1, low: 0 } as const;

/** Where Security Hub will say PASSED although the own verdict does not: the reader will otherwise be puzzled. */
function notes(run: Run, outcome: Outcome): readonly string[] {
  const surprising = outcome.counted.flatMap(({ result }) => {
    const hub = result.clauses.find((clause) => clause.framework === 'aws-security-hub');
    return hub?.verdict === 'PASS' && result.verdict !== 'PASS' ? [{ id: hub.id, result }] : [];
  });
  const groups = [...Map.groupBy(surprising, ({ id }) => id)].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.flatMap(([id, group]) => {
    const names = group.map(({ result }) => shortResource(run, result));
    const text = `Security Hub ${id} will show PASSED all the same for ${list(names.slice(0, 3))}${names.length > 3 ? ` and ${names.length - 3} more` : ''}.`;
    return wrap(text, WIDTH);
  });
}

function shortResource(run: Run, result: Result): string {
  return result.resource.startsWith('arn:') ? wordsOf(run).trail(result.resource) : `account ${result.resource}`;
}

function counts(run: Run, outcome: Outcome, paint: Paint): readonly string[] {
  const name = 32;
  const cells = (values: readonly (string | number)[]): string =>
    values.map((value) => String(value).padStart(9)).join('');
  const rows = controlSummaries(run.controls, outcome.counted).filter(({ population }) => population > 0);
  if (rows.length === 0) return [];
  return [
    paint('strong', `${'Control'.padEnd(name)}${cells(['PASS', 'FAIL', 'UNKNOWN', 'N/A'])}`),
    ...rows.map(({ control, summary }) => {
      const { PASS, FAIL, UNKNOWN, NOT_APPLICABLE } = summary;
      return `${control.id.padEnd(name)}${cells([PASS, FAIL, UNKNOWN, NOT_APPLICABLE].map((number) => (number === 0 ? '.' : number)))}`;
    }),
  ];
}

function next(run: Run, causes: readonly RootCause[], words: Words): readonly string[] {
  const steps = [...new Set(causes.flatMap((cause) => words.next(cause.reason) ?? []))].slice(0, 3);
  const lines = steps.flatMap((step, index) =>
    wrap(step, WIDTH - 5).map((line, part) => (part === 0 ? `  ${index + 1}. ${line}` : `     ${line}`)),
  );
  const first = causes[0]?.results[0];
  const subject = first === undefined ? (run.facts.accounts[0]?.id ?? 'ACCOUNT') : shellWord(first);
  const commands = [`  trailproof explain ${subject}`, '  trailproof trails'];
  return ['Next', ...lines, ...commands];
}

/** A result's id where it is easily typed, else the account. */
function shellWord(result: Result): string {
  return /^[\w./-]+$/.test(result.id) && result.id.length < 50 ? result.id : result.account;
}

function footer(run: Run, paint: Paint): readonly string[] {
  const { file, sha256 } = run.policy;
  const calls = Object.values(run.apiCalls).reduce((sum, number) => sum + number, 0);
  const policy = `Policy: ${file ?? 'built-in defaults'} (sha256 ${sha256.slice(0, 12)})`;
  return wrap(`${policy} · ${count(calls, 'call')} by ${run.identity.arn} · ${run.clock.slice(0, 19)}Z`, WIDTH).map(
    (line) => paint('dim', line),
  );
}
