/** What the real AWS SDK makes of every fault: the rig's wire shapes are right if it reads them as AWS's. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { accessKeyOf } from './access-key.ts';
import { type Double, startDouble } from './double.ts';
import type { Fault } from './faults.ts';
import * as faults from './faults.ts';

const ACCOUNT = '111122223333';
let double: Double;

before(async () => {
  double = await startDouble({
    now: new Date(),
    accounts: [{ id: ACCOUNT, trails: [{ Name: 'main', HomeRegion: 'eu-west-1' }], roles: [{ RoleName: 'reader' }] }],
  });
});
after(() => double.close());

/** Short only where a request is meant to hang: a busy machine must not look like a fault. */
let requestTimeout = 20_000;

function settings(attempts = 1) {
  return {
    endpoint: double.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: accessKeyOf(ACCOUNT), secretAccessKey: 'x' },
    maxAttempts: attempts,
    requestHandler: { requestTimeout, throwOnRequestTimeout: true },
  };
}

/** A retry strategy that never retries and keeps what class of error the SDK saw. */
let seenClass = '';
const watcher = {
  mode: 'standard',
  acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
  async refreshRetryTokenForRetry(_token: unknown, { errorType }: { errorType: string }): Promise<never> {
    seenClass = errorType;
    throw new Error('no retries');
  },
  recordSuccess() {},
};

const CALLS = {
  cloudtrail: () => new CloudTrailClient({ ...settings(), retryStrategy: watcher }).send(new DescribeTrailsCommand({})),
  logs: () =>
    new CloudWatchLogsClient({ ...settings(), retryStrategy: watcher }).send(new DescribeLogGroupsCommand({})),
  account: () => new AccountClient({ ...settings(), retryStrategy: watcher }).send(new ListRegionsCommand({})),
  iam: () => new IAMClient({ ...settings(), retryStrategy: watcher }).send(new GetRoleCommand({ RoleName: 'reader' })),
  sts: () => new STSClient({ ...settings(), retryStrategy: watcher }).send(new GetCallerIdentityCommand({})),
};
type Service = keyof typeof CALLS;

/** The error that the SDK throws when a fault meets every request. */
// biome-ignore lint/suspicious/noExplicitAny: JSON of another program; each test says what it looks at
async function errorFrom(service: Service, fault: Fault): Promise<any> {
  double.setRules([{ match: {}, do: fault }]);
  try {
    await CALLS[service]();
  } catch (error) {
    return error;
  } finally {
    double.setRules([]);
  }
  return assert.fail(`${service} answered in spite of ${fault.kind}`);
}

function classOf(fault: Fault): string {
  if (fault.kind === 'throttle') return 'THROTTLING';
  const isServer = fault.kind === 'unavailable' || (fault.kind === 'reply' && fault.status >= 500);
  return isServer ? 'TRANSIENT' : 'CLIENT_ERROR';
}

describe('the SDK reads every fault as it reads that of AWS', () => {
  const named: [Service, Fault, string, number][] = [
    ['cloudtrail', faults.throttle(), 'ThrottlingException', 400],
    ['cloudtrail', faults.throttle({ namespaced: true }), 'ThrottlingException', 400],
    ['logs', faults.throttle(), 'ThrottlingException', 400],
    ['account', faults.throttle(), 'TooManyRequestsException', 429],
    ['iam', faults.throttle(), 'Throttling', 400],
    ['sts', faults.throttle(), 'Throttling', 400],
    ['cloudtrail', faults.deny(), 'AccessDeniedException', 400],
    ['logs', faults.deny(), 'AccessDeniedException', 400],
    ['account', faults.deny(), 'AccessDeniedException', 403],
    ['iam', faults.deny(), 'AccessDenied', 403],
    ['sts', faults.deny(), 'AccessDenied', 403],
    ['cloudtrail', faults.regionOff(), 'UnrecognizedClientException', 400],
    ['sts', faults.regionOff(), 'InvalidClientTokenId', 403],
    ['cloudtrail', faults.expiredToken(), 'ExpiredTokenException', 400],
    ['iam', faults.expiredToken(), 'ExpiredToken', 403],
    ['cloudtrail', faults.unavailable(500), 'InternalFailure', 500],
    ['iam', faults.unavailable(), 'ServiceUnavailable', 503],
    ['cloudtrail', faults.html(503), 'SyntaxError', 503],
    ['cloudtrail', faults.empty(400), 'Unknown', 400],
    [
      'cloudtrail',
      faults.fail('TrailNotFoundException', { message: 'Unknown trail: x' }),
      'TrailNotFoundException',
      400,
    ],
  ];
  for (const [service, fault, name, status] of named) {
    test(`${service}: ${JSON.stringify(fault)} is ${name}`, async () => {
      const error = await errorFrom(service, fault);
      assert.equal(error.name, name);
      assert.equal(error.$metadata.httpStatusCode, status);
      assert.equal(seenClass, classOf(fault));
    });
  }

  test('a denial names user, action and who refuses', async () => {
    const error = await errorFrom('cloudtrail', faults.deny('scp'));
    assert.equal(
      error.message,
      `User: arn:aws:iam::${ACCOUNT}:user/auditor is not authorized to perform: cloudtrail:DescribeTrails on resource: * ` +
        'with an explicit deny in a service control policy',
    );
  });

  for (const fault of [faults.hang(), faults.reset(), faults.truncate()]) {
    test(`${fault.kind} is a transient error`, async () => {
      requestTimeout = fault.kind === 'hang' ? 300 : 20_000;
      const error = await errorFrom('cloudtrail', fault);
      requestTimeout = 20_000;
      assert.equal(seenClass, 'TRANSIENT', `${error.name} ${error.code}`);
    });
  }

  test('an empty object lacks every member', async () => {
    double.setRules([{ match: { operation: ['DescribeTrails', 'GetRole'] }, do: faults.emptyObject() }]);
    assert.equal((await CALLS.cloudtrail()).trailList, undefined);
    assert.equal((await CALLS.iam()).Role, undefined);
    double.setRules([]);
  });
});

