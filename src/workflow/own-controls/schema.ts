import * as z from 'zod';
import { CATEGORIES, SEVERITIES } from '../../model/control.ts';
import { FRAMEWORK_IDS } from '../../model/framework.ts';

/** Who can be judged by a user's control. */
export const OWN_POPULATIONS = [
  'account',
  'cell',
  'trail',
  'event-data-store',
  'bucket',
  'log-group',
  'role',
  'resource',
] as const;

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, {
    error: ({ input }) => (input === undefined ? 'is missing' : `must be one of ${values.join(', ')}`),
  });
const words = z.string().trim().min(1, 'is empty');
const sql = words.describe('one SELECT over the views of trailproof query --tables');

const fixture = z.strictObject({
  name: words,
  given: z
    .record(z.string(), z.array(z.record(z.string(), z.json(), 'must be a row: columns with values')))
    .describe('view → rows; a column that is left out is NULL'),
  expect: z
    .record(z.string(), oneOf(['PASS', 'FAIL', 'UNKNOWN', 'NOT_APPLICABLE']))
    .describe('subject → verdict, for every result'),
});

/** A control that a user writes. Strict: an unknown key is an error, since a misspelt statement must not go unnoticed. */
export const OwnControlFile = z.strictObject({
  schema: z.literal('trailproof/control/1', 'must be trailproof/control/1'),
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be words in small letters and digits, joined by hyphens')
    .max(64, 'must be at most 64 characters'),
  title: words.regex(/[^.]$/, 'must not end with a full stop').describe('the requirement, in the positive'),
  category: oneOf(CATEGORIES),
  severity: oneOf(SEVERITIES),
  per: oneOf(OWN_POPULATIONS).describe('who is judged: one result for each'),
  rationale: words,
  parameters: z
    .record(
      z.string().regex(/^[a-z_][a-z0-9_]*$/, 'must be a name in small letters, digits and _'),
      z.union([z.string(), z.number(), z.array(z.string())], 'must be text in quotes, a number or a list of texts'),
    )
    .optional()
    .describe('bound as :name; a list as JSON text, for json_each(:name)'),
  population: sql.describe('returns subject, and account, region, resource where they cannot be told from it'),
  unknown: sql.optional().describe('returns subject and reason: what could not be read'),
  violations: sql.describe('returns subject and reason, and what was observed: what breaks the rule'),
  expect: z
    .strictObject({ eq: z.array(z.never(), 'must be a list').length(0, 'must be [], the only expectation there is') })
    .describe('the violations that are expected: none'),
  remediation: words.describe('what to do about a violation'),
  references: z.array(words).optional(),
  clauses: z.array(z.strictObject({ framework: oneOf(FRAMEWORK_IDS), id: words })).optional(),
  related: z.array(words).optional().describe('ids of other controls'),
  owner: words.optional().describe('who answers for the control'),
  fixtures: z.array(fixture).optional().describe('small worlds with the verdict of every subject'),
});
export type OwnControlFile = z.infer<typeof OwnControlFile>;
export type Fixture = z.infer<typeof fixture>;
