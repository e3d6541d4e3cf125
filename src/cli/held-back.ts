import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';
import type { Output } from './context.ts';

const CHUNK = 1 << 16;

/**
 * Holds a result back until it is whole: what is written goes to a file in the system's temporary folder, and from there
 * to `target`. The file has no name from the beginning, so nothing is left behind however the program ends.
 */
export function heldBack(target: Output): Output {
  const fd = attempt(namelessFile);
  return {
    write: async (text) => {
      attempt(() => writeSync(fd, text));
    },
    done: async () => {
      const buffer = Buffer.allocUnsafe(CHUNK);
      const decoder = new TextDecoder();
      try {
        let position = 0;
        for (let read = attempt(() => readSync(fd, buffer, 0, CHUNK, 0)); read > 0; ) {
          await target.write(decoder.decode(buffer.subarray(0, read), { stream: true }));
          position += read;
          const from = position;
          read = attempt(() => readSync(fd, buffer, 0, CHUNK, from));
        }
      } finally {
        closeSync(fd);
      }
      await target.done();
    },
    discard: () => {
      closeSync(fd);
      target.discard();
    },
  };
}

function namelessFile(): number {
  const path = join(tmpdir(), `trailproof-${randomUUID()}.tmp`);
  const fd = openSync(path, 'wx+', 0o600);
  try {
    rmSync(path);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return fd;
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UserError(
      `cannot hold the result back in ${tmpdir()}: ${messageOf(error)}.`,
      'Use --output FILE.',
      error,
    );
  }
}
