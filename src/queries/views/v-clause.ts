import { defineView, json, text } from '../view.ts';

export const vClause = defineView({
  name: 'v_clause',
  about: "One row per result × clause: a framework's verdict on the same subject.",
  columns: {
    result_id: text('The result'),
    control: text('Id of the control'),
    account_id: text('The account that the result is filed under'),
    framework: text('Id of the framework, with its version'),
    clause: text('Number of the clause'),
    verdict: text('PASS, FAIL, UNKNOWN, NOT_APPLICABLE'),
    reasons: json('Reason ids'),
  },
  needs: ['results'],
  index: ['result_id'],
  ofAccount: ({ results }) =>
    results.flatMap((result) =>
      result.clauses.map(({ framework, id, verdict, reasons }) => ({
        result_id: result.id,
        control: result.control,
        account_id: result.account,
        framework,
        clause: id,
        verdict,
        reasons: reasons.map((reason) => reason.id),
      })),
    ),
});
