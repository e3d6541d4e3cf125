import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { is, judgeStorage, keyWith, refused, type Statement, TRAIL_ARN } from '../../../test/support/buckets.ts';
import {
  deliveringTrail,
  GROUP_ARN,
  LOGS_KEY_ARN,
  LOGS_KEY_STATEMENT,
  logGroupWith,
  logsKey,
  namedPolicy,
  ORGANIZATION,
  organizationWith,
  ROLE_ARN,
  roleThatMay,
  roleWith,
  says,
  scpsOf,
  statusWith,
  unreadGuardrails,
  WRITE_LOGS,
} from '../../../test/support/delivery.ts';
import { ACCOUNT } from '../../../test/support/world.ts';
import type { OrganizationFacts, Role } from '../../model/facts.ts';
import type { Key, RolePolicies } from '../../model/storage.ts';
import { cloudwatchLogsIntegration } from './control.ts';

type Links = Parameters<typeof deliveringTrail>[0];

function judge(links: Links, organization?: OrganizationFacts) {
  const setting = organization === undefined ? {} : { organization };
  return judgeStorage(cloudwatchLogsIntegration, [deliveringTrail(links)], setting);
}

function judgeRole(role: Role, links: Links = {}, organization?: OrganizationFacts) {
  return judge({ role: is(role, 'iam:GetRole'), ...links }, organization);
}

const ONLY_CREATE: Statement = { ...WRITE_LOGS, Action: 'logs:CreateLogStream' };
const on = (...resources: readonly string[]): Statement => ({ ...WRITE_LOGS, Resource: resources });
const STREAM = `${GROUP_ARN}:log-stream:${ACCOUNT}_CloudTrail_us-east-1`;

/** aws.md 5.1, what the role may do; the missing action or the wrong resource is named (R48). */
const POLICIES: readonly (readonly [what: string, statements: readonly Statement[], says: string])[] = [
  ['as AWS writes it', [WRITE_LOGS], 'yes'],
  [
    'with actions in other letter case',
    [{ ...WRITE_LOGS, Action: ['LOGS:createlogstream', 'logs:putLogEvents'] }],
    'yes',
  ],
  ['for the whole group', [on(`${GROUP_ARN}:*`)], 'yes'],
  ['for everything but IAM', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], 'yes'],
  ['without any policy', [], 'no permission.not-allowed permission.not-allowed'],
  ['without event writes', [ONLY_CREATE], 'no permission.not-allowed'],
  ['for the group without its streams', [on(GROUP_ARN)], 'no permission.other-resource permission.other-resource'],
  ['for another group', [on(`${GROUP_ARN}-old:*`)], 'no permission.other-resource permission.other-resource'],
  [
    'for the streams of another Region',
    [on(`${GROUP_ARN}:log-stream:${ACCOUNT}_CloudTrail_eu-west-1*`)],
    'no permission.other-resource permission.other-resource',
  ],
  ['for the first stream alone', [on(STREAM)], 'no permission.other-resource permission.other-resource'],
  ['with a Deny', [WRITE_LOGS, { Effect: 'Deny', Action: 'logs:Put*', Resource: '*' }], 'no permission.denied'],
  [
    'from one network alone',
    [{ ...WRITE_LOGS, Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }],
    'unknown permission.depends',
  ],
];

