import type { Document, WorldManagedPolicy } from '../world-delivery.ts';
import type { KnownAccount } from './handler.ts';

/** A managed policy with its ARN and all of its versions. */
export type KnownPolicy = {
  arn: string;
  name: string;
  path: string;
  defaultVersion: string;
  versions: Record<string, Document>;
};

const allow = (Action: string | string[]): Document => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

/** A few of AWS's own, cut down to what tests ask of them: their names are AWS's, their words ours. */
const AWS_MANAGED: Record<string, { versionId: string; document: Document }> = {
  AdministratorAccess: { versionId: 'v1', document: allow('*') },
  CloudWatchLogsFullAccess: { versionId: 'v4', document: allow(['logs:*', 'cloudwatch:GenerateQuery']) },
  ReadOnlyAccess: {
    versionId: 'v128',
    document: allow(['cloudtrail:Get*', 'cloudtrail:Describe*', 'logs:Get*', 'logs:Describe*', 's3:Get*', 's3:List*']),
  },
};

/** The policy of this ARN as the account sees it: its own ones and AWS's. */
export function policyOf(arn: string, account: KnownAccount, partition: string): KnownPolicy | null {
  const head = `arn:${partition}:iam::aws:policy/`;
  const aws = arn.startsWith(head) ? AWS_MANAGED[arn.slice(head.length)] : undefined;
  if (aws !== undefined) {
    const { versionId, document } = aws;
    return {
      arn,
      name: arn.slice(head.length),
      path: '/',
      defaultVersion: versionId,
      versions: { [versionId]: document },
    };
  }
  const own = account.policies?.find((policy) => arnOf(policy, account, partition) === arn);
  if (own === undefined) return null;
  const { PolicyName: name, Path: path = '/', document, DefaultVersionId: id = 'v1', otherVersions } = own;
  return { arn, name, path, defaultVersion: id, versions: { ...otherVersions, [id]: document } };
}

/** An ARN as it stands; a name is that of one of the account's own policies. */
export function policyArn(given: string, account: KnownAccount, partition: string): string {
  if (given.startsWith('arn:')) return given;
  const own = account.policies?.find(({ PolicyName }) => PolicyName === given);
  return arnOf(own ?? { PolicyName: given }, account, partition);
}

function arnOf(
  { PolicyName, Path = '/' }: Pick<WorldManagedPolicy, 'PolicyName' | 'Path'>,
  account: KnownAccount,
  partition: string,
): string {
  return `arn:${partition}:iam::${account.id}:policy${Path}${PolicyName}`;
}
