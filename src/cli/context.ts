import { styleText } from 'node:util';
import type { Paint, Style } from '../report/paint.ts';
import { writeWhole } from '../util/atomic-write.ts';

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
export function paintFor({ stdout }: Context, output: string | null): Paint {
  if (output !== null || !stdout.isTTY || process.env['TERM'] === 'dumb' || (process.env['NO_COLOR'] ?? '') !== '') {
    return (_, text) => text;
  }
  return (style, text) => styleText(STYLES[style], text, { stream: stdout });
}

/** Writes the result to stdout, piece by piece, or to the file of --output, whole or not at all. */
export async function deliver({ stdout }: Context, pieces: Iterable<string>, output: string | null): Promise<void> {
  if (output !== null) {
    writeWhole(output, [...pieces].join(''));
    return;
  }
  for (const piece of pieces) {
    if (stdout.destroyed) return;
    if (!stdout.write(piece)) await new Promise((resolve) => stdout.once('drain', resolve));
  }
}
