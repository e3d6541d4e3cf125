/**
 * Writes demo/: every account of the demo organization, read by the real engine from the rig's double and kept as one
 * snapshot. The same world gives the same bytes; test/demo/demo.test.ts compares.
 */

import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Access } from '../src/collect/access.ts';
import { credentialsOf } from '../src/collect/credentials.ts';
import { readIdentity } from '../src/collect/identity.ts';
import { Reader } from '../src/collect/reader.ts';
import { CONTROLS } from '../src/controls/registry.generated.ts';
import type { AccountInRun } from '../src/facts/facts.ts';
import type { Capture } from '../src/model/capture.ts';
import type { FactKey } from '../src/model/operations.ts';
import { DEFAULT_THRESHOLDS } from '../src/model/policy.ts';
import { SNAPSHOT_SCHEMA } from '../src/store/snapshot-schema.ts';
import { SnapshotWriter } from '../src/store/snapshot-writer.ts';
import { collectAccount } from '../src/workflow/collect-account.ts';
import { selectControls } from '../src/workflow/select-controls.ts';
import { toolVersion } from '../src/workflow/version.ts';
import { DEMO_ACCOUNTS, DEMO_NOW, DEMO_RULES, DEMO_WORLD, type DemoAccount } from '../test/demo/world.ts';
import { startDouble } from '../test/rig/double.ts';

const FILES = ['snapshot.json', 'captures.ndjson', 'bodies.ndjson'] as const;
/** What `trailproof trails` shows, whatever the controls need. */
const INVENTORY: readonly FactKey[] = ['status', 'selectors'];
const NOTHING_INSIDE = new Set(['SUSPENDED', 'CLOSED', 'PENDING_ACTIVATION']);

/** Writes the demo snapshot into a folder that is empty or does not exist. */
export async function makeDemo(folder: string): Promise<void> {
  const double = await startDouble(DEMO_WORLD, { rules: DEMO_RULES });
  const captures: Capture[] = [];
  try {
    for (const account of DEMO_ACCOUNTS) {
      if (NOTHING_INSIDE.has(account.state)) continue;
      const answers = await withEnvironment(double.env(account.id, 'us-east-1'), () => read(account));
      captures.push(...answers.map((capture) => timeless(account, capture)));
    }
  } finally {
    await double.close();
  }
  if (double.unknownCalls.size > 0) throw new Error(`the double does not know ${[...double.unknownCalls].join(', ')}`);
  write(
    folder,
    captures.toSorted((a, b) => (questionOf(a) < questionOf(b) ? -1 : 1)),
  );
}

/** Reads one account as a scan of it does, with what the organization knows about it. */
async function read(account: DemoAccount): Promise<readonly Capture[]> {
  const captures: Capture[] = [];
  const credentials = credentialsOf();
  const stop = new AbortController().signal;
  const reader = new Reader({ stop, onAnswer: (capture) => captures.push(capture) }, credentials);
  try {
    const identity = await readIdentity(reader, 'us-east-1');
    const access = new Access(reader, credentials, identity, {
      roleName: 'TrailproofRead',
      externalId: null,
      sessionName: 'demo',
      region: 'us-east-1',
    });
    reader.actAs(access);
    const scope = {
      regions: null,
      clock: Date.parse(DEMO_NOW),
      joinGraceHours: DEFAULT_THRESHOLDS.joinGrace,
      owners: new Map(),
    };
    const needs = new Set([...selectControls(CONTROLS, null).flatMap((control) => control.needs), ...INVENTORY]);
    await collectAccount(inRun(account), { reader, access, scope, needs, regionsKnown: () => {} });
  } finally {
    reader.close();
  }
  // Who is asking is asked before the account is known.
  return captures.map((capture) => (capture.account === '' ? { ...capture, account: account.id } : capture));
}

function inRun({ id, name, state, joinedAt, ou }: DemoAccount): AccountInRun {
  return { id, name, state, joinedAt, ou, partition: 'aws', leftOut: null };
}

/**
 * The one step that changes what came over the wire: what differs from run to run gets a fixed value. That is the date
 * of the answer, and its request id, which XML answers repeat in their body.
 */
function timeless(account: DemoAccount, capture: Capture): Capture {
  if (capture.account !== account.id)
    throw new Error(`${capture.call} of ${account.id} is filed under ${capture.account}`);
  if (capture.transport !== null || capture.requestId === null || capture.body === null) {
    throw new Error(`${questionOf(capture)}: no answer (${capture.transport})`);
  }
  const requestId = uuidOf(questionOf(capture));
  const body = capture.body.replaceAll(capture.requestId, requestId);
  const at = capture.at === null ? null : DEMO_NOW;
  return { ...capture, requestId, at, body, sha256: `sha256:${sha256(body)}` };
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

function write(folder: string, captures: readonly Capture[]): void {
  const [first] = DEMO_ACCOUNTS;
  if (first === undefined) throw new Error('the demo has no accounts');
  const arn = captures.find((capture) => capture.account === first.id && capture.principal !== null)?.principal;
  if (arn === null || arn === undefined) throw new Error(`nobody asked in ${first.id}`);
  const writer = SnapshotWriter.create(folder);
  for (const capture of captures) writer.add(capture);
  const time = new Date(DEMO_NOW).toISOString();
  writer.finish({
    schema: SNAPSHOT_SCHEMA,
    tool: { name: 'trailproof', version: toolVersion() },
    run: {
      id: 'demo-harbour-lights-logistics',
      startedAt: time,
      finishedAt: time,
      clock: time,
      interrupted: false,
      accountsListed: true,
      identity: { arn, account: first.id },
    },
    scope: {
      mode: 'account',
      regions: null,
      accounts: DEMO_ACCOUNTS.map(({ id, name, state, joinedAt, ou }) => ({
        id,
        name,
        state,
        joinedAt,
        ou,
        partition: 'aws',
        leftOut: null,
      })),
    },
    apiCalls: callsOf(captures),
  });
  // A snapshot is its owner's secret; this one is published.
  chmodSync(folder, 0o755);
  for (const name of FILES) chmodSync(join(folder, name), 0o644);
}

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
  const folder = join(import.meta.dirname, '../demo');
  for (const name of FILES) rmSync(join(folder, name), { force: true });
  await makeDemo(folder);
}
