/**
 * Writes demo/: the demo organization, read by the real scan from the rig's double and kept as one snapshot. The same
 * world gives the same bytes; test/demo/demo.test.ts compares.
 */

import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROLS } from '../src/controls/registry.generated.ts';
import type { Capture } from '../src/model/capture.ts';
import { readSnapshot, type Snapshot } from '../src/store/snapshot-reader.ts';
import { SnapshotWriter } from '../src/store/snapshot-writer.ts';
import { loadPolicy } from '../src/workflow/policy-file.ts';
import { scan } from '../src/workflow/scan.ts';
import { selectControls } from '../src/workflow/select-controls.ts';
import { DEMO_NOW, DEMO_RULES, DEMO_WORLD, LEFT_OUT, MANAGEMENT, READ_ROLE } from '../test/demo/world.ts';
import { startDouble } from '../test/rig/double.ts';

const DEMO = join(import.meta.dirname, '../demo');
const FILES = ['snapshot.json', 'captures.ndjson', 'bodies.ndjson'] as const;
const RUN_ID = 'demo-harbour-lights-logistics';
const SESSION = 'trailproof-demo';

/** Writes the demo snapshot into a folder that is empty or does not exist. */
export async function makeDemo(folder: string): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'trailproof-make-demo-'));
  const double = await startDouble(DEMO_WORLD, { rules: DEMO_RULES });
  try {
    const saved = join(place, 'saved');
    await withEnvironment(double.env(MANAGEMENT, 'us-east-1'), () => scanInto(saved));
    if (double.unknownCalls.size > 0)
      throw new Error(`the double does not know ${[...double.unknownCalls].join(', ')}`);
    write(folder, readSnapshot(saved));
  } finally {
    await double.close();
    rmSync(place, { recursive: true });
  }
}

/** What `trailproof scan --org --exclude … --save` does, as seen by the management account. */
async function scanInto(folder: string): Promise<void> {
  await scan(
    {
      // The archive that it declares is asked first whose a bucket is.
      policy: await loadPolicy(null, DEMO, CONTROLS),
      controls: selectControls(CONTROLS, null),
      framework: null,
      now: Date.parse(DEMO_NOW),
      regions: null,
      organization: { roleName: READ_ROLE, externalId: null, only: null, except: [LEFT_OUT], concurrency: 8 },
      save: folder,
      resume: null,
      // What `trailproof trails` shows, whatever the controls need, and what the companion of that name asks.
      alsoRead: ['status', 'selectors', 'insights'],
      stop: new AbortController().signal,
      onProgress: () => {},
    },
    () => {},
  );
}

/**
 * The one step that changes what came over the wire: what differs from run to run gets a fixed value. That is the date
 * of the answer; its request id, which XML answers repeat in their body; and the name of the session, which contains the
 * run's id and comes back in the principal, in the answer of AssumeRole and in refusals. Temporary credentials are not
 * there to begin with, and their end goes with them.
 */
function timeless(capture: Capture, session: string): Capture {
  const { body, principal, requestId: id } = capture;
  if (capture.transport !== null || id === null || body === null) {
    throw new Error(`${questionOf(capture)}: no answer (${capture.transport})`);
  }
  const requestId = uuidOf(questionOf(capture));
  const same = body
    .replaceAll(id, requestId)
    .replaceAll(session, SESSION)
    // S3's errors have ids of their own in the body.
    .replace(/<RequestId>[^<]+<\/RequestId><HostId>[^<]+/, `<RequestId>${requestId}</RequestId><HostId>${requestId}`);
  return {
    ...capture,
    principal: principal?.replace(session, SESSION) ?? null,
    requestId,
    at: capture.at === null ? null : DEMO_NOW,
    body: same,
    sha256: `sha256:${sha256(same)}`,
  };
}

function questionOf({ account, call, region, parameters, page }: Capture): string {
  return JSON.stringify([account, call, region, parameters, page]);
}

/** A UUID (version 8: custom) made from a text. */
function uuidOf(text: string): string {
  const hex = sha256(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Answers come in any order; they are written in that of their questions. */
function write(folder: string, { manifest, captures }: Snapshot): void {
  const { schema, tool, run, scope } = manifest;
  const session = `trailproof-${run.id.slice(0, 8)}`;
  const answers = new Map(captures.map((capture) => [questionOf(capture), timeless(capture, session)]));
  const sorted = [...answers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, capture]) => capture);
  const writer = SnapshotWriter.create(folder);
  for (const capture of sorted) writer.add(capture);
  writer.finish({
    schema,
    tool,
    run: { ...run, id: RUN_ID, startedAt: run.clock, finishedAt: run.clock },
    scope,
    apiCalls: callsOf(sorted),
  });
  // A snapshot is its owner's secret; this one is published.
  chmodSync(folder, 0o755);
  for (const name of FILES) chmodSync(join(folder, name), 0o644);
}

/** One request for each question: what was asked twice on a busy machine, a role to be assumed for example, counts once. */
function callsOf(captures: readonly Capture[]) {
  const groups = [...Map.groupBy(captures, ({ call }) => call)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(groups.map(([call, asked]) => [call, asked.length]));
}

/** Runs with these variables in the environment and without the user's own AWS settings, and puts everything back. */
async function withEnvironment<T>(variables: Readonly<Record<string, string>>, run: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, variables);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, Object.fromEntries(Object.entries(before).filter(([name]) => name.startsWith('AWS_'))));
  }
}

if (import.meta.main) {
  // The policy file beside them is written by hand.
  const place = mkdtempSync(join(tmpdir(), 'trailproof-demo-'));
  const fresh = join(place, 'demo');
  await makeDemo(fresh);
  for (const name of FILES) copyFileSync(join(fresh, name), join(DEMO, name));
  rmSync(place, { recursive: true });
}
