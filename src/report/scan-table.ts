import type { RootCause } from '../evaluate/causes.ts';
import { operatingModel } from '../evaluate/operating-model.ts';
import type { Run } from '../evaluate/run.ts';
import type { Tally } from '../evaluate/tally.ts';
import type { Control } from '../model/control.ts';
import { severityProfileName } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import { quoted } from '../util/shell.ts';
import { count, list, wrap } from '../util/text.ts';
import { headline, judgesCoverage, openAccounts } from './headline.ts';
import type { Paint } from './paint.ts';
import { Words } from './wording.ts';

const WIDTH = 80;
const INDENT = 9;
/** How many causes of one kind are written out; the rest is counted, so that no kind crowds out another. */
const ALIKE = 3;

/**
 * The scan for a terminal of 80 columns: one sentence, causes, counts per control, what to do next. `snapshot` is the
 * folder that holds the captures, or null.
 */
export function scanTable(run: Run, tally: Tally, paint: Paint, snapshot: string | null): string {
  const words = wordsOf(run.controls, tally);
  const causes = tally.causes.all();
  const sections = [
    wrap(headline(run, tally, words), WIDTH),
    ...(run.interrupted ? [wrap('The run was interrupted: what was not read by then is UNKNOWN.', WIDTH)] : []),
    model(run, tally, words),
    counts(tally, paint),
    accountSection(run, tally, words, paint),
    securityHub(tally, words),
    ...(['FAIL', 'UNKNOWN'] as const).map((verdict) => causeSection(verdict, causes, words, paint)),
    next(tally, causes, words, snapshot),
    footer(run, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Words that write trail names instead of ARNs where a name is unique in the run. */
export function wordsOf(controls: readonly Control[], tally: Tally): Words {
  return new Words(
    controls,
    tally.inventory.all().map(({ trail }) => trail.arn),
  );
}

/** How many accounts of one kind are written out. */
const MOST_ACCOUNTS = 12;

function accountSection(run: Run, tally: Tally, words: Words, paint: Paint): readonly string[] {
  const open = openAccounts(run, tally, words);
  if (open.length === 0) return [];
  const kinds = [...Map.groupBy(open, ({ verdict }) => verdict)];
  const lines = kinds.flatMap(([verdict, group]) => {
    const label = verdict === 'NOT_APPLICABLE' ? 'N/A' : verdict;
    const shown = group.slice(0, MOST_ACCOUNTS).flatMap(({ text }) => labelled(label, text, paint));
    const rest = group.length - MOST_ACCOUNTS;
    return rest <= 0 ? shown : [...shown, `${' '.repeat(INDENT)}… and ${rest} more (trailproof accounts has all)`];
  });
  return [paint('strong', 'Accounts that are not covered'), ...lines];
}

function model(run: Run, tally: Tally, words: Words): readonly string[] {
  if (run.mode !== 'organization' || !judgesCoverage(run)) return [];
  const { observed, trails } = operatingModel(tally.rows);
  const names = list(
    trails.map(({ arn, accounts }) => `${words.trail(arn)} (${accounts})`),
    3,
  );
  return wrap(
    `Operating model: ${observed}${names === '' ? '' : `; accounts with a complete trail: ${names}`}.`,
    WIDTH,
  );
}

/** A label in the margin and wrapped text beside it. */
function labelled(label: string, text: string, paint: Paint): readonly string[] {
  const [first = '', ...rest] = wrap(text, WIDTH - INDENT);
  const style = label === 'FAIL' ? 'bad' : label === 'UNKNOWN' ? 'doubt' : 'dim';
  return [`${paint(style, label.padEnd(INDENT - 1))} ${first}`, ...rest.map((line) => ' '.repeat(INDENT) + line)];
}

function causeSection(
  verdict: 'FAIL' | 'UNKNOWN',
  all: readonly RootCause[],
  words: Words,
  paint: Paint,
): readonly string[] {
  const causes = all.filter((cause) => cause.verdict === verdict);
  if (causes.length === 0) return [];
  const title = verdict === 'FAIL' ? 'What fails, by cause' : 'What could not be decided, by cause';
  const kinds = [...Map.groupBy(causes, (cause) => cause.reason.id).values()];
  return [paint('strong', title), ...kinds.flatMap((alike) => kindLines(alike, words, paint))];
}

function kindLines(alike: readonly RootCause[], words: Words, paint: Paint): readonly string[] {
  const shown = alike.length > ALIKE + 1 ? alike.slice(0, ALIKE) : alike;
  const lines = shown.flatMap((cause) => [
    ...labelled(cause.verdict, words.text(cause.reason, true), paint),
    ...wrap(affects(cause), WIDTH - INDENT).map((line) => ' '.repeat(INDENT) + paint('dim', line)),
  ]);
  const rest = alike.length - shown.length;
  return rest === 0 ? lines : [...lines, `${' '.repeat(INDENT)}… and ${rest} more like these (--format json has all)`];
}

/** `high · multi-region-trail, region-coverage (17 Regions)` */
function affects({ severity, controls, accounts }: RootCause): string {
  const names = [...controls].map(([control, regions]) =>
    regions.size > 1 ? `${control} (${regions.size} Regions)` : control,
  );
  const many = accounts.size > 1 ? ` · affects ${accounts.size} accounts` : '';
  return `${severity} · ${names.join(', ')}${many}`;
}

/** Where Security Hub will say PASSED although the own verdict does not: the reader will otherwise be puzzled. */
function securityHub({ surprises }: Tally, words: Words): readonly string[] {
  const name = (resource: string): string =>
    resource.startsWith('arn:') ? words.trail(resource) : `account ${resource}`;
  return [...surprises]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, resources]) => {
      const names = list(resources.map(name).sort(), 3);
      return wrap(`Security Hub ${id} will show PASSED all the same for ${names}.`, WIDTH);
    });
}

