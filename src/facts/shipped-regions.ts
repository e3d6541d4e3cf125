/**
 * Regions as of November 2026 (AWS General Reference, "AWS Regions"). Used only where neither account:ListRegions nor
 * ec2:DescribeRegions may be called, and then marked unverified: a shipped list proves nothing about an account.
 */
export const SHIPPED_REGIONS: Readonly<
  Record<string, { readonly byDefault: readonly string[]; readonly optIn: readonly string[] }>
> = {
  aws: {
    byDefault: [
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-southeast-1',
      'ap-southeast-2',
      'ca-central-1',
      'eu-central-1',
      'eu-north-1',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'sa-east-1',
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
    ],
    optIn: [
      'af-south-1',
      'ap-east-1',
      'ap-east-2',
      'ap-south-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ap-southeast-5',
      'ap-southeast-6',
      'ap-southeast-7',
      'ca-west-1',
      'eu-central-2',
      'eu-south-1',
      'eu-south-2',
      'il-central-1',
      'me-central-1',
      'me-south-1',
      'mx-central-1',
    ],
  },
  'aws-cn': { byDefault: ['cn-north-1', 'cn-northwest-1'], optIn: [] },
  'aws-us-gov': { byDefault: ['us-gov-east-1', 'us-gov-west-1'], optIn: [] },
  'aws-eusc': { byDefault: ['eusc-de-east-1'], optIn: [] },
};

/** The Region that answers for global services (IAM, Account) in a partition; us-east-1 where the partition is unknown. */
export function globalRegion(partition: string): string {
  const regions: Readonly<Record<string, string>> = {
    aws: 'us-east-1',
    'aws-cn': 'cn-north-1',
    'aws-us-gov': 'us-gov-west-1',
    'aws-eusc': 'eusc-de-east-1',
  };
  return regions[partition] ?? 'us-east-1';
}
