/** Tools of the rig's Python environment that read what the program writes: a parser of HCL, the linter of CloudFormation. */

import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { MissingPart, rigVenv } from './python.ts';

/** Why tests with these tools are skipped, for node:test's `skip`; false where they are there. Throws in CI. */
export function whyNoPythonTools(): string | false {
  try {
    rigVenv();
    return false;
  } catch (error) {
    if (!(error instanceof MissingPart) || process.env.CI) throw error;
    return error.message;
  }
}

const PARSE = 'import hcl2, json, sys; print(json.dumps([hcl2.loads(text) for text in json.load(sys.stdin)]))';

export type HclBody = { [name: string]: unknown };

/** Each text as python-hcl2 reads it: labels and texts keep their quotes. Throws where one is no HCL. */
export function parseHcl(texts: readonly string[]): HclBody[] {
  const python = join(rigVenv(), 'bin', 'python');
  const out = execFileSync(python, ['-c', PARSE], { input: JSON.stringify(texts), maxBuffer: 2 ** 28 });
  return JSON.parse(String(out));
}

const LOAD = 'import yaml, json, sys; print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))';

/** Each text as PyYAML reads it: another parser than the one that a reader of ours would use. */
export function parseYaml(texts: readonly string[]): unknown[] {
  const python = join(rigVenv(), 'bin', 'python');
  const out = execFileSync(python, ['-c', LOAD], { input: JSON.stringify(texts), maxBuffer: 2 ** 28 });
  return JSON.parse(String(out));
}

/** What cfn-lint has to say about the files; an empty text: nothing. */
export function lintTemplates(files: readonly string[]): string {
  const { stdout, stderr } = spawnSync(join(rigVenv(), 'bin', 'cfn-lint'), ['--', ...files], { encoding: 'utf8' });
  return `${stdout}${stderr}`;
}

/** What ShellCheck has to say about each script, from warnings up; an empty text: nothing. */
export function lintScript(text: string): string {
  const words = ['--shell=bash', '--severity=warning', '-'];
  const { stdout, stderr } = spawnSync(join(rigVenv(), 'bin', 'shellcheck'), words, { input: text, encoding: 'utf8' });
  return `${stdout}${stderr}`;
}
