import { ASSUME_ROLE, CROSS_ACCOUNT, PRINCIPAL, SAME_ACCOUNT, TRUST } from './pages.ts';
import {
  ACCOUNT,
  allow,
  forAws,
  forService,
  OTHER,
  type Policies,
  type PolicyCase,
  runPolicyCases,
  type Wanted,
} from './policy-case.ts';

const USER = `arn:aws:iam::${ACCOUNT}:user/ana`;
const THERE = `arn:aws:iam::${OTHER}:role/app`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

type Want = PolicyCase['want'];

const silent = (part: NonNullable<Wanted['part']>): Wanted => ({ outcome: 'denied', because: 'no-allow', part });

const roleToAssume = `arn:aws:iam::${ACCOUNT}:role/target`;
const trust = (who: Readonly<Record<string, unknown>>, more = {}) => [
  { Effect: 'Allow', Action: 'sts:AssumeRole', ...who, ...more },
];
const mayAssume = [allow('sts:AssumeRole', roleToAssume)];

function assume(name: string, source: string, principal: string, policies: Policies, want: Want): PolicyCase {
  return { name, source, principal, action: 'sts:AssumeRole', resource: roleToAssume, policies, want };
}

runPolicyCases('trust policies', [
  assume(
    'a service that is trusted',
    TRUST,
    'cloudtrail.amazonaws.com',
    { resource: trust(forService('cloudtrail.amazonaws.com')) },
    'allowed',
  ),
  assume(
    'another service',
    TRUST,
    'config.amazonaws.com',
    { resource: trust(forService('cloudtrail.amazonaws.com')) },
    silent('trust'),
  ),
  assume(
    'one of a list of services',
    PRINCIPAL,
    'config.amazonaws.com',
    { resource: trust(forService('cloudtrail.amazonaws.com', 'config.amazonaws.com')) },
    'allowed',
  ),
  assume(
    'identity policy without trust',
    SAME_ACCOUNT,
    USER,
    { identity: [mayAssume], resource: trust(forService('ec2.amazonaws.com')) },
    silent('trust'),
  ),
  assume(
    'the account is trusted, no identity policy',
    TRUST,
    USER,
    { resource: trust(forAws(ROOT)) },
    silent('identity'),
  ),
  assume(
    'the account is trusted, identity policy allows',
    TRUST,
    USER,
    { resource: trust(forAws(ROOT)), identity: [mayAssume] },
    'allowed',
  ),
  assume('the user is trusted by name', SAME_ACCOUNT, USER, { resource: trust(forAws(USER)) }, 'allowed'),
  assume(
    'another account is trusted, its role has permission',
    CROSS_ACCOUNT,
    THERE,
    { resource: trust(forAws(OTHER)), identity: [mayAssume] },
    'allowed',
  ),
  assume(
    'another account’s role is trusted, but has no permission',
    CROSS_ACCOUNT,
    THERE,
    { resource: trust(forAws(THERE)) },
    silent('identity'),
  ),
  assume(
    'an identity provider',
    PRINCIPAL,
    `arn:aws:iam::${ACCOUNT}:saml-provider/corp`,
    { resource: trust({ Principal: { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/corp` } }) },
    'allowed',
  ),
  assume('the root user assumes no role', ASSUME_ROLE, ROOT, { resource: trust(forAws(ROOT)) }, silent('trust')),
  assume(
    'a role or user that was deleted',
    PRINCIPAL,
    USER,
    { resource: trust(forAws('AIDACKCEVSQ6C2EXAMPLE')), identity: [mayAssume] },
    silent('trust'),
  ),
  assume(
    'trusted with an external id',
    ASSUME_ROLE,
    THERE,
    {
      identity: [mayAssume],
      resource: trust(forAws(OTHER), { Condition: { StringEquals: { 'sts:ExternalId': 'x1' } } }),
    },
    { outcome: 'depends', keys: ['sts:externalid'] },
  ),
]);
