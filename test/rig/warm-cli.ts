/**
 * The AWS CLI, kept warm: scripts call `aws` a hundred times, and most of each call is Python that loads the same modules.
 * One process loads them once and forks for each command; the code that runs is the AWS CLI's own.
 */

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonOfCli } from './aws-grammar.ts';

// What it loads before the first command: models of these services, by commands that are parsed and not sent.
const WARM = [
  ['sts', 'get-caller-identity'],
  ['s3api', 'head-bucket', '--bucket', 'a'],
  ['kms', 'describe-key', '--key-id', 'a'],
  ['sns', 'get-topic-attributes', '--topic-arn', 'a'],
  ['logs', 'describe-log-groups'],
  ['iam', 'get-role', '--role-name', 'a'],
  ['cloudtrail', 'describe-trails'],
  ['organizations', 'describe-organization'],
];

const SERVE = `
import json, os, signal, socket, sys, tempfile, threading
from awscli import clidriver
path, warm = sys.argv[1], json.loads(sys.argv[2])
driver = clidriver.create_clidriver()
invoke = clidriver.CLIOperationCaller.invoke
def load(self, service, operation, parameters, parsed_globals):
    self._session.create_client(service, region_name='us-east-1', aws_access_key_id='a', aws_secret_access_key='a')
    return 0
clidriver.CLIOperationCaller.invoke = load
for words in warm: driver.main(words)
clidriver.CLIOperationCaller.invoke = invoke
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
def answer(peer):
    asked = json.loads(peer.makefile('r', encoding='utf-8').readline())
    os.environ.clear()
    os.environ.update(asked['env'])
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    files = [tempfile.TemporaryFile(), tempfile.TemporaryFile()]
    for number, file in enumerate(files): os.dup2(file.fileno(), number + 1)
    try: code = driver.main(asked['words'])
    except SystemExit as end: code = end.code if isinstance(end.code, int) else 1
    sys.stdout.flush(); sys.stderr.flush()
    said = []
    for file in files:
        file.seek(0)
        said.append(file.read().decode())
    peer.sendall(json.dumps([code or 0, *said]).encode())
    peer.close()
listening = socket.socket(socket.AF_UNIX)
listening.bind(path)
listening.listen(16)
print('ready', flush=True)
# It ends with its standard input, as moto does: a test process that is killed leaves nothing behind.
def wait():
    sys.stdin.buffer.raw.read()
    os._exit(0)
threading.Thread(target=wait, daemon=True).start()
while True:
    peer, _ = listening.accept()
    if os.fork() == 0:
        listening.close()
        answer(peer)
        os._exit(0)
    peer.close()
`;

const CALL = `
import json, os, socket, sys
peer = socket.socket(socket.AF_UNIX)
peer.connect(os.environ['WARM_CLI'])
env = {name: value for name, value in os.environ.items() if name != 'WARM_CLI'}
peer.sendall((json.dumps({'words': sys.argv[1:], 'env': env}) + '\\n').encode())
code, out, err = json.loads(peer.makefile('rb').read())
sys.stdout.buffer.write(out.encode())
sys.stderr.buffer.write(err.encode())
sys.stdout.flush()
sys.stderr.flush()
os._exit(code)
`;

export interface WarmCli {
  /** For PATH: it holds `aws`. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

/** Starts it. Throws MissingPart where the AWS CLI cannot be had. */
export async function startWarmCli(): Promise<WarmCli> {
  const python = pythonOfCli();
  const real = spawnSync(python, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout.trim();
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-aws-'));
  const [socket, aws] = [join(folder, 'socket'), join(folder, 'aws')];
  writeFileSync(aws, `#!${real} -IS${CALL}`);
  chmodSync(aws, 0o755);
  const env = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', AWS_DEFAULT_REGION: 'us-east-1' };
  const child = spawn(real, ['-c', SERVE, socket, JSON.stringify(WARM)], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the warm AWS CLI ended with ${code}`)));
  });
  return {
    folder,
    env: { WARM_CLI: socket },
    close() {
      child.removeAllListeners('exit');
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
