import { quoted } from '../../util/shell.ts';
import { type CliChange, commandLine, type Guard } from './command.ts';
import { spoken } from './quote.ts';

/**
 * The commands of one change, to be pasted into bash: one that fails stops those after it, and what a script looks at before
 * it writes is looked at here as well. Where no look can be put in one line, a comment says so and nothing is written.
 */
export function pastedLines({ guard, commands }: CliChange): readonly string[] {
  if (guard === null) return chained(commands.map(commandLine));
  const test = testOf(guard);
  if (test === null) return ['# trailproof fix export --as cli writes this with a check of what is there'];
  const { kind, what } = guard;
  const why =
    kind === 'missing'
      ? 'is there already, or may not be looked at'
      : 'is not what the plan saw, or may not be read: scan again';
  const [first = '', ...rest] = chained([test, ...commands.map(commandLine)]);
  const last = `  echo ${spoken(`Not done, unless AWS said why: ${what} ${why}.`)} >&2`;
  return [first, ...rest.with(-1, `${rest.at(-1)} ||`), last];
}

function chained(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${index === 0 ? '' : '  '}${line}${index === lines.length - 1 ? '' : ' &&'}`);
}

/**
 * True in the shell where the commands may run; null: there is no such test. No double quotes: a shell that is typed into
 * takes an exclamation mark in them for a command of its history.
 */
function testOf(guard: Guard): string | null {
  const look = commandLine(guard.look);
  // Only what AWS refuses with, which comes on standard error: a document could hold the same text.
  const refusedWith = `${look} 2>&1 >/dev/null | grep -qF '(${guard.code})'`;
  if (guard.kind === 'missing') return refusedWith;
  const before = compact(guard.before);
  if (before !== '') return `${look} | tr -d '[:space:][]' | sed 's/null//g' | grep -qxF -e ${quoted(before)}`;
  // Of the documents only a bucket policy can be missing while that which has it is there.
  return guard.code === 'NoSuchBucketPolicy' ? refusedWith : null;
}

/** As `compact` in the scripts: without what says nothing, which are space, the brackets of a list of one, and null. */
function compact(text: string): string {
  return text.replace(/[ \t\n\v\f\r[\]]/g, '').replaceAll('null', '');
}
