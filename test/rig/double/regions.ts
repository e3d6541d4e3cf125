import type { AwsCall } from '../wire.ts';
import { isEnabled, optInStatus } from '../world.ts';
import { type Handler, type KnownAccount, pageOf, refuse, trustedServices, type WorldContext } from './handler.ts';

/** Which Regions an account has: account:ListRegions, account:GetRegionOptStatus and ec2:DescribeRegions. */
export function regionHandlers(world: WorldContext): Record<string, Handler> {
  /** Management and delegated administrators name a member; nobody may name the own account. */
  function asked(call: AwsCall, account: KnownAccount): KnownAccount {
    const id = call.params.AccountId;
    if (id === undefined) return account;
    const member = world.accounts.get(String(id));
    if (id === account.id) refuse('ValidationException', 'The management account cannot be specified.');
    if (member === undefined || !mayAsk(account, member))
      refuse('AccessDeniedException', 'You do not have sufficient access to perform this action.', 403);
    return member;
  }

  /** Only management and the delegated administrator of the service, and only with trusted access. */
  function mayAsk(account: KnownAccount, member: KnownAccount): boolean {
    const { organization } = world;
    if (organization === null) return true;
    const service = 'account.amazonaws.com';
    const delegates = organization.delegatedAdministrators ?? [];
    const isDelegate = delegates.some((one) => one.account === account.id && one.services.includes(service));
    const isTrusted = trustedServices(organization).includes(service);
    return isTrusted && member.member !== false && (organization.management === account.id || isDelegate);
  }

  function listRegions(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { MaxResults: max, NextToken: token, RegionOptStatusContains: states } = call.params;
    if (max !== undefined && (typeof max !== 'number' || max < 1 || max > 50)) {
      refuse('ValidationException', 'MaxResults must be between 1 and 50.');
    }
    const regions = Object.entries(asked(call, account).regions)
      .filter(([, state]) => !Array.isArray(states) || states.length === 0 || states.includes(state))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([RegionName, RegionOptStatus]) => ({ RegionName, RegionOptStatus }));
    const { page, next } = pageOf(regions, token, Math.min(world.pageSize, Number(max ?? 50)));
    return { Regions: page, NextToken: next };
  }

  function getRegionOptStatus(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const name = String(call.params.RegionName);
    const state = asked(call, account).regions[name];
    if (state === undefined) refuse('ValidationException', `${name} is not a Region.`);
    return { RegionName: name, RegionOptStatus: state };
  }

  function describeRegions(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const all = call.params.AllRegions === 'true';
    const names = Object.entries(call.params)
      .filter(([name]) => /^RegionName\.\d+$/.test(name))
      .map(([, value]) => value);
    const regions = Object.entries(account.regions)
      .filter(([name, state]) => (all || isEnabled(state)) && (names.length === 0 || names.includes(name)))
      .map(([regionName, state]) => ({
        regionName,
        regionEndpoint: `ec2.${regionName}.amazonaws.com`,
        optInStatus: optInStatus(state),
      }));
    return { regionInfo: regions };
  }

  return {
    'account:ListRegions': listRegions,
    'account:GetRegionOptStatus': getRegionOptStatus,
    'ec2:DescribeRegions': describeRegions,
  };
}
