import { DATA_PERIMETER, RCP_EXAMPLES, RCPS, SCP_EVALUATION, SCP_SYNTAX, SCPS } from './pages.ts';
import {
  ACCOUNT,
  allow,
  type Context,
  deny,
  EVERYBODY,
  forService,
  OTHER,
  type Policies,
  type Policy,
  type PolicyCase,
  runPolicyCases,
  type Wanted,
} from './policy-case.ts';

const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;
const BREAK_GLASS = `arn:aws:iam::${ACCOUNT}:role/break-glass`;
const LINKED = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;
const FULL: Policy = [allow('*')];
const identity: readonly Policy[] = [FULL];

interface More extends Policies {
  readonly principal?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly context?: Context;
}

function row(name: string, source: string, more: More, want: PolicyCase['want']): PolicyCase {
  const { principal = ADMIN, action = 'cloudtrail:StopLogging', resource = TRAIL, context = {}, ...policies } = more;
  return { name, source, principal, action, resource, context, policies: { identity, ...policies }, want };
}

const explicit: Wanted = { outcome: 'denied', because: 'explicit-deny' };
const silent = (part: 'scp' | 'rcp'): Wanted => ({ outcome: 'denied', because: 'no-allow', part });

const guard = [
  deny(['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail'], '*', {
    Sid: 'Guard',
    Condition: { ArnNotLike: { 'aws:PrincipalARN': 'arn:aws:iam::*:role/break-glass' } },
  }),
];

runPolicyCases('service control policies', [
  row('every level allows', SCP_EVALUATION, { scps: [[FULL], [FULL], [FULL]] }, 'allowed'),
  row('one level does not allow', SCP_EVALUATION, { scps: [[FULL], [[allow('s3:*')]], [FULL]] }, silent('scp')),
  row('a level without any policy', SCP_EVALUATION, { scps: [[FULL], []] }, silent('scp')),
  row(
    'one of two policies of a level allows',
    SCP_EVALUATION,
    { scps: [[FULL], [[allow('s3:*')], [allow('cloudtrail:*')]]] },
    'allowed',
  ),
  row('no organization', SCPS, { scps: [] }, 'allowed'),
  row('a Deny at the root', SCP_EVALUATION, { scps: [[FULL, [deny('cloudtrail:*')]], [FULL]] }, explicit),
  row('a Deny at the account', SCP_EVALUATION, { scps: [[FULL], [FULL, [deny('cloudtrail:StopLogging')]]] }, explicit),
  row('a Deny of other actions', SCP_EVALUATION, { scps: [[FULL, [deny('s3:*')]]] }, 'allowed'),
  row('an SCP grants nothing', SCPS, { identity: [], scps: [[FULL]] }, { outcome: 'denied', part: 'identity' }),
  row(
    'the root user of a member is bound',
    SCPS,
    { principal: `arn:aws:iam::${ACCOUNT}:root`, scps: [[FULL, guard]] },
    explicit,
  ),
  row('a service-linked role is not bound', SCPS, { principal: LINKED, scps: [[FULL, guard]] }, 'allowed'),
  row(
    'a service is not bound',
    SCPS,
    {
      principal: 'cloudtrail.amazonaws.com',
      action: 's3:PutObject',
      resource: 'arn:aws:s3:::logs/a',
      scps: [[FULL, [deny('*')]]],
    },
    { outcome: 'denied', because: 'no-allow', part: 'resource' },
  ),
  row(
    'the guard stops an administrator',
    SCP_SYNTAX,
    { scps: [[FULL, guard]] },
    { ...explicit, statements: ['Guard'] },
  ),
  row(
    'the guard spares the break-glass role',
    SCP_SYNTAX,
    { principal: BREAK_GLASS, scps: [[FULL, guard]] },
    'allowed',
  ),
  row(
    'the guard spares a session of it',
    SCP_SYNTAX,
    { principal: `arn:aws:sts::${ACCOUNT}:assumed-role/break-glass/x`, scps: [[FULL, guard]] },
    'allowed',
  ),
  row(
    'NotAction spares what it lists',
    SCP_SYNTAX,
    { scps: [[FULL, [{ Effect: 'Deny', NotAction: ['cloudtrail:*', 'iam:*'], Resource: '*' }]]] },
    'allowed',
  ),
  row(
    'a Deny outside of two Regions',
    SCP_SYNTAX,
    {
      context: { 'aws:RequestedRegion': 'us-west-2' },
      scps: [
        [
          FULL,
          [
            deny('*', '*', {
              Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } },
            }),
          ],
        ],
      ],
    },
    explicit,
  ),
  row(
    'an SCP that could not be read',
    'doubt: an unread policy',
    { scps: [[FULL, null]] },
    { outcome: 'depends', unread: ['scp 0 1'] },
  ),
  row(
    'an SCP that could not be read, but another denies',
    SCP_EVALUATION,
    { scps: [[FULL, null, [deny('*')]]] },
    explicit,
  ),
]);

