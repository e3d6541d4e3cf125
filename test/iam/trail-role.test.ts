import { TRAIL_ROLE, TRAIL_TOPIC } from './pages.ts';
import {
  ACCOUNT,
  allow,
  deny,
  forAws,
  forService,
  type Policies,
  type Policy,
  type PolicyCase,
  runPolicyCases,
  type Wanted,
  when,
} from './policy-case.ts';

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;
const missing: Wanted = { outcome: 'denied', because: 'no-allow', part: 'resource' };

const GROUP = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:trail`;
const stream = (name: string): string => `${GROUP}:log-stream:${name}`;
const ROLE = `arn:aws:sts::${ACCOUNT}:assumed-role/delivery/CloudTrail`;
const mine = `${ACCOUNT}_CloudTrail_us-east-1`;
const inline = (...streams: readonly string[]): Policies => ({
  identity: [[allow('logs:CreateLogStream', streams), allow('logs:PutLogEvents', streams)]],
});

function byRole(
  name: string,
  policies: Policies,
  want: PolicyCase['want'],
  to = mine,
  action = 'logs:PutLogEvents',
): PolicyCase {
  return { name, source: TRAIL_ROLE, principal: ROLE, action, resource: stream(to), policies, want };
}

const notGranted: Wanted = { outcome: 'denied', because: 'no-allow', part: 'identity' };

runPolicyCases('the role of a trail', [
  byRole('writes events', inline(stream(`${mine}*`)), 'allowed'),
  byRole('makes streams', inline(stream(`${mine}*`)), 'allowed', `${mine}_2`, 'logs:CreateLogStream'),
  byRole('other letters', { identity: [[allow('LOGS:putlogevents', stream('*'))]] }, 'allowed'),
  byRole(
    'no permission to make streams',
    { identity: [[allow('logs:PutLogEvents', stream('*'))]] },
    notGranted,
    mine,
    'logs:CreateLogStream',
  ),
  byRole(
    'another group',
    { identity: [[allow('logs:*', `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:other:log-stream:*`)]] },
    notGranted,
  ),
  byRole('another Region', inline(stream(`${mine}*`).replace('us-east-1:', 'us-west-2:')), notGranted),
  byRole(
    'the streams of the organization',
    inline(stream(`${mine}*`), stream('o-example_*')),
    'allowed',
    `o-example_${mine}`,
  ),
  byRole('the streams of the organization are left out', inline(stream(`${mine}*`)), notGranted, `o-example_${mine}`),
  byRole('the group’s ARN with a star', inline(`${GROUP}:*`), 'allowed'),
  byRole('the group’s ARN without one', inline(GROUP), notGranted),
  byRole(
    'a boundary without logs',
    { ...inline(stream('*')), boundary: [allow('s3:*')] },
    { ...notGranted, part: 'boundary' },
  ),
  byRole('an SCP against it', { ...inline(stream('*')), scps: [[[allow('*')], [deny('logs:*')]]] }, 'denied'),
  byRole('NotAction leaves it in', { identity: [[{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }]] }, 'allowed'),
  byRole(
    'an inline policy that could not be read',
    { identity: [null] },
    { outcome: 'depends', unread: ['identity 0'] },
  ),
  byRole(
    'one unread, another allows',
    { identity: [null, [allow('logs:*')]] },
    { outcome: 'depends', unread: ['identity 0'] },
  ),
]);

const topic = `arn:aws:sns:us-east-1:${ACCOUNT}:trail`;
const publish = (policy: Policy, name: string, want: PolicyCase['want'], principal = CLOUDTRAIL): PolicyCase => ({
  name,
  source: TRAIL_TOPIC,
  principal,
  action: 'sns:Publish',
  resource: topic,
  context: { 'aws:SourceArn': TRAIL, 'aws:SourceAccount': ACCOUNT },
  policies: { resource: policy },
  want,
});

runPolicyCases('the topic of a trail', [
  publish([allow('SNS:Publish', topic, forService(CLOUDTRAIL))], 'CloudTrail may publish', 'allowed'),
  publish(
    [allow('SNS:Publish', topic, { ...forService(CLOUDTRAIL), ...when('StringEquals', 'aws:SourceArn', TRAIL) })],
    'for this trail',
    'allowed',
  ),
  publish(
    [
      allow('SNS:Publish', topic, {
        ...forService(CLOUDTRAIL),
        ...when('StringEquals', 'aws:SourceArn', `${TRAIL}2`),
      }),
    ],
    'for another trail',
    missing,
  ),
  publish(
    [allow('SNS:Publish', topic, { ...forAws('*'), ...when('StringEquals', 'AWS:SourceOwner', ACCOUNT) })],
    'the default policy of a topic',
    'depends',
  ),
  publish([allow('SNS:Publish', topic, forService(CLOUDTRAIL))], 'alarms may not', missing, 'cloudwatch.amazonaws.com'),
]);
