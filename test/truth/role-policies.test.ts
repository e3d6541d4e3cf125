import { runCases } from '../support/cases.ts';
import { encoded, TRUST_DOCUMENT } from '../support/role-policies.ts';
import {
  ALLOW,
  DENY,
  document,
  group,
  HARMLESS,
  LOGS,
  RULE1,
  statement,
  trusts,
  UNREAD,
  WRITE,
  writes,
} from './role-case.ts';

const ENCODED = 'IAM API, GetRolePolicy: documents are URL-encoded (RFC 3986)';
const TRUST = 'aws.md 5.1: trust policy of the role';

const trust = (Principal: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
});
const CLOUDTRAIL = trust({ Service: 'cloudtrail.amazonaws.com' });

runCases('trust policies as IAM answers them', [
  trusts('URL-encoded', ENCODED, { trust: TRUST_DOCUMENT }, 'yes'),
  trusts('plain JSON', 'moto and old answers', { trust: JSON.stringify(CLOUDTRAIL) }, 'yes'),
  trusts('plain JSON, spaces before it', 'moto', { trust: `\n  ${JSON.stringify(CLOUDTRAIL, null, 2)}\n` }, 'yes'),
  trusts(
    'URL-encoded with line breaks',
    ENCODED,
    { trust: encodeURIComponent(JSON.stringify(CLOUDTRAIL, null, 2)) },
    'yes',
  ),
  trusts(
    'of another service',
    TRUST,
    { trust: encodeURIComponent(JSON.stringify(trust({ Service: 'config.amazonaws.com' }))) },
    'no',
    ['role.trust-missing'],
  ),
  trusts('encoded twice', ENCODED, { trust: encodeURIComponent(TRUST_DOCUMENT) }, 'unknown', [
    'permission.not-understood',
  ]),
  trusts('a broken escape', ENCODED, { trust: '%7B%E0%A4%A' }, 'unknown', ['read.malformed']),
  trusts('no JSON', RULE1, { trust: 'hello' }, 'unknown', ['permission.not-understood']),
  trusts('empty', RULE1, { trust: '' }, 'unknown', ['read.malformed']),
  trusts(
    'everybody besides',
    'issue 5: R47, over-broad trust is another finding',
    { trust: encodeURIComponent(JSON.stringify(trust({ Service: 'cloudtrail.amazonaws.com', AWS: '*' }))) },
    'yes',
    ['role.trust-over-broad'],
  ),
]);

runCases('inline policies', [
  writes('one that lets the role write', LOGS, { inline: { write: WRITE } }, 'yes'),
  writes('plain JSON', 'moto and old answers', { inline: { write: JSON.stringify(ALLOW) } }, 'yes'),
  writes('none at all', LOGS, { inline: {} }, 'no', ['permission.not-allowed']),
  writes(
    'streams but no events',
    LOGS,
    { inline: { write: encoded(document(statement('Allow', 'logs:CreateLogStream'))) } },
    'no',
    ['permission.not-allowed'],
  ),
  writes(
    'another group',
    LOGS,
    { inline: { write: encoded(document(statement('Allow', 'logs:*', `${group}-old:*`))) } },
    'no',
    ['permission.other-resource'],
  ),
  writes(
    'an Allow and a Deny',
    'IAM user guide, policy evaluation logic: an explicit deny',
    { inline: { write: WRITE, deny: DENY } },
    'no',
    ['permission.denied'],
  ),
  writes('a broken escape', ENCODED, { inline: { write: '%7B%' } }, 'unknown', ['read.malformed']),
  writes('no JSON', RULE1, { inline: { write: encodeURIComponent('{"Version"') } }, 'unknown', [
    'permission.not-understood',
  ]),
  writes('an empty document', RULE1, { inline: { write: '' } }, 'unknown', ['read.malformed']),
  writes('a document refused', UNREAD, { inline: { write: WRITE } }, 'unknown', ['read.denied'], {
    faults: { 'iam:GetRolePolicy': 'denied' },
  }),
  writes(
    'a document that is gone by now',
    UNREAD,
    { inline: { write: WRITE, other: HARMLESS } },
    'unknown',
    ['read.not-found'],
    {
      faults: { 'iam:GetRolePolicy * other': 'not-found' },
    },
  ),
  writes(
    'one refused, one that denies',
    UNREAD,
    { inline: { write: WRITE, deny: DENY } },
    'no',
    ['permission.denied'],
    {
      faults: { 'iam:GetRolePolicy * write': 'denied' },
    },
  ),
  writes('the Deny refused', UNREAD, { inline: { write: WRITE, deny: DENY } }, 'unknown', ['read.denied'], {
    faults: { 'iam:GetRolePolicy * deny': 'denied' },
  }),
  writes('the list refused', UNREAD, {}, 'unknown', ['read.denied'], { faults: { 'iam:ListRolePolicies': 'denied' } }),
]);
