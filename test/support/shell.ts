/** bash, as the judge of what is quoted right. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BASH = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'].find(existsSync) ?? 'bash';

// In place of the AWS CLI: writes down its words, each with a NUL behind it, the number of them first. It answers with
// $ANSWER, and with the error code $CODE, where a line before sets them.
const RECORDER = String.raw`ANSWER=answer CODE=''
aws() {
  { printf '%d\0' $#; printf '%s\0' "$@"; } >>"$WORDS"
  printf '%s\n' "$ANSWER"
  if [ -n "$CODE" ]; then printf 'An error occurred (%s)\n' "$CODE" >&2; fi
}
`;

/** What pasted lines need besides the AWS CLI. */
const TOOLS = ['grep', 'tr', 'sed'] as const;

/** The words of every `aws` command that bash runs for these lines, without `aws` itself. */
export function wordsRun(lines: readonly string[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-shell-'));
  const [script, words] = [join(folder, 'script.sh'), join(folder, 'words')];
  try {
    writeFileSync(words, '');
    writeFileSync(script, `set -eu\n${RECORDER}${lines.join('\n')}\n`);
    for (const tool of TOOLS) {
      const found = ['/bin', '/usr/bin'].map((one) => join(one, tool)).find(existsSync);
      if (found !== undefined) symlinkSync(found, join(folder, tool));
    }
    // No other program can be found: a name that leaves its quotes does nothing.
    const { status, stderr } = spawnSync(BASH, [script], { env: { PATH: folder, WORDS: words } });
    if (status !== 0) throw new Error(`bash: ${String(stderr)}`);
    return split(readFileSync(words, 'utf8').split('\0').slice(0, -1));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function split(flat: readonly string[]): readonly (readonly string[])[] {
  const commands: string[][] = [];
  for (let at = 0; at < flat.length; ) {
    const length = Number(flat[at]);
    commands.push(flat.slice(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return commands;
}

/** What bash says of a script that it only reads; empty: nothing. */
export function syntaxErrors(text: string): string {
  return String(spawnSync(BASH, ['-n'], { input: text }).stderr);
}

/** Standard output of a script. Throws where it does not end with 0. */
export function output(text: string, env: Readonly<Record<string, string>>): string {
  const { status, stdout, stderr } = spawnSync(BASH, ['-s'], {
    input: text,
    env: { PATH: process.env.PATH, ...env },
  });
  if (status !== 0) throw new Error(`ended with ${status}: ${String(stderr)}`);
  return String(stdout);
}
