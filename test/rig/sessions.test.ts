/** Sessions in members: who gets one, how long it lasts, and what a spent one is answered. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, type Credentials, STSClient } from '@aws-sdk/client-sts';
import { accessKeyOf } from './access-key.ts';
import { type Double, startDouble } from './double.ts';
import { AwsCliError, awsCli } from './moto.ts';
import { whyNoAwsCli } from './python.ts';
import type { AccountState, World } from './world.ts';

const MANAGEMENT = '111111111111';
const OUTSIDE = '999999999999';
const STATES: AccountState[] = ['ACTIVE', 'PENDING_CLOSURE', 'SUSPENDED', 'CLOSED', 'PENDING_ACTIVATION'];
const idOf = (index: number) => `20000000000${index}`;
const [ACTIVE = ''] = STATES.map((_, index) => idOf(index));

const world: World = {
  now: new Date(),
  accounts: [
    { id: MANAGEMENT },
    ...STATES.map((state, index) => ({ id: idOf(index), state, roles: [{ RoleName: 'reader' }] })),
    {
      id: '300000000000',
      roles: [
        { RoleName: 'reader', externalId: 'secret' },
        { RoleName: 'off', assumable: false },
        { RoleName: 'picky', trusts: [ACTIVE] },
        { RoleName: 'long', MaxSessionDuration: 43_200 },
        { RoleName: 'thrice', sessions: { calls: 3 } },
        { RoleName: 'brief', sessions: { ms: 400 } },
        { RoleName: 'sudden', sessions: { ms: 400, isAnnounced: false } },
      ],
    },
    { id: OUTSIDE, member: false, roles: [{ RoleName: 'reader' }, { RoleName: 'open', trusts: [MANAGEMENT] }] },
  ],
  organization: { management: MANAGEMENT },
};

let double: Double;
before(async () => {
  double = await startDouble(world);
});
after(() => double.close());

function settings(session?: Credentials) {
  const credentials = {
    accessKeyId: session?.AccessKeyId ?? accessKeyOf(MANAGEMENT),
    secretAccessKey: session?.SecretAccessKey ?? 'x',
    ...(session?.SessionToken === undefined ? {} : { sessionToken: session.SessionToken }),
  };
  return { endpoint: double.url, region: 'us-east-1', credentials, maxAttempts: 1 };
}

async function assume(
  account: string,
  role = 'reader',
  more: Partial<AssumeRoleCommandInput> = {},
  by?: Credentials,
): Promise<Credentials> {
  const input = { RoleArn: `arn:aws:iam::${account}:role/${role}`, RoleSessionName: 'me', ...more };
  const { Credentials: given } = await new STSClient(settings(by)).send(new AssumeRoleCommand(input));
  assert.ok(given);
  return given;
}

const minutesLeft = ({ Expiration }: Credentials) =>
  Math.round(((Expiration?.getTime() ?? 0) - Date.now()) / 60_000) + 0;

test('accounts that are open give sessions, closed ones do not', async () => {
  const refused = {
    name: 'AccessDenied',
    message:
      /^User: arn:aws:iam::111111111111:user\/auditor is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::\d+:role\/reader$/,
  };
  for (const [index, state] of STATES.entries()) {
    const session = assume(idOf(index));
    if (state === 'ACTIVE' || state === 'PENDING_CLOSURE') await session;
    else await assert.rejects(session, refused, state);
  }
});

test('roles refuse who has not their external id, whom they do not trust, and from where they are not', async () => {
  const member = '300000000000';
  const refused = { name: 'AccessDenied' };
  await assume(member, 'reader', { ExternalId: 'secret' });
  await assert.rejects(assume(member), refused);
  await assert.rejects(assume(member, 'reader', { ExternalId: 'Secret' }), refused);
  await assert.rejects(assume(member, 'off'), refused);
  await assert.rejects(assume(member, 'none'), refused);
  await assert.rejects(assume(member, 'AWSServiceRoleForCloudTrail'), refused);
  await assert.rejects(assume(member, 'picky'), refused);
  await assume(member, 'picky', {}, await assume(ACTIVE));
  await assert.rejects(assume('888888888888'), refused);
  await assert.rejects(assume(OUTSIDE), refused);
  await assume(OUTSIDE, 'open');
});

test('a session lasts as long as it was asked for, within what role and chain allow', async () => {
  const invalid = { name: /^ValidationError/ };
  assert.equal(minutesLeft(await assume(ACTIVE)), 60);
  const session = await assume(ACTIVE, 'reader', { DurationSeconds: 900 });
  assert.equal(minutesLeft(session), 15);
  await assert.rejects(assume(ACTIVE, 'reader', { DurationSeconds: 899 }), invalid);
  await assert.rejects(assume(ACTIVE, 'reader', { DurationSeconds: 7200 }), invalid);
  assert.equal(minutesLeft(await assume('300000000000', 'long', { DurationSeconds: 7200 })), 120);
  await assert.rejects(assume('300000000000', 'long', { DurationSeconds: 7200 }, session), {
    message: /role chaining/,
  });
});

describe('a session that ends', () => {
  const trails = (session: Credentials) => new CloudTrailClient(settings(session)).send(new DescribeTrailsCommand({}));
  const expired = { name: 'ExpiredTokenException', message: 'The security token included in the request is expired' };

  test('after a number of requests is refused by every service in its own words; a new one is not', async () => {
    const session = await assume('300000000000', 'thrice');
    assert.equal(minutesLeft(session), 60);
    for (let call = 0; call < 3; call++) await trails(session);
    await assert.rejects(trails(session), expired);
    await assert.rejects(new AccountClient(settings(session)).send(new ListRegionsCommand({})), expired);
    const iam = new IAMClient(settings(session)).send(new GetRoleCommand({ RoleName: 'x' }));
    await assert.rejects(iam, { name: 'ExpiredToken' });
    await assert.rejects(assume(ACTIVE, 'reader', {}, session), { name: /^ExpiredToken/ });
    await trails(await assume('300000000000', 'thrice'));
  });

  test('after some time, announced or not', async () => {
    const brief = await assume('300000000000', 'brief');
    const sudden = await assume('300000000000', 'sudden');
    assert.equal(minutesLeft(brief), 0);
    assert.equal(minutesLeft(sudden), 60);
    await Promise.all([trails(brief), trails(sudden)]);
    await new Promise((resolve) => setTimeout(resolve, 450));
    await assert.rejects(trails(brief), expired);
    await assert.rejects(trails(sudden), expired);
  });

  test('by the setting of the whole double', async () => {
    const other = await startDouble(world, { sessions: { calls: 1 } });
    const input = { RoleArn: `arn:aws:iam::${ACTIVE}:role/reader`, RoleSessionName: 'me' };
    const sts = new STSClient({ ...settings(), endpoint: other.url });
    const { Credentials: session } = await sts.send(new AssumeRoleCommand(input));
    const client = new CloudTrailClient({ ...settings(session), endpoint: other.url });
    await client.send(new DescribeTrailsCommand({}));
    await assert.rejects(client.send(new DescribeTrailsCommand({})), expired);
    await other.close();
  });
});

test('the AWS CLI gets a session, uses it, and reads its end', { skip: whyNoAwsCli() }, async () => {
  const env = double.env(MANAGEMENT, 'us-east-1');
  const role = ['--role-arn', 'arn:aws:iam::300000000000:role/thrice', '--role-session-name', 'cli'];
  const { Credentials: session } = await awsCli(['sts', 'assume-role', ...role], env);
  const inSession = {
    ...env,
    AWS_ACCESS_KEY_ID: session.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: session.SecretAccessKey,
    AWS_SESSION_TOKEN: session.SessionToken,
  };
  const identity = await awsCli(['sts', 'get-caller-identity'], inSession);
  assert.equal(identity.Arn, 'arn:aws:sts::300000000000:assumed-role/thrice/cli');
  for (let call = 0; call < 2; call++) await awsCli(['cloudtrail', 'describe-trails'], inSession);
  await assert.rejects(
    awsCli(['cloudtrail', 'describe-trails'], inSession),
    (error) => error instanceof AwsCliError && error.awsCode === 'ExpiredTokenException',
  );
  await assert.rejects(
    awsCli(
      ['sts', 'assume-role', '--role-arn', `arn:aws:iam::${OUTSIDE}:role/reader`, '--role-session-name', 'me'],
      env,
    ),
    (error) => error instanceof AwsCliError && error.awsCode === 'AccessDenied',
  );
});
