import { createHash, type Hash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Capture } from '../model/capture.ts';
import { messageOf, writeWhole } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';
import type { Manifest, RunStart } from './snapshot-schema.ts';

const FILES = ['captures.ndjson', 'bodies.ndjson', 'run.json'];

/** Appends captures to a folder as they come, each distinct body once; `finish` makes the snapshot whole. */
export class SnapshotWriter {
  readonly #folder: string;
  readonly #captures: NdjsonFile;
  readonly #bodies: NdjsonFile;
  readonly #seen: Set<string>;
  /** The outermost folder that was made, null for one that was there, or that the run is resumed. */
  readonly #made: string | null | 'resumed';

  private constructor(folder: string, made: string | null | 'resumed', seen: Set<string>) {
    this.#folder = folder;
    this.#made = made;
    this.#seen = seen;
    this.#captures = new NdjsonFile(join(folder, 'captures.ndjson'));
    this.#bodies = new NdjsonFile(join(folder, 'bodies.ndjson'));
  }

  /** A new snapshot. Refuses a folder that holds anything: nothing is ever overwritten. */
  static create(folder: string): SnapshotWriter {
    let made: string | undefined;
    try {
      if (existsSync(folder) && readdirSync(folder).length > 0) {
        throw new UserError(`cannot save to ${folder}: the folder is not empty.`, 'Name a new one.');
      }
      made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(`cannot save to ${folder}: ${messageOf(error)}.`, undefined, error);
    }
    return new SnapshotWriter(folder, made ?? null, new Set());
  }

  /** Goes on with an interrupted one, whose files were cut back to whole lines; `bodies` are those that it holds. */
  static resume(folder: string, bodies: Iterable<string>): SnapshotWriter {
    return new SnapshotWriter(folder, 'resumed', new Set(bodies));
  }

  /** Says what the run began with, so that it can be resumed. */
  begin(start: RunStart): void {
    writeWhole(join(this.#folder, 'run.json'), `${JSON.stringify(start, null, 2)}\n`, 0o600);
  }

  add(capture: Capture): void {
    const { body, ...line } = capture;
    // The body first: a capture that is there never misses its body, however the program ends.
    if (body !== null && line.sha256 !== null && !this.#seen.has(line.sha256)) {
      this.#seen.add(line.sha256);
      this.#bodies.add({ sha256: line.sha256, body });
    }
    this.#captures.add(line);
  }

  /** Writes the manifest, last and at once: its presence says that the snapshot is whole. */
  finish(manifest: Omit<Manifest, 'files'>): void {
    const files = { 'captures.ndjson': this.#captures.close(), 'bodies.ndjson': this.#bodies.close() };
    const whole: Manifest = { ...manifest, files };
    writeWhole(join(this.#folder, 'snapshot.json'), `${JSON.stringify(whole, null, 2)}\n`, 0o600);
    rmSync(join(this.#folder, 'run.json'), { force: true });
  }

  /** Takes back what was written: for a run that could not even start. A resumed one stays as it is. */
  abandon(): void {
    this.#captures.close();
    this.#bodies.close();
    if (this.#made === 'resumed') return;
    for (const name of FILES) rmSync(join(this.#folder, name), { force: true });
    if (this.#made !== null) rmSync(this.#made, { recursive: true, force: true });
  }
}

class NdjsonFile {
  readonly #fd: number;
  readonly #hash: Hash = createHash('sha256');
  #lines = 0;

  constructor(path: string) {
    if (existsSync(path)) {
      const text = readFileSync(path, 'utf8');
      this.#hash.update(text);
      this.#lines = text.split('\n').length - 1;
    }
    this.#fd = openSync(path, 'a', 0o600);
  }

  add(value: object): void {
    const line = `${JSON.stringify(value)}\n`;
    this.#hash.update(line);
    this.#lines += 1;
    writeSync(this.#fd, line);
  }

  close(): { lines: number; sha256: string } {
    closeSync(this.#fd);
    return { lines: this.#lines, sha256: `sha256:${this.#hash.digest('hex')}` };
  }
}
