import type { ChangeOf } from '../../model/change.ts';
import { isObject, type Json } from '../../model/json.ts';
import { code } from './text.ts';

/**
 * How the selectors of a trail are widened by hand. Other selectors are left alone; where management events were one of
 * several basic selectors, the console cannot show them apart, and switching to advanced ones would rewrite data events.
 */
export function selectorSteps({ selectors, before }: ChangeOf<'record-reads-and-writes'>): readonly string[] {
  const others = (selectors.advanced ?? selectors.basic).filter((one) => !isManagement(one)).length;
  return [
    'Under **Management events** choose **Edit**. Tick **Management events** if it is not, then **Read** and **Write**, and untick **Exclude AWS KMS events** and **Exclude Amazon RDS Data API events**. Choose **Save changes**.',
    ...(others === 0
      ? []
      : [
          `Do not touch **Data events**, **Insights events** and **Network activity events**: ${others} other ${others === 1 ? 'selector stays' : 'selectors stay'} as before.`,
        ]),
    `What was recorded before, for the way back: ${code(JSON.stringify(before.advanced ?? before.basic))}.`,
  ];
}

function isManagement(selector: Json): boolean {
  if (!isObject(selector)) return false;
  if (selector['IncludeManagementEvents'] === true) return true;
  const fields = selector['FieldSelectors'];
  return (
    Array.isArray(fields) &&
    fields.some(
      (field: Json) =>
        isObject(field) && field['Field'] === 'eventCategory' && JSON.stringify(field['Equals']) === '["Management"]',
    )
  );
}
