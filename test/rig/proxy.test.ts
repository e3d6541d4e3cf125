/** The proxy in front of the double: guard, counts, overlays, recording and replay. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { accessKeyOf } from './access-key.ts';
import { type Double, startDouble } from './double.ts';
import { answerWith, deny, truncate } from './faults.ts';
import { deliveryStatus, organizationTrail } from './overlays.ts';
import { describeAnswers, startProxy } from './proxy.ts';

const ACCOUNT = '111122223333';
const MEMBER = '444455556666';
let double: Double;
const folder = mkdtempSync(join(tmpdir(), 'rig-proxy-'));

before(async () => {
  const trails = [{ Name: 'main', HomeRegion: 'eu-west-1' }];
  double = await startDouble({
    now: new Date(),
    accounts: [
      { id: ACCOUNT, trails },
      { id: MEMBER, trails: [{ Name: 'main', HomeRegion: 'eu-west-1' }], roles: [{ RoleName: 'reader' }] },
    ],
  });
});
after(async () => {
  await double.close();
  rmSync(folder, { recursive: true });
});

function settings(endpoint: string, credentials = { accessKeyId: accessKeyOf(ACCOUNT), secretAccessKey: 'x' }) {
  return { endpoint, region: 'eu-west-1', credentials, maxAttempts: 2 };
}

test('what passes is unchanged; what is changed or made up is counted under its operation', async () => {
  const proxy = await startProxy({
    upstream: double.url,
    overlays: [
      deliveryStatus((trail) =>
        trail === 'main' ? { LatestDeliveryError: 'NoSuchBucket', LatestDeliveryTime: null } : undefined,
      ),
      {
        name: 'history',
        match: { operation: 'LookupEvents' },
        reply: () => answerWith({ Events: [{ EventName: 'StopLogging' }] }),
      },
    ],
  });
  const client = new CloudTrailClient(settings(proxy.url));
  assert.deepEqual(
    (await client.send(new DescribeTrailsCommand({}))).trailList?.map(({ Name }) => Name),
    ['main'],
  );
  const status = await client.send(new GetTrailStatusCommand({ Name: 'main' }));
  assert.equal(status.LatestDeliveryError, 'NoSuchBucket');
  assert.equal(status.LatestDeliveryTime, undefined);
  assert.ok(status.StartLoggingTime instanceof Date);
  assert.equal((await client.send(new LookupEventsCommand({}))).Events?.[0]?.EventName, 'StopLogging');
  assert.deepEqual(describeAnswers(proxy), [
    'cloudtrail:DescribeTrails: 1 passed, 0 changed, 0 made up',
    'cloudtrail:GetTrailStatus: 0 passed, 1 changed, 0 made up',
    'cloudtrail:LookupEvents: 0 passed, 0 changed, 1 made up',
  ]);
  await proxy.close();
});

test('rules work in the proxy as in the double', async () => {
  const proxy = await startProxy({
    upstream: double.url,
    rules: [
      { match: { operation: 'DescribeTrails', nth: 1 }, do: truncate() },
      { match: { operation: 'GetTrailStatus', where: ({ params }) => params.Name === 'main' }, do: deny('scp') },
    ],
  });
  const client = new CloudTrailClient(settings(proxy.url));
  const { $metadata, trailList } = await client.send(new DescribeTrailsCommand({}));
  assert.equal($metadata.attempts, 2);
  assert.equal(trailList?.length, 1);
  await assert.rejects(client.send(new GetTrailStatusCommand({ Name: 'main' })), { name: 'AccessDeniedException' });
  assert.deepEqual(
    proxy.log.map(({ account, status }) => [account, status]),
    [
      [ACCOUNT, null],
      [ACCOUNT, 200],
      [ACCOUNT, 400],
    ],
  );
  await proxy.close();
});

test('an HTML page of upstream is a loud failure that names the operation and is not retried', async () => {
  const page = createServer((_, response) =>
    response.writeHead(500, { 'content-type': 'text/html' }).end('<!doctype html>\n<html>'),
  );
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
  const proxy = await startProxy({ upstream: `http://127.0.0.1:${(page.address() as AddressInfo).port}` });
  const client = new CloudTrailClient(settings(proxy.url));
  await assert.rejects(client.send(new LookupEventsCommand({})), {
    message: /does not implement cloudtrail:LookupEvents/,
  });
  assert.equal(proxy.log.length, 1);
  await assert.rejects(proxy.close(), /cloudtrail:LookupEvents/);
  page.close();
});

test('the organisation trail of a member bears the ARN of management, and is found by it', async () => {
  const proxy = await startProxy({ upstream: double.url, overlays: [organizationTrail('main', ACCOUNT, [MEMBER])] });
  const client = new CloudTrailClient(settings(proxy.url, { accessKeyId: accessKeyOf(MEMBER), secretAccessKey: 'x' }));
  const arn = `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/main`;
  assert.equal((await client.send(new DescribeTrailsCommand({}))).trailList?.[0]?.TrailARN, arn);
  assert.equal((await client.send(new GetTrailStatusCommand({ Name: arn }))).IsLogging, true);
  await proxy.close();
});

test('a replay answers as the recording, sessions included, and the file holds no credentials', async () => {
  const file = join(folder, 'recording.jsonl');
  const ask = async (url: string) => {
    const { Credentials: keys } = await new STSClient(settings(url)).send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${MEMBER}:role/reader`, RoleSessionName: 'me' }),
    );
    const session = {
      accessKeyId: keys?.AccessKeyId ?? '',
      secretAccessKey: keys?.SecretAccessKey ?? '',
      sessionToken: keys?.SessionToken ?? '',
    };
    assert.ok((keys?.Expiration?.getTime() ?? 0) > Date.now());
    const identity = await new STSClient(settings(url, session)).send(new GetCallerIdentityCommand({}));
    const trails = await new CloudTrailClient(settings(url, session)).send(new DescribeTrailsCommand({}));
    return {
      account: identity.Account,
      arn: identity.Arn,
      trails: trails.trailList,
      id: trails.$metadata.requestId,
      secrets: Object.values(session),
    };
  };
  const recording = await startProxy({ upstream: double.url, record: file });
  const { secrets, ...live } = await ask(recording.url);
  await recording.close();
  const text = readFileSync(file, 'utf8');
  assert.equal(text.trim().split('\n').length, 3);
  for (const secret of secrets.slice(1)) assert.equal(text.includes(secret), false);

  const replay = await startProxy({ replay: file });
  const { secrets: _, ...replayed } = await ask(replay.url);
  assert.deepEqual(replayed, live);
  await assert.rejects(
    new CloudTrailClient(settings(replay.url)).send(new DescribeTrailsCommand({})),
    /the recording has no/,
  );
  replay.problems.length = 0;
  await replay.close();
});
