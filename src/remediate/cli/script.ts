import { distinct } from '../../util/distinct.ts';
import { quoted } from '../../util/shell.ts';
import type { Plan, Step } from '../plan.ts';
import type { TextFile } from '../text-file.ts';
import { wordsOfChange } from '../words.ts';
import { type Command, commandLine, type Guard, type Word } from './command.ts';
import { cliChange } from './lines.ts';
import { type Part, partsOf } from './parts.ts';
import { prelude } from './prelude.ts';
import { commented, spoken } from './quote.ts';

/** How many results the head of a script names. */
const NAMED = 12;

/**
 * The plan as bash scripts, to be run one after the other, each with credentials of the account in its name. A script run
 * twice changes nothing the second time; one that finds a document other than the plan saw it ends with 3.
 */
export function cliScript(plan: Plan): readonly TextFile[] {
  const parts = partsOf(plan.steps);
  const width = Math.max(2, String(parts.length).length);
  const names = parts.map(({ account }, index) => `${String(index + 1).padStart(width, '0')}-${account}.sh`);
  return parts.map((part, index) => ({
    name: names[index] ?? '',
    text: `${scriptLines(part, names[index] ?? '', names[index - 1] ?? null).join('\n')}\n`,
  }));
}

function scriptLines(part: Part, name: string, before: string | null): readonly string[] {
  const { account, steps } = part;
  const region = steps[0]?.change.region ?? '';
  return [
    '#!/usr/bin/env bash',
    ...head(part, name, before),
    '',
    ...prelude(account, region),
    ...steps.flatMap(stepLines),
    ...checkLines(steps),
    ...backLines(steps),
  ];
}

function head({ account, steps }: Part, name: string, before: string | null): readonly string[] {
  const results = distinct(steps.flatMap((step) => step.results));
  const rest = results.length - NAMED;
  return [
    ...commented(`Fixes for AWS account ${account}, written by trailproof, which itself changes nothing in AWS.`),
    '#',
    ...commented('What it does:'),
    ...steps.flatMap(({ change }, index) => commented(`${index + 1}. ${wordsOfChange(change).title}`)),
    '#',
    ...commented('For these results:'),
    ...results.slice(0, NAMED).flatMap((id) => commented(`  ${id}`)),
    ...(rest > 0 ? commented(`  and ${rest} more; each step names its own`) : []),
    '#',
    ...commented(`How to run it, with credentials of account ${account}${before === null ? '' : `, after ${before}`}:`),
    ...commented(`  DRY_RUN=1 bash ${name}   prints the commands and asks AWS nothing`),
    ...commented(`  bash ${name}`),
    ...commented('A second run changes nothing. Exit code 3: something is not as the plan saw it; plan again.'),
  ];
}

function stepLines({ change, results }: Step, index: number): readonly string[] {
  const { title, cost, risk } = wordsOfChange(change);
  const { guard, commands } = cliChange(change);
  return [
    '',
    ...commented(`${index + 1}. ${title}`),
    ...commented(`Why: ${results.join(', ')}`),
    ...(cost === null ? [] : commented(`Cost: ${cost}`)),
    ...(risk === null ? [] : commented(`Risk: ${risk}`)),
    `say ${spoken(`${index + 1}. ${title}`)}`,
    ...guarded(guard, commands),
  ];
}

/** The commands behind their guard. The documents that it compares stand in variables: one is the argument as well. */
function guarded(guard: Guard | null, commands: readonly Command[]): readonly string[] {
  if (guard === null) return commands.map(runLine);
  const { what, code, look } = guard;
  if (guard.kind === 'missing') {
    return [
      `if missing ${spoken(what)} ${code} ${commandLine(look)}; then`,
      ...commands.map((one) => `  ${runLine(one)}`),
      'fi',
    ];
  }
  const named = (word: Word): Word => (word === guard.after ? { variable: 'after' } : word);
  return [
    `before=${quoted(guard.before)}`,
    `after=${quoted(guard.after)}`,
    `if as_planned ${spoken(what)} ${code} ${commandLine(look)}; then`,
    ...commands.map((one) => `  ${runLine({ ...one, words: one.words.map(named) })}`),
    'fi',
  ];
}

function runLine(command: Command): string {
  const { into, settles } = command;
  const line = commandLine({ ...command, into: null });
  if (into !== null) return `${into}=''; into ${into} ${line}`;
  return settles.length === 0 ? `run ${line}` : `patiently ${quoted(settles.join(' '))} ${line}`;
}

function checkLines(steps: readonly Step[]): readonly string[] {
  const checks = distinct(
    steps.flatMap(({ change }) => cliChange(change).checks).map((one) => `run ${commandLine(one)}`),
  );
  const controls = distinct(steps.flatMap(({ results }) => results.map((id) => id.split('/')[0] ?? id)));
  const again = `trailproof scan --controls ${quoted(controls.join(','))}`;
  return [
    '',
    ...commented('What it looks like now. A delivery takes minutes to come, a digest up to an hour.'),
    ...checks,
    '',
    ...commented(`Then let trailproof look again: ${again}`),
    `say ${quoted(`Done. Look again: ${again}`)}`,
  ];
}

function backLines(steps: readonly Step[]): readonly string[] {
  return [
    '',
    ...commented('The way back, last step first. Each of these takes away what the step above gives.'),
    ...steps
      .map(({ change }, index) => {
        const { back } = wordsOfChange(change);
        const lines = cliChange(change).back.map((one) => `#    ${commandLine(one)}`);
        return [...commented(`${index + 1}. ${back ?? 'There is none.'}`), ...lines];
      })
      .reverse()
      .flat(),
  ];
}
