import { POLICY_TYPES, policiesQuestion } from '../../src/facts/guardrails.ts';
import { globalRegion } from '../../src/facts/shipped-regions.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Operation } from '../../src/model/operations.ts';
import type { Asking } from './asking.ts';
import { ARCHIVE, accountOf, MANAGEMENT, ORGANIZATION, partitionOf, type World } from './world.ts';
import { ROOT, unitOf, type WorldOrganization } from './world-destinations.ts';

const ALLOWS_ALL = {
  SERVICE_CONTROL_POLICY: { Effect: 'Allow', Action: '*', Resource: '*' },
  RESOURCE_CONTROL_POLICY: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
} as const;

/** Who asks Organizations. */
export function managementOf(organization: WorldOrganization): string {
  return organization.management ?? MANAGEMENT;
}

/** What Organizations answers: who is in it, and what binds the account and the archive from above. */
export function readOrganization(world: World, asking: Asking): void {
  const { organization } = world;
  if (organization === undefined) return;
  const management = managementOf(organization);
  const types = organization.types ?? Object.values(POLICY_TYPES);
  const ask = (call: Operation, parameters: JsonObject, answer: JsonObject, ...names: readonly string[]): boolean =>
    asking.ask(
      {
        call,
        account: management,
        region: globalRegion(partitionOf(world)),
        parameters,
        body: JSON.stringify(answer),
      },
      names,
    );
  const members = [...new Set([accountOf(world), ARCHIVE, management])].sort();
  ask('organizations:DescribeOrganization', {}, describeOrganization(management));
  ask(
    'organizations:ListAccounts',
    {},
    {
      Accounts: members.map((Id) => ({
        ...{ Id, Name: `account ${Id}`, State: 'ACTIVE', JoinedTimestamp: 1_600_000_000 },
        Paths: [`${ORGANIZATION}/${ROOT}/${unitOf(Id)}/${Id}/`],
      })),
    },
  );
  const PolicyTypes = types.map((Type) => ({ Type, Status: 'ENABLED' }));
  ask('organizations:ListRoots', {}, { Roots: [{ Id: ROOT, Name: 'Root', PolicyTypes }] });
  const bound = members.filter((id) => id !== management);
  for (const target of new Set(bound.flatMap((id) => [ROOT, unitOf(id), id]))) {
    for (const type of types) readLevel(organization, target, type, ask);
  }
}

/** The body of DescribeOrganization. */
export function describeOrganization(management: string): JsonObject {
  return { Organization: { Id: ORGANIZATION, MasterAccountId: management, FeatureSet: 'ALL' } };
}

function readLevel(
  { guardrails = [] }: WorldOrganization,
  target: string,
  type: keyof typeof ALLOWS_ALL,
  ask: (call: Operation, parameters: JsonObject, answer: JsonObject, ...names: readonly string[]) => boolean,
): void {
  const full = { id: `p-${type === 'SERVICE_CONTROL_POLICY' ? 'FullAWSAccess' : 'RCPFullAWSAccess'}` };
  const own = guardrails.flatMap((one, position) =>
    one.target === target && one.type === type ? [{ id: `p-${position}`, document: one.document }] : [],
  );
  const policies = [
    { ...full, document: JSON.stringify({ Version: '2012-10-17', Statement: [ALLOWS_ALL[type]] }) },
    ...own,
  ];
  const Policies = policies.map(({ id: Id }) => ({ Id, Name: Id.slice(2), Type: type, AwsManaged: Id === full.id }));
  if (!ask('organizations:ListPoliciesForTarget', policiesQuestion(target, type), { Policies }, target)) return;
  for (const { id, document } of policies) {
    const answer = { Policy: { PolicySummary: { Id: id, Name: id.slice(2), Type: type }, Content: document } };
    ask('organizations:DescribePolicy', { PolicyId: id }, answer, id);
  }
}
