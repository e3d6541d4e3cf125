import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runScript } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'rig-run-'));
after(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return file;
}

test('a child gets its input and a clean environment, and both streams are kept apart', async () => {
  process.env.AWS_PROFILE = 'of-the-caller';
  const file = script(
    'echo',
    `
    let input = ''; for await (const chunk of process.stdin) input += chunk;
    console.error('warning');
    console.log(JSON.stringify({ input, args: process.argv.slice(2), region: process.env.AWS_REGION, profile: process.env.AWS_PROFILE ?? null }));
    process.exitCode = 4;`,
  );
  const result = await runScript(file, ['a', 'b c'], { env: { AWS_REGION: 'eu-west-1' }, input: 'hello' });
  delete process.env.AWS_PROFILE;
  assert.equal(result.code, 4);
  assert.equal(result.stderr, 'warning\n');
  assert.deepEqual(result.json(), { input: 'hello', args: ['a', 'b c'], region: 'eu-west-1', profile: null });
  assert.ok(result.ms > 0);
});

test('Ctrl-C reaches the child', async () => {
  const file = script(
    'wait',
    `setInterval(() => {}, 1000); process.on('SIGINT', () => { console.log('stopped'); process.exit(4); });`,
  );
  const result = await runScript(file, [], { signalAfterMs: 500 });
  assert.deepEqual([result.code, result.stdout], [4, 'stopped\n']);
});

test('a child that does not end is killed and reported', async () => {
  const file = script('forever', 'setInterval(() => {}, 1000);');
  await assert.rejects(runScript(file, [], { timeoutMs: 300 }), /did not end within 300 ms/);
});
