import { malformed } from '../model/failure.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { known, type Read, unasked, unread } from '../model/read.ts';
import type { Key, Topic } from '../model/storage.ts';
import { dig, iamResult, isText, listIn, sourceOf, xmlAnswer } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import { keyOf } from './keys.ts';
import { type ArnPlace, keyPlace } from './places.ts';

/** The topic that a trail names: known, known as missing (null), or unknown. */
export function topicOf(index: CaptureIndex, place: ArnPlace, partition: string): Read<Topic | null> {
  const { arn, account, region } = place;
  const call = 'sns:GetTopicAttributes';
  const capture = index.one(call, account, region, { TopicArn: arn });
  if (capture === undefined) return unasked(call, account, region);
  const answer = xmlAnswer(capture);
  if (!answer.known) return answer.failure.kind === 'not-found' ? known(null, answer.source) : answer;
  const attributes = attributesIn(answer.value);
  const source = sourceOf(capture, 'Attributes');
  if (attributes === null) return unread(malformed(capture, 'Attributes is missing'), source);
  const policySource = sourceOf(capture, 'Attributes.Policy');
  const text = attributes.get('Policy');
  const kmsKey = attributes.get('KmsMasterKeyId') || null;
  return known(
    {
      arn,
      account,
      region,
      // A topic always has a policy (SNS API reference, GetTopicAttributes).
      policy: isText(text)
        ? known({ name: `policy of topic ${arn.slice(arn.lastIndexOf(':') + 1)}`, text }, policySource)
        : unread(malformed(capture, 'Attributes.Policy is missing'), policySource),
      kmsKey,
      key: kmsKey === null ? null : topicKey(index, kmsKey, place, partition),
      subscriptionsConfirmed: countIn(attributes, 'SubscriptionsConfirmed'),
      subscriptionsPending: countIn(attributes, 'SubscriptionsPending'),
    },
    source,
  );
}

/** The key of an encrypted topic; null where its name is no key. */
function topicKey(
  index: CaptureIndex,
  key: string,
  { account, region }: ArnPlace,
  partition: string,
): Read<Key | null> | null {
  const place = keyPlace(key, { account, region, partition });
  return place === null ? null : keyOf(index, place);
}

/** The name of the topic's key in an answer, for collection; null where there is none. */
export function topicKeyName(answer: Read<JsonObject>): string | null {
  return (answer.known ? attributesIn(answer.value)?.get('KmsMasterKeyId') : null) || null;
}

function attributesIn(answer: JsonObject): ReadonlyMap<string, string> | null {
  const attributes = dig(iamResult(answer), 'Attributes');
  if (!isObject(attributes)) return null;
  return new Map(listIn(attributes['entry']).map((one) => [String(dig(one, 'key')), String(dig(one, 'value') ?? '')]));
}

function countIn(attributes: ReadonlyMap<string, string>, name: string): number | null {
  const value = attributes.get(name);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : null;
}
