import { orNull } from '../../model/read.ts';

import { defineView, json, text } from '../view.ts';

export const vInsight = defineView({
  name: 'v_insight',
  about: 'One row per trail × type of Insights events that is on. v_trail.insights_read tells "none" from "not read".',
  columns: {
    trail_arn: text('The trail'),
    type: text('ApiCallRateInsight, ApiErrorRateInsight'),
    categories: json('Management, Data, or both'),
  },
  needs: ['trails', 'insights'],
  index: ['trail_arn'],
  atEnd: ({ inventory }) =>
    inventory.all().flatMap(({ trail }) =>
      (orNull(trail.insights) ?? []).map(({ type, categories }) => ({
        trail_arn: trail.arn,
        type,
        categories: [...categories],
      })),
    ),
});
