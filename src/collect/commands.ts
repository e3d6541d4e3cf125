import type { AwsCredentialIdentity, HttpRequest, RequestSigningArguments } from '@smithy/types';
import type { JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';

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
 * The only place where SDK commands are named. ec2:DescribeRegions is signed by hand in `regions-ec2.ts`: its client is
 * larger than all the others together.
 */
export const COMMANDS: Readonly<Record<Exclude<Operation, 'ec2:DescribeRegions'>, () => Promise<Service>>> = {
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
};
