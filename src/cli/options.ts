import { type Command, InvalidArgumentError, Option } from 'commander';
import { FRAMEWORK_IDS } from '../model/framework.ts';

/** Options of every command that looks at facts: from AWS, or from a snapshot. */
export function withRun(command: Command): Command {
  return command
    .option('--profile <name>', 'AWS profile')
    .addOption(listOption('--regions <list>', 'judge these Regions only; others count as not enabled'))
    .addOption(listOption('--controls <list>', 'default, ids or globs'))
    .addOption(controlsDir())
    .addOption(new Option('--framework <id>', 'count clauses of this framework only').choices(FRAMEWORK_IDS))
    .option('--policy <file>', 'policy file (default: trailproof.yaml here, if there is one)')
    .option('--from <dir>', 'judge a saved snapshot, offline')
    .option('--probe-events', 'also read id and time of the newest event in each log group')
    .option('--org', 'the whole organization: every account, by a role in each')
    .option('--role-name <name>', 'with --org: role to assume (default: TrailproofRead)')
    .option('--external-id <id>', 'with --org: external id that the role asks for')
    .addOption(listOption('--accounts <list>', 'with --org: these accounts only'))
    .addOption(listOption('--exclude <list>', 'with --org: all but these accounts'))
    .addOption(
      new Option('--concurrency <n>', 'with --org: accounts read at a time (default: 16)').argParser(wholeUpTo(200)),
    )
    .addOption(
      new Option('--now <time>', 'judge as of this time (ISO 8601; a date is UTC midnight)').argParser(timeOf),
    );
}

export function controlsDir(): Option {
  return new Option('--controls-dir <dir>', 'also judge the controls of your own in this folder (YAML)');
}

export function formatOption(formats: readonly string[]): Option {
  return new Option('--format <format>', 'output format').choices(formats).default('table');
}

export function output(): Option {
  return new Option('--output <file>', 'write the result to a file, whole or not at all');
}

export function listOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(wordsOf);
}

/** Like `listOption`; given twice, it has the words of both. */
export function manyOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before: readonly string[] = []) => [
    ...before,
    ...wordsOf(text),
  ]);
}

function wordsOf(text: string): readonly string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.some((word) => word === '')) throw new InvalidArgumentError('Give one or more words separated by commas.');
  return words;
}

export function wholeUpTo(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1 || number > most)
      throw new InvalidArgumentError(`Use a whole number from 1 to ${most}.`);
    return number;
  };
}

/** ISO 8601 → milliseconds since 1970; a date is UTC midnight, a time without zone is refused as ambiguous. */
function timeOf(text: string): number {
  const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  // Date.parse takes 30 February for 2 March.
  const exists = (day ?? 0) <= new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  const ms = iso.test(text) && exists ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('Use ISO 8601 with a zone, for example 2026-11-24 or 2026-11-24T08:00:00Z.');
  return ms;
}
