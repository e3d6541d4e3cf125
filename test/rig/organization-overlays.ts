/** What moto lacks or gets wrong about an organisation, each under a name. */

import { answerWith, deny, type Fault, fail } from './faults.ts';
import type { Overlay } from './overlay.ts';
import type { Rule, RuledCall } from './rules.ts';
import type { AccountState } from './world.ts';
import type { PolicyType } from './world-delivery.ts';

export type Delegate = { account: string; services: string[]; name?: string };

export type OrganizationOverlayOptions = {
  management: string;
  /** The other accounts of the organisation; whoever is not among them is outside. */
  members: string[];
  delegatedAdministrators?: Delegate[];
  /** The id that moto gave the organisation, for ARNs. */
  organizationId?: string;
  /** States other than the one that moto keeps. */
  states?: Record<string, AccountState>;
  /** Members that lack AWSServiceRoleForCloudTrail. */
  withoutCloudTrailRole?: string[];
  /** Types of policies that are off; moto lists AWS's own whatever is on. */
  policyTypesOff?: PolicyType[];
};

/** The overlays that a scan of an organisation in moto needs beside those of a plain scan. */
export function organizationOverlays(options: OrganizationOverlayOptions): Overlay[] {
  return [
    organizationReaders(options),
    delegatedAdministrators(options),
    accountStates(options.states ?? {}),
    closedAccounts(options.states ?? {}),
    cloudTrailRole(options),
    policyTypes(options.policyTypesOff ?? []),
  ];
}

const READS = [
  'DescribePolicy',
  'ListAccounts',
  'ListAccountsForParent',
  'ListAWSServiceAccessForOrganization',
  'ListDelegatedAdministrators',
  'ListDelegatedServicesForAccount',
  'ListOrganizationalUnitsForParent',
  'ListParents',
  'ListPoliciesForTarget',
  'ListRoots',
];

/**
 * moto answers every member with empty lists. Management is let through, delegated administrators ask in its
 * name, the others are refused. From documentation.
 */
export function organizationReaders(options: OrganizationOverlayOptions): Overlay {
  const { management, members, delegatedAdministrators: delegates = [] } = options;
  const isReader = (account: string | null) =>
    [management, ...delegates.map((one) => one.account)].includes(account ?? '');
  return {
    name: 'organization-readers',
    match: { service: 'organizations', operation: READS },
    reply(call) {
      if (isReader(call.account)) return null;
      if (members.includes(call.account ?? '')) return deny();
      return fail('AWSOrganizationsNotInUseException', {
        message: 'Your account is not a member of an organization.',
      });
    },
    asAccount: () => management,
  };
}

/** moto registers delegated administrators for six services only, CloudTrail not among them. From documentation. */
export function delegatedAdministrators(options: OrganizationOverlayOptions): Overlay {
  const { management, delegatedAdministrators: delegates = [], organizationId = 'o-exampleorg' } = options;
  // A year ago, to the second.
  const since = new Date(Math.floor(Date.now() / 1000 - 365 * 86_400) * 1000);

  function list(service: unknown): Fault {
    const held = delegates.filter(({ services }) => typeof service !== 'string' || services.includes(service));
    const DelegatedAdministrators = held.map(({ account, name = `account-${account}` }) => ({
      Id: account,
      Arn: `arn:aws:organizations::${management}:account/${organizationId}/${account}`,
      Email: `${account}@example.org`,
      Name: name,
      Status: 'ACTIVE',
      State: 'ACTIVE',
      JoinedMethod: 'CREATED',
      JoinedTimestamp: since,
      DelegationEnabledDate: since,
    }));
    return answerWith({ DelegatedAdministrators });
  }

  function services(account: unknown): Fault {
    const found = delegates.find((one) => one.account === account);
    if (found === undefined) {
      const message = 'The provided account is not a registered delegated administrator for your organization.';
      return fail('AccountNotRegisteredException', { message });
    }
    const DelegatedServices = found.services.map((name) => ({ ServicePrincipal: name, DelegationEnabledDate: since }));
    return answerWith({ DelegatedServices });
  }

  return {
    name: 'delegated-administrators',
    match: { service: 'organizations', operation: ['ListDelegatedAdministrators', 'ListDelegatedServicesForAccount'] },
    reply: ({ operation, params }) =>
      operation === 'ListDelegatedAdministrators' ? list(params.ServicePrincipal) : services(params.AccountId),
  };
}

