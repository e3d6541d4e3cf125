import { runCases, type TruthCase } from '../support/cases.ts';
import { ACCOUNT, ARCHIVE, trail, type World } from '../support/world.ts';
import { ROOT, unitOf, type WorldGuardrail, type WorldOrganization } from '../support/world-destinations.ts';

const COUNT = 'design: SCPs and RCPs count where they could be read';
const NEVER = 'design: … and never for the management account';
const UNREAD = 'design: unread, they change no yes and are named';
const FULL = 'Organizations user guide: at least one policy is attached while a type is on';
const LOGS = 'cloudwatch-logs-integration @ main';
const WRITABLE = 'log-bucket-writable @ main';

const document = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const scp = (target: string, Action = 'logs:PutLogEvents'): WorldGuardrail => ({
  ...{ type: 'SERVICE_CONTROL_POLICY', target },
  document: document({ Effect: 'Deny', Action, Resource: '*' }),
});
const rcp = (target: string): WorldGuardrail => ({
  ...{ type: 'RESOURCE_CONTROL_POLICY', target },
  document: document({ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: '*' }),
});

function row(
  name: string,
  source: string,
  organization: WorldOrganization,
  verdicts: { readonly logs?: 'FAIL'; readonly writable?: 'FAIL' },
  reasons: TruthCase['reasons'] = {},
  more: World = {},
): TruthCase {
  const { logs = 'PASS', writable = 'PASS' } = verdicts;
  const world = { trails: [trail()], organization, ...more };
  return { name, source, world, expect: { [LOGS]: logs, [WRITABLE]: writable }, reasons };
}

const denied = { [LOGS]: ['permission.denied'] };
const named = { [LOGS]: ['guardrails.unread'] };
const answer = (
  call: string,
  json: NonNullable<Extract<NonNullable<World['faults']>[string], { json: unknown }>>['json'],
): World => ({
  faults: { [call]: { json } },
});

runCases('policies from above', [
  row('only those that allow everything', COUNT, {}, {}, { [LOGS]: ['!guardrails.unread'] }),
  row('an SCP at the root', COUNT, { guardrails: [scp(ROOT)] }, { logs: 'FAIL' }, denied),
  row('an SCP at the unit', COUNT, { guardrails: [scp(unitOf(ACCOUNT))] }, { logs: 'FAIL' }, denied),
  row('an SCP at the account', COUNT, { guardrails: [scp(ACCOUNT)] }, { logs: 'FAIL' }, denied),
  row('an SCP at another unit', COUNT, { guardrails: [scp(unitOf(ARCHIVE))] }, {}),
  row('an SCP about something else', COUNT, { guardrails: [scp(ROOT, 'organizations:LeaveOrganization')] }, {}),
  row(
    'an RCP over the bucket’s account',
    COUNT,
    { guardrails: [rcp(ARCHIVE)] },
    { writable: 'FAIL' },
    { [WRITABLE]: ['permission.denied'] },
  ),
  row('an RCP over the trail’s account alone', COUNT, { guardrails: [rcp(ACCOUNT)] }, {}),
  row(
    'SCPs are switched off',
    COUNT,
    { types: ['RESOURCE_CONTROL_POLICY'], guardrails: [scp(ROOT)] },
    {},
    { [LOGS]: ['!guardrails.unread'] },
  ),
  row(
    'the management account',
    NEVER,
    { management: ACCOUNT, guardrails: [scp(ROOT)] },
    {},
    { [LOGS]: ['!guardrails.unread'] },
  ),
  row('lists refused', UNREAD, { guardrails: [scp(ROOT)] }, {}, named, {
    faults: { 'organizations:ListPoliciesForTarget': 'denied' },
  }),
  row('texts refused', UNREAD, { guardrails: [scp(ROOT)] }, {}, named, {
    faults: { 'organizations:DescribePolicy': 'denied' },
  }),
  row('one text refused, another denies', COUNT, { guardrails: [scp(ROOT), scp(ACCOUNT)] }, { logs: 'FAIL' }, denied, {
    faults: { 'organizations:DescribePolicy * p-0': 'denied' },
  }),
  row('a list of none', FULL, {}, {}, named, answer('organizations:ListPoliciesForTarget', { Policies: [] })),
  row(
    'an entry without an id',
    'design: truth rule 1',
    {},
    {},
    named,
    answer('organizations:ListPoliciesForTarget', { Policies: [{}] }),
  ),
  row(
    'a list that goes on',
    'design: truth rule 3',
    {},
    {},
    named,
    answer('organizations:ListPoliciesForTarget', { Policies: [{ Id: 'p-1' }], NextToken: 't' }),
  ),
  row('a policy without a text', 'design: truth rule 1', {}, {}, named, {
    faults: { 'organizations:DescribePolicy': 'empty-object' },
  }),
  row('roots refused', UNREAD, { guardrails: [scp(ROOT)] }, {}, named, {
    faults: { 'organizations:ListRoots': 'denied' },
  }),
  row('the organization refused', UNREAD, { guardrails: [scp(ROOT)] }, {}, named, {
    faults: { 'organizations:DescribeOrganization': 'denied' },
  }),
]);
