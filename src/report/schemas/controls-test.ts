import * as z from 'zod';
import { VERDICTS } from '../../model/verdict.ts';
import { tool } from './parts.ts';

const verdict = z.enum(VERDICTS).nullable();

const fixture = z.strictObject({
  name: z.string(),
  results: z.int().nonnegative(),
  agrees: z.boolean(),
  differences: z.array(
    z.strictObject({
      subject: z.string(),
      expected: verdict.describe('null: the fixture does not name the subject'),
      found: verdict.describe('null: there is no such result'),
      place: z.string().describe('FILE:LINE:COLUMN'),
      reasons: z.array(z.string()),
    }),
  ),
});

export const ControlsTest = z.strictObject({
  schema: z.literal('trailproof/controls-test/1'),
  tool,
  controls: z.array(z.strictObject({ file: z.string(), id: z.string(), fixtures: z.array(fixture) })),
});
