import { defineView, json, text } from '../view.ts';

export const vResult = defineView({
  name: 'v_result',
  about: 'One row per result: control × subject.',
  columns: {
    result_id: text('CONTROL/SUBJECT, stable across runs'),
    control: text('Id of the control'),
    subject: text('What was judged; a query of the control returns the same'),
    account_id: text('The account that it is filed under; NULL where the owner of a bucket could not be told'),
    region: text('The Region, for cells and for Regions that could not be listed'),
    resource: text('ARN, or the account id'),
    severity: text('low, medium, high, critical'),
    verdict: text('PASS, FAIL, UNKNOWN, NOT_APPLICABLE'),
    satisfied_by: text('ARN of the trail that satisfied it'),
    via: text("own, or organization: by the account's own trail or by one of its organization"),
    reasons: json('Reason ids'),
  },
  needs: ['results'],
  index: ['control', 'result_id'],
  ofAccount: ({ results }) =>
    results.map((result) => ({
      result_id: result.id,
      control: result.control,
      subject: result.id.slice(result.control.length + 1),
      account_id: result.account,
      region: result.region,
      resource: result.resource,
      severity: result.severity,
      verdict: result.verdict,
      satisfied_by: result.satisfiedBy,
      via: result.via,
      reasons: result.reasons.map(({ id }) => id),
    })),
});