const object = { action: 's3:GetObject', resource: 'arn:aws:s3:::logs/a' };
const OUTSIDER = `arn:aws:iam::${OTHER}:role/app`;
const open = [allow('s3:*', '*', EVERYBODY)];
const perimeter = [
  deny('s3:*', '*', {
    Sid: 'Perimeter',
    ...EVERYBODY,
    Condition: {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-example' },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  }),
];
const deputy = [
  deny('s3:*', '*', {
    ...EVERYBODY,
    Condition: {
      StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-example' },
      Null: { 'aws:SourceAccount': 'false' },
      Bool: { 'aws:PrincipalIsAWSService': 'true' },
    },
  }),
];
const ALL_RCP: Policy = [allow('*', '*', EVERYBODY)];
const service = {
  ...object,
  principal: 'cloudtrail.amazonaws.com',
  action: 's3:PutObject',
  resource: 'arn:aws:s3:::logs/a',
};
const mayWrite = [allow('s3:PutObject', '*', forService('cloudtrail.amazonaws.com'))];

runPolicyCases('resource control policies', [
  row('the default policy at every level', RCPS, { ...object, rcps: [[ALL_RCP], [ALL_RCP]] }, 'allowed'),
  row('a level without any policy', RCPS, { ...object, rcps: [[ALL_RCP], []] }, silent('rcp')),
  row('a Deny', RCPS, { ...object, rcps: [[ALL_RCP, [deny('s3:*', '*', EVERYBODY)]]] }, explicit),
  row(
    'the perimeter stops a principal of another organization',
    RCP_EXAMPLES,
    {
      ...object,
      principal: OUTSIDER,
      resource: 'arn:aws:s3:::logs/a',
      context: { 'aws:PrincipalOrgID': 'o-other' },
      rcps: [[ALL_RCP, perimeter]],
    },
    { ...explicit, statements: ['Perimeter'] },
  ),
  row(
    'the perimeter lets its own in',
    RCP_EXAMPLES,
    { ...object, context: { 'aws:PrincipalOrgID': 'o-example' }, rcps: [[ALL_RCP, perimeter]] },
    'allowed',
  ),
  row(
    'the perimeter lets services in',
    RCP_EXAMPLES,
    { ...service, rcps: [[ALL_RCP, perimeter]] },
    { outcome: 'denied', because: 'no-allow', part: 'resource' },
  ),
  row(
    'the perimeter stops whoever did not sign in',
    DATA_PERIMETER,
    { ...object, principal: '*', rcps: [[ALL_RCP, perimeter]] },
    explicit,
  ),
  row(
    'a service on behalf of another organization',
    RCP_EXAMPLES,
    { ...service, context: { 'aws:SourceOrgID': 'o-other', 'aws:SourceAccount': OTHER }, rcps: [[ALL_RCP, deputy]] },
    explicit,
  ),
  row(
    'a service-linked role is not bound',
    RCPS,
    { ...object, principal: LINKED, rcps: [[ALL_RCP, [deny('s3:*', '*', EVERYBODY)]]] },
    'allowed',
  ),
  row(
    'a service that RCPs are not known to cover',
    'doubt: the list of services grows',
    {
      action: 'sns:Publish',
      resource: `arn:aws:sns:us-east-1:${ACCOUNT}:t`,
      rcps: [[ALL_RCP, [deny('*', '*', EVERYBODY)]]],
    },
    'depends',
  ),
]);

runPolicyCases('resource control policies and grants', [
  {
    name: 'services with a grant',
    source: RCP_EXAMPLES,
    ...service,
    context: {},
    policies: { resource: mayWrite, rcps: [[ALL_RCP, perimeter]] },
    want: 'allowed',
  },
  {
    name: 'services with a grant, own organization',
    source: RCP_EXAMPLES,
    ...service,
    context: { 'aws:SourceOrgID': 'o-example', 'aws:SourceAccount': ACCOUNT },
    policies: { resource: mayWrite, rcps: [[ALL_RCP, deputy]] },
    want: 'allowed',
  },
  {
    name: 'an open bucket behind the perimeter',
    source: RCP_EXAMPLES,
    ...object,
    principal: OUTSIDER,
    context: { 'aws:PrincipalOrgID': 'o-other' },
    policies: { identity, resource: open, rcps: [[ALL_RCP, perimeter]] },
    want: explicit,
  },
]);
