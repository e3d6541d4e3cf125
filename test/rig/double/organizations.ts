import type { AwsCall } from '../wire.ts';
import { dateOf } from '../world.ts';
import { accountLists } from './account-lists.ts';
import {
  denyCall,
  type Handler,
  isMember,
  type KnownAccount,
  mayReadOrganization,
  pageOf,
  refuse,
  trustedServices,
  type WorldContext,
} from './handler.ts';
import { completed, maxResults, type Organization, pathTo } from './organization.ts';
import { organizationPolicies } from './organization-policies.ts';

type Answer = Record<string, unknown>;
type Reader = (call: AwsCall, organization: Organization) => Answer;

/** Organizations: one tree of accounts, read by management and by delegated administrators. */
export function organizationsHandlers(world: WorldContext): Record<string, Handler> {
  const known = world.organization === null ? null : completed(world.organization, world.partition);
  const lists = known === null ? null : accountLists(world, known);
  const policies = known === null ? null : organizationPolicies(world, known);

  /** Refuses whoever may not read the organisation. */
  function read(reader: Reader): Handler {
    return (call, account) => {
      const organization = organizationOf(account);
      if (!mayReadOrganization(world, account)) denyCall(world, call);
      return reader(call, organization);
    };
  }

  function organizationOf(account: KnownAccount): Organization {
    if (known !== null && isMember(world, account)) return known;
    return refuse('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  }

  function describeOrganization(_: AwsCall, account: KnownAccount): Answer {
    const { id, arn, management, featureSet = 'ALL' } = organizationOf(account);
    return {
      Organization: {
        Id: id,
        Arn: arn('organization', ''),
        FeatureSet: featureSet,
        MasterAccountArn: arn('account', management),
        MasterAccountId: management,
        MasterAccountEmail: `${management}@example.org`,
        AvailablePolicyTypes: featureSet === 'ALL' ? AVAILABLE : [],
      },
    };
  }

  function listRoots(call: AwsCall, { rootId, arn }: Organization): Answer {
    const root = { Id: rootId, Arn: arn('root', rootId), Name: 'Root' };
    return listOf('Roots', [{ ...root, PolicyTypes: policies?.types ?? [] }], call);
  }

  function listOus(call: AwsCall, organization: Organization): Answer {
    const { ous = [], arn, listing } = organization;
    const parent = parentOf(call, organization);
    const held = ous.filter((ou) => ou.parent === parent);
    const described = held.map(({ id, name, parent: above }) => {
      const path = listing?.paths ? { Path: `${pathTo(organization, above)}${id}/` } : {};
      return { Id: id, Arn: arn('ou', id), Name: name, ...path };
    });
    return listOf('OrganizationalUnits', described, call);
  }

  function listDelegated(call: AwsCall, { delegatedAdministrators = [] }: Organization): Answer {
    const { ServicePrincipal: service } = call.params;
    const held = delegatedAdministrators
      .filter(({ services }) => typeof service !== 'string' || services.includes(service))
      .flatMap(({ account }) => world.accounts.get(account) ?? []);
    const described = held.map((account) => {
      return { ...lists?.describe(account, false), DelegationEnabledDate: enabledAt() };
    });
    return listOf('DelegatedAdministrators', described, call);
  }

  function listDelegatedServices(call: AwsCall, { delegatedAdministrators = [] }: Organization): Answer {
    const id = String(call.params.AccountId);
    if (world.accounts.get(id)?.member === false || !world.accounts.has(id)) {
      refuse('AccountNotFoundException', "You specified an account that doesn't exist.");
    }
    const found = delegatedAdministrators.find(({ account }) => account === id);
    if (found === undefined) {
      refuse(
        'AccountNotRegisteredException',
        'The provided account is not a registered delegated administrator for your organization.',
      );
    }
    const described = found.services.map((name) => ({ ServicePrincipal: name, DelegationEnabledDate: enabledAt() }));
    return listOf('DelegatedServices', described, call);
  }

  function listServiceAccess(call: AwsCall, organization: Organization): Answer {
    const services = trustedServices(organization).map((name) => ({
      ServicePrincipal: name,
      DateEnabled: enabledAt(),
    }));
    return listOf('EnabledServicePrincipals', services, call);
  }

  function listOf(name: string, items: unknown[], call: AwsCall): Answer {
    const { page, next } = pageOf(items, call.params.NextToken, Math.min(world.pageSize, maxResults(call)));
    return { [name]: page, NextToken: next };
  }

  const enabledAt = () => dateOf('-365d', world.now);

  return {
    'organizations:DescribeOrganization': describeOrganization,
    'organizations:ListAccounts': read((call, { listing }) => lists?.page(lists.all, call, listing) ?? {}),
    'organizations:ListAccountsForParent': read((call, organization) => {
      const held = lists?.byParent.get(parentOf(call, organization)) ?? [];
      return lists?.page(held, call, organization.listing) ?? {};
    }),
    'organizations:ListRoots': read(listRoots),
    'organizations:ListOrganizationalUnitsForParent': read(listOus),
    'organizations:ListDelegatedAdministrators': read(listDelegated),
    'organizations:ListDelegatedServicesForAccount': read(listDelegatedServices),
    'organizations:ListPoliciesForTarget': read((call, organization) =>
      listOf('Policies', policies?.forTarget(call, organization) ?? [], call),
    ),
    'organizations:DescribePolicy': read((call, organization) => policies?.describe(call, organization) ?? {}),
    'organizations:ListParents': read((call, organization) =>
      listOf('Parents', policies?.parents(call, organization) ?? [], call),
    ),
    'organizations:ListAWSServiceAccessForOrganization': read(listServiceAccess),
  };
}

// Long out of use: AWS shows this one type whatever is on.
const AVAILABLE = [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }];

function parentOf(call: AwsCall, { rootId, ous = [] }: Organization): string {
  const parent = String(call.params.ParentId);
  if (parent === rootId || ous.some(({ id }) => id === parent)) return parent;
  return refuse('ParentNotFoundException', "You specified a parent that doesn't exist.");
}
