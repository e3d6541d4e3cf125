import type { Insight } from '../model/facts.ts';
import { malformed } from '../model/failure.ts';
import { isObject } from '../model/json.ts';
import { known, noSource, notAsked, type Read, unasked, unread } from '../model/read.ts';
import { isText, jsonAnswer, sourceOf } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import { isListOfText } from './field-conditions.ts';
import type { ListedTrail } from './trail-list.ts';

/**
 * Insights events that are on. InsightNotEnabledException says "off" (aws.md 3.5). Only the trail's owner is answered, so
 * in another account they are out of scope.
 */
export function insightsOf(
  { arn, owner, homeRegion }: Pick<ListedTrail, 'arn' | 'owner' | 'homeRegion'>,
  { shared, account }: { readonly shared: CaptureIndex; readonly account: string },
): Read<readonly Insight[]> {
  const call = 'cloudtrail:GetInsightSelectors';
  const capture = shared.one(call, owner, homeRegion, { TrailName: arn });
  if (capture === undefined) return owner === account ? unasked(call, account, homeRegion) : ofOwner(owner, homeRegion);
  const answer = jsonAnswer(capture);
  if (!answer.known) {
    return answer.failure.code === 'InsightNotEnabledException' ? known([], answer.source) : answer;
  }
  const list = answer.value['InsightSelectors'];
  const source = sourceOf(capture, 'InsightSelectors');
  if (!Array.isArray(list)) return unread(malformed(capture, 'InsightSelectors is missing'), source);
  const insights = (list as unknown[]).flatMap(insightIn);
  if (insights.length !== list.length) {
    return unread(malformed(capture, 'InsightSelectors holds an entry without a type'), source);
  }
  return known(
    insights.sort((a, b) => (a.type < b.type ? -1 : 1)),
    source,
  );

  function ofOwner(asked: string, region: string): Read<readonly Insight[]> {
    return unread({ ...notAsked(call, asked, region), kind: 'out-of-scope' }, noSource(call, asked, region));
  }
}

/** Without categories the type is about management events (CloudTrail API reference, InsightSelector). */
function insightIn(entry: unknown): Insight[] {
  if (!isObject(entry) || !isText(entry['InsightType'])) return [];
  const categories = entry['EventCategories'] ?? [];
  if (!isListOfText(categories)) return [];
  return [{ type: entry['InsightType'], categories: categories.length === 0 ? ['Management'] : categories }];
}
