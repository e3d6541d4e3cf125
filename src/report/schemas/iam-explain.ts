import * as z from 'zod';
import { accountId, tool } from './parts.ts';

const kind = z.enum(['identity', 'resource', 'trust', 'boundary', 'session', 'scp', 'rcp']);
const place = { line: z.int().positive(), column: z.int().positive() };

const statement = z.strictObject({
  policy: z.string().describe('the file'),
  kind,
  index: z.int().nonnegative().describe('position in Statement, from 0'),
  sid: z.string().nullable(),
  effect: z.enum(['Allow', 'Deny']),
  ...place,
});

const problem = z.strictObject({ policy: z.string(), message: z.string(), ...place });

export const IamExplain = z.strictObject({
  schema: z.literal('trailproof/iam-explain/1'),
  tool,
  request: z.strictObject({
    principal: z.strictObject({
      kind: z.enum(['service', 'role', 'user', 'root', 'federated', 'anonymous']),
      id: z
        .string()
        .nullable()
        .describe('name of the service, ARN (of a session: of its role, without the path), account id of a root user'),
      session: z.string().nullable().describe('of a role'),
    }),
    action: z.string(),
    resource: z.string(),
    resourceAccount: accountId.nullable().describe('as given; null: as the ARN says, if it does'),
    context: z.record(z.string(), z.array(z.string()).nullable()).describe('keys in lower case; null: absent'),
  }),
  outcome: z.enum(['allowed', 'denied', 'depends']),
  because: z.enum(['allow', 'explicit-deny', 'no-allow', 'public-access-block', 'unknown']),
  part: kind.nullable().describe('for no-allow: the part that does not allow'),
  silent: z.array(z.string()).describe('for no-allow: the policies of that part; of SCPs and RCPs those of one level'),
  statements: z.array(statement).describe('that decided, or would if the unknown were known'),
  unknownKeys: z.array(z.string()).describe('context keys that the answer depends on'),
  unread: z.array(z.string()),
  problems: z.array(problem).describe('what is not understood and matters for the answer'),
  parts: z.array(
    z.strictObject({
      kind,
      says: z.enum(['allows', 'denies', 'silent', 'depends']),
      statements: z.array(statement),
      unknownKeys: z.array(z.string()),
      unread: z.array(z.string()),
    }),
  ),
  policies: z
    .array(z.strictObject({ name: z.string(), kind, statements: z.int().nonnegative(), problems: z.array(problem) }))
    .describe('everything that was read, with everything that is not understood in it'),
});
