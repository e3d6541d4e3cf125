import { Command, CommanderError } from 'commander';
import { UserError } from '../util/errors.ts';
import { plainText } from '../util/text.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { addCommands } from './program.ts';

/** Starts the program on the process's own arguments; the only place that sets the exit code. */
export async function run(): Promise<void> {
  const { stdout, stderr } = process;
  let unwritten = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (| head) is no error, and changes no exit code.
    if (error.code === 'EPIPE' || unwritten) return;
    unwritten = true;
    stderr.write(`trailproof: cannot write the result: ${error.message}.\n`);
    process.exitCode = 2;
  });
  stderr.on('error', () => {});
  const code = await main(process.argv.slice(2), { stdout, stderr, cwd: process.cwd() });
  if (!unwritten) process.exitCode = code;
}

/** Runs one command line. Returns the exit code; prints one line to stderr for what the user can do about. */
export async function main(argv: readonly string[], context: Context): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = new Command('trailproof');
  addCommands(program, context, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return report(error, context);
  }
}

function report(error: unknown, { stderr }: Context): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) {
    stderr.write(`trailproof: ${plainText(error.message)}\n`);
    return 2;
  }
  const text = error instanceof Error ? error.message : String(error);
  stderr.write(
    `trailproof: a defect in trailproof: ${plainText(text.split('\n')[0] ?? '')} (TRAILPROOF_DEBUG=1 shows where; please report it).\n`,
  );
  if (process.env['TRAILPROOF_DEBUG'] && error instanceof Error) stderr.write(`${error.stack}\n`);
  return 2;
}
