// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this
import type { Outcome } from '../../src/iam/index.ts';
import { KEYS, RESOURCE, VARIABLES, VERSION } from './pages.ts';
import {
  allow,
  type Context,
  deny,
  type PolicyCase,
  runPolicyCases,
  type Statement,
  textOf,
  when,
} from './policy-case.ts';

const ANA = 'arn:aws:iam::111122223333:user/staff/ana';

interface Asked {
  readonly action?: string;
  readonly resource?: string;
  readonly principal?: string;
  readonly context?: Context;
}

/** One identity policy, asked about one action and resource. */
function row(
  name: string,
  source: string,
  policy: readonly Statement[] | string,
  asked: Asked,
  want: Outcome,
): PolicyCase {
  const { action = 's3:GetObject', resource = 'arn:aws:s3:::logs/2026/a.json', principal = ANA, context = {} } = asked;
  return { name, source, principal, action, resource, context, policies: { identity: [policy] }, want };
}

const logs = (rest: string): string => `arn:aws:s3:::logs/${rest}`;

const named = 'arn:aws:s3:::home/ana/x';
const tag = (value: string | null | undefined): Context =>
  value === undefined ? {} : { 'aws:PrincipalTag/team': value };
const byTag = [allow('s3:*', 'arn:aws:s3:::home/${aws:PrincipalTag/team}/*')];
const withDefault = [allow('s3:*', "arn:aws:s3:::home/${aws:PrincipalTag/team, 'shared'}/*")];

runPolicyCases('policy variables', [
  row(
    'the name of the user',
    VARIABLES,
    [allow('s3:*', 'arn:aws:s3:::home/${aws:username}/*')],
    { resource: named },
    'allowed',
  ),
  row(
    'the name of another user',
    VARIABLES,
    [allow('s3:*', 'arn:aws:s3:::home/${aws:username}/*')],
    { resource: 'arn:aws:s3:::home/bob/x' },
    'denied',
  ),
  row(
    'key names do not look at letter case',
    VARIABLES,
    [allow('s3:*', 'arn:aws:s3:::home/${AWS:UserName}/*')],
    { resource: named },
    'allowed',
  ),
  row(
    'a literal text in the older version',
    VERSION,
    textOf([allow('s3:*', 'arn:aws:s3:::home/${aws:username}/*')], '2008-10-17'),
    { resource: named },
    'denied',
  ),
  row(
    'a literal text without a version',
    VERSION,
    textOf([allow('s3:*', 'arn:aws:s3:::home/${aws:username}/*')], null),
    { resource: named },
    'denied',
  ),
  row(
    'a role has no user name',
    VARIABLES,
    [allow('s3:*', 'arn:aws:s3:::home/${aws:username}/*')],
    { resource: named, principal: 'arn:aws:iam::111122223333:role/ana' },
    'denied',
  ),
  row('a tag', VARIABLES, byTag, { resource: named, context: tag('ana') }, 'allowed'),
  row('a tag that is not set', VARIABLES, byTag, { resource: named, context: tag(null) }, 'denied'),
  row(
    'a tag that is not known',
    'doubt: an unknown key',
    byTag,
    { resource: named, context: tag(undefined) },
    'depends',
  ),
  row(
    'the default of a tag that is not set',
    VARIABLES,
    withDefault,
    { resource: 'arn:aws:s3:::home/shared/x', context: tag(null) },
    'allowed',
  ),
  row(
    'the default does not hide the tag',
    VARIABLES,
    withDefault,
    { resource: 'arn:aws:s3:::home/shared/x', context: tag('ana') },
    'denied',
  ),
  row('a star that is meant as a star', VARIABLES, [allow('s3:*', logs('${*}'))], { resource: logs('*') }, 'allowed'),
  row('a star that is meant as a star matches nothing else', VARIABLES, [allow('s3:*', logs('${*}'))], {}, 'denied'),
  row(
    'a question mark and a dollar sign',
    VARIABLES,
    [allow('s3:*', logs('${?}${$}'))],
    { resource: logs('?$') },
    'allowed',
  ),
  row(
    'in a condition on a text',
    VARIABLES,
    [allow('s3:ListBucket', '*', when('StringLike', 's3:prefix', ['home/${aws:username}/*']))],
    { action: 's3:ListBucket', resource: 'arn:aws:s3:::home', context: { 's3:prefix': 'home/ana/x' } },
    'allowed',
  ),
  row(
    'in a condition on an ARN',
    VARIABLES,
    [allow('s3:*', '*', when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:${aws:username}'))],
    { context: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:1:ana' } },
    'allowed',
  ),
  row(
    'no variable in a comparison of numbers',
    VARIABLES,
    [allow('s3:*', '*', when('NumericEquals', 's3:max-keys', '${aws:username}'))],
    { context: { 's3:max-keys': '1' } },
    'depends',
  ),
  row(
    'no variable in place of the account',
    RESOURCE,
    [allow('sqs:*', 'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q')],
    { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-1:111122223333:q' },
    'depends',
  ),
  row(
    'a star in the value, and it matters',
    'doubt: wildcards in values',
    byTag,
    { resource: 'arn:aws:s3:::home/any/x', context: tag('*') },
    'depends',
  ),
  row(
    'a negated condition on a variable without value',
    'doubt: AWS calls such a statement invalid',
    [allow('*'), deny('s3:*', '*', when('StringNotEquals', 's3:prefix', '${aws:PrincipalTag/team}'))],
    { context: { ...tag(null), 's3:prefix': 'x' } },
    'depends',
  ),
]);

const onlyIf = (operator: string, key: string, value: string): readonly Statement[] => [
  allow('s3:*', '*', when(operator, key, value)),
];

runPolicyCases('keys that follow from the request', [
  row('the account of the user', KEYS, onlyIf('StringEquals', 'aws:PrincipalAccount', '111122223333'), {}, 'allowed'),
  row('the ARN of the user', KEYS, onlyIf('ArnEquals', 'aws:PrincipalArn', ANA), {}, 'allowed'),
  row(
    'the role, not the session',
    KEYS,
    onlyIf('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/ops'),
    { principal: 'arn:aws:sts::111122223333:assumed-role/ops/ana' },
    'allowed',
  ),
  row(
    'the kind of principal',
    KEYS,
    onlyIf('StringEquals', 'aws:PrincipalType', 'AssumedRole'),
    { principal: 'arn:aws:iam::111122223333:role/ops' },
    'allowed',
  ),
  row('no service', KEYS, onlyIf('Bool', 'aws:PrincipalIsAWSService', 'false'), {}, 'allowed'),
  row('the owner of the resource', KEYS, onlyIf('StringEquals', 'aws:ResourceAccount', '444455556666'), {}, 'denied'),
  row(
    'no source ARN where no service acts',
    KEYS,
    onlyIf('StringNotEquals', 'aws:SourceArn', 'arn:aws:sns:us-east-1:1:t'),
    {},
    'allowed',
  ),
  row(
    'the context overrules what follows',
    KEYS,
    onlyIf('StringEquals', 'aws:username', 'bob'),
    { context: { 'aws:username': 'bob' } },
    'allowed',
  ),
]);
