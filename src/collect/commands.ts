import type { AwsCredentialIdentity, HttpRequest, RequestSigningArguments } from '@smithy/types';
import type { JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import type { ByHand } from './by-hand.ts';

/** What the SDK's clients share, as far as we use it. */
export interface AwsClient {
  send(command: unknown, options: object): Promise<unknown>;
  readonly config: { readonly region: () => Promise<string> };
}

/** What an endpoint's rules say about signing. */
interface SigningScheme {
  readonly signingName?: string;
  readonly signingRegion?: string;
}

export interface ClientConfig {
  readonly region?: string;
  readonly credentials: AwsCredentialIdentity;
  readonly signer: (scheme?: SigningScheme) => Promise<{
    sign: (request: HttpRequest, args: RequestSigningArguments) => Promise<HttpRequest>;
  }>;
  readonly retryStrategy: object;
  readonly requestHandler: object;
  /** S3 alone: the bucket's name in the path, so that names with dots and loopback endpoints work. */
  readonly forcePathStyle: true;
}

interface Service {
  readonly newClient: (config: ClientConfig) => AwsClient;
  readonly newCommand: (input: JsonObject) => unknown;
}

type ClientClass = new (config: never) => unknown;
type CommandClass = new (input: never) => unknown;

function service(Client: ClientClass, Command: CommandClass): Service {
  return {
    newClient: (config) => new Client(config as never) as AwsClient,
    newCommand: (input) => new Command(input as never),
  };
}

/**
 * The only place where SDK commands are named; two operations are signed by hand in `by-hand.ts`. A client is loaded when
 * its first command is.
 */
export const COMMANDS: Readonly<Record<Exclude<Operation, ByHand>, () => Promise<Service>>> = {
  'sts:GetCallerIdentity': async () => {
    const sdk = await import('@aws-sdk/client-sts');
    return service(sdk.STSClient, sdk.GetCallerIdentityCommand);
  },
  'sts:AssumeRole': async () => {
    const sdk = await import('@aws-sdk/client-sts');
    return service(sdk.STSClient, sdk.AssumeRoleCommand);
  },
  'organizations:DescribeOrganization': async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return service(sdk.OrganizationsClient, sdk.DescribeOrganizationCommand);
  },
  'organizations:ListAccounts': async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return service(sdk.OrganizationsClient, sdk.ListAccountsCommand);
  },
  'organizations:ListRoots': async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return service(sdk.OrganizationsClient, sdk.ListRootsCommand);
  },
  'organizations:ListOrganizationalUnitsForParent': async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return service(sdk.OrganizationsClient, sdk.ListOrganizationalUnitsForParentCommand);
  },
  'organizations:ListAccountsForParent': async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return service(sdk.OrganizationsClient, sdk.ListAccountsForParentCommand);
  },
  'organizations:ListDelegatedAdministrators': async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return service(sdk.OrganizationsClient, sdk.ListDelegatedAdministratorsCommand);
  },
  'organizations:ListDelegatedServicesForAccount': async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return service(sdk.OrganizationsClient, sdk.ListDelegatedServicesForAccountCommand);
  },
  'organizations:ListAWSServiceAccessForOrganization': async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return service(sdk.OrganizationsClient, sdk.ListAWSServiceAccessForOrganizationCommand);
  },
  'account:ListRegions': async () => {
    const sdk = await import('@aws-sdk/client-account');
    return service(sdk.AccountClient, sdk.ListRegionsCommand);
  },
  'cloudtrail:DescribeTrails': async () => {
    const sdk = await import('@aws-sdk/client-cloudtrail');
    return service(sdk.CloudTrailClient, sdk.DescribeTrailsCommand);
  },
  'cloudtrail:GetTrailStatus': async () => {
    const sdk = await import('@aws-sdk/client-cloudtrail');
    return service(sdk.CloudTrailClient, sdk.GetTrailStatusCommand);
  },
  'cloudtrail:GetEventSelectors': async () => {
    const sdk = await import('@aws-sdk/client-cloudtrail');
    return service(sdk.CloudTrailClient, sdk.GetEventSelectorsCommand);
  },
  'logs:DescribeLogGroups': async () => {
    const sdk = await import('@aws-sdk/client-cloudwatch-logs');
    return service(sdk.CloudWatchLogsClient, sdk.DescribeLogGroupsCommand);
  },
  'iam:GetRole': async () => {
    const sdk = await import('@aws-sdk/client-iam');
    return service(sdk.IAMClient, sdk.GetRoleCommand);
  },
  'cloudtrail:GetInsightSelectors': async () => {
    const sdk = await import('@aws-sdk/client-cloudtrail');
    return service(sdk.CloudTrailClient, sdk.GetInsightSelectorsCommand);
  },
  'cloudtrail:ListTags': async () => {
    const sdk = await import('@aws-sdk/client-cloudtrail');
    return service(sdk.CloudTrailClient, sdk.ListTagsCommand);
  },
  'cloudtrail:ListEventDataStores': async () => {
    const sdk = await import('@aws-sdk/client-cloudtrail');
    return service(sdk.CloudTrailClient, sdk.ListEventDataStoresCommand);
  },
  'cloudtrail:GetEventDataStore': async () => {
    const sdk = await import('@aws-sdk/client-cloudtrail');
    return service(sdk.CloudTrailClient, sdk.GetEventDataStoreCommand);
  },
  'organizations:ListPoliciesForTarget': async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return service(sdk.OrganizationsClient, sdk.ListPoliciesForTargetCommand);
  },
  'organizations:DescribePolicy': async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return service(sdk.OrganizationsClient, sdk.DescribePolicyCommand);
  },
  'logs:DescribeLogStreams': async () => {
    const sdk = await import('@aws-sdk/client-cloudwatch-logs');
    return service(sdk.CloudWatchLogsClient, sdk.DescribeLogStreamsCommand);
  },
  'logs:DescribeSubscriptionFilters': async () => {
    const sdk = await import('@aws-sdk/client-cloudwatch-logs');
    return service(sdk.CloudWatchLogsClient, sdk.DescribeSubscriptionFiltersCommand);
  },
  'logs:GetLogEvents': async () => {
    const sdk = await import('@aws-sdk/client-cloudwatch-logs');
    return service(sdk.CloudWatchLogsClient, sdk.GetLogEventsCommand);
  },
  'iam:ListRolePolicies': async () => {
    const sdk = await import('@aws-sdk/client-iam');
    return service(sdk.IAMClient, sdk.ListRolePoliciesCommand);
  },
  'iam:GetRolePolicy': async () => {
    const sdk = await import('@aws-sdk/client-iam');
    return service(sdk.IAMClient, sdk.GetRolePolicyCommand);
  },
  'iam:ListAttachedRolePolicies': async () => {
    const sdk = await import('@aws-sdk/client-iam');
    return service(sdk.IAMClient, sdk.ListAttachedRolePoliciesCommand);
  },
  'iam:GetPolicy': async () => {
    const sdk = await import('@aws-sdk/client-iam');
    return service(sdk.IAMClient, sdk.GetPolicyCommand);
  },
  'iam:GetPolicyVersion': async () => {
    const sdk = await import('@aws-sdk/client-iam');
    return service(sdk.IAMClient, sdk.GetPolicyVersionCommand);
  },
  's3:HeadBucket': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.HeadBucketCommand);
  },
  's3:GetBucketPolicy': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetBucketPolicyCommand);
  },
  's3:GetBucketPolicyStatus': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetBucketPolicyStatusCommand);
  },
  's3:GetBucketAcl': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetBucketAclCommand);
  },
  's3:GetPublicAccessBlock': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetPublicAccessBlockCommand);
  },
  's3:GetBucketVersioning': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetBucketVersioningCommand);
  },
  's3:GetObjectLockConfiguration': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetObjectLockConfigurationCommand);
  },
  's3:GetBucketLifecycleConfiguration': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetBucketLifecycleConfigurationCommand);
  },
  's3:GetBucketLogging': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetBucketLoggingCommand);
  },
  's3:GetBucketEncryption': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetBucketEncryptionCommand);
  },
  's3:GetBucketOwnershipControls': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetBucketOwnershipControlsCommand);
  },
  's3:GetBucketRequestPayment': async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return service(sdk.S3Client, sdk.GetBucketRequestPaymentCommand);
  },
  'kms:DescribeKey': async () => {
    const sdk = await import('@aws-sdk/client-kms');
    return service(sdk.KMSClient, sdk.DescribeKeyCommand);
  },
  'kms:GetKeyPolicy': async () => {
    const sdk = await import('@aws-sdk/client-kms');
    return service(sdk.KMSClient, sdk.GetKeyPolicyCommand);
  },
  'sns:GetTopicAttributes': async () => {
    const sdk = await import('@aws-sdk/client-sns');
    return service(sdk.SNSClient, sdk.GetTopicAttributesCommand);
  },
};
