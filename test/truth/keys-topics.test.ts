import { runCases, type TruthCase } from '../support/cases.ts';
import { keyPolicy } from '../support/keys-topics.ts';
import { ACCOUNT, ARCHIVE, type Fields, GROUP, KEY, TOPIC, trail, type World } from '../support/world.ts';

const RULE1 = 'design: truth rule 1';
const STATES = 'KMS developer guide, key states';
const TOPICS = 'SNS API, GetTopicAttributes';
const POLICY = 'aws.md 5.3: key policy';
const OTHER = '444455556666';

type Own = 'PASS' | 'FAIL' | 'UNKNOWN' | 'NOT_APPLICABLE';

function row(subject: string, name: string, source: string, world: World, own: Own, ...reasons: string[]): TruthCase {
  return {
    name,
    source,
    world: { trails: [trail()], ...world },
    expect: { [subject]: own },
    reasons: { [subject]: reasons },
  };
}

type Row = [name: string, source: string, world: World, own: Own, ...reasons: string[]];
const key = (...rest: Row): TruthCase => row('log-key-usable @ main', ...rest);
const topic = (...rest: Row): TruthCase => row('log-notification @ main', ...rest);
const group = (...rest: Row): TruthCase => row('cloudwatch-logs-integration @ main', ...rest);

const withFields = (fields: Fields): World => ({ trails: [trail({ fields })] });
const keyIs = (metadata: Fields): World => ({ keys: [{ id: KEY, metadata }] });
const arn = (id: string, account = ARCHIVE): string => `arn:aws:kms:us-east-1:${account}:${id}`;
const NOBODY = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const faulty = (call: string, fault: NonNullable<World['faults']>[string]): World => ({ faults: { [call]: fault } });

runCases('keys of trails', [
  key('enabled', STATES, {}, 'PASS'),
  key('disabled', STATES, keyIs({ KeyState: 'Disabled' }), 'FAIL', 'key.disabled'),
  key(
    'pending deletion',
    STATES,
    keyIs({ KeyState: 'PendingDeletion', DeletionDate: 1_800_000_000 }),
    'FAIL',
    'key.pending-deletion',
  ),
  key('pending deletion, no date', STATES, keyIs({ KeyState: 'PendingDeletion' }), 'FAIL', 'key.pending-deletion'),
  key(
    'a date beyond the calendar',
    RULE1,
    keyIs({ KeyState: 'PendingDeletion', DeletionDate: 1e18 }),
    'FAIL',
    'key.pending-deletion',
  ),
  key(
    'pending deletion of a replica',
    STATES,
    keyIs({ KeyState: 'PendingReplicaDeletion' }),
    'FAIL',
    'key.pending-deletion',
  ),
  key('pending import', STATES, keyIs({ KeyState: 'PendingImport' }), 'FAIL', 'key.not-usable'),
  key('unavailable', STATES, keyIs({ KeyState: 'Unavailable' }), 'FAIL', 'key.not-usable'),
  key('no state', RULE1, keyIs({ KeyState: undefined }), 'UNKNOWN', 'read.malformed'),
  key('a state of another type', RULE1, keyIs({ KeyState: 1 }), 'UNKNOWN', 'read.malformed'),
  key('no ARN', RULE1, keyIs({ Arn: undefined }), 'UNKNOWN', 'read.malformed'),
  key('gone', 'KMS API: NotFoundException', { keys: [] }, 'FAIL', 'key.missing'),
  key('refused', RULE1, faulty('kms:DescribeKey', 'denied'), 'UNKNOWN', 'read.denied'),
  key('throttled', RULE1, faulty('kms:DescribeKey', 'throttled'), 'UNKNOWN', 'read.throttled'),
  key('an empty answer', RULE1, faulty('kms:DescribeKey', 'empty-object'), 'UNKNOWN', 'read.malformed'),
  key(
    'of an account that is not read',
    'design: in the account that its ARN says',
    withFields({ KmsKeyId: arn(`key/${KEY}`, OTHER) }),
    'UNKNOWN',
    'read.out-of-scope',
  ),
  key(
    'by alias: its policy is asked by the key’s own ARN',
    'KMS API, GetKeyPolicy: no alias',
    { ...withFields({ KmsKeyId: arn('alias/logs') }), keys: [{ id: KEY, aliases: ['alias/logs'] }] },
    'PASS',
  ),
  key(
    'no ARN on the trail',
    'CloudTrail API: the trail shows the key’s ARN',
    withFields({ KmsKeyId: 'alias/logs' }),
    'FAIL',
    'key.missing',
  ),
  key('of another type on the trail', RULE1, withFields({ KmsKeyId: 7 }), 'UNKNOWN', 'read.malformed'),
  key('policy for nobody', POLICY, { keys: [{ id: KEY, policy: NOBODY }] }, 'FAIL', 'permission.not-allowed'),
  key(
    'policy that denies',
    POLICY,
    {
      keys: [
        {
          id: KEY,
          policy: keyPolicy({}, ARCHIVE, {
            Effect: 'Deny',
            Principal: '*',
            Action: 'kms:GenerateDataKey',
            Resource: '*',
          }),
        },
      ],
    },
    'FAIL',
    'permission.denied',
  ),
  key('policy refused', RULE1, faulty('kms:GetKeyPolicy', 'denied'), 'UNKNOWN', 'read.denied'),
  key('policy missing in the answer', RULE1, faulty('kms:GetKeyPolicy', 'empty-object'), 'UNKNOWN', 'read.malformed'),
  key('policy no JSON', RULE1, { keys: [{ id: KEY, policy: '{' }] }, 'UNKNOWN', 'permission.not-understood'),
]);

