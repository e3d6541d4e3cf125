import { KEY_CONDITIONS, KEY_DEFAULT, KEY_OTHER_ACCOUNTS, KEY_POLICY, TRAIL_KEY } from './pages.ts';
import {
  ACCOUNT,
  allow,
  type Context,
  EVERYBODY,
  forAws,
  forService,
  OTHER,
  type Policies,
  type PolicyCase,
  runPolicyCases,
  type Wanted,
} from './policy-case.ts';

const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const ANA = `arn:aws:iam::${ACCOUNT}:user/ana`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ALICE = `arn:aws:iam::${OTHER}:user/Alice`;
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;
const delegate = allow('kms:*', '*', { Sid: 'Enable IAM User Permissions', ...forAws(ROOT) });
const mayDecrypt = [allow('kms:Decrypt', KEY)];
const silent = (part: NonNullable<Wanted['part']>): Wanted => ({ outcome: 'denied', because: 'no-allow', part });

function row(
  name: string,
  source: string,
  principal: string,
  policies: Policies,
  want: PolicyCase['want'],
  context: Context = {},
  action = 'kms:Decrypt',
): PolicyCase {
  return { name, source, principal, action, resource: KEY, context, policies, want };
}

runPolicyCases('key policies', [
  row('identity policies alone never suffice', KEY_POLICY, ANA, { identity: [mayDecrypt] }, silent('resource')),
  row(
    'a key policy that names others',
    KEY_POLICY,
    ANA,
    { identity: [mayDecrypt], resource: [allow('kms:*', '*', forAws(`${ANA}2`))] },
    silent('resource'),
  ),
  row(
    'the default key policy and an identity policy',
    KEY_DEFAULT,
    ANA,
    { identity: [mayDecrypt], resource: [delegate] },
    'allowed',
  ),
  row(
    'the default key policy without an identity policy',
    KEY_DEFAULT,
    ANA,
    { resource: [delegate] },
    silent('identity'),
  ),
  row(
    'the key policy names the user',
    KEY_POLICY,
    ANA,
    { resource: [allow('kms:Decrypt', '*', forAws(ANA))] },
    'allowed',
  ),
  row('the root user by the default key policy', KEY_DEFAULT, ROOT, { resource: [delegate] }, 'allowed'),
  row(
    'the root user, and a key policy without it',
    KEY_DEFAULT,
    ROOT,
    { resource: [allow('kms:*', '*', forAws(ANA))] },
    silent('resource'),
  ),
  row(
    'another account on both sides',
    KEY_OTHER_ACCOUNTS,
    ALICE,
    { identity: [mayDecrypt], resource: [allow('kms:Decrypt', '*', forAws(OTHER))] },
    'allowed',
  ),
  row(
    'another account without an identity policy',
    KEY_OTHER_ACCOUNTS,
    ALICE,
    { resource: [allow('kms:Decrypt', '*', forAws(ALICE))] },
    silent('identity'),
  ),
  row(
    'another account, key policy silent',
    KEY_OTHER_ACCOUNTS,
    ALICE,
    { identity: [mayDecrypt], resource: [delegate] },
    silent('resource'),
  ),
  row(
    'everybody of one account through one service',
    KEY_CONDITIONS,
    ANA,
    {
      resource: [
        allow('kms:*', '*', {
          ...EVERYBODY,
          Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
        }),
      ],
    },
    'allowed',
    { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
  ),
]);

const encrypt = allow('kms:GenerateDataKey*', KEY, {
  Sid: 'Encrypt',
  ...forService('cloudtrail.amazonaws.com'),
  Condition: {
    StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': [`arn:aws:cloudtrail:*:${ACCOUNT}:trail/*`] },
    StringEquals: { 'aws:SourceArn': TRAIL },
  },
});
const given = (arn: string, source = arn): Context => ({
  'kms:EncryptionContext:aws:cloudtrail:arn': arn,
  'aws:SourceArn': source,
});
const policy = { resource: [delegate, encrypt] };

function byTrail(name: string, context: Context, want: PolicyCase['want'], action = 'kms:GenerateDataKey'): PolicyCase {
  return row(name, TRAIL_KEY, 'cloudtrail.amazonaws.com', policy, want, context, action);
}

const readers = [
  delegate,
  allow('kms:Decrypt', '*', {
    ...forAws(ANA),
    Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
  }),
];

runPolicyCases('the key of a trail', [
  byTrail('the trail that is named', given(TRAIL), { outcome: 'allowed', statements: ['Encrypt'] }),
  byTrail('the other data key action', given(TRAIL), 'allowed', 'kms:GenerateDataKeyWithoutPlaintext'),
  byTrail('a trail of another account', given(`arn:aws:cloudtrail:us-east-1:${OTHER}:trail/main`), silent('resource')),
  byTrail('the right context, another source', given(TRAIL, `${TRAIL}2`), silent('resource')),
  byTrail(
    'no encryption context known',
    { 'aws:SourceArn': TRAIL },
    { outcome: 'depends', keys: ['kms:encryptioncontext:aws:cloudtrail:arn'] },
  ),
  byTrail('decrypting is not granted', given(TRAIL), silent('resource'), 'kms:Decrypt'),
  row(
    'an event data store’s statement has no conditions',
    TRAIL_KEY,
    'cloudtrail.amazonaws.com',
    { resource: [allow('kms:GenerateDataKey', '*', forService('cloudtrail.amazonaws.com'))] },
    'allowed',
    {},
    'kms:GenerateDataKey',
  ),
  row('a reader of encrypted logs', TRAIL_KEY, ANA, { resource: readers }, 'allowed', given(TRAIL)),
  row('a reader of something else', TRAIL_KEY, ANA, { resource: readers }, silent('identity'), {
    'kms:EncryptionContext:aws:cloudtrail:arn': null,
  }),
  row(
    'another account’s reader, delegated',
    TRAIL_KEY,
    ALICE,
    {
      identity: [mayDecrypt],
      resource: [
        allow('kms:Decrypt', '*', {
          ...forAws(`arn:aws:iam::${OTHER}:root`),
          Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
        }),
      ],
    },
    'allowed',
    given(TRAIL),
  ),
  row(
    'the key of the log group',
    'CloudWatch Logs user guide, encrypt-log-data-kms',
    'logs.us-east-1.amazonaws.com',
    {
      resource: [
        allow('kms:GenerateDataKey*', '*', {
          ...forService('logs.us-east-1.amazonaws.com'),
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:us-east-1:${ACCOUNT}:*` } },
        }),
      ],
    },
    'allowed',
    { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:trail` },
    'kms:GenerateDataKey',
  ),
  row(
    'the key of a topic for alarms',
    'SNS developer guide, sns-key-management',
    'cloudwatch.amazonaws.com',
    { resource: [allow(['kms:Decrypt', 'kms:GenerateDataKey*'], '*', forService('cloudwatch.amazonaws.com'))] },
    'allowed',
  ),
  row(
    'the key of a topic that leaves alarms out',
    'SNS developer guide, sns-key-management',
    'cloudwatch.amazonaws.com',
    { resource: [delegate] },
    silent('resource'),
  ),
]);
