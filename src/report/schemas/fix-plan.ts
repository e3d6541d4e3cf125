import * as z from 'zod';
import { CHANGE_KINDS } from '../../model/change.ts';
import { identity, reason, time, tool, verdict } from './parts.ts';

const turn = z.strictObject({
  id: z.string().describe('id of the result'),
  control: z.string(),
  before: verdict.nullable(),
  after: verdict.nullable().describe('null: there is no such subject any more'),
});

export const FixPlan = z.strictObject({
  schema: z.literal('trailproof/fix-plan/1'),
  tool,
  clock: time,
  identity,
  complete: z.boolean().describe('false where facts are missing, so that there may be more to repair'),
  steps: z.array(
    z.strictObject({
      change: z
        .looseObject({
          kind: z.enum(CHANGE_KINDS),
          account: z.string(),
          region: z.string(),
          partition: z.string(),
        })
        .describe('what is changed, as data; the other fields hang on its kind'),
      title: z.string(),
      cost: z.string().nullable(),
      risk: z.string().nullable(),
      back: z.string().nullable().describe('the way back'),
      results: z.array(z.string()).describe('ids of the results that ask for it'),
    }),
  ),
  repaired: z.array(turn),
  pending: z.array(turn).describe('unknown until something has come, such as a delivery'),
  remaining: z.array(turn),
  sideEffects: z.array(turn),
  byHand: z.array(z.strictObject({ reason, results: z.array(z.string()) })),
});
