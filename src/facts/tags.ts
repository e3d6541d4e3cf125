import type { Capture } from '../model/capture.ts';
import type { Tag } from '../model/facts.ts';
import { malformed } from '../model/failure.ts';
import { isObject } from '../model/json.ts';
import { known, noSource, notAsked, type Read, unasked, unread } from '../model/read.ts';
import { brokenPages, isText, jsonAnswer, sourceOf } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import type { ListedTrail } from './trail-list.ts';

const CALL = 'cloudtrail:ListTags';

/** So many ARNs are taken by one ListTags (CloudTrail API reference). */
export const ARNS_PER_LIST = 20;

/**
 * The tags of a trail, from the answer that was asked for it among others. Only the trail's owner is answered, so in
 * another account they are out of scope.
 */
export function tagsOf(
  { arn, owner, homeRegion }: Pick<ListedTrail, 'arn' | 'owner' | 'homeRegion'>,
  { index, account }: { readonly index: CaptureIndex; readonly account: string },
): Read<readonly Tag[]> {
  if (owner !== account) {
    return unread({ ...notAsked(CALL, owner, homeRegion), kind: 'out-of-scope' }, noSource(CALL, owner, homeRegion));
  }
  const asked = index.ofCall(CALL, account).find(({ region, parameters }) => {
    const arns = parameters['ResourceIdList'];
    return region === homeRegion && Array.isArray(arns) && arns.includes(arn);
  });
  if (asked === undefined) return unasked(CALL, account, homeRegion);
  return tagsIn(index.pages(CALL, account, homeRegion, asked.parameters), arn);
}

function tagsIn(pages: readonly Capture[], arn: string): Read<readonly Tag[]> {
  const tags: Tag[] = [];
  let source = noSource(CALL, '', null);
  let found = false;
  for (const page of pages) {
    const answer = jsonAnswer(page);
    if (!answer.known) return answer;
    const list = answer.value['ResourceTagList'];
    const wrong = (what: string): Read<readonly Tag[]> =>
      unread(malformed(page, what), sourceOf(page, 'ResourceTagList'));
    if (!Array.isArray(list)) return wrong('ResourceTagList is missing');
    for (const [position, entry] of (list as unknown[]).entries()) {
      if (!isObject(entry) || entry['ResourceId'] !== arn) continue;
      const some = tagList(entry['TagsList']);
      if (some === null) return wrong(`ResourceTagList[${position}].TagsList is no list of tags`);
      found = true;
      source = sourceOf(page, `ResourceTagList[${position}].TagsList`);
      tags.push(...some);
    }
  }
  const [first] = pages;
  const broken = brokenPages(pages);
  if (broken !== null && first !== undefined) return unread(broken, sourceOf(first, 'ResourceTagList'));
  if (!found && first !== undefined) {
    return unread(malformed(first, 'ResourceTagList lacks the trail'), sourceOf(first, 'ResourceTagList'));
  }
  return known(
    tags.sort((a, b) => (a.key < b.key ? -1 : 1)),
    source,
  );
}

/** A tag has a key; its value may be empty or left out. null where it is otherwise. */
function tagList(list: unknown): readonly Tag[] | null {
  if (!Array.isArray(list)) return null;
  const tags = (list as unknown[]).flatMap((tag): Tag[] => {
    const value = isObject(tag) ? (tag['Value'] ?? '') : null;
    return isObject(tag) && isText(tag['Key']) && typeof value === 'string' ? [{ key: tag['Key'], value }] : [];
  });
  return tags.length === list.length ? tags : null;
}
