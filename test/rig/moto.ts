/** moto, a third-party AWS API server, as one child process of the test run; and the AWS CLI. */

import { execFile, spawn, spawnSync } from 'node:child_process';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { findAwsCli, findMoto, MissingPart } from './python.ts';

export type Moto = {
  url: string;
  version: string;
  /** Forgets all accounts and all state. */
  reset(): Promise<void>;
  /** Makes the ids that moto will give out the same every time. */
  seed(n: number): Promise<void>;
  stop(): Promise<void>;
};

/** Starts moto on a free loopback port and waits until it answers; throws MissingPart where it cannot be had. */
export async function startMoto(): Promise<Moto> {
  const found = findMoto();
  if ('url' in found) return connect(found.url, 'unknown', async () => {});
  const port = await freePort();
  const [command = '', ...args] = found.command;
  const env: NodeJS.ProcessEnv = { ...process.env, PYTHONUNBUFFERED: '1' };
  // It would melt all accounts into one.
  delete env.MOTO_ACCOUNT_ID;
  const child = spawn(command, [...args, '-H', '127.0.0.1', '-p', String(port)], {
    env,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-4000)));
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  // A test file that forgets to stop moto must still end.
  const handles = [child, child.stdin as Socket, child.stderr as Socket];
  for (const handle of handles) handle.unref();

  async function stop(): Promise<void> {
    for (const handle of handles) handle.ref();
    child.kill('SIGTERM');
    await exited;
  }

  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (failure !== undefined || child.exitCode !== null)
      throw new MissingPart(`moto did not start: ${failure?.message ?? stderr}`);
    const isUp = await fetch(`${url}/moto-api/`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return connect(url, versionOf(found.command), stop);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new MissingPart(`moto did not answer within a minute\n${stderr}`);
}

/** `startMoto`, or null with a line on stderr where moto cannot be had; with CI set it throws instead. */
export async function startMotoOrSkip(): Promise<Moto | null> {
  try {
    return await startMoto();
  } catch (error) {
    if (!(error instanceof MissingPart) || process.env.CI) throw error;
    process.stderr.write(`test rig: tests against moto are skipped: ${error.message}\n`);
    return null;
  }
}

/** What the AWS CLI said when it refused or AWS did. */
export class AwsCliError extends Error {
  readonly stderr: string;
  /** The error code of AWS's answer, `AccessDeniedException` for example. */
  readonly awsCode: string | null;

  constructor(args: string[], stderr: string) {
    super(`aws ${args.join(' ')}: ${stderr.trim()}`);
    this.stderr = stderr;
    this.awsCode = /An error occurred \((\w+)\)/.exec(stderr)?.[1] ?? null;
  }
}

let cli: string | undefined;

/** Runs the AWS CLI in a clean environment and returns its parsed JSON; null where it prints nothing. */
// biome-ignore lint/suspicious/noExplicitAny: JSON of another program; each test says what it looks at
export async function awsCli(args: string[], env: Record<string, string>): Promise<any> {
  cli ??= findAwsCli();
  const command = cli;
  const clean = { PATH: process.env.PATH, HOME: tmpdir(), AWS_PAGER: '', AWS_MAX_ATTEMPTS: '1', ...env };
  return new Promise((resolve, reject) => {
    execFile(command, [...args, '--output', 'json'], { env: clean, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error !== null) return reject(new AwsCliError(args, stderr || error.message));
      resolve(stdout.trim() === '' ? null : JSON.parse(stdout));
    });
  });
}

function connect(url: string, version: string, stop: () => Promise<void>): Moto {
  return {
    url,
    version,
    async reset() {
      await fetch(`${url}/moto-api/reset`, { method: 'POST' });
    },
    async seed(n) {
      await fetch(`${url}/moto-api/seed?a=${n}`, { method: 'POST' });
    },
    stop,
  };
}

/** The server does not tell its version, but the Python that runs it can. */
function versionOf([command = '', flag]: string[]): string {
  if (flag !== '-c') return 'unknown';
  return spawnSync(command, ['-c', 'import moto; print(moto.__version__)'], { encoding: 'utf8' }).stdout.trim();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
