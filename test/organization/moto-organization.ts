/** A real organization in moto, a third party's AWS, made by the AWS CLI. */

import { type DestinationOverlayOptions, destinationOverlays } from '../rig/destination-overlays.ts';
import { awsCli } from '../rig/moto.ts';
import { organizationOverlays } from '../rig/organization-overlays.ts';
import type { Overlay } from '../rig/overlay.ts';
import { deliveryStatus, motoOverlays, organizationTrail } from '../rig/overlays.ts';
import type { RigServer } from '../rig/server.ts';
import { HOME, NOW, regions } from './accounts.ts';

export const MANAGEMENT = '111111111111';

export type MotoOrganization = {
  id: string;
  /** Name → account id; `management` among them. */
  accounts: Record<string, string>;
};

/** Runs the AWS CLI as an account. */
export function cliOf(server: RigServer, account: string) {
  return (...args: string[]) => awsCli(args, server.env(account, HOME));
}

/** Creates the organization with these members and an organization trail, a copy of which every account gets. */
export async function makeOrganization(server: RigServer, names: readonly string[]): Promise<MotoOrganization> {
  const cli = cliOf(server, MANAGEMENT);
  const { Organization } = await cli('organizations', 'create-organization');
  for (const name of names) {
    await cli('organizations', 'create-account', '--account-name', name, '--email', `${name}@example.org`);
  }
  const { Accounts } = (await cli('organizations', 'list-accounts')) as { Accounts: { Id: string; Name: string }[] };
  const accounts = Object.fromEntries(Accounts.map(({ Id, Name }) => [Name, Id]));
  await cli('organizations', 'enable-aws-service-access', '--service-principal', 'cloudtrail.amazonaws.com');
  await cli('s3api', 'create-bucket', '--bucket', 'org-logs');
  const ids = [MANAGEMENT, ...names.map((name) => accounts[name] ?? '')];
  await Promise.all(ids.map((id) => makeTrail(server, id, 'org', '--is-organization-trail')));
  return { id: String(Organization.Id), accounts: { ...accounts, management: MANAGEMENT } };
}

/** A multi-Region trail with validation that is logging. */
export async function makeTrail(server: RigServer, account: string, name: string, ...args: string[]): Promise<void> {
  const cli = cliOf(server, account);
  const flags = ['--is-multi-region-trail', '--enable-log-file-validation', ...args];
  await cli('cloudtrail', 'create-trail', '--name', name, '--s3-bucket-name', 'org-logs', ...flags);
  await cli('cloudtrail', 'start-logging', '--name', name);
}

type Differences = Omit<Parameters<typeof organizationOverlays>[0], 'management' | 'members' | 'organizationId'> & {
  /** Accounts that have no copy of the organization trail. */
  notIn?: string[];
  destinations?: DestinationOverlayOptions;
};

/** What moto lacks for a scan of this organization; each account joined long ago, and everything is delivered. */
export function overlaysOf(
  { id, accounts }: MotoOrganization,
  { notIn = [], destinations = {}, ...more }: Differences = {},
): Overlay[] {
  const members = Object.values(accounts).filter((account) => account !== MANAGEMENT);
  const delivered = {
    StartLoggingTime: '-90d',
    LatestDeliveryTime: '-5m',
    LatestDigestDeliveryTime: '-40m',
    LatestCloudWatchLogsDeliveryTime: '-2m',
  };
  return [
    ...motoOverlays({ regions: regions() }),
    ...organizationOverlays({ management: MANAGEMENT, members, organizationId: id, ...more }),
    joinedLongAgo(),
    organizationTrail('org', MANAGEMENT, members, { notIn }),
    deliveryStatus(() => delivered, new Date(NOW)),
    ...destinationOverlays(destinations),
  ];
}

/** In moto every account has just joined. Synthetic. */
function joinedLongAgo(): Overlay {
  return {
    name: 'joined-long-ago',
    match: { service: 'organizations', operation: ['ListAccounts', 'ListAccountsForParent'] },
    patch: ({ Accounts, ...rest }: { Accounts: object[] }) => {
      const JoinedTimestamp = Date.parse(NOW) / 1000 - 365 * 86_400;
      return { ...rest, Accounts: Accounts.map((account) => ({ ...account, JoinedTimestamp })) };
    },
  };
}
