import { boolean, defineView, integer, json, text } from '../view.ts';

export const vCondition = defineView({
  name: 'v_condition',
  about:
    'One row per result × candidate × condition: what was asked, and what came out. A subject fails where each of its candidates has a condition that does not hold.',
  columns: {
    result_id: text('The result'),
    control: text('Id of the control'),
    subject: text('What was judged'),
    account_id: text('The account that the result is filed under'),
    candidate_number: integer('Number of the candidate within the result'),
    candidate: text('ARN of the trail, bucket, …; NULL for a Region that may hide one, and where there is none'),
    region: text('The Region of such a candidate'),
    shown: boolean('The candidate is the one that reports show'),
    condition: text('Id of the condition'),
    holds: boolean('1 yes, 0 no, NULL unknown'),
    observed: json('The value that decided'),
    reasons: json('Reason ids'),
  },
  needs: ['results'],
  index: ['control', 'result_id'],
  ofAccount: ({ results }) =>
    results.flatMap((result) =>
      [...(result.shown === null ? [] : [result.shown]), ...result.others].flatMap((candidate, number) =>
        candidate.conditions.map((condition) => ({
          result_id: result.id,
          control: result.control,
          subject: result.id.slice(result.control.length + 1),
          account_id: result.account,
          candidate_number: number,
          candidate: candidate.resource,
          region: candidate.region,
          shown: candidate === result.shown,
          condition: condition.id,
          holds: condition.holds === 'unknown' ? null : condition.holds === 'yes',
          observed: condition.observed,
          reasons: condition.reasons.map(({ id }) => id),
        })),
      ),
    ),
});
