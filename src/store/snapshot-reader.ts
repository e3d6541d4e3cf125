import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import type { Capture } from '../model/capture.ts';
import { isObject } from '../model/json.ts';
import { messageOf } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';
import { BodyLine, CaptureLine, Manifest, SNAPSHOT_SCHEMA } from './snapshot-schema.ts';

export interface Snapshot {
  readonly manifest: Manifest;
  readonly captures: readonly Capture[];
}

/** Reads a snapshot whole or refuses it in one line: cut off, altered, unfinished, or from a newer version. */
export function readSnapshot(folder: string): Snapshot {
  const manifest = readManifest(folder);
  const bodies = bodiesOf(folder, readLines(folder, 'bodies.ndjson', manifest, BodyLine));
  return {
    manifest,
    captures: withBodies(folder, readLines(folder, 'captures.ndjson', manifest, CaptureLine), bodies),
  };
}

/** The bodies by their hash; refuses one that does not match. */
export function bodiesOf(folder: string, lines: readonly z.infer<typeof BodyLine>[]): ReadonlyMap<string, string> {
  for (const { sha256, body } of lines) {
    if (`sha256:${createHash('sha256').update(body).digest('hex')}` !== sha256)
      throw new UserError(`${join(folder, 'bodies.ndjson')} was altered: a body does not match its hash.`);
  }
  return new Map(lines.map(({ sha256, body }) => [sha256, body]));
}

/** Captures as they were, each with its body again. */
export function withBodies(
  folder: string,
  lines: readonly z.infer<typeof CaptureLine>[],
  bodies: ReadonlyMap<string, string>,
): readonly Capture[] {
  return lines.map((line): Capture => {
    const body = line.sha256 === null ? null : bodies.get(line.sha256);
    if (body === undefined) throw new UserError(`${join(folder, 'bodies.ndjson')} lacks the body of a capture.`);
    const { headers, ...rest } = line;
    const kept = headers === undefined ? {} : { headers };
    return { ...rest, ...kept, parameters: line.parameters as Capture['parameters'], body };
  });
}

/** The manifest of a snapshot; refuses one that is missing, cut off, or from a newer version. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, 'snapshot.json');
  if (!existsSync(folder))
    throw new UserError(`there is no snapshot at ${folder}.`, 'Make one: trailproof scan --save DIR');
  if (!existsSync(path)) {
    const unfinished = existsSync(join(folder, 'captures.ndjson'));
    throw new UserError(
      unfinished ? `the snapshot at ${folder} was not finished.` : `${folder} holds no snapshot (no snapshot.json).`,
      unfinished ? `Go on with it: trailproof scan --resume ${folder}` : 'Make one: trailproof scan --save DIR',
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${path} is cut off or no JSON: ${messageOf(error)}.`, undefined, error);
  }
  refuseNewer(path, value);
  return check(path, Manifest, value);
}

function refuseNewer(path: string, value: unknown): void {
  const schema = isObject(value) ? value['schema'] : undefined;
  const version = /^trailproof\/snapshot\/(\d+)$/.exec(typeof schema === 'string' ? schema : '')?.[1];
  const ours = Number(SNAPSHOT_SCHEMA.split('/').at(-1));
  if (version !== undefined && Number(version) > ours) {
    throw new UserError(
      `${path} was written by a newer version of trailproof (${schema}).`,
      'Update trailproof to read it.',
    );
  }
}

function readLines<T extends z.ZodType>(
  folder: string,
  name: 'captures.ndjson' | 'bodies.ndjson',
  manifest: Manifest,
  schema: T,
): readonly z.infer<T>[] {
  const path = join(folder, name);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${messageOf(error)}.`, undefined, error);
  }
  const { lines, sha256 } = manifest.files[name];
  const rows = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  if (rows.length < lines || (rows.length > 0 && !text.endsWith('\n'))) {
    throw new UserError(
      `${path} is cut off: it has ${rows.length} of ${lines} lines.`,
      'Take a whole copy of the snapshot.',
    );
  }
  if (`sha256:${createHash('sha256').update(text).digest('hex')}` !== sha256) {
    throw new UserError(`${path} was altered: it does not match the hash in snapshot.json.`, 'Take an unaltered copy.');
  }
  return rows.map((row, index) => {
    try {
      return check(`${path}:${index + 1}`, schema, JSON.parse(row));
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(`${path}:${index + 1} is no JSON: ${messageOf(error)}.`, undefined, error);
    }
  });
}

/** Checks a value against its schema, or says in one line where it differs. */
export function check<T extends z.ZodType>(where: string, schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(`${where} is not as a snapshot has it: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`);
}
