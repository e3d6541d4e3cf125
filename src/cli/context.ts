import { randomUUID } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { styleText } from 'node:util';
import type { Paint, Style } from '../report/paint.ts';
import { assertWritable, messageOf } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';

/** What a command may touch of the outside; tests pass their own. */
export interface Context {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly cwd: string;
}

const STYLES: Readonly<Record<Style, Parameters<typeof styleText>[0]>> = {
  good: 'green',
  bad: ['bold', 'red'],
  doubt: ['bold', 'yellow'],
  dim: 'dim',
  strong: 'bold',
};

/** Colour on a terminal that wants it: NO_COLOR, TERM=dumb and pipes switch it off. A file never gets any. */
export function paintFor({ stdout }: Context, output: string | undefined): Paint {
  const dumb = process.env['TERM'] === 'dumb' || (process.env['NO_COLOR'] ?? '') !== '';
  if (output !== undefined || !stdout.isTTY || dumb) return (_, text) => text;
  return (style, text) => styleText(STYLES[style], text, { stream: stdout });
}

/** Where a result goes, piece by piece. */
export interface Output {
  write(text: string): Promise<void>;
  /** The result is whole. */
  done(): void | Promise<void>;
  /** Takes back what was written, as far as that is possible. */
  discard(): void;
}

/** stdout, or the file of --output: there whole or not at all. Refuses early a path that cannot be written. */
export function outputOf({ stdout }: Context, path: string | undefined): Output {
  return path === undefined ? toStream(stdout) : toFile(path);
}

function toStream(stdout: NodeJS.WriteStream): Output {
  return {
    write: async (text) => {
      if (stdout.destroyed || text === '') return;
      if (!stdout.write(text)) await room(stdout);
    },
    done: () => {},
    discard: () => {},
  };
}

/** Waits until more can be written, or nothing can any more. */
function room(stdout: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'error'] as const;
    const go = (): void => {
      for (const event of events) stdout.off(event, go);
      resolve();
    };
    for (const event of events) stdout.on(event, go);
  });
}

function toFile(path: string): Output {
  assertWritable(path);
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      rmSync(temporary, { force: true });
      throw new UserError(`cannot write ${path}: ${messageOf(error)}.`, undefined, error);
    }
  };
  const fd = attempt(() => openSync(temporary, 'wx', 0o644));
  return {
    write: async (text) => {
      attempt(() => writeSync(fd, text));
    },
    done: () =>
      attempt(() => {
        closeSync(fd);
        renameSync(temporary, path);
      }),
    discard: () => {
      closeSync(fd);
      rmSync(temporary, { force: true });
    },
  };
}

/** Writes a result that is one text. */
export async function deliver(context: Context, text: string, path: string | undefined): Promise<void> {
  const output = outputOf(context, path);
  await output.write(text);
  await output.done();
}
