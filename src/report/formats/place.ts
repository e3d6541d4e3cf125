import { nameOfArn, parseArn } from '../../model/arn.ts';
import type { Result } from '../../model/result.ts';

/** Where the resource of a result is, as far as the result and its ARN say so. */
export interface Place {
  readonly partition: string;
  readonly region: string | null;
  readonly account: string | null;
  /** The resource's own name; the id of an account. */
  readonly name: string;
  /** Resource type as Security Hub's finding format spells it. */
  readonly type: string;
}

/** Where an account-level result is looked up in each partition: the Region of its global services. */
const GLOBAL_REGIONS: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-eusc': 'eusc-de-east-1',
};

/** `partition` is used where the resource is no ARN. */
export function placeOf({ resource, region, account }: Result, partition: string): Place {
  const arn = parseArn(resource);
  // The subject of a user's control may be anything.
  const isAccount = /^\d{12}$/.test(resource);
  if (arn === null) return { partition, region, account, name: resource, type: isAccount ? 'AwsAccount' : 'Other' };
  return {
    partition: arn.partition,
    region: region ?? (arn.region === '' ? null : arn.region),
    account: account ?? (arn.account === '' ? null : arn.account),
    name: arn.service === 's3' ? arn.resource : nameOfArn(resource),
    type: TYPES[`${arn.service}:${/^[a-z-]+(?=[/:])/.exec(arn.resource)?.[0] ?? ''}`] ?? 'Other',
  };
}

/** The Region that stands for the whole account. */
export function globalRegion(partition: string): string {
  return GLOBAL_REGIONS[partition] ?? 'us-east-1';
}

/** By service and first word of the ARN's resource part. Security Hub has no type for the others that can come. */
const TYPES: Readonly<Record<string, string>> = {
  'cloudtrail:trail': 'AwsCloudTrailTrail',
  's3:': 'AwsS3Bucket',
  'iam:role': 'AwsIamRole',
  'kms:key': 'AwsKmsKey',
  'sns:': 'AwsSnsTopic',
};
