import { runCases } from '../support/cases.ts';
import { ACCOUNT, type World } from '../support/world.ts';
import { ALL, DENY, HARMLESS, LOGS, RULE1, UNREAD, WRITE, writes } from './role-case.ts';

const RULE3 = 'design: truth rule 3, an incomplete list is not a list';
const BOUNDARY = 'IAM user guide, permissions boundaries';
const AWS_MANAGED = 'arn:aws:iam::aws:policy/CloudWatchLogsFullAccess';
const OWN_MANAGED = `arn:aws:iam::${ACCOUNT}:policy/team/logs`;

const pages = (page: number, fault: NonNullable<World['faults']>[string]): World => ({
  policiesPerPage: 1,
  faults: { [`iam:ListRolePolicies us-east-1 page ${page}`]: fault },
});
const TWO = { inline: { a: HARMLESS, write: WRITE } };
const MARKER = 'IAM API, ListRolePolicies: Marker';
const list = (operation: string, inside: string): World => ({
  faults: {
    [`iam:${operation}`]: {
      text: `<${operation}Response><${operation}Result>${inside}</${operation}Result></${operation}Response>`,
    },
  },
});

runCases('lists of policies', [
  writes('on the second page', MARKER, TWO, 'yes', [], { policiesPerPage: 1 }),
  writes('a Deny on the second page', MARKER, { inline: { a: WRITE, deny: DENY } }, 'no', ['permission.denied'], {
    policiesPerPage: 1,
  }),
  writes('the second page refused', RULE3, TWO, 'unknown', ['read.denied'], pages(1, 'denied')),
  writes('the second page announced and not there', RULE3, TWO, 'unknown', ['read.malformed'], pages(1, 'missing')),
  writes('the first page not there', RULE3, TWO, 'unknown', ['read.malformed'], pages(0, 'missing')),
  writes(
    'names without a list',
    RULE1,
    {},
    'unknown',
    ['read.malformed'],
    list('ListRolePolicies', '<PolicyNames>write</PolicyNames>'),
  ),
  writes('an answer of nothing', RULE1, {}, 'unknown', ['read.malformed'], {
    faults: { 'iam:ListAttachedRolePolicies': 'empty-object' },
  }),
  writes(
    'an entry without an ARN',
    RULE1,
    {},
    'unknown',
    ['read.malformed'],
    list(
      'ListAttachedRolePolicies',
      '<AttachedPolicies><member><PolicyName>x</PolicyName></member></AttachedPolicies>',
    ),
  ),
  writes(
    'attached ones refused, a Deny was read',
    UNREAD,
    { inline: { write: WRITE, deny: DENY } },
    'no',
    ['permission.denied'],
    {
      faults: { 'iam:ListAttachedRolePolicies': 'denied' },
    },
  ),
]);

const attached = (documents: Readonly<Record<string, string>>, more: World = {}): World => ({
  managed: documents,
  ...more,
});

runCases('managed policies and boundaries', [
  writes(
    'one that AWS manages',
    LOGS,
    { inline: {}, attached: [AWS_MANAGED] },
    'yes',
    [],
    attached({ [AWS_MANAGED]: ALL }),
  ),
  writes(
    'one of the account, under a path',
    LOGS,
    { inline: {}, attached: [OWN_MANAGED] },
    'yes',
    [],
    attached({ [OWN_MANAGED]: WRITE }),
  ),
  writes(
    'one that denies',
    LOGS,
    { attached: [OWN_MANAGED] },
    'no',
    ['permission.denied'],
    attached({ [OWN_MANAGED]: DENY }),
  ),
  writes(
    'its version refused',
    UNREAD,
    { attached: [OWN_MANAGED] },
    'unknown',
    ['read.denied'],
    attached({ [OWN_MANAGED]: WRITE }, { faults: { 'iam:GetPolicyVersion': 'denied' } }),
  ),
  writes(
    'the policy refused',
    UNREAD,
    { attached: [OWN_MANAGED] },
    'unknown',
    ['read.denied'],
    attached({ [OWN_MANAGED]: WRITE }, { faults: { 'iam:GetPolicy': 'denied' } }),
  ),
  writes(
    'deleted between list and read',
    UNREAD,
    { attached: [OWN_MANAGED] },
    'unknown',
    ['read.not-found'],
    attached({}),
  ),
  writes(
    'without a default version',
    RULE1,
    { attached: [OWN_MANAGED] },
    'unknown',
    ['read.malformed'],
    attached({ [OWN_MANAGED]: WRITE }, list('GetPolicy', '<Policy><Arn>x</Arn></Policy>')),
  ),
  writes(
    'a boundary that allows it',
    BOUNDARY,
    { boundary: boundary(OWN_MANAGED) },
    'yes',
    [],
    attached({ [OWN_MANAGED]: ALL }),
  ),
  writes(
    'a boundary without logs',
    BOUNDARY,
    { boundary: boundary(OWN_MANAGED) },
    'no',
    ['permission.not-allowed'],
    attached({ [OWN_MANAGED]: HARMLESS }),
  ),
  writes(
    'a boundary that denies',
    BOUNDARY,
    { boundary: boundary(OWN_MANAGED) },
    'no',
    ['permission.denied'],
    attached({ [OWN_MANAGED]: DENY }),
  ),
  writes(
    'a boundary refused',
    UNREAD,
    { boundary: boundary(OWN_MANAGED) },
    'unknown',
    ['read.denied'],
    attached({ [OWN_MANAGED]: ALL }, { faults: { 'iam:GetPolicyVersion': 'denied' } }),
  ),
  writes(
    'a boundary that is gone',
    UNREAD,
    { boundary: boundary(OWN_MANAGED) },
    'unknown',
    ['read.not-found'],
    attached({}),
  ),
  writes(
    'a boundary without an ARN',
    RULE1,
    { boundary: '<PermissionsBoundaryType>Policy</PermissionsBoundaryType>' },
    'unknown',
    ['read.malformed'],
  ),
]);

function boundary(arn: string): string {
  return `<PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>${arn}</PermissionsBoundaryArn>`;
}
