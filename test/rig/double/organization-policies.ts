import type { AwsCall } from '../wire.ts';
import type { Document, PolicyType, PolicyTypeState, WorldOrganizationPolicy } from '../world-delivery.ts';
import { documentText, isMember, refuse, type WorldContext } from './handler.ts';
import type { Organization } from './organization.ts';

type Answer = Record<string, unknown>;

export type OrganizationPolicies = {
  /** The types as a root shows them. */
  types: { Type: PolicyType; Status: string }[];
  /** Every policy of the asked type that is attached to the asked target. */
  forTarget(call: AwsCall, organization: Organization): Answer[];
  describe(call: AwsCall, organization: Organization): Answer;
  parents(call: AwsCall, organization: Organization): Answer[];
};

const TYPES: PolicyType[] = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];

const EVERYTHING: Document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** What AWS attaches to the root, every OU and every account when a type is switched on. */
const FULL_ACCESS: WorldOrganizationPolicy[] = [
  {
    Id: 'p-FullAWSAccess',
    Name: 'FullAWSAccess',
    Type: 'SERVICE_CONTROL_POLICY',
    content: EVERYTHING,
    AwsManaged: true,
  },
  {
    Id: 'p-RCPFullAWSAccess',
    Name: 'RCPFullAWSAccess',
    Type: 'RESOURCE_CONTROL_POLICY',
    content: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
    },
    AwsManaged: true,
  },
];

/** The service and resource control policies of an organisation, and the tree that they hang on. */
export function organizationPolicies(world: WorldContext, known: Organization): OrganizationPolicies {
  const described = known.policies ?? [];
  const standard = FULL_ACCESS.filter(({ Id }) => !described.some((policy) => policy.Id === Id));
  const policies = [...standard, ...described];
  const stateOf = (type: PolicyType): PolicyTypeState => {
    if (known.featureSet === 'CONSOLIDATED_BILLING') return 'refused';
    return known.policyTypes?.[type] ?? 'enabled';
  };

  function forTarget(call: AwsCall, organization: Organization): Answer[] {
    const { TargetId, Filter } = call.params;
    const target = String(TargetId);
    if (!isTarget(target, organization))
      refuse('TargetNotFoundException', "You specified a target that doesn't exist.");
    const type = TYPES.find((one) => one === Filter);
    const state = type === undefined ? 'refused' : stateOf(type);
    if (state === 'refused') {
      refuse('PolicyTypeNotEnabledException', 'This operation can be performed only for enabled policy types.');
    }
    return policies
      .filter((policy) => state === 'enabled' && policy.Type === type)
      .filter(({ targets }) => targets?.includes(target) ?? true)
      .map((policy) => summary(policy, organization));
  }

  function isTarget(id: string, { rootId, ous = [] }: Organization): boolean {
    const account = world.accounts.get(id);
    return id === rootId || ous.some((ou) => ou.id === id) || (account !== undefined && isMember(world, account));
  }

  function describe(call: AwsCall, organization: Organization): Answer {
    const policy = policies.find(({ Id }) => Id === call.params.PolicyId);
    if (policy === undefined) refuse('PolicyNotFoundException', "You specified a policy that doesn't exist.");
    return { Policy: { PolicySummary: summary(policy, organization), Content: documentText(policy.content) } };
  }

  function parents(call: AwsCall, { rootId, ous = [] }: Organization): Answer[] {
    const child = String(call.params.ChildId);
    const account = world.accounts.get(child);
    const ou = ous.find(({ id }) => id === child);
    const isAccount = account !== undefined && isMember(world, account);
    const parent = isAccount ? (account.ou ?? rootId) : ou?.parent;
    if (parent === undefined) refuse('ChildNotFoundException', "You specified a child that doesn't exist.");
    return [{ Id: parent, Type: parent === rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }];
  }

  const enabled = TYPES.filter((type) => stateOf(type) === 'enabled');
  return { types: enabled.map((Type) => ({ Type, Status: 'ENABLED' })), forTarget, describe, parents };
}

function summary(policy: WorldOrganizationPolicy, { arn, id: organization }: Organization): Answer {
  const { Id, Name = Id, Type, AwsManaged = false } = policy;
  const own = arn('policy', `${Type.toLowerCase()}/${Id}`);
  // AWS's own policies belong to no organisation.
  const Arn = AwsManaged ? own.replace(/::\d*:policy\//, '::aws:policy/').replace(`${organization}/`, '') : own;
  return { Id, Arn, Name, Description: '', Type, AwsManaged };
}
