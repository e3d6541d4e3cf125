import { existsSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import type { Capture } from '../model/capture.ts';
import { messageOf, writeWhole } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';
import { bodiesOf, check, readManifest, withBodies } from './snapshot-reader.ts';
import { BodyLine, CaptureLine, RunStart } from './snapshot-schema.ts';
import { SnapshotWriter } from './snapshot-writer.ts';

export interface Interrupted {
  readonly start: RunStart;
  readonly captures: readonly Capture[];
  readonly writer: SnapshotWriter;
}

/**
 * Opens an interrupted snapshot to go on with it. What a killed program left half-written at the end is cut off; whatever
 * else is wrong is refused in one line.
 */
export function resumeSnapshot(folder: string): Interrupted {
  if (!existsSync(folder)) throw new UserError(`there is nothing to resume at ${folder}.`, 'Scan with --save first.');
  reopen(folder);
  const start = readStart(join(folder, 'run.json'));
  const bodies = bodiesOf(folder, wholeLines(join(folder, 'bodies.ndjson'), BodyLine));
  const captures = withBodies(folder, wholeLines(join(folder, 'captures.ndjson'), CaptureLine), bodies);
  return { start, captures, writer: SnapshotWriter.resume(folder, bodies.keys()) };
}

/** A run that Ctrl-C ended wrote its manifest; it becomes an unfinished one again. A whole one stays as it is. */
function reopen(folder: string): void {
  if (!existsSync(join(folder, 'snapshot.json'))) return;
  const { run, scope } = readManifest(folder);
  if (!run.interrupted) throw new UserError(`the snapshot at ${folder} is whole.`, 'Judge it with --from.');
  const { id, startedAt, clock, identity } = run;
  const { mode, regions } = scope;
  const start: RunStart = {
    schema: 'trailproof/run/1',
    run: { id, startedAt, clock },
    account: identity.account,
    mode,
    regions,
  };
  writeWhole(join(folder, 'run.json'), `${JSON.stringify(start, null, 2)}\n`, 0o600);
  rmSync(join(folder, 'snapshot.json'));
}

function readStart(path: string): RunStart {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(
      `cannot resume: ${path} cannot be read (${messageOf(error)}).`,
      'Scan again into a new folder.',
      error,
    );
  }
  const parsed = RunStart.safeParse(value);
  if (!parsed.success)
    throw new UserError(`cannot resume: ${path} is not as this version writes it.`, 'Scan again into a new folder.');
  return parsed.data;
}

/** Every line up to the last line break; what follows it is cut off the file. */
function wholeLines<T extends z.ZodType>(path: string, schema: T): readonly z.infer<T>[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(10) + 1;
  if (end < bytes.length) truncateSync(path, end);
  if (end === 0) return [];
  const lines = bytes.subarray(0, end).toString('utf8').trimEnd().split('\n');
  return lines.map((line, index) => check(`${path}:${index + 1}`, schema, parsed(path, index, line)));
}

function parsed(path: string, index: number, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new UserError(`${path}:${index + 1} is no JSON: ${messageOf(error)}.`, undefined, error);
  }
}
