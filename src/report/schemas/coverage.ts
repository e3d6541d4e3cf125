import * as z from 'zod';
import { counts, framework, identity, time, tool, verdict } from './parts.ts';

const judge = z.strictObject({
  control: z.string(),
  companion: z.boolean(),
  selected: z.boolean().describe('false: it judges only where it is asked for'),
  conditions: z.array(z.string()),
  counts: counts.nullable().describe('its verdicts on the clause; null without facts, or where it is not selected'),
});

const clause = z.strictObject({
  id: z.string(),
  title: z.string().describe('in our own words'),
  state: z.enum(['judged', 'on-request', 'not-judged']),
  judgedBy: z.array(judge),
  because: z
    .strictObject({
      id: z.enum(['later:alarms', 'later:log-retention', 'other-service', 'no-aws-mapping', 'none']),
      text: z.string(),
    })
    .nullable()
    .describe('why no control judges it'),
  verdict: verdict.nullable().describe('the worst: FAIL, UNKNOWN, PASS, NOT_APPLICABLE; null where nothing was judged'),
});

export const Coverage = z.strictObject({
  schema: z.literal('trailproof/coverage/1'),
  tool,
  run: z
    .strictObject({
      clock: time,
      identity,
      mode: z.enum(['account', 'organization']),
      complete: z.boolean().describe('false where a verdict that is shown is UNKNOWN, or accounts are missing'),
    })
    .nullable()
    .describe('null where no facts were looked at'),
  frameworks: z.array(
    z.strictObject({
      id: framework,
      title: z.string(),
      version: z.string(),
      source: z.string().describe('where the numbers can be looked up'),
      provenance: z.strictObject({ by: z.enum(['benchmark', 'aws', 'consensus']), text: z.string() }),
      extent: z.string().describe('which part of the framework is listed'),
      summary: z.strictObject({ clauses: z.int(), judged: z.int(), onRequest: z.int(), notJudged: z.int() }),
      verdicts: counts.omit({ EXCEPTED: true }).nullable().describe('how many clauses have which verdict'),
      clauses: z.array(clause),
    }),
  ),
});