describe('cloudwatch-logs-integration, role-may-write', () => {
  const id = 'role-may-write';

  for (const [what, statements, wanted] of POLICIES) {
    test(`a role ${what}: ${wanted}`, () => {
      equal(says(judgeRole(roleThatMay(...statements)), id), wanted);
    });
  }

  test('names role, action and resource', () => {
    const [missing = ''] = judgeRole(roleThatMay(ONLY_CREATE)).sentences(id);
    match(missing, new RegExp(`${ROLE_ARN} is not allowed logs:PutLogEvents on ${STREAM}\\*:`));
    const [wrong = ''] = judgeRole(roleThatMay(on(`${GROUP_ARN}-old:*`))).sentences(id);
    match(
      wrong,
      /logs:CreateLogStream, logs:PutLogEvents on .*log-group:trail:log-stream:.* on .*log-group:trail-old:\* only/,
    );
  });

  test('an unread policy of the role leaves it open, unless a read Deny decides', () => {
    const unread: RolePolicies['attached'] = is([refused('iam:GetPolicyVersion')], 'iam:ListAttachedRolePolicies');
    equal(says(judgeRole(roleWith({ attached: unread })), id), 'unknown permission.unread read.denied');
    equal(
      says(judgeRole(roleWith({ inline: refused('iam:ListRolePolicies') })), id),
      'unknown permission.unread read.denied',
    );
    const denying = roleThatMay({ Effect: 'Deny', Action: 'logs:*', Resource: '*' });
    const both = { ...denying, policies: { ...denying.policies, attached: unread } };
    equal(says(judgeRole(both), id), 'no permission.denied permission.denied');
  });

  test('the permissions boundary has to allow as well', () => {
    const bounded = (boundary: RolePolicies['boundary']) => says(judgeRole(roleWith({ boundary })), id);
    equal(bounded(namedPolicy('boundary', { Effect: 'Allow', Action: 'logs:*', Resource: '*' })), 'yes');
    equal(
      bounded(namedPolicy('boundary', { Effect: 'Allow', Action: 's3:*', Resource: '*' })),
      'no permission.not-allowed permission.not-allowed',
    );
    equal(bounded(refused('iam:GetPolicyVersion')), 'unknown permission.unread read.denied');
  });

  test('SCPs count where they were read, and never where none binds', () => {
    const lock = (Region: string): Statement => ({
      ...{ Sid: 'Regions', Effect: 'Deny', NotAction: 'iam:*', Resource: '*' },
      Condition: { StringNotEquals: { 'aws:RequestedRegion': Region } },
    });
    equal(says(judge({ guardrails: scpsOf(ACCOUNT, lock('us-east-1')) }), id), 'yes');
    equal(
      says(judge({ guardrails: scpsOf(ACCOUNT, lock('eu-west-1')) }), id),
      'no permission.denied permission.denied',
    );
    const exempt: Statement = {
      ...{ Sid: 'Logs', Effect: 'Deny', Action: 'logs:*', Resource: '*' },
      Condition: { ArnNotLike: { 'aws:PrincipalArn': ROLE_ARN } },
    };
    equal(says(judge({ guardrails: scpsOf(ACCOUNT, exempt) }), id), 'yes');
    equal(says(judge({ guardrails: new Map() }), id), 'yes');
  });

  test('an SCP level that allows too little stops the role; one that was not read does not, and is named', () => {
    const only = {
      target: ACCOUNT,
      policies: is([namedPolicy('only s3 (p-9)', { Effect: 'Allow', Action: 's3:*', Resource: '*' })]),
    };
    const narrow = new Map([[ACCOUNT, is({ scps: [only], rcps: [] }, 'organizations:ListPoliciesForTarget')]]);
    equal(says(judge({ guardrails: narrow }), id), 'no permission.not-allowed permission.not-allowed');
    const unreadOne = { ...only, policies: is([refused<never>('organizations:DescribePolicy')]) };
    const partly = new Map([[ACCOUNT, is({ scps: [unreadOne], rcps: [] }, 'organizations:ListPoliciesForTarget')]]);
    equal(says(judge({ guardrails: partly }), id), 'yes guardrails.unread');
    const unread = judge({ guardrails: unreadGuardrails(ACCOUNT) });
    equal(unread.verdict, 'PASS');
    equal(says(unread, id), 'yes guardrails.unread');
  });

  test('without a group or a role there is nothing to write to or with', () => {
    equal(says(judge({ logGroup: null }), id), 'no');
    equal(says(judge({ logGroup: is(null, 'logs:DescribeLogGroups') }), id), 'no');
    equal(says(judge({ logGroup: refused('logs:DescribeLogGroups') }), id), 'unknown read.denied');
    equal(says(judge({ role: null }), id), 'no');
  });
});

