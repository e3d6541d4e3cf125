import { createHash } from 'node:crypto';
import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Capture } from '../model/capture.ts';
import { messageOf } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';
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
  if (existsSync(join(folder, 'snapshot.json'))) {
    throw new UserError(`the snapshot at ${folder} is whole.`, 'Judge it with --from.');
  }
  const start = readStart(join(folder, 'run.json'));
  const bodies = new Map<string, string>();
  for (const line of wholeLines(join(folder, 'bodies.ndjson'))) {
    const { sha256, body } = BodyLine.parse(line);
    if (`sha256:${createHash('sha256').update(body).digest('hex')}` !== sha256) {
      throw new UserError(`${join(folder, 'bodies.ndjson')} was altered: a body does not match its hash.`);
    }
    bodies.set(sha256, body);
  }
  const captures = wholeLines(join(folder, 'captures.ndjson')).map((value): Capture => {
    const line = CaptureLine.parse(value);
    const body = line.sha256 === null ? null : bodies.get(line.sha256);
    if (body === undefined) throw new UserError(`${join(folder, 'bodies.ndjson')} lacks the body of a capture.`);
    return { ...line, parameters: line.parameters as Capture['parameters'], body };
  });
  return { start, captures, writer: SnapshotWriter.resume(folder, bodies.keys()) };
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
function wholeLines(path: string): readonly unknown[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(10) + 1;
  if (end < bytes.length) truncateSync(path, end);
  const text = bytes.subarray(0, end).toString('utf8');
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line, index) => parsed(path, index, line));
}

function parsed(path: string, index: number, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new UserError(`${path}:${index + 1} is no JSON: ${messageOf(error)}.`, undefined, error);
  }
}
