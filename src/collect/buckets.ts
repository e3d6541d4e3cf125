import { type BucketPlace, bucketQuestion, regionNamed } from '../facts/buckets.ts';
import type { Capture } from '../model/capture.ts';
import { OPERATIONS_OF_FACT } from '../model/fact-keys.ts';
import type { Reader } from './reader.ts';

/** Asks one account whether the bucket is its own; a bucket of another Region is asked for there. */
export async function headBucket(
  reader: Reader,
  { owner: account, name, region }: BucketPlace,
): Promise<readonly Capture[]> {
  const parameters = bucketQuestion(name, account);
  const { capture } = await reader.ask('s3:HeadBucket', { account, region, parameters });
  const elsewhere = regionNamed(capture);
  const moved = capture.status === 301 || capture.status === 307 || capture.status === 400;
  if (!moved || elsewhere === null || elsewhere === region) return [capture];
  const again = await reader.ask('s3:HeadBucket', { account, region: elsewhere, parameters });
  return [capture, again.capture];
}

/** Asked once the owner is known; the account's block is asked once for all its buckets. */
const SETTINGS = OPERATIONS_OF_FACT.bucket.filter(
  (operation) => operation !== 's3:HeadBucket' && operation !== 's3:GetAccountPublicAccessBlock',
);

/** Every setting of a bucket that delivery or the protection of its objects hangs on. */
export async function readBucket(
  reader: Reader,
  { owner: account, name, region }: BucketPlace,
): Promise<readonly Capture[]> {
  const parameters = bucketQuestion(name, account);
  const asked = SETTINGS.map((operation) => reader.ask(operation, { account, region, parameters }));
  return (await Promise.all(asked)).map(({ capture }) => capture);
}

/** The block of the whole account. */
export async function readAccountBlock(reader: Reader, account: string, region: string): Promise<Capture> {
  return (await reader.ask('s3:GetAccountPublicAccessBlock', { account, region, parameters: {} })).capture;
}
