import { CaptureIndex } from '../facts/capture-index.ts';
import { keyOf } from '../facts/keys.ts';
import type { ArnPlace } from '../facts/places.ts';
import type { Capture } from '../model/capture.ts';
import type { Reader } from './reader.ts';

/** A key and, with `withPolicy`, its policy, which KMS gives by the key's own ARN and not by an alias. */
export async function readKey(reader: Reader, place: ArnPlace, withPolicy: boolean): Promise<readonly Capture[]> {
  const { account, region, arn } = place;
  const described = await reader.ask('kms:DescribeKey', { account, region, parameters: { KeyId: arn } });
  if (!withPolicy) return [described.capture];
  const key = keyOf(new CaptureIndex([described.capture]), place);
  if (!key.known || key.value === null) return [described.capture];
  const policy = await reader.ask('kms:GetKeyPolicy', { account, region, parameters: { KeyId: key.value.arn } });
  return [described.capture, policy.capture];
}

export async function readTopic(reader: Reader, { account, region, arn }: ArnPlace): Promise<Capture> {
  return (await reader.ask('sns:GetTopicAttributes', { account, region, parameters: { TopicArn: arn } })).capture;
}
