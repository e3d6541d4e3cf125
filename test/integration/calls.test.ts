/** Read-only by construction: the source and the server's log. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { COMMANDS } from '../../src/collect/commands.ts';
import { OPERATIONS } from '../../src/model/operations.ts';
import { startDouble } from '../rig/double.ts';
import { deny } from '../rig/faults.ts';
import { runTrailproof } from '../rig/run.ts';
import { ACCOUNT, HOME, smallWorld } from './worlds.ts';

const SOURCE = join(import.meta.dirname, '..', '..', 'src');
const ALLOWED = Object.keys(OPERATIONS).sort();

const CLIENTS: Readonly<Record<string, string>> = {
  STSClient: 'sts',
  AccountClient: 'account',
  CloudTrailClient: 'cloudtrail',
  CloudWatchLogsClient: 'logs',
  IAMClient: 'iam',
  OrganizationsClient: 'organizations',
  S3Client: 's3',
  KMSClient: 'kms',
  SNSClient: 'sns',
};

/** Operations whose clients outweigh the others; `by-hand.ts` signs them. */
const BY_HAND = ['ec2:DescribeRegions', 's3:GetAccountPublicAccessBlock'];

function sources(): { path: string; text: string }[] {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => ({ path: relative(SOURCE, join(SOURCE, name)), text: readFileSync(join(SOURCE, name), 'utf8') }));
}

describe('read-only by construction', () => {
  test('the commands of the SDK that exist in the source are the allowed operations and no others', () => {
    const found = sources().flatMap(({ path, text }) => {
      return [...text.matchAll(/sdk\.(\w+Client), sdk\.(\w+)Command\b/g)].map(([, client = '', operation]) => {
        assert.equal(path, 'collect/commands.ts');
        assert.ok(CLIENTS[client] !== undefined, `${client} is a client that no test knows`);
        return `${CLIENTS[client]}:${operation}`;
      });
    });
    assert.deepEqual([...found, ...BY_HAND].sort(), ALLOWED);
    assert.deepEqual(Object.keys(COMMANDS).concat(BY_HAND).sort(), ALLOWED);
  });

  test('each key of the table makes the command of its own name', async () => {
    for (const [operation, load] of Object.entries(COMMANDS)) {
      const { newCommand } = await load();
      const made = newCommand({});
      assert.equal(made instanceof Object && made.constructor.name, `${operation.split(':')[1]}Command`);
    }
  });

  test('nothing else in the source makes commands, sends them, or opens a connection', () => {
    const rules: [RegExp, readonly string[]][] = [
      [/\bnew \w*Command\(/, ['collect/commands.ts', 'cli/main.ts']],
      [/\w+Command\b(?=.*@aws-sdk)|@aws-sdk\/client-/, ['collect/commands.ts']],
      // The sandbox of queries sends to its own process.
      [/\.send\(/, ['collect/clients.ts', 'collect/reader.ts', 'store/query-sandbox.ts']],
      // The shared pieces of the SDK: request and answer, signature, retry budget, the user's configuration files.
      [
        /@smithy\/(?!types)/,
        ['cells', 'clients', 'configured-endpoint', 'exchange', 'by-hand'].map((name) => `collect/${name}.ts`),
      ],
      [
        /\bfetch\(|node:https?\b|node:net\b|node:tls\b|node:dgram\b|undici/,
        ['collect/reader.ts', 'collect/exchange.ts'],
      ],
      [/node:child_process|node:worker_threads/, ['store/query-sandbox.ts', 'store/query-shape.ts']],
    ];
    for (const { path, text } of sources()) {
      for (const [pattern, homes] of rules) {
        if (!homes.includes(path)) assert.doesNotMatch(text, pattern, path);
      }
    }
  });

  test('every allowed operation reads; sts:AssumeRole alone opens a session to read in', () => {
    const actions = Object.values(OPERATIONS).map(({ action }) => action);
    for (const name of [...ALLOWED, ...actions]) {
      if (name !== 'sts:AssumeRole') assert.match(name, /^[a-z0-9]+:(Get|List|Describe|Head)[A-Z]\w+$/);
    }
  });

  for (const command of [['scan'], ['trails'], ['explain', ACCOUNT]]) {
    test(`${command[0]} against the double asks only these, also where everything but the identity is denied`, async () => {
      for (const rules of [[], [{ match: { service: ['account', 'ec2', 'cloudtrail'] }, do: deny() }]]) {
        const double = await startDouble(smallWorld(), { rules });
        await runTrailproof(command, { env: double.env(ACCOUNT, HOME) });
        const asked = Object.keys(double.counts());
        assert.deepEqual(
          asked.filter((name) => !ALLOWED.includes(name)),
          [],
        );
        assert.deepEqual([...double.unknownCalls], []);
        assert.ok(asked.length >= 4, asked.join(', '));
        await double.close();
      }
    });
  }
});
