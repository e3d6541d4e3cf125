/** The generator of organisations, and the double that answers from a large one. */

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { accessKeyOf } from './access-key.ts';
import { type Double, startDouble } from './double.ts';
import { ORGANIZATION_HOME, ORGANIZATION_TRAIL, organizationWorld } from './organization-world.ts';
import { isEnabled, type World } from './world.ts';

const NOW = new Date('2026-11-01T12:00:00Z');

function settings(endpoint: string, account: string, region = ORGANIZATION_HOME) {
  return { endpoint, region, credentials: { accessKeyId: accessKeyOf(account), secretAccessKey: 'x' } };
}

const enabledIn = (world: World) =>
  Object.entries(world.accounts[0]?.regions ?? {}).flatMap(([name, state]) => (isEnabled(state) ? name : []));

test('a world has what was asked for, and the same seed gives the same world', () => {
  const options = { accounts: 1000, ownTrailShare: 0.05, now: NOW, seed: 7, suspended: 4, joining: 3 };
  const world = organizationWorld(options);
  assert.deepEqual(organizationWorld(options), world);
  assert.notDeepEqual(organizationWorld({ ...options, seed: 8 }), world);
  assert.equal(new Set(world.accounts.map(({ id }) => id)).size, 1000);
  assert.equal(world.accounts.filter(({ trails }) => trails?.[0]?.Name === 'own-trail').length, 50);
  assert.equal(world.accounts.filter(({ state }) => state === 'SUSPENDED').length, 4);
  const newcomers = world.accounts.filter(({ joined }) => joined !== undefined).map(({ id }) => id);
  assert.equal(newcomers.length, 3);
  assert.deepEqual(world.accounts[0]?.trails?.[0]?.notIn?.toSorted(), newcomers.toSorted());
  assert.equal(world.organization?.management, world.accounts[0]?.id);
  assert.equal(world.organization?.delegatedAdministrators?.[0]?.account, world.accounts[2]?.id);
  const ous = new Set(['r-exmp', ...(world.organization?.ous ?? []).map(({ id }) => id)]);
  assert.ok(world.accounts.every(({ ou }) => ous.has(ou ?? '')));
  assert.equal(enabledIn(world).length, 17);
  assert.equal(enabledIn(organizationWorld({ ...options, regions: 3 })).length, 3);
  assert.equal(enabledIn(organizationWorld({ ...options, regions: 20 })).length, 20);
  assert.equal(organizationWorld({ accounts: 1, ownTrailShare: 1, now: NOW }).accounts.length, 1);
});

test('the SDK walks through an organisation of 120 accounts', async () => {
  const world = organizationWorld({ accounts: 120, ownTrailShare: 0.1, now: NOW, joining: 2, suspended: 2 });
  const double = await startDouble(world);
  const management = world.organization?.management ?? '';
  const client = new OrganizationsClient(settings(double.url, management));
  const sts = new STSClient(settings(double.url, management));
  const seen: Record<string, number> = {};
  for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
    for (const { Id = '', State } of Accounts) {
      const input = { RoleArn: `arn:aws:iam::${Id}:role/TrailproofRead`, RoleSessionName: 'test' };
      const session = await sts.send(new AssumeRoleCommand(input)).catch(() => null);
      const { AccessKeyId: accessKeyId = '' } = session?.Credentials ?? {};
      const credentials = { accessKeyId, secretAccessKey: 'x' };
      const cloudtrail = new CloudTrailClient({ ...settings(double.url, Id), credentials });
      const names =
        session === null
          ? State
          : (await cloudtrail.send(new DescribeTrailsCommand({}))).trailList?.map(({ Name }) => Name).join();
      seen[names ?? ''] = (seen[names ?? ''] ?? 0) + 1;
    }
  }
  assert.deepEqual(seen, { [ORGANIZATION_TRAIL]: 104, [`own-trail,${ORGANIZATION_TRAIL}`]: 12, SUSPENDED: 2, '': 2 });
  assert.equal(double.counts()['organizations:ListAccounts'], 6);
  assert.equal(double.unknownCalls.size, 0);
  await double.close();
});

test('10,000 accounts cost little memory, and answers come fast', async (context) => {
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const world = organizationWorld({ accounts: 10_000, ownTrailShare: 0.05, now: NOW });
  const double = await startDouble(world, { keepLog: false });
  const startMs = performance.now() - started;
  const requests = requestsOf(world);
  const cpuBefore = process.cpuUsage();
  const from = performance.now();
  const bytes = await ask(double, requests, 20_000);
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage(cpuBefore);
  const perCpuSecond = Math.round(20_000 / ((user + system) / 1e6));
  const megabytes = Math.round((process.memoryUsage().rss - before) / 1e6);
  context.diagnostic(`start ${Math.round(startMs)} ms, ${Math.round(20_000 / (ms / 1000))} answers/s with the client`);
  context.diagnostic(`${perCpuSecond} answers per second of CPU, ${megabytes} MB more, ${bytes} bytes`);
  assert.deepEqual(double.counts(), { 'cloudtrail:DescribeTrails': 20_000 });
  assert.deepEqual(double.log, []);
  // The client is in the same process; the double alone is three times as fast.
  assert.ok(perCpuSecond > 2000, `${perCpuSecond} answers per second of CPU`);
  assert.ok(megabytes < 400, `${megabytes} MB`);
  await double.close();
});

/** DescribeTrails of every cell in turn, as bytes: the SDK would be most of what is measured. */
function requestsOf(world: World): (index: number) => string {
  const regions = enabledIn(world);
  const target = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails';
  return (index) => {
    const account = world.accounts[Math.floor(index / regions.length) % world.accounts.length]?.id ?? '';
    const scope = `${accessKeyOf(account)}/20261101/${regions[index % regions.length]}/cloudtrail/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    const headers = { host: 'x', 'x-amz-target': target, authorization, 'content-length': '2' };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `POST / HTTP/1.1\r\n${lines.join('')}\r\n{}`;
  };
}

/** Sends so many requests over 16 connections that stay open, and gives the number of bytes that came back. */
async function ask({ url }: Double, requestOf: (index: number) => string, total: number): Promise<number> {
  let sent = 0;
  let bytes = 0;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      let text = '';
      const next = () => (sent < total ? socket.write(requestOf(sent++)) : socket.end(resolve));
      socket.on('error', reject).on('data', (chunk) => {
        text += chunk.toString('latin1');
        bytes += chunk.length;
        const body = text.indexOf('\r\n\r\n') + 4;
        if (body < 4 || text.length < body + Number(/content-length: (\d+)/i.exec(text)?.[1])) return;
        if (!text.startsWith('HTTP/1.1 200 ')) return reject(new Error(text));
        text = '';
        next();
      });
      next();
    });
  await Promise.all(Array.from({ length: 16 }, one));
  return bytes;
}