/** moto knows ACTIVE and SUSPENDED. Synthetic: the test declares the others. */
export function accountStates(states: Record<string, AccountState>): Overlay {
  return {
    name: 'account-states',
    match: { service: 'organizations', operation: ['ListAccounts', 'ListAccountsForParent'] },
    patch(answer: { Accounts: { Id: string }[] }) {
      const Accounts = answer.Accounts.map((account) => {
        const state = states[account.Id];
        if (state === undefined) return account;
        const Status = state === 'CLOSED' ? 'SUSPENDED' : state === 'PENDING_ACTIVATION' ? 'ACTIVE' : state;
        return { ...account, State: state, Status };
      });
      return { ...answer, Accounts };
    },
  };
}

/** moto gives credentials of closed accounts. From documentation. */
export function closedAccounts(states: Record<string, AccountState>): Overlay {
  const isClosed = (call: RuledCall) => {
    const state = states[accountOfRole(call)];
    return state === 'SUSPENDED' || state === 'CLOSED' || state === 'PENDING_ACTIVATION';
  };
  return {
    name: 'closed-accounts',
    match: { service: 'sts', operation: 'AssumeRole' },
    reply: (call) => (isClosed(call) ? deny('trust') : null),
  };
}

/** CloudTrail makes its role in every account of an organisation; moto does not. From documentation. */
export function cloudTrailRole({
  management,
  members,
  withoutCloudTrailRole = [],
}: OrganizationOverlayOptions): Overlay {
  const name = 'AWSServiceRoleForCloudTrail';
  const path = '/aws-service-role/cloudtrail.amazonaws.com/';
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  return {
    name: 'cloudtrail-role',
    match: {
      service: 'iam',
      operation: 'GetRole',
      account: [management, ...members],
      where: ({ params }) => params.RoleName === name,
    },
    reply({ account }) {
      if (withoutCloudTrailRole.includes(account ?? '')) {
        return fail('NoSuchEntity', { status: 404, message: `The role with name ${name} cannot be found.` });
      }
      return answerWith({
        Role: {
          Path: path,
          RoleName: name,
          RoleId: `AROA${account}CLOUD`,
          Arn: `arn:aws:iam::${account}:role${path}${name}`,
          CreateDate: new Date(1_700_000_000_000),
          AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
          MaxSessionDuration: 3600,
          RoleLastUsed: {},
        },
      });
    },
  };
}

/** moto lists policies of types that are off, and has another name for a target that does not exist. From documentation. */
export function policyTypes(off: PolicyType[]): Overlay {
  return {
    name: 'policy-types',
    match: { service: 'organizations', operation: 'ListPoliciesForTarget' },
    reply({ params }) {
      if (!off.some((type) => type === params.Filter)) return null;
      const message = 'This operation can be performed only for enabled policy types.';
      return fail('PolicyTypeNotEnabledException', { message });
    },
    instead({ status, body }) {
      if (status < 300 || !String(body).includes('AccountNotFoundException')) return null;
      return fail('TargetNotFoundException', { message: "You specified a target that doesn't exist." });
    },
  };
}

export type RefusedRole = {
  /** Default: every account. */
  account?: string;
  /** Default: every role. */
  role?: string;
  /** With this external id it is not refused. */
  unlessExternalId?: string;
};

/** moto lets everybody assume every role. A rule that refuses one as STS does whose trust policy says no. */
export function refuseRole({ account, role, unlessExternalId }: RefusedRole): Rule {
  const where = (call: RuledCall) =>
    (account === undefined || accountOfRole(call) === account) &&
    (role === undefined || String(call.params.RoleArn).split('/').at(-1) === role) &&
    (unlessExternalId === undefined || call.params.ExternalId !== unlessExternalId);
  return { match: { service: 'sts', operation: 'AssumeRole', where }, do: deny('trust') };
}

function accountOfRole(call: RuledCall): string {
  return String(call.params.RoleArn).split(':')[4] ?? '';
}
