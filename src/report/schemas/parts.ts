import * as z from 'zod';
import { SEVERITIES } from '../../model/control.ts';
import { FRAMEWORK_IDS } from '../../model/framework.ts';
import { VERDICTS } from '../../model/verdict.ts';

export const verdict = z.enum(VERDICTS);
export const severity = z.enum(SEVERITIES);
export const framework = z.enum(FRAMEWORK_IDS);
export const accountId = z.string().regex(/^\d{12}$/);
export const time = z.iso.datetime().describe('ISO 8601, UTC');
export const tool = z.strictObject({ name: z.literal('trailproof'), version: z.string() });
export const identity = z.strictObject({ arn: z.string(), account: accountId });
const scope = z.enum(['full', 'partial', 'none', 'unknown']);

export const reason = z.strictObject({
  id: z.string().describe('stable id; sentences may change, ids do not'),
  params: z.record(z.string(), z.json()),
  text: z.string(),
});

export const condition = z.strictObject({
  id: z.string(),
  holds: z.enum(['yes', 'no', 'unknown']),
  observed: z.json().describe('the value that decided, as AWS spells it where possible'),
  resource: z.string().nullable(),
  sources: z.array(z.int().nonnegative()).describe('indices into the top-level table of sources'),
});

export const candidate = z.strictObject({
  resource: z.string().nullable(),
  region: z.string().nullable().describe('a Region whose trails could not be listed'),
  outcome: verdict,
  conditions: z.array(condition),
});

export const clause = z.strictObject({ framework, id: z.string(), verdict, reasons: z.array(reason) });

export const via = z.enum(['own', 'organization']).nullable();

const exceptionRef = z.strictObject({ id: z.string(), owner: z.string(), expiresAt: time, reason: z.string() });

export const result = z.strictObject({
  id: z.string().describe('stable across runs: control / subject'),
  control: z.string(),
  account: accountId.nullable().describe('null where the owner of a bucket could not be told'),
  region: z.string().nullable(),
  resource: z.string().describe('ARN, or the account id'),
  severity,
  verdict,
  satisfiedBy: z.string().nullable(),
  via,
  exception: exceptionRef.nullable().describe('covers a FAIL; the verdict stays FAIL'),
  conditions: z.array(condition),
  candidates: z.array(candidate).describe('the other candidates; empty for PASS'),
  clauses: z.array(clause),
  reasons: z.array(reason),
  remediation: z
    .array(z.strictObject({ format: z.literal('cli'), account: accountId, region: z.string(), body: z.string() }))
    .describe('with --remediation: what repairs it, in order'),
});

export const source = z.strictObject({
  capture: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .nullable(),
  call: z.string(),
  account: z.string(),
  region: z.string().nullable(),
  field: z.string().nullable(),
  at: time.nullable().describe("AWS's own date of the answer"),
});

export const trail = z.strictObject({
  arn: z.string(),
  name: z.string(),
  account: accountId,
  homeRegion: z.string(),
  multiRegion: z.boolean().nullable(),
  organization: z.boolean().nullable(),
  logging: z.boolean().nullable(),
  stoppedAt: time.nullable(),
  reads: scope,
  writes: scope,
  excludedSources: z.array(z.string()),
  otherSelectors: z.int().nullable().describe('selectors of data and other events: noted, never judged'),
  globalServiceEvents: z.boolean().nullable(),
  bucket: z.string().nullable(),
  prefix: z.string().nullable(),
  bucketAccount: accountId.nullable().describe('owner of the bucket; null where no account of the run answers for it'),
  snsTopic: z.string().nullable(),
  logGroup: z.string().nullable(),
  role: z.string().nullable(),
  kmsKey: z.string().nullable(),
  validation: z.boolean().nullable(),
  covers: z.array(accountId).describe('accounts of the run that may rely on the trail'),
  seenIn: z.record(z.string(), z.array(z.string())).describe('account → Regions whose list shows the trail'),
});

export const counts = z.strictObject({
  PASS: z.int(),
  FAIL: z.int(),
  UNKNOWN: z.int(),
  NOT_APPLICABLE: z.int(),
  EXCEPTED: z.int(),
});
