/** The AWS CLI as a grammar: parses command lines and checks every parameter against AWS's own API models; calls nothing. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { MissingPart, rigVenv } from './python.ts';

/** What the AWS CLI would have asked, or why it would not. */
export interface Parsed {
  readonly operation: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: parameters of any operation
  readonly params: any;
  readonly error: string | null;
}

const PARSE = `
import contextlib, io, json, sys
from awscli import clidriver
from botocore.validate import ParamValidator
asked = []
def invoke(self, service, operation, parameters, parsed_globals):
    parameters.pop('PaginationConfig', None)
    shape = self._session.get_service_model(service).operation_model(operation).input_shape
    report = ParamValidator().validate(parameters, shape) if shape else None
    problem = report.generate_report() if report is not None and report.has_errors() else None
    if parsed_globals.region is None: problem = 'no Region'
    asked.append({'operation': service + ':' + operation, 'params': parameters, 'error': problem})
    return 0
clidriver.CLIOperationCaller.invoke = invoke
driver = clidriver.create_clidriver()
for args in json.load(sys.stdin):
    said = io.StringIO()
    before = len(asked)
    try:
        with contextlib.redirect_stderr(said): driver.main(args)
    except SystemExit: pass
    if len(asked) == before: asked.append({'operation': None, 'params': None, 'error': said.getvalue() or 'nothing asked'})
json.dump(asked, sys.stdout)
`;

/** Parses commands, each without its leading `aws`. Throws MissingPart where the AWS CLI cannot be had. */
export function parseCommands(commands: readonly (readonly string[])[]): readonly Parsed[] {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', PYTHONIOENCODING: 'utf-8', LANG: 'C.UTF-8' };
  const input = JSON.stringify(commands);
  const { status, stdout, stderr } = spawnSync(pythonOfCli(), ['-c', PARSE], { env, input, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`the AWS CLI's parser failed: ${String(stderr)}`);
  return JSON.parse(String(stdout));
}

/** Why nothing can be parsed, for node:test's `skip`; false where it can. Throws in CI. */
export function whyNoGrammar(): string | false {
  try {
    pythonOfCli();
    return false;
  } catch (error) {
    if (!(error instanceof MissingPart) || process.env.CI) throw error;
    return error.message;
  }
}

let found: string | undefined;

/** A Python that has the AWS CLI as a module. Throws MissingPart where there is none to be had. */
export function pythonOfCli(): string {
  found ??=
    process.env.RIG_FRESH !== '1' && spawnSync('python3', ['-c', 'import awscli.clidriver']).status === 0
      ? 'python3'
      : join(rigVenv(), 'bin', 'python');
  return found;
}
