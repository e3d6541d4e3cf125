import type { Capture } from '../model/capture.ts';
import { isoTime } from '../model/conditions/condition.ts';
import { malformed } from '../model/failure.ts';
import { known, type Read, unasked, unread } from '../model/read.ts';
import type { Key, PolicyText } from '../model/storage.ts';
import { dig, isText, isTime, jsonAnswer, sourceOf } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import type { ArnPlace } from './places.ts';

/** A key by the ARN that names it (key or alias): known, known as missing (null), or unknown. */
export function keyOf(index: CaptureIndex, { arn: named, account, region }: ArnPlace): Read<Key | null> {
  const call = 'kms:DescribeKey';
  const capture = index.one(call, account, region, { KeyId: named });
  if (capture === undefined) return unasked(call, account, region);
  const answer = jsonAnswer(capture);
  if (!answer.known) return answer.failure.kind === 'not-found' ? known(null, answer.source) : answer;
  const source = sourceOf(capture, 'KeyMetadata');
  const metadata = dig(answer.value, 'KeyMetadata');
  const [arn, state] = [dig(metadata, 'Arn'), dig(metadata, 'KeyState')];
  if (!isText(arn) || !isText(state)) {
    return unread(malformed(capture, 'KeyMetadata.Arn or KeyMetadata.KeyState is missing'), source);
  }
  const deletion = dig(metadata, 'DeletionDate');
  return known(
    {
      arn,
      account,
      region,
      state,
      deletionAt: isTime(deletion) ? isoTime(deletion * 1000) : null,
      manager: dig(metadata, 'KeyManager') === 'AWS' ? 'AWS' : 'CUSTOMER',
      policy: policyOf(index.one('kms:GetKeyPolicy', account, region, { KeyId: arn }), arn, { account, region }),
    },
    source,
  );
}

function policyOf(
  capture: Capture | undefined,
  key: string,
  { account, region }: Pick<ArnPlace, 'account' | 'region'>,
): Read<PolicyText> {
  const call = 'kms:GetKeyPolicy';
  if (capture === undefined) return unasked(call, account, region);
  const answer = jsonAnswer(capture);
  if (!answer.known) return answer;
  const text = answer.value['Policy'];
  const source = sourceOf(capture, 'Policy');
  if (!isText(text)) return unread(malformed(capture, 'Policy is missing'), source);
  return known({ name: `policy of key ${key.slice(key.lastIndexOf('/') + 1)}`, text }, source);
}