describe('cloudwatch-logs-integration, streams of an organization', () => {
  const id = 'role-may-write';
  const config = { organization: is(true, 'cloudtrail:DescribeTrails') };
  const entry = (name: string): Statement => ({
    ...WRITE_LOGS,
    Sid: 'Members',
    Resource: `${GROUP_ARN}:log-stream:${name}*`,
  });

  test('their own entry is needed: without it the events of members do not arrive', () => {
    const half = judgeRole(roleThatMay(WRITE_LOGS), { config }, organizationWith());
    equal(says(half, id), 'no permission.other-resource permission.other-resource');
    match(half.sentences(id)[0] ?? '', new RegExp(`log-stream:${ORGANIZATION}_${ACCOUNT}_CloudTrail_us-east-1\\*:`));
    equal(
      says(judgeRole(roleThatMay(WRITE_LOGS, entry(`${ORGANIZATION}_`)), { config }, organizationWith()), id),
      'yes',
    );
    equal(
      says(judgeRole(roleThatMay(WRITE_LOGS, entry('o-0123456789_')), { config }, organizationWith()), id),
      'no permission.other-resource permission.other-resource',
    );
  });

  test('in a group of a delegated administrator, the streams of members decide', () => {
    const arn = 'arn:aws:logs:us-east-1:000000000007:log-group:trail';
    const role = (...statements: readonly Statement[]): Role => ({
      ...roleThatMay(...statements),
      arn: 'arn:aws:iam::000000000007:role/trail-to-logs',
    });
    const links = { config, logGroup: is(logGroupWith({ arn: `${arn}:*` }), 'logs:DescribeLogGroups') };
    const members = { ...WRITE_LOGS, Resource: `${arn}:log-stream:${ORGANIZATION}_*` };
    const judged = (...statements: readonly Statement[]) =>
      says(judgeRole(role(...statements), links, organizationWith()), id);
    equal(judged({ ...WRITE_LOGS, Resource: `${arn}:*` }), 'yes');
    equal(judged(members), 'unknown permission.undocumented permission.undocumented');
    equal(judged({ ...WRITE_LOGS, Resource: `${arn}:log-stream:${ACCOUNT}_*` }).split(' ')[0], 'no');
  });

  test('with the id of the organization unread, only a wide entry is certain', () => {
    equal(
      says(judgeRole(roleThatMay(WRITE_LOGS, entry(`${ORGANIZATION}_`)), { config }), id),
      'unknown permission.sample permission.sample',
    );
    equal(says(judgeRole(roleThatMay(WRITE_LOGS, entry('o-')), { config }), id), 'yes');
  });
});

