import { BOUNDARIES, CROSS_ACCOUNT, LOGIC, PRINCIPAL, SAME_ACCOUNT, SESSION } from './pages.ts';
import {
  ACCOUNT,
  allow,
  deny,
  EVERYBODY,
  forAws,
  OTHER,
  type Policies,
  type PolicyCase,
  runPolicyCases,
  type Wanted,
} from './policy-case.ts';

const USER = `arn:aws:iam::${ACCOUNT}:user/ana`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/app/run-1`;
const THERE = `arn:aws:iam::${OTHER}:role/app`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

const yes = [allow('s3:GetObject')];
const no = [allow('s3:PutObject')];
const bucket = (who: Readonly<Record<string, unknown>>) => [allow('s3:GetObject', 'arn:aws:s3:::logs/*', who)];

type Want = PolicyCase['want'];

function row(
  name: string,
  source: string,
  principal: string,
  policies: Policies,
  want: Want,
  owner?: string | null,
): PolicyCase {
  return {
    name,
    source,
    principal,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::logs/a',
    ...(owner === undefined ? {} : { owner }),
    policies,
    want,
  };
}

const silent = (part: NonNullable<Wanted['part']>): Wanted => ({ outcome: 'denied', because: 'no-allow', part });

runPolicyCases('one account', [
  row('identity policy alone', SAME_ACCOUNT, USER, { identity: [yes] }, { outcome: 'allowed', because: 'allow' }),
  row('resource policy alone', SAME_ACCOUNT, USER, { resource: bucket(forAws(USER)) }, 'allowed'),
  row('neither', LOGIC, USER, { identity: [no], resource: bucket(forAws(ROLE)) }, silent('identity')),
  row('no policy at all', LOGIC, USER, {}, silent('identity')),
  row('one of several identity policies', SAME_ACCOUNT, USER, { identity: [no, yes] }, 'allowed'),
  row(
    'a Deny beats any Allow',
    LOGIC,
    USER,
    { identity: [yes, [deny('s3:*')]], resource: bucket(forAws(USER)) },
    { outcome: 'denied', because: 'explicit-deny' },
  ),
  row(
    'a Deny in the resource policy',
    LOGIC,
    USER,
    { identity: [yes], resource: [deny('s3:*', '*', EVERYBODY)] },
    { outcome: 'denied', because: 'explicit-deny' },
  ),
  row('the root user needs no policy', LOGIC, ROOT, {}, 'allowed'),
  row('a Deny binds the root user', LOGIC, ROOT, { resource: [deny('s3:*', '*', EVERYBODY)] }, 'denied'),
  row('everybody, in the resource policy', PRINCIPAL, USER, { resource: bucket(EVERYBODY) }, 'allowed'),
  row(
    'the account in its own policy only delegates',
    PRINCIPAL,
    USER,
    { resource: bucket(forAws(ROOT)) },
    silent('identity'),
  ),
  row(
    'delegation and identity policy',
    PRINCIPAL,
    USER,
    { resource: bucket(forAws(ROOT)), identity: [yes] },
    'allowed',
  ),
]);

const bound = { boundary: no };
const narrow = { session: [no] };

runPolicyCases('boundaries and session policies', [
  row('boundary and identity policy allow', BOUNDARIES, USER, { identity: [yes], boundary: yes }, 'allowed'),
  row('the boundary does not allow', BOUNDARIES, USER, { identity: [yes], ...bound }, silent('boundary')),
  row('a boundary grants nothing', BOUNDARIES, USER, { boundary: yes }, silent('identity')),
  row(
    'a Deny in the boundary',
    BOUNDARIES,
    USER,
    { identity: [yes], boundary: [allow('*'), deny('s3:*')] },
    { outcome: 'denied', because: 'explicit-deny' },
  ),
  row(
    'a user named in the resource policy, in spite of the boundary',
    SAME_ACCOUNT,
    USER,
    { resource: bucket(forAws(USER)), ...bound },
    'allowed',
  ),
  row(
    'a role named in the resource policy is held by the boundary',
    SAME_ACCOUNT,
    ROLE,
    { resource: bucket(forAws(ROLE)), ...bound },
    silent('boundary'),
  ),
  row(
    'a role named in the resource policy, boundary allows',
    SAME_ACCOUNT,
    ROLE,
    { resource: bucket(forAws(ROLE)), boundary: yes },
    'allowed',
  ),
  row(
    'a session named in the resource policy, in spite of the boundary',
    SAME_ACCOUNT,
    SESSION_ARN,
    { resource: bucket(forAws(SESSION_ARN)), ...bound },
    'allowed',
  ),
  row(
    'the role named, session held by the boundary',
    SAME_ACCOUNT,
    SESSION_ARN,
    { resource: bucket(forAws(ROLE)), ...bound },
    silent('boundary'),
  ),
  row(
    'everybody with a key on the role, in spite of the boundary',
    PRINCIPAL,
    ROLE,
    { resource: bucket({ ...EVERYBODY, Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } }), ...bound },
    'allowed',
  ),
  row('session policy and identity policy allow', SESSION, SESSION_ARN, { identity: [yes], session: [yes] }, 'allowed'),
  row('the session policy does not allow', SESSION, SESSION_ARN, { identity: [yes], ...narrow }, silent('session')),
  row('a session policy grants nothing', SESSION, SESSION_ARN, { session: [yes] }, silent('identity')),
  row('one of two session policies allows', SESSION, SESSION_ARN, { identity: [yes], session: [no, yes] }, 'allowed'),
  row(
    'the role named, session policy holds back',
    SAME_ACCOUNT,
    SESSION_ARN,
    { resource: bucket(forAws(ROLE)), ...narrow },
    silent('session'),
  ),
  row(
    'the session named, in spite of the session policy',
    SAME_ACCOUNT,
    SESSION_ARN,
    { resource: bucket(forAws(SESSION_ARN)), ...narrow },
    'allowed',
  ),
  row(
    'another session is named',
    PRINCIPAL,
    SESSION_ARN,
    { resource: bucket(forAws(`${SESSION_ARN}2`)) },
    silent('identity'),
  ),
  row(
    'a session is named, and which one asks is not known',
    'doubt: a role without a session',
    ROLE,
    { resource: bucket(forAws(SESSION_ARN)) },
    { outcome: 'depends', keys: ['sts:rolesessionname'] },
  ),
]);

runPolicyCases('two accounts', [
  row('both sides', CROSS_ACCOUNT, THERE, { identity: [yes], resource: bucket(forAws(THERE)) }, 'allowed'),
  row(
    'the account on the resource side',
    CROSS_ACCOUNT,
    THERE,
    { identity: [yes], resource: bucket(forAws(OTHER)) },
    'allowed',
  ),
  row(
    'the account as its ARN',
    PRINCIPAL,
    THERE,
    { identity: [yes], resource: bucket(forAws(`arn:aws:iam::${OTHER}:root`)) },
    'allowed',
  ),
  row('identity side alone', CROSS_ACCOUNT, THERE, { identity: [yes] }, silent('resource')),
  row('resource side alone', CROSS_ACCOUNT, THERE, { resource: bucket(forAws(THERE)) }, silent('identity')),
  row('everybody on the resource side alone', PRINCIPAL, THERE, { resource: bucket(EVERYBODY) }, silent('identity')),
  row(
    'everybody, and the identity side',
    PRINCIPAL,
    THERE,
    { resource: bucket(EVERYBODY), identity: [yes] },
    'allowed',
  ),
  row(
    'another account is named',
    CROSS_ACCOUNT,
    THERE,
    { identity: [yes], resource: bucket(forAws('777788889999')) },
    silent('resource'),
  ),
  row(
    'the boundary counts in both cases',
    CROSS_ACCOUNT,
    THERE,
    { identity: [yes], resource: bucket(forAws(THERE)), ...bound },
    silent('boundary'),
  ),
  row(
    'the other account’s root user',
    CROSS_ACCOUNT,
    `arn:aws:iam::${OTHER}:root`,
    { resource: bucket(forAws(OTHER)) },
    'allowed',
  ),
  row('nobody signed in, everybody allowed', PRINCIPAL, '*', { resource: bucket(EVERYBODY) }, 'allowed'),
  row('nobody signed in, {"AWS": "*"}', PRINCIPAL, '*', { resource: bucket(forAws('*')) }, 'allowed'),
  row('nobody signed in, one account allowed', PRINCIPAL, '*', { resource: bucket(forAws(OTHER)) }, silent('resource')),
  row(
    'owner unknown, one side allows',
    'doubt: an unknown owner',
    USER,
    { identity: [yes] },
    { outcome: 'depends', keys: ['aws:resourceaccount'] },
    null,
  ),
  row(
    'owner unknown, both sides allow',
    'doubt: an unknown owner',
    USER,
    { identity: [yes], resource: bucket(forAws(USER)) },
    'allowed',
    null,
  ),
  row('owner unknown, no side allows', 'doubt: an unknown owner', USER, { identity: [no] }, 'denied', null),
]);