test('a fault that ends is overcome by retries, and every request is counted', async () => {
  const cloudtrail = new CloudTrailClient(settings(4));
  double.setRules([
    {
      match: { service: 'cloudtrail', operation: 'GetTrailStatus', region: 'eu-west-1', nth: { to: 2 } },
      do: faults.unavailable(),
    },
  ]);
  const before = double.counts()['cloudtrail:GetTrailStatus'] ?? 0;
  const status = await cloudtrail.send(new GetTrailStatusCommand({ Name: 'main' }));
  double.setRules([]);
  assert.equal(status.IsLogging, true);
  assert.ok(status.LatestDeliveryTime instanceof Date);
  assert.equal(status.$metadata.attempts, 3);
  assert.equal(double.counts()['cloudtrail:GetTrailStatus'], before + 3);
  assert.deepEqual(
    double.log.slice(-3).map((request) => [request.status, request.fault]),
    [
      [503, 'unavailable'],
      [503, 'unavailable'],
      [200, null],
    ],
  );
});

test('delays add up and go on to the answer', async () => {
  double.setRules([
    { match: {}, do: faults.delay(40) },
    { match: { region: 'eu-west-1' }, do: faults.delay(40) },
  ]);
  const started = performance.now();
  await CALLS.cloudtrail();
  double.setRules([]);
  assert.ok(performance.now() - started >= 79);
});

test('chance strikes the same requests again, whatever their order', async () => {
  const regions = ['eu-west-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'sa-east-1'];
  async function struck(order: string[], seed: number): Promise<string[]> {
    const other = await startDouble(
      { now: new Date(), accounts: [{ id: ACCOUNT }] },
      { seed, rules: [{ match: { probability: 0.5 }, do: faults.deny() }] },
    );
    for (const region of order) {
      const client = new CloudTrailClient({ ...settings(), endpoint: other.url, region });
      await client.send(new DescribeTrailsCommand({})).catch(() => {});
    }
    await other.close();
    return other.log.flatMap(({ fault, region }) => (fault === null ? [] : (region ?? ''))).sort();
  }
  const first = await struck(regions, 7);
  assert.ok(first.length > 0 && first.length < regions.length);
  assert.deepEqual(await struck(regions.toReversed(), 7), first);
  assert.notDeepEqual(await struck(regions, 8), first);
});

test('a quota lets its burst through and throttles the rest', async () => {
  double.setRules([{ match: { service: 'cloudtrail' }, do: faults.quota(0.01, 3) }]);
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => CALLS.cloudtrail()));
  double.setRules([]);
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 3);
});

test('AssumeRole opens a session in the account of the role', async () => {
  const sts = new STSClient(settings());
  const { Credentials: keys } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/reader`, RoleSessionName: 'me' }),
  );
  assert.ok(keys?.AccessKeyId && keys.SecretAccessKey && keys.SessionToken);
  const credentials = {
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
  };
  const identity = await new STSClient({ ...settings(), credentials }).send(new GetCallerIdentityCommand({}));
  assert.equal(identity.Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/reader/me`);
  const refused = sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/other`, RoleSessionName: 'me' }),
  );
  await assert.rejects(refused, { name: 'AccessDenied' });
});
