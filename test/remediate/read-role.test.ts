/** The reading role as a script and as Terraform: the same role as the template's, by readers that are not ours. */

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { runOffline } from '../cli/refusal.ts';
import { lintScript, parseHcl, whyNoPythonTools } from '../rig/python-tools.ts';

const TRUST = '111122223333';

async function role(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runOffline(['pack', 'read-role', '--trust', TRUST, ...args]);
  deepEqual([code, stderr], [0, '']);
  return stdout;
}

async function actions(): Promise<unknown> {
  const { Resources } = JSON.parse(await role());
  return Resources.ReadRole.Properties.Policies[0].PolicyDocument.Statement[0].Action;
}

/** What the script hands to the AWS CLI: a stand-in prints its words as JSON, and says that there is no role yet. */
function calls(script: string, env: Readonly<Record<string, string>> = {}) {
  const standIn = [
    'aws() {',
    '  if [ "$2" = get-role ]; then return 254; fi',
    '  local one; for one in "$@"; do printf "%s\\0" "$one"; done; printf "\\n"',
    '}',
    '',
  ].join('\n');
  const run = spawnSync('bash', ['-c', standIn + script], { encoding: 'utf8', env });
  const lines = run.stdout.split('\0\n').filter((line) => line !== '');
  return { status: run.status, stderr: run.stderr, calls: lines.map((line) => line.replace(/^\n/, '').split('\0')) };
}

describe('the reading role in other forms', { skip: whyNoPythonTools() }, () => {
  for (const args of [[], ['--external-id'], ['--role-name', 'Audit']]) {
    test(`a script that ShellCheck passes and that makes the same role: ${args.join(' ') || 'plain'}`, async () => {
      const script = await role('--as', 'cli', ...args);
      equal(lintScript(script), '');
      const made = calls(script, args[0] === '--external-id' ? { EXTERNAL_ID: 'a+b/c' } : {});
      equal(made.status, 0, made.stderr);
      const [create, put] = made.calls;
      ok(create !== undefined && put !== undefined && made.calls.length === 2);
      const name = args[1] ?? 'TrailproofRead';
      deepEqual(create.slice(0, 4), ['iam', 'create-role', '--role-name', name]);
      const [trust] = JSON.parse(create.at(-1) ?? '').Statement;
      deepEqual([trust.Principal, trust.Action], [{ AWS: TRUST }, 'sts:AssumeRole']);
      const condition = { StringEquals: { 'sts:ExternalId': 'a+b/c' } };
      deepEqual(trust.Condition, args[0] === '--external-id' ? condition : undefined);
      deepEqual(put.slice(0, 4), ['iam', 'put-role-policy', '--role-name', name]);
      deepEqual(JSON.parse(put.at(-1) ?? '').Statement[0].Action, await actions());
    });
  }

  test('the script asks for the external id, and refuses one that IAM would', async () => {
    const script = await role('--as', 'cli', '--external-id');
    const without = calls(script);
    ok(without.status !== 0 && without.calls.length === 0);
    match(without.stderr, /set EXTERNAL_ID/);
    const odd = calls(script, { EXTERNAL_ID: 'a"}b' });
    deepEqual([odd.status, odd.calls], [2, []]);
  });

  test('Terraform that another parser reads, with the same actions', async () => {
    const [plain, external] = parseHcl([
      await role('--as', 'terraform'),
      await role('--as', 'terraform', '--external-id'),
    ]);
    for (const text of [JSON.stringify(plain), JSON.stringify(external)]) {
      match(text, /aws_iam_role_policy/);
      for (const action of (await actions()) as string[]) ok(text.includes(action), action);
    }
    ok(!JSON.stringify(plain).includes('ExternalId'));
    match(JSON.stringify(external), /var\.external_id/);
  });
});
