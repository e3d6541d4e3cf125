import * as z from 'zod';
import { OPERATIONS } from '../model/operations.ts';

/** The version that this program writes and the newest that it reads. */
export const SNAPSHOT_SCHEMA = 'trailproof/snapshot/1';

const time = z.iso.datetime();
const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const accountId = z.string().regex(/^\d{12}$/);
const operations = Object.keys(OPERATIONS) as [keyof typeof OPERATIONS, ...(keyof typeof OPERATIONS)[]];

const FilePart = z.strictObject({ lines: z.int().nonnegative(), sha256 });

/** snapshot.json: what was asked, by whom, when; written last, so its presence says that the snapshot is whole. */
export const Manifest = z.strictObject({
  schema: z.literal(SNAPSHOT_SCHEMA),
  tool: z.strictObject({ name: z.literal('trailproof'), version: z.string() }),
  run: z.strictObject({
    id: z.string(),
    startedAt: time,
    finishedAt: time,
    clock: time,
    interrupted: z.boolean(),
    accountsListed: z.boolean().default(true).describe('false: the list of accounts was refused or broke off'),
    identity: z.strictObject({ arn: z.string(), account: accountId }),
  }),
  scope: z.strictObject({
    mode: z.enum(['account', 'organization']),
    regions: z.array(z.string()).nullable(),
    accounts: z.array(
      z.strictObject({
        id: accountId,
        name: z.string().nullable(),
        state: z.string(),
        joinedAt: time.nullable(),
        ou: z.string().nullable(),
        partition: z.string(),
        leftOut: z.string().nullable().default(null).describe('why the account is not part of the run'),
      }),
    ),
  }),
  apiCalls: z.partialRecord(z.enum(operations), z.int().nonnegative()),
  files: z.strictObject({ 'captures.ndjson': FilePart, 'bodies.ndjson': FilePart }),
});
export type Manifest = z.infer<typeof Manifest>;

/** run.json: what a run began with; there until the snapshot is whole, so that it can be resumed. */
export const RunStart = z.strictObject({
  schema: z.literal('trailproof/run/1'),
  run: z.strictObject({ id: z.string(), startedAt: time, clock: time }),
  account: accountId,
  mode: z.enum(['account', 'organization']),
  regions: z.array(z.string()).nullable(),
});
export type RunStart = z.infer<typeof RunStart>;

/** One line of captures.ndjson: a capture without its body. */
export const CaptureLine = z.strictObject({
  call: z.enum(operations),
  account: z.string(),
  region: z.string(),
  parameters: z.record(z.string(), z.json()),
  page: z.int().nonnegative(),
  principal: z.string().nullable(),
  requestId: z.string().nullable(),
  at: time.nullable(),
  status: z.int().nullable(),
  errorType: z.string().nullable(),
  sha256: sha256.nullable(),
  transport: z.enum(['timeout', 'reset', 'unreachable', 'interrupted', 'credentials', 'client']).nullable(),
  transportCode: z.string().nullable(),
  headers: z.record(z.string(), z.string()).optional(),
});

/** One line of bodies.ndjson: each distinct body once, under its hash. */
export const BodyLine = z.strictObject({ sha256, body: z.string() });