const topicArn = (name: string, account = ACCOUNT): string => `arn:aws:sns:us-east-1:${account}:${name}`;
const topicIs = (attributes: Readonly<Record<string, string | undefined>>, more: World = {}): World => ({
  topics: [{ name: TOPIC, attributes }],
  ...more,
});
const attributes = (text: string) => ({
  text: `<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes>${text}</Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>`,
});
const OPEN = `{&quot;Version&quot;:&quot;2012-10-17&quot;,&#10;&#xD;&#34;Statement&#34;:[{&quot;Effect&quot;:&quot;Allow&quot;,&quot;Principal&quot;:{&quot;Service&quot;:&quot;cloudtrail.amazonaws.com&quot;},&quot;Action&quot;:&quot;SNS:Publish&quot;,&quot;Resource&quot;:&quot;*&quot;}]}`;

runCases('topics', [
  topic('in good order', 'aws.md 5.4', {}, 'PASS'),
  topic('none', 'aws.md 5.4', withFields({ SnsTopicARN: undefined }), 'NOT_APPLICABLE', 'trail.no-topic'),
  topic('of another type', RULE1, withFields({ SnsTopicARN: 1 }), 'UNKNOWN', 'read.malformed'),
  topic('gone', `${TOPICS}: NotFound`, { topics: [] }, 'FAIL', 'topic.missing'),
  topic(
    'no ARN of a topic',
    'CloudTrail API, UpdateTrail',
    withFields({ SnsTopicARN: 'arn:aws:s3:::x' }),
    'FAIL',
    'topic.missing',
  ),
  topic('refused', RULE1, faulty('sns:GetTopicAttributes', 'denied'), 'UNKNOWN', 'read.denied'),
  topic('no attributes', RULE1, faulty('sns:GetTopicAttributes', attributes('')), 'UNKNOWN', 'read.malformed'),
  topic('a web page', RULE1, faulty('sns:GetTopicAttributes', 'html'), 'UNKNOWN', 'read.malformed'),
  topic(
    'of an account that is not read',
    'design: in the account that its ARN says',
    withFields({ SnsTopicARN: topicArn(TOPIC, OTHER) }),
    'UNKNOWN',
    'read.out-of-scope',
  ),
  topic('policy for nobody', 'aws.md 5.4: SNS:Publish', topicIs({ Policy: NOBODY }), 'FAIL', 'permission.not-allowed'),
  topic(
    'policy missing in the answer',
    `${TOPICS}: Policy`,
    topicIs({ Policy: undefined }),
    'UNKNOWN',
    'read.malformed',
  ),
  topic('policy no JSON', RULE1, topicIs({ Policy: '{' }), 'UNKNOWN', 'permission.not-understood'),
  topic(
    'policy with characters by number',
    'XML 1.0, 4.1: character references',
    faulty('sns:GetTopicAttributes', attributes(`<entry><key>Policy</key><value>${OPEN}</value></entry>`)),
    'PASS',
  ),
  topic(
    'encrypted with a customer key',
    'aws.md 5.4: encrypted topic',
    topicIs({ KmsMasterKeyId: arn(`key/${KEY}`) }),
    'PASS',
  ),
  topic(
    'encrypted, policy of the key for nobody',
    'aws.md 5.4: encrypted topic',
    topicIs({ KmsMasterKeyId: arn(`key/${KEY}`) }, { keys: [{ id: KEY, policy: NOBODY }] }),
    'FAIL',
    'permission.not-allowed',
  ),
  topic(
    'encrypted, key disabled',
    STATES,
    topicIs({ KmsMasterKeyId: arn(`key/${KEY}`) }, keyIs({ KeyState: 'Disabled' })),
    'FAIL',
    'key.disabled',
  ),
  topic(
    'encrypted, key gone',
    'KMS API: NotFoundException',
    topicIs({ KmsMasterKeyId: arn(`key/${KEY}`) }, { keys: [] }),
    'FAIL',
    'key.missing',
  ),
  topic(
    'encrypted, key refused',
    RULE1,
    topicIs({ KmsMasterKeyId: arn(`key/${KEY}`) }, faulty('kms:DescribeKey', 'denied')),
    'UNKNOWN',
    'read.denied',
  ),
  topic(
    'the AWS managed key by its alias',
    'aws.md 5.4: cannot be shared',
    topicIs({ KmsMasterKeyId: 'alias/aws/sns' }),
    'FAIL',
    'topic.aws-managed-key',
  ),
  topic(
    'the AWS managed key by its ARN',
    'aws.md 5.4: cannot be shared',
    topicIs({ KmsMasterKeyId: arn(`key/${KEY}`) }, keyIs({ KeyManager: 'AWS' })),
    'FAIL',
    'topic.aws-managed-key',
  ),
  topic(
    'a key name of no known form',
    RULE1,
    topicIs({ KmsMasterKeyId: 'what is this' }),
    'UNKNOWN',
    'topic.key-unclear',
  ),
]);

