/** Without usable credentials there is nothing to do: one line that says what to do, exit code 2. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ACCOUNT, HOME, smallWorld } from '../integration/worlds.ts';
import { startDouble } from '../rig/double.ts';
import { deny, expiredToken, fail } from '../rig/faults.ts';
import { runTrailproof } from '../rig/run.ts';
import { assertRefused, runOffline } from './refusal.ts';

const home = mkdtempSync(join(tmpdir(), 'trailproof-home-'));
after(() => rmSync(home, { recursive: true, force: true }));

const config = `
[profile corp]
sso_session = corp
sso_account_id = ${ACCOUNT}
sso_role_name = audit
region = us-east-1
[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
[profile old]
sso_session = old
sso_account_id = ${ACCOUNT}
sso_role_name = audit
region = us-east-1
[sso-session old]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
[profile nothing]
region = us-east-1
[profile chained]
role_arn = arn:aws:iam::${ACCOUNT}:role/audit
source_profile = missing
[profile broken]
credential_process = /bin/false
`;
mkdirSync(join(home, '.aws', 'sso', 'cache'), { recursive: true });
writeFileSync(join(home, '.aws', 'config'), config);
const cached = createHash('sha1').update('old').digest('hex');
const token = { accessToken: 'secret-token', expiresAt: '2020-01-01T00:00:00Z', region: 'us-east-1' };
writeFileSync(join(home, '.aws', 'sso', 'cache', `${cached}.json`), JSON.stringify(token));

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: HOME };

describe('credentials', { concurrency: 4 }, () => {
  test('none at all', async () => {
    assertRefused(await runOffline(['scan']), /AWS_PROFILE|--profile/);
  });

  const profiles: [string, RegExp][] = [
    ['corp', /aws sso login/],
    ['old', /aws sso login/],
    ['zebra', /profile zebra/],
    ['nothing', /profile nothing/],
    ['chained', /profile/],
    ['broken', /profile broken/],
  ];
  for (const [name, said] of profiles) {
    test(`profile ${name}`, async () => {
      const result = await runOffline(['scan', '--profile', name], { env: { HOME: home } });
      assertRefused(result, said);
      assert.doesNotMatch(result.stderr, /secret-token/);
    });

    test(`AWS_PROFILE=${name}`, async () => {
      assertRefused(await runOffline(['scan'], { env: { HOME: home, AWS_PROFILE: name } }), said);
    });
  }

  test('--profile wins over keys in the environment', async () => {
    const result = await runOffline(['scan', '--profile', 'zebra'], { env: { HOME: home, ...KEYS } });
    assertRefused(result, /profile zebra/);
  });

  const networks: [string, Record<string, string>, RegExp][] = [
    ['nobody listens', {}, /ECONNREFUSED.*AWS_ENDPOINT_URL/],
    ['no such host', { AWS_ENDPOINT_URL: 'http://nowhere.invalid' }, /nowhere\.invalid.*network/],
    ['the endpoint is no address', { AWS_ENDPOINT_URL: 'not an address' }, /AWS_ENDPOINT_URL/],
    ['no Region is configured', { AWS_REGION: '' }, /ECONNREFUSED/],
  ];
  for (const [name, more, said] of networks) {
    test(name, async () => {
      const result = await runOffline(['scan'], { env: { ...KEYS, ...more } });
      assertRefused(result, said);
      assert.ok(result.ms < 45_000, `took ${result.ms} ms`);
    });
  }

  const refusals: [string, ReturnType<typeof fail>, RegExp][] = [
    ['expired', expiredToken(), /expired/],
    [
      'unknown key',
      fail('InvalidClientTokenId', { status: 403, message: 'The security token is invalid.' }),
      /credentials/,
    ],
    [
      'wrong secret',
      fail('SignatureDoesNotMatch', { status: 403, message: 'Signature does not match.' }),
      /credentials/,
    ],
    ['hostile message', fail('AccessDenied', { status: 403, message: 'no\u001b[2J\r\n\u202egone' }), /no/],
  ];
  for (const [name, fault, said] of refusals) {
    test(`STS refuses: ${name}`, async () => {
      const double = await startDouble(smallWorld(), { rules: [{ match: { service: 'sts' }, do: fault }] });
      const result = await runTrailproof(['scan'], { env: double.env(ACCOUNT, HOME) });
      await double.close();
      assertRefused(result, said);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come out
      assert.doesNotMatch(result.stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    });
  }

  for (const way of ['--profile', 'AWS_PROFILE']) {
    test(`endpoint_url of a profile serves every call, the second way to the Regions too: ${way}`, async () => {
      const rules = [{ match: { operation: 'ListRegions' }, do: deny() }];
      const double = await startDouble(smallWorld(), { rules });
      const { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: key } = double.env(ACCOUNT, HOME);
      const file = join(home, `endpoint${way}`);
      const keys = `aws_access_key_id = ${key}\naws_secret_access_key = secret`;
      writeFileSync(file, `[profile local]\nregion = us-east-1\nendpoint_url = ${url}\n${keys}\n`);
      const env = { AWS_CONFIG_FILE: file, AWS_EC2_METADATA_DISABLED: 'true' };
      const named = way === '--profile' ? env : { ...env, AWS_PROFILE: 'local' };
      const args = way === '--profile' ? ['--profile', 'local'] : [];
      const result = await runTrailproof(['scan', '--format', 'json', ...args], { env: named });
      await double.close();
      assert.equal(double.counts()['sts:GetCallerIdentity'], 1, result.stderr);
      assert.equal(double.counts()['ec2:DescribeRegions'], 1, 'ec2:DescribeRegions went to another place');
      assert.equal(double.counts()['cloudtrail:DescribeTrails'], 3, result.stderr);
    });
  }
});
