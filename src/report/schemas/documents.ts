import * as z from 'zod';
import { CATEGORIES, POPULATIONS } from '../../model/control.ts';
import {
  accountId,
  condition,
  counts,
  framework,
  identity,
  reason,
  result,
  severity,
  source,
  time,
  tool,
  trail,
  verdict,
  via,
} from './parts.ts';

const account = z.strictObject({
  id: accountId,
  name: z.string().nullable(),
  state: z.string(),
  joinedAt: time.nullable(),
  ou: z.string().nullable(),
  class: z.string().nullable(),
  assessable: z.boolean(),
  reason: reason.nullable(),
});

export const Scan = z.strictObject({
  schema: z.literal('trailproof/scan/1'),
  tool,
  run: z.strictObject({
    id: z.string(),
    startedAt: time,
    finishedAt: time,
    clock: time.describe('the moment that ages are measured against'),
    complete: z.boolean(),
    incompleteBecause: z.array(z.enum(['results.unknown', 'accounts.not-listed', 'run.interrupted'])),
    identity,
  }),
  policy: z.strictObject({
    file: z.string().nullable(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    severityProfile: z
      .string()
      .describe('name of the profile; after it, what the policy file puts above it: strict, log-notification=low'),
  }),
  framework: framework.nullable(),
  scope: z.strictObject({
    mode: z.enum(['account', 'organization']),
    accounts: z.array(account),
    regions: z.record(z.string(), z.array(z.string())),
  }),
  operatingModel: z.strictObject({
    observed: z.enum(['organization-trail', 'trail-per-account', 'mixed', 'none']),
    trails: z.array(z.strictObject({ arn: z.string(), accounts: z.int() })),
  }),
  apiCalls: z.record(z.string(), z.int()).describe('requests sent, retries included'),
  trails: z.array(trail),
  cells: z.record(z.string(), z.record(z.string(), z.strictObject({ verdict, by: z.array(z.string()) }))),
  byAccount: z.record(z.string(), z.record(z.string(), z.strictObject({ verdict, via }))),
  controls: z.array(
    z.strictObject({ id: z.string(), title: z.string(), severity, population: z.int(), summary: counts }),
  ),
  results: z.array(result),
  sources: z.array(source),
  summary: counts,
});

export const Trails = z.strictObject({
  schema: z.literal('trailproof/trails/1'),
  tool,
  clock: time,
  identity,
  complete: z.boolean(),
  trails: z.array(trail),
});

export const Accounts = z.strictObject({
  schema: z.literal('trailproof/accounts/1'),
  tool,
  clock: time,
  identity,
  complete: z.boolean(),
  accounts: z.array(
    z.strictObject({
      id: accountId,
      name: z.string().nullable(),
      state: z.string(),
      ou: z.string().nullable(),
      joinedAt: time.nullable(),
      class: z.string().nullable(),
      readable: z.boolean(),
      coverage: verdict,
      coveredBy: z.string().nullable().describe('ARN of the trail'),
      via,
      regions: z.strictObject({ enabled: z.int(), covered: z.int() }),
      reason: reason.nullable(),
    }),
  ),
});

const policyDocument = z
  .strictObject({
    name: z.string().describe('what conditions call it'),
    of: z.string().describe('ARN of role, bucket, key or topic; account that an organization policy binds'),
    text: z.string(),
    source: z.int().nonnegative().describe('index into the top-level table of sources'),
  })
  .describe('a policy that has a say in delivery, as AWS answered it');

export const Explain = z.strictObject({
  schema: z.literal('trailproof/explain/1'),
  tool,
  clock: time,
  identity,
  complete: z.boolean(),
  results: z.array(result),
  policies: z.array(policyDocument),
  sources: z.array(source),
});

const linkState = z.enum(['ok', 'broken', 'unknown', 'none']);

export const Path = z.strictObject({
  schema: z.literal('trailproof/path/1'),
  tool,
  clock: time,
  identity,
  complete: z.boolean(),
  paths: z.array(
    z.strictObject({
      trail: z.string().describe('ARN'),
      account: accountId.describe('owner of the trail'),
      state: linkState.describe('the worst of its links'),
      facts: z.array(z.string()).describe('whether it records, and when it last delivered'),
      links: z.array(
        z.strictObject({
          kind: z.enum(['bucket', 'key', 'role', 'log-group', 'topic']),
          resource: z.string().nullable(),
          state: linkState,
          facts: z.array(z.string()).describe('worth knowing, decides nothing'),
          conditions: z.array(condition.extend({ reasons: z.array(reason) })),
        }),
      ),
      policies: z.array(policyDocument),
      bucket: z.array(result).describe('what the controls about the bucket say'),
    }),
  ),
  sources: z.array(source),
});

const control = z.strictObject({
  id: z.string(),
  title: z.string(),
  category: z.enum(CATEGORIES),
  severity,
  shippedSeverity: severity.describe('before the policy file'),
  companion: z.boolean().describe('judged only where it is asked for by name'),
  provider: z.literal('aws'),
  services: z.array(z.string()).describe('services of AWS that are asked, by their prefix in IAM'),
  assetTypes: z.array(z.string()).describe('what is judged, then what is looked at for it'),
  queries: z.int().describe('stored queries that ask the same question'),
  rationale: z.string(),
  population: z.enum(POPULATIONS),
  conditions: z.array(z.strictObject({ id: condition.shape.id, title: z.string(), reasons: z.array(z.string()) })),
  clauses: z.array(z.strictObject({ framework, id: z.string(), title: z.string(), conditions: z.array(z.string()) })),
  permissions: z.array(z.string()),
  related: z.array(z.string()).describe('in both directions'),
});

export const Controls = z.strictObject({
  schema: z.literal('trailproof/controls/1'),
  tool,
  severityProfile: z.string(),
  controls: z.array(control),
});

export const Permissions = z.strictObject({
  schema: z.literal('trailproof/permissions/1'),
  tool,
  permissions: z.array(
    z.strictObject({
      action: z.string(),
      where: z.enum(['account', 'organization']),
      why: z.string(),
      controls: z.array(z.string()),
    }),
  ),
  policy: z.json().describe('the IAM policy document'),
});

const storedQuery = z.strictObject({ name: z.string(), question: z.string(), sql: z.string() });

export const Query = z.strictObject({
  schema: z.literal('trailproof/query/1'),
  tool,
  clock: time,
  identity,
  complete: z.boolean().describe('false where something that the query may show could not be read'),
  query: z.strictObject({ name: z.string().nullable(), sql: z.string() }),
  columns: z.array(z.string()),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
});

export const Queries = z.strictObject({
  schema: z.literal('trailproof/queries/1'),
  tool,
  queries: z.array(storedQuery),
});

export const Views = z.strictObject({
  schema: z.literal('trailproof/views/1'),
  tool,
  views: z.array(
    z.strictObject({
      name: z.string(),
      about: z.string(),
      columns: z.array(
        z.strictObject({
          name: z.string(),
          type: z.enum(['text', 'integer', 'boolean', 'time', 'json']),
          about: z.string(),
        }),
      ),
    }),
  ),
});