function counts(tally: Tally, paint: Paint): readonly string[] {
  const name = 32;
  const cells = (values: readonly (string | number)[]): string =>
    values.map((value) => String(value).padStart(9)).join('');
  const rows = tally.controls().filter(({ population }) => population > 0);
  if (rows.length === 0) return [];
  return [
    paint('strong', `${'Control'.padEnd(name)}${cells(['PASS', 'FAIL', 'UNKNOWN', 'N/A'])}`),
    ...rows.map(({ control, summary }) => {
      const { PASS, FAIL, UNKNOWN, NOT_APPLICABLE } = summary;
      const numbers = [PASS, FAIL, UNKNOWN, NOT_APPLICABLE].map((number) => (number === 0 ? '.' : number));
      return `${control.id.padEnd(name)}${cells(numbers)}`;
    }),
  ];
}

function next(tally: Tally, causes: readonly RootCause[], words: Words, snapshot: string | null): readonly string[] {
  const steps = [...new Set(causes.flatMap((cause) => words.next(cause.reason) ?? []))].slice(0, 3);
  const lines = steps.flatMap((step, index) =>
    wrap(step, WIDTH - 5).map((line, part) => (part === 0 ? `  ${index + 1}. ${line}` : `     ${line}`)),
  );
  const first = causes[0]?.first;
  const subject = first === undefined ? (tally.rows[0]?.id ?? 'ACCOUNT') : typedEasily(first);
  const from = snapshot === null ? null : `--from ${quoted(snapshot)}`;
  return ['Next', ...lines, ...command(`trailproof explain ${subject}`, from), ...command('trailproof path', from)];
}

/** A command to copy. Where it is wider than the terminal, the shell's own way to go on in the next line. */
function command(start: string, option: string | null): readonly string[] {
  const line = option === null ? `  ${start}` : `  ${start} ${option}`;
  return line.length <= WIDTH ? [line] : [`  ${start} \\`, `    ${option}`];
}

/** A result's id where it is easily typed, else the account. */
function typedEasily(result: Result): string {
  return /^[\w./-]+$/.test(result.id) && result.id.length < 50 ? result.id : (result.account ?? result.id);
}

function footer(run: Run, paint: Paint): readonly string[] {
  const { file, sha256 } = run.policy;
  const calls = Object.values(run.apiCalls).reduce((sum, number) => sum + number, 0);
  const policy = `Policy: ${file ?? 'built-in defaults'} (sha256 ${sha256.slice(0, 12)})`;
  const severity = severityProfileName(run.policy.policy.severity);
  const profile = severity === 'default' ? '' : ` · severities: ${severity}`;
  const text = `${policy}${profile} · ${count(calls, 'call')} by ${run.identity.arn} · ${run.clock.slice(0, 19)}Z`;
  return wrap(text, WIDTH).map((line) => paint('dim', line));
}
