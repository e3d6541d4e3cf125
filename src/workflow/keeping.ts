import { randomUUID } from 'node:crypto';
import type { Memory } from '../collect/reader.ts';
import { brokenPages } from '../facts/answer.ts';
import { CaptureIndex } from '../facts/capture-index.ts';
import type { Capture } from '../model/capture.ts';
import type { Identity } from '../model/facts.ts';
import type { Manifest, RunStart } from '../store/snapshot-schema.ts';
import { UserError } from '../util/errors.ts';
import { type Calls, plusCalls } from './calls.ts';

export interface Started {
  readonly id: string;
  readonly startedAt: string;
  /** Milliseconds since 1970, UTC. */
  readonly clock: number;
}

/** What `--save` and `--resume` keep of a run; without them, nothing. */
export interface Keeping {
  readonly memory: Memory;
  start(identity: Identity, now: number | null): Started;
  add(capture: Capture): void;
  /** Requests of this run and of the interrupted one that it goes on with. */
  allCalls(calls: Calls): Calls;
  finish(manifest: Omit<Manifest, 'files' | 'schema'>): void;
  abandon(): void;
}

/** Opens the folder of `--save` or `--resume`. Throws UserError where it cannot be used. */
export async function openKeeping(
  save: string | null,
  resume: string | null,
  regions: readonly string[] | null,
  organization: boolean,
): Promise<Keeping> {
  const mode = organization ? 'organization' : 'account';
  if (resume !== null) {
    const { resumeSnapshot } = await import('../store/snapshot-resume.ts');
    const { start, captures, writer } = resumeSnapshot(resume);
    if (start.mode !== mode || JSON.stringify(start.regions) !== JSON.stringify(regions)) {
      throw new UserError(
        `${resume} was begun with other options (${start.mode}, Regions ${start.regions?.join(',') ?? 'all'}).`,
        'Resume with the same --org and --regions.',
      );
    }
    return keepIn(writer, captures, start, regions, mode);
  }
  if (save === null) return keepNothing();
  const { SnapshotWriter } = await import('../store/snapshot-writer.ts');
  return keepIn(SnapshotWriter.create(save), [], null, regions, mode);
}

function keepNothing(): Keeping {
  return {
    memory: { pages: () => [] },
    start: (_, now) => newStart(now),
    add: () => {},
    allCalls: (calls) => calls,
    finish: () => {},
    abandon: () => {},
  };
}

interface Writer {
  begin(start: RunStart): void;
  add(capture: Capture): void;
  finish(manifest: Omit<Manifest, 'files'>): void;
  abandon(): void;
}

function keepIn(
  writer: Writer,
  earlier: readonly Capture[],
  begun: RunStart | null,
  regions: readonly string[] | null,
  mode: RunStart['mode'],
): Keeping {
  return {
    memory: memoryOf(earlier),
    start: (identity, now) => {
      if (begun === null) {
        const started = newStart(now);
        const { id, startedAt, clock } = started;
        const run = { id, startedAt, clock: new Date(clock).toISOString() };
        const account = identity.account;
        writer.begin({
          schema: 'trailproof/run/1',
          run,
          account,
          mode,
          regions: regions === null ? null : [...regions],
        });
        return started;
      }
      if (begun.account !== identity.account) {
        throw new UserError(
          `the interrupted run was begun from account ${begun.account}, these credentials belong to ${identity.account}.`,
          'Resume with the same credentials.',
        );
      }
      const { id, startedAt, clock } = begun.run;
      return { id, startedAt, clock: now ?? Date.parse(clock) };
    },
    add: (capture) => writer.add(capture),
    allCalls: (calls) => plusCalls(calls, earlier),
    finish: (manifest) => writer.finish({ schema: 'trailproof/snapshot/1', ...manifest }),
    abandon: () => writer.abandon(),
  };
}

function newStart(now: number | null): Started {
  const at = new Date();
  return { id: randomUUID(), startedAt: at.toISOString(), clock: now ?? at.getTime() };
}

/** Answers that need not be asked for again: whole lists, and no call that was broken off. */
function memoryOf(earlier: readonly Capture[]): Memory {
  const index = new CaptureIndex(earlier.filter((capture) => capture.transport !== 'interrupted'));
  return {
    pages: (operation, { account, region, parameters }) => {
      const pages = index.pages(operation, account, region, parameters);
      const whole = brokenPages(pages) === null;
      return whole ? pages : [];
    },
  };
}