const groupKey = (id: string, more: World = {}): World => ({
  groups: [{ name: GROUP, fields: { kmsKeyId: id } }],
  ...more,
});

runCases('keys of log groups', [
  group('open to CloudWatch Logs', 'aws.md 5.1', groupKey(arn(`key/${KEY}`)), 'PASS'),
  group('disabled', STATES, groupKey(arn(`key/${KEY}`), keyIs({ KeyState: 'Disabled' })), 'FAIL', 'key.disabled'),
  group('gone', 'KMS API: NotFoundException', groupKey(arn(`key/${KEY}`), { keys: [] }), 'FAIL', 'key.missing'),
  group(
    'policy without logs.REGION',
    'aws.md 5.1',
    groupKey(arn(`key/${KEY}`), { keys: [{ id: KEY, policy: NOBODY }] }),
    'FAIL',
    'permission.not-allowed',
  ),
  group('refused', RULE1, groupKey(arn(`key/${KEY}`), faulty('kms:DescribeKey', 'denied')), 'UNKNOWN', 'read.denied'),
  group('of no known form', RULE1, groupKey('what is this'), 'UNKNOWN', 'log-group.key-unclear'),
  group(
    'streams refused: evidence alone',
    'issue 5, 3: R50 is shown',
    faulty('logs:DescribeLogStreams', 'denied'),
    'PASS',
  ),
  group(
    'subscriptions refused: evidence alone',
    'issue 5, 3: R60 is noted',
    faulty('logs:DescribeSubscriptionFilters', 'denied'),
    'PASS',
  ),
]);
