import type { Bucket } from '../../model/storage.ts';
import { accountOfPattern, grantsOf } from '../grants.ts';
import { parsePolicy } from '../parse-policy.ts';

/**
 * The accounts that CloudTrail delivered from, one for each Region, before it had a name of its own (CloudTrail user
 * guide, "Amazon S3 bucket policy for CloudTrail": older policies). New Regions have none.
 */
const LEGACY: ReadonlySet<string> = new Set([
  ...['034638983726', '035351147821', '086441151436', '113285607260', '119688915426', '193415116832'],
  ...['216624486486', '262312530599', '282025262664', '284668455005', '388731089494', '475085895292'],
  ...['492519147666', '525921808201', '608710470296', '669305197877', '681348832753', '765225791966'],
  ...['814480443879', '819402241893', '829690693026', '859597730677', '903692715234', '977081816279'],
]);

/** The old accounts that the bucket policy still grants something to; sorted. */
export function legacyAccounts({ policy }: Bucket): readonly string[] {
  if (!policy.known || policy.value === null) return [];
  const accounts = grantsOf(parsePolicy(policy.value, 'resource')).flatMap(({ principals }) =>
    principals.flatMap((principal) => accountOfPattern(principal) ?? []),
  );
  return [...new Set(accounts)].filter((account) => LEGACY.has(account)).sort();
}