describe('cloudwatch-logs-integration, key of the log group', () => {
  const id = 'role-may-write';
  const judgeKey = (statements: readonly Statement[], overrides: Partial<Key> = {}) =>
    judge({
      logGroup: withKey(
        is(keyWith(statements, { arn: LOGS_KEY_ARN, account: ACCOUNT, ...overrides }), 'kms:DescribeKey'),
      ),
    });
  const withKey = (key: ReturnType<typeof logGroupWith>['key']) =>
    is(logGroupWith({ kmsKey: LOGS_KEY_ARN, key }), 'logs:DescribeLogGroups');

  test('the key has to be enabled and to let CloudWatch Logs in', () => {
    equal(says(judge({ logGroup: withKey(is(logsKey(), 'kms:DescribeKey')) }), id), 'yes');
    equal(says(judgeKey([LOGS_KEY_STATEMENT], { state: 'Disabled' }), id), 'no key.disabled');
    equal(
      says(judgeKey([{ ...LOGS_KEY_STATEMENT, Principal: { Service: 'logs.eu-west-1.amazonaws.com' } }]), id).split(
        ' ',
      )[0],
      'no',
    );
    equal(
      says(
        judgeKey([
          {
            ...LOGS_KEY_STATEMENT,
            Action: ['kms:Encrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
          },
        ]),
        id,
      ),
      'no permission.not-allowed',
    );
    const otherGroup = { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': `${GROUP_ARN}-old` } };
    equal(
      says(judgeKey([{ ...LOGS_KEY_STATEMENT, Condition: otherGroup }]), id)
        .split(' ')
        .slice(0, 2)
        .join(' '),
      'no permission.other-condition',
    );
  });

  test('in China, CloudWatch Logs has a name of its own', () => {
    const inChina = (text: string) => text.replaceAll('arn:aws:', 'arn:aws-cn:').replaceAll('us-east-1', 'cn-north-1');
    const trail = { arn: inChina(TRAIL_ARN), homeRegion: 'cn-north-1', status: { 'cn-north-1': statusWith() } };
    const judgeChina = (Service: string) => {
      const statement = { ...LOGS_KEY_STATEMENT, Principal: { Service }, Condition: {} };
      const key = is(keyWith([statement], { arn: inChina(LOGS_KEY_ARN), account: ACCOUNT }), 'kms:DescribeKey');
      const group = logGroupWith({ arn: inChina(`${GROUP_ARN}:*`), kmsKey: inChina(LOGS_KEY_ARN), key });
      const role = { ...roleThatMay({ ...WRITE_LOGS, Resource: '*' }), arn: inChina(ROLE_ARN) };
      const links = { role: is(role, 'iam:GetRole'), logGroup: is(group, 'logs:DescribeLogGroups') };
      return says(judgeStorage(cloudwatchLogsIntegration, [{ ...deliveringTrail(links), ...trail }]), id).split(' ')[0];
    };
    equal(judgeChina('logs.cn-north-1.amazonaws.com.cn'), 'yes');
    equal(judgeChina('logs.cn-north-1.amazonaws.com'), 'no');
  });

  test('a key that is gone, unread, or none that we know', () => {
    equal(says(judge({ logGroup: withKey(is(null, 'kms:DescribeKey')) }), id), 'no key.missing');
    equal(says(judge({ logGroup: withKey(refused('kms:DescribeKey')) }), id), 'unknown read.denied');
    equal(says(judge({ logGroup: withKey(null) }), id), 'unknown log-group.key-unclear');
  });

  test('a broken key does not hide what the role lacks', () => {
    const logGroup = withKey(is(logsKey({ state: 'Disabled' }), 'kms:DescribeKey'));
    equal(says(judgeRole(roleThatMay(ONLY_CREATE), { logGroup }), id), 'no permission.not-allowed key.disabled');
  });
});

describe('cloudwatch-logs-integration, what is recorded about the group', () => {
  const id = 'log-group-exists';

  test('retention, class, newest stream and subscriptions are shown and decide nothing', () => {
    const subscriptions = is(
      [{ name: 'siem', destination: 'arn:aws:kinesis:us-east-1:1:stream/x', pattern: '' }],
      'logs:DescribeSubscriptionFilters',
    );
    const judged = judge({ logGroup: is(logGroupWith({ retentionDays: 1, subscriptions }), 'logs:DescribeLogGroups') });
    equal(judged.verdict, 'PASS');
    deepEqual(judged.observed(id), {
      ...{ arn: `${GROUP_ARN}:*`, retentionDays: 1, kmsKey: null, logGroupClass: 'STANDARD' },
      newestStream: `${ACCOUNT}_CloudTrail_us-east-1`,
      ...{ ingestedAt: '2026-11-23T23:54:00Z', lastEventAt: '2026-11-23T23:48:00Z' },
      subscriptions: [{ name: 'siem', destination: 'arn:aws:kinesis:us-east-1:1:stream/x', pattern: '' }],
    });
  });

  test('a class without metric filters is noted; what was not read is left out and named', () => {
    const judged = judge({
      logGroup: is(
        logGroupWith({ logGroupClass: 'INFREQUENT_ACCESS', activity: refused('logs:DescribeLogStreams') }),
        'logs:DescribeLogGroups',
      ),
    });
    equal(judged.verdict, 'PASS');
    equal(says(judged, id), 'yes log-group.no-metric-filters read.denied');
    equal(Object.hasOwn(judged.observed(id) as object, 'newestStream'), false);
  });
});
