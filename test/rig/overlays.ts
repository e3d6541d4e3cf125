/** What moto lacks or gets wrong for our scans, each under a name. */

import { answerWith, deny, type Fault, fail, regionOff } from './faults.ts';
import type { Overlay } from './overlay.ts';
import type { Rule, RuledCall } from './rules.ts';
import {
  dateOf,
  defaultRegions,
  isEnabled,
  type MemberAnswer,
  optInStatus,
  type RegionOptStatus,
  type WorldTrailStatus,
} from './world.ts';

export type MotoOverlayOptions = {
  /** The Regions of every account that is not named in `regionsOf`; default `defaultRegions()`. */
  regions?: Record<string, RegionOptStatus>;
  regionsOf?: Record<string, Record<string, RegionOptStatus>>;
};

/** The overlays that a plain scan of moto needs. */
export function motoOverlays({ regions = defaultRegions(), regionsOf = {} }: MotoOverlayOptions = {}): Overlay[] {
  const of = (account: string | null) => regionsOf[account ?? ''] ?? regions;
  return [listRegions(of), describeRegions(of), defaultSelectors()];
}

/** moto answers from Regions that an account has not enabled. */
export function regionsOff({ regions = defaultRegions(), regionsOf = {} }: MotoOverlayOptions = {}): Rule {
  const isOff = ({ account, region }: RuledCall) => !isEnabled((regionsOf[account ?? ''] ?? regions)[region ?? '']);
  const served = ['cloudtrail', 'cloudwatch', 'ec2', 'kms', 'logs', 'sns', 'sts'];
  return { match: { service: served, where: isOff }, do: regionOff() };
}

type RegionsOf = (account: string | null) => Record<string, RegionOptStatus>;

/** moto has no account:ListRegions. From documentation: the names and states of the API reference. */
export function listRegions(of: RegionsOf): Overlay {
  return {
    name: 'account-regions',
    match: { service: 'account', operation: 'ListRegions' },
    reply(call) {
      const states = call.params.RegionOptStatusContains;
      const target = typeof call.params.AccountId === 'string' ? call.params.AccountId : call.account;
      const Regions = Object.entries(of(target))
        .filter(([, state]) => !Array.isArray(states) || states.includes(state))
        .map(([RegionName, RegionOptStatus]) => ({ RegionName, RegionOptStatus }));
      return answerWith({ Regions });
    },
  };
}

/** moto lists GovCloud and China as well and knows no opt-in. From documentation. */
export function describeRegions(of: RegionsOf): Overlay {
  return {
    name: 'ec2-regions',
    match: { service: 'ec2', operation: 'DescribeRegions' },
    reply(call) {
      const regionInfo = Object.entries(of(call.account))
        .filter(([, state]) => call.params.AllRegions === 'true' || isEnabled(state))
        .map(([regionName, state]) => ({
          regionName,
          regionEndpoint: `ec2.${regionName}.amazonaws.com`,
          optInStatus: optInStatus(state),
        }));
      return answerWith({ regionInfo });
    },
  };
}

/**
 * A trail whose selectors were never put has two empty lists in moto, and one basic selector with all
 * management events in AWS. From documentation. A trail that truly records nothing must be put with
 * `IncludeManagementEvents: false`.
 */
export function defaultSelectors(): Overlay {
  return {
    name: 'default-selectors',
    match: { service: 'cloudtrail', operation: 'GetEventSelectors' },
    patch(answer) {
      const { EventSelectors: basic = [], AdvancedEventSelectors: advanced = [], ...rest } = answer;
      if (advanced.length > 0 && basic.length === 0) return { ...rest, AdvancedEventSelectors: advanced };
      const standard = {
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [],
        ExcludeManagementEventSources: [],
      };
      return { ...rest, EventSelectors: basic.length > 0 ? basic : [standard] };
    },
  };
}

/**
 * Delivery fields, which moto never sends. Synthetic: the test declares them. `statusOf` gets the trail as
 * it was asked for (a name or an ARN), account and Region; a null field is taken out of the answer.
 */
export function deliveryStatus(
  statusOf: (trail: string, account: string | null, region: string | null) => WorldTrailStatus | undefined,
  now: Date = new Date(),
): Overlay {
  return {
    name: 'delivery-status',
    match: { service: 'cloudtrail', operation: 'GetTrailStatus' },
    patch(answer, call) {
      const declared = Object.entries(statusOf(String(call.params.Name), call.account, call.region) ?? {});
      const merged = {
        ...answer,
        ...Object.fromEntries(declared.map(([name, value]) => [name, onWire(name, value, now)])),
      };
      return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
    },
  };
}

function onWire(name: string, value: string | boolean | Date | null | undefined, now: Date): unknown {
  if (!name.endsWith('Time') || value === null || value === undefined || typeof value === 'boolean')
    return value ?? null;
  return dateOf(value, now).getTime() / 1000;
}

export type MemberTrailOptions = {
  /** Where no copy is listed: `account` or `account/region`. */
  notIn?: string[];
  /** What members get that ask for it by its ARN; default `allowed`. */
  fromMembers?: { status?: MemberAnswer; selectors?: MemberAnswer };
};

/**
 * The copy of an organisation trail in members. The test creates a trail of the same name in each member;
 * its ARN is rewritten to the management account's on the way out, and back on the way in. By its name a
 * member does not find it. Synthetic.
 */
export function organizationTrail(
  name: string,
  management: string,
  members: string[],
  { notIn = [], fromMembers = {} }: MemberTrailOptions = {},
): Overlay {
  const arn = (account: string | null) =>
    new RegExp(`(arn:[^:"]+:cloudtrail:[^:"]+):${account}:trail/${name}(?=["/\\s])`, 'g');
  const isHidden = ({ account, region }: RuledCall) =>
    notIn.some((one) => [account, `${account}/${region}`].includes(one));

  function reply(call: RuledCall): Fault | null {
    const asked = call.params[call.operation === 'GetEventSelectors' ? 'TrailName' : 'Name'];
    if (typeof asked !== 'string' || asked.split('/').at(-1) !== name || !READS_OF_ONE.has(call.operation)) return null;
    const how = fromMembers[call.operation === 'GetEventSelectors' ? 'selectors' : 'status'] ?? 'allowed';
    if (asked !== name && how === 'denied') return deny();
    if (asked !== name && how === 'allowed' && !isHidden(call)) return null;
    const full = asked === name ? `arn:aws:cloudtrail:${call.region}:${call.account}:trail/${name}` : asked;
    return fail('TrailNotFoundException', { message: `Unknown trail: ${full} for the user: ${call.account}` });
  }

  /** Members that ask for their own trails alone are not shown it. */
  function listed(answer: Record<string, unknown>, call: RuledCall): Record<string, unknown> {
    const { trailList } = answer;
    if (!Array.isArray(trailList) || (call.params.includeShadowTrails !== false && !isHidden(call))) return answer;
    return { ...answer, trailList: trailList.filter((trail) => trail.Name !== name) };
  }

  return {
    name: 'organization-trail',
    match: { service: 'cloudtrail', account: members },
    reply,
    patch: (answer, call) => {
      const text = JSON.stringify(listed(answer, call));
      return JSON.parse(text.replace(arn(call.account), `$1:${management}:trail/${name}`));
    },
    patchRequest: (body, call) => body.replace(arn(management), `$1:${call.account}:trail/${name}`),
  };
}

const READS_OF_ONE = new Set(['GetTrail', 'GetTrailStatus', 'GetEventSelectors']);
